r"""Gravity with exponential deterrence, balanced to what is known by iterative proportional fitting.

Flow between place :math:`i` of country :math:`A` and place :math:`j` of country :math:`B` is

.. math:: w_{ij} = a_i \, b_j \, c_{AB} \, m_i m_j \, e^{-\beta d_{ij}}

with economic masses :math:`m`, separation :math:`d` and factors :math:`a, b, c` found so that

- the places of A and B together trade exactly what A sends B (:math:`c`),
- each place sends its mass's share of its country's exports (:math:`a`), and
- receives its mass's share of its country's imports (:math:`b`).

What sends may have another mass than what receives. The product of shares satisfies all three, so they are consistent,
and the fit converges because the kernel is positive wherever both masses are (Deming and Stephan 1940; Wilson 1967).
The country totals are set last, so that they hold to rounding.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geodata.arrays import FloatArray, IntArray


@dataclass(frozen=True)
class Balance:
    """Balanced flows, and how the fit ended.

    Attributes
    ----------
    flows : (n, n) array
        In the unit of the totals.
    rounds : int
        Rounds that it took.
    place_error : float
        Largest relative error of a place's total after the last of them.
    """

    flows: FloatArray
    rounds: int
    place_error: float


def gravity_flows(
    totals: FloatArray,
    zone: IntArray,
    mass: FloatArray,
    separation: FloatArray,
    deterrence: float,
    *,
    mass_in: FloatArray | None = None,
    tolerance: float = 1e-10,
    rounds: int = 2000,
    measured: FloatArray | None = None,
) -> Balance:
    """Spread zone-to-zone totals over places.

    Parameters
    ----------
    totals : (zones, zones) array
        What each zone (country) sends each other one; any unit.
    zone : (n,) array
        Zone of each place.
    mass : (n,) array
        Mass of each place, at least 0 and not 0 throughout a zone.
    separation : (n, n) array
        Distance or cost between places, in the unit that ``deterrence`` is the inverse of.
    deterrence : float
        Fall of the flow with separation; 0 spreads by mass alone.
    mass_in : (n,) array, optional
        Mass as a receiver; default ``mass``.
    tolerance : float
        Relative error of the places' totals at which the fit ends, far below the error of any total.
    rounds : int
        Most rounds to run; the zone totals hold exactly however it ends. The bundled region takes 3 to 8.
    measured : (n, n) array, optional
        `beyond_nearest` of the separation, where it is known already.

    Returns
    -------
    Balance

    Examples
    --------
    Two countries, the second with two places; the nearer one of equal size would take more, but for its import total:

    >>> totals = np.array([[0.0, 10.0], [0.0, 0.0]])
    >>> distance = np.array([[0.0, 1.0, 2.0], [1.0, 0.0, 1.0], [2.0, 1.0, 0.0]])
    >>> gravity_flows(totals, np.array([0, 1, 1]), np.array([1.0, 3.0, 1.0]), distance, 1.0).flows[0].round(6).tolist()
    [0.0, 7.5, 2.5]
    """
    n = len(zone)
    zones = totals.shape[0]
    member = np.zeros((zones, n))
    member[zone, np.arange(n)] = 1.0
    share_out, share_in = (each / (member @ each)[zone] for each in (mass, mass if mass_in is None else mass_in))
    out_target = share_out * totals.sum(axis=1)[zone]
    in_target = share_in * totals.sum(axis=0)[zone]
    beyond = beyond_nearest(separation, zone) if measured is None else measured
    kernel = share_out[:, None] * share_in[None, :] * np.exp(-deterrence * beyond)
    flows = np.where(spread(totals, zone) > 0, kernel, 0.0)

    def to_totals(flows: FloatArray) -> FloatArray:
        sums = member @ flows @ member.T
        factor = np.divide(totals, sums, out=np.zeros_like(sums), where=sums > 0)
        scale = spread(factor, zone)
        scale *= flows
        return scale

    flows = to_totals(flows)
    sent = flows.sum(axis=1)
    place_error, done = np.inf, 0
    while done < rounds and place_error > tolerance:
        done += 1
        flows *= _ratio(out_target, sent)[:, None]
        flows *= _ratio(in_target, flows.sum(axis=0))[None, :]
        flows = to_totals(flows)
        sent = flows.sum(axis=1)
        place_error = max(_error(out_target, sent), _error(in_target, flows.sum(axis=0)))
    return Balance(flows, done, place_error)


def beyond_nearest(separation: FloatArray, zone: IntArray) -> FloatArray:
    """Return how much farther apart two places are than the nearest two of their zones.

    Only differences of separation within a pair of zones matter, and so the nearest pair gets the exponent 0.

    Parameters
    ----------
    separation : (n, n) array
        Distance or cost between places.
    zone : (n,) array
        Zone of each place.

    Returns
    -------
    (n, n) array
    """
    zones = int(zone.max(initial=-1)) + 1
    nearest = np.full((zones, zones), np.inf)
    np.minimum.at(nearest, (zone[:, None], zone[None, :]), separation)
    return np.asarray(separation - spread(nearest, zone))


def spread(values: FloatArray, zone: IntArray) -> FloatArray:
    """Return what holds between zones for the places in them.

    Parameters
    ----------
    values : (zones, zones) array
        Between zones.
    zone : (n,) array
        Zone of each place.

    Returns
    -------
    (n, n) array
        Between places; `numpy.take` is ten times as quick as indexing, and this is what the balancing waits for.
    """
    return np.asarray(values.take(zone, axis=0).take(zone, axis=1))


def _ratio(target: FloatArray, actual: FloatArray) -> FloatArray:
    return np.divide(target, actual, out=np.ones_like(target), where=actual > 0)


def _error(target: FloatArray, actual: FloatArray) -> float:
    scale = np.where(target > 0, target, 1.0)
    return float(np.max(np.abs(actual - target) / scale, initial=0.0))
