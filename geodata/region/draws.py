r"""Draws of all uncertain inputs of a region together, correlated where they share a cause.

Every input keeps the triangular distribution of its low, central and high. Within a cause, inputs depend on one another
by a one-factor Gaussian copula (Li 2000): the quantile of input :math:`j` of cause :math:`c` is
:math:`\Phi(\sqrt{\rho_c}\,Z_c + \sqrt{1 - \rho_c}\,\varepsilon_j)`, so that any two of them have the correlation
:math:`\rho_c` before they are turned into their own distributions. Inputs of different causes are independent. The
only input of a cause takes :math:`Z_c` as it is.

The common factors are spread by Latin hypercube (McKay, Beckman and Conover 1979), by scrambled Sobol points (Owen
1998), or at random; :math:`\varepsilon_j` is a stream of its own for each input (SplitMix64 of Steele, Lea and Flood
2014), of which draw :math:`i` takes number :math:`i`: it depends neither on the number of draws nor on which other
inputs there are.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from numbers import Integral, Real
from typing import Any, Generic, Protocol, Self, TypeVar

import numpy as np
import pandas as pd
from scipy.special import ndtr, ndtri
from scipy.stats import qmc

from geodata.arrays import FloatArray, IntArray
from geodata.faults import UnknownNameError, unknown
from geodata.region.overrides import Override
from geodata.scenarios import InputChange
from geodata.values import Registry, triangular
from optimize.brief import Brief

METHODS = ("latin", "sobol", "random")
CORRELATION = 0.5
"""Of two inputs of one cause where nothing else is said: an assumption, between none and all together."""
SMALLEST = 2.0**-53
GAMMA, MIX_1, MIX_2 = (np.uint64(number) for number in (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB))


class Drawn(Protocol):
    """What inputs can be drawn for."""

    @property
    def registry(self) -> Registry:
        """The uncertain inputs."""

    @property
    def settled(self) -> dict[str, float]:
        """Those that are set already."""

    def with_overrides(self, *overrides: Override) -> Self:
        """Return a variant.

        Parameters
        ----------
        *overrides : Override
            Added after those that are there already.

        Returns
        -------
        Region
        """


R = TypeVar("R", bound=Drawn)


@dataclass(frozen=True, eq=False)
class InputDraws(Brief, Generic[R]):
    """A plan of draws: small, the same in every process; a draw is made when it is asked for.

    With the method ``"random"`` or ``"sobol"`` the first ``k`` of ``n`` draws are the draws of a plan of ``k``; with
    ``"latin"`` the common factors depend on ``n``, as each of its ``n`` intervals is met once.

    Attributes
    ----------
    base : Region
        What is drawn for. Inputs that are set there by ``with_inputs`` are not drawn.
    n, seed : int
        Number of draws, and what they depend on.
    method : {"latin", "sobol", "random"}
        How the common factors are spread.
    correlation : dict
        By cause, where it is not ``general``.
    general : float
        Correlation of two inputs of one cause, 0 to 1: 0 draws each row on its own, 1 moves all of a cause together.
    """

    base: R
    n: int
    seed: int
    method: str = "latin"
    correlation: dict[str, float] = field(default_factory=dict)
    general: float = CORRELATION

    @classmethod
    def plan(
        cls,
        base: R,
        n: int,
        seed: int,
        method: str = "latin",
        correlation: float | Mapping[str, float] | None = None,
    ) -> InputDraws[R]:
        """Check what is asked for.

        Parameters
        ----------
        base : Region
            What is drawn for.
        n, seed : int
            Number of draws, and what they depend on.
        method : {"latin", "sobol", "random"}
            How the common factors are spread.
        correlation : float or mapping, optional
            One number for all causes, or numbers by cause; default `CORRELATION`.

        Returns
        -------
        InputDraws

        Raises
        ------
        UnknownNameError
            When there is no such cause.
        ValueError
            When the number of draws, the seed, the method or a correlation is none.
        """
        for what, number, least in (("number of draws", n, 1), ("seed", seed, 0)):
            if isinstance(number, bool) or not (isinstance(number, Integral) and number >= least):
                message = f"the {what} must be a whole number of at least {least}, not {number!r}"
                raise ValueError(message)
        if method not in METHODS:
            message = f"method {method!r} is not known; use one of {', '.join(METHODS)}"
            raise ValueError(message)
        by_cause = dict(correlation) if isinstance(correlation, Mapping) else {}
        general = CORRELATION if correlation is None or isinstance(correlation, Mapping) else correlation
        for name, rho in {**by_cause, "": general}.items():
            if name and name not in base.registry.members:
                raise UnknownNameError(unknown("cause", name, list(base.registry.members)))
            if isinstance(rho, bool) or not (isinstance(rho, Real) and 0 <= rho <= 1):
                message = f"correlation {rho!r}{f' of {name}' if name else ''} is not a number from 0 to 1"
                raise ValueError(message)
        return cls(base, int(n), int(seed), method, by_cause, float(general))

    def __getstate__(self) -> dict[str, Any]:
        """Pickle the plan, not the numbers that follow from it."""
        return {item.name: getattr(self, item.name) for item in fields(self)}

    def __len__(self) -> int:
        return self.n

    def __iter__(self) -> Iterator[R]:
        return (self.region(i) for i in range(self.n))

    @cached_property
    def _inputs(self) -> IntArray:
        """Rows of the registry that are drawn."""
        settled = self.base.settled
        return np.array([i for i, name in enumerate(self.base.registry.ids) if name not in settled], dtype=np.int64)

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """Ids of the inputs that are drawn."""
        known = self.base.registry.ids
        return tuple(known[row] for row in self._inputs)

    @cached_property
    def _causes(self) -> tuple[pd.Index, IntArray]:
        """Causes in their alphabet, and which one each input has."""
        causes = self.base.registry.frame["cause"].to_numpy(dtype=object)[self._inputs]
        names, which = np.unique(causes.astype(str), return_inverse=True)
        return pd.Index(names, name="cause"), which

    @cached_property
    def quantiles(self) -> pd.DataFrame:
        """Common factors: (n, causes), a row for each draw, as probabilities."""
        names, _ = self._causes
        return pd.DataFrame(self._factors(list(names)), columns=names)

    def _factors(self, causes: list[str]) -> FloatArray:
        if self.method == "sobol":
            points = qmc.Sobol(max(len(causes), 1), rng=np.random.default_rng([self.seed, *b"sobol"]))
            found = points.random_base2(math.ceil(math.log2(self.n)))[: self.n, : len(causes)]
        else:
            found = np.empty((self.n, len(causes)))
            for column, name in enumerate(causes):  # each from a stream of its own: a new cause leaves the others
                rng = np.random.default_rng([self.seed, *f"cause {name}".encode()])
                if self.method == "latin":
                    found[:, column] = (rng.permutation(self.n) + rng.random(self.n)) / self.n
                else:
                    found[:, column] = rng.random(self.n)
        return np.clip(found, SMALLEST, 1.0 - SMALLEST)

    @cached_property
    def _loadings(self) -> tuple[FloatArray, FloatArray, IntArray]:
        """(inputs,) arrays: square roots of the correlation and of the rest; start of each input's own stream."""
        names, which = self._causes
        rho = np.array([self.correlation.get(name, self.general) for name in names])
        rho[np.bincount(which, minlength=len(names)) == 1] = 1.0
        starts = [_start(self.seed, name) for name in self.ids]
        return np.sqrt(rho)[which], np.sqrt(1.0 - rho)[which], np.array(starts, dtype=np.uint64)

    @cached_property
    def _normal_factors(self) -> FloatArray:
        return np.asarray(ndtri(self.quantiles.to_numpy()))

    def input_quantiles(self, i: int) -> pd.Series:
        """Return the quantiles of the inputs in a draw.

        Parameters
        ----------
        i : int
            Number of the draw, from 0.

        Returns
        -------
        Series
            Probabilities, 0 to 1, by id.
        """
        return pd.Series(self._uniform(i), index=pd.Index(self.ids, name="input"))

    def _uniform(self, i: int) -> FloatArray:
        if not 0 <= i < self.n:
            message = f"there is no draw {i}; draws are numbered 0 to {self.n - 1}"
            raise IndexError(message)
        common, own, starts = self._loadings
        which = self._causes[1]
        own_part = np.where(own > 0, ndtri(_uniform(starts, i)), 0.0)
        mixed = ndtr(common * self._normal_factors[i, which] + own * own_part)
        return np.where(own > 0, mixed, self.quantiles.to_numpy()[i, which])

    def _values(self, i: int) -> FloatArray:
        return triangular(self._uniform(i), *(end[self._inputs] for end in self.base.registry.triple))

    def values(self, i: int) -> pd.Series:
        """Return the values of the inputs in a draw.

        Parameters
        ----------
        i : int
            Number of the draw, from 0.

        Returns
        -------
        Series
            By id, in the unit of each.
        """
        return pd.Series(self._values(i), index=pd.Index(self.ids, name="input"))

    def frame(self) -> pd.DataFrame:
        """Return the values of all draws.

        Returns
        -------
        DataFrame
            (n, inputs), a row for each draw.
        """
        rows = np.array([self._values(i) for i in range(self.n)]).reshape(self.n, len(self.ids))
        return pd.DataFrame(rows, columns=pd.Index(self.ids, name="input"))

    def region(self, i: int) -> R:
        """Return the region with the values of a draw.

        Parameters
        ----------
        i : int
            Number of the draw, from 0.

        Returns
        -------
        Region
            Its ``overrides`` name the draw.
        """
        values = dict(zip(self.ids, self._values(i).tolist(), strict=True))
        how = ", ".join(
            f"{name} {number:g}" for name, number in {"correlation": self.general, **self.correlation}.items()
        )
        origin = f"draw {i} of {self.n}, {self.method}, seed {self.seed}, {how}"
        return self.base.with_overrides(InputChange(values, origin))


def _start(seed: int, name: str) -> int:
    """Where the stream of an input starts."""
    return int.from_bytes(hashlib.blake2b(f"{seed} {name}".encode(), digest_size=8).digest(), "little")


def _uniform(starts: IntArray, i: int) -> FloatArray:
    """Number ``i`` of SplitMix64 from each start, as a probability within (0, 1)."""
    with np.errstate(over="ignore"):  # arithmetic modulo 2^64
        state = starts + np.uint64(i + 1) * GAMMA
        state = (state ^ (state >> np.uint64(30))) * MIX_1
        state = (state ^ (state >> np.uint64(27))) * MIX_2
        state ^= state >> np.uint64(31)
    return ((state >> np.uint64(11)).astype(np.float64) + 0.5) * SMALLEST
