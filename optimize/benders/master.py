r"""The Benders master as a linear program, and the certificates that its multipliers give.

With a variable :math:`\eta_{sc}` for each share c of the cost of scenario group s, and cuts
:math:`\eta_{sc} \ge \beta - \sum_k v_k z_k`:

.. math::
    \min \sum_s b_s \theta_s + \sum_p \Bigl( m_p \nu_p + \sum_s k^p_s d_{ps} \Bigr), \quad
    \nu_p + d_{ps} \ge \theta_s - r_s, \; d \ge 0, \quad
    \theta_s = \sum_k f_{sk} z_k + \sum_c \eta_{sc}

where the risk measure weighs the groups with b and with parts p of caps :math:`k^p` and weight :math:`m_p`
(`optimize.risk`), subject to :math:`p_{\min} \le \sum_k z_k \le p_{\max}` (Benders 1962; the multicut form of Birge and
Louveaux 1988). Any scenario weights :math:`\lambda` that the risk measure allows, and any cut multipliers that sum to
at most :math:`\lambda_s` in each share, make a certificate; costs are not negative, hence the "at most".
"""

import numpy as np

from optimize.benders.certificate import Certificate, Domain
from optimize.benders.instance import Instance
from optimize.benders.separation import BundleCuts
from optimize.benders.shares import make_shares
from optimize.problem import FloatArray, IntArray
from optimize.run import Status
from optimize.solvers import GrowingLP

_CUTS_PER_SHARE = 20


class Master:
    """The master LP of an instance: cuts in, a point and a certificate out.

    Parameters
    ----------
    instance : Instance
    domain : Domain
    """

    def __init__(self, instance: Instance, domain: Domain) -> None:
        self.instance = instance
        self.shares = make_shares(instance)
        self._share_group = self.shares.share_group
        self.constant: FloatArray = np.zeros(0)
        self.slope: FloatArray = np.zeros((0, instance.h))
        self.share: IntArray = np.zeros(0, dtype=np.int64)
        self.round: IntArray = np.zeros(0, dtype=np.int64)
        self._rounds: IntArray = np.zeros(len(self.shares.bundles), dtype=np.int64)
        self._composition: FloatArray = np.zeros(0)
        self._duals: FloatArray = np.zeros(0)
        self._build(domain)

    def _build(self, domain: Domain) -> None:
        instance, envelope = self.instance, self.instance.envelope
        lp = self._lp = GrowingLP(threads=1)
        h, groups = instance.h, instance.groups
        self._z = lp.add_columns(envelope.base @ instance.fixed, low=0.0, up=1.0)
        self._etas = lp.add_columns(envelope.base[self._share_group])
        lp.add_dense_rows(np.ones((1, h)), low=float(domain.p_min), up=float(domain.p_max))
        cost = np.zeros((groups, h + self.shares.count))
        cost[:, :h] = instance.fixed
        cost[self._share_group, h + np.arange(self.shares.count)] = 1.0
        before = 0
        for part in envelope.parts:
            lp.add_columns([part.mass], low=-np.inf)
            lp.add_columns(part.cap[~part.free])
            own = np.hstack([np.ones((groups, 1)), np.eye(groups)[:, ~part.free]])
            lp.add_dense_rows(np.hstack([-cost, np.zeros((groups, before)), own]), low=-instance.reference)
            before += own.shape[1]
        self._first_cut = 1 + len(envelope.parts) * groups
        self.set_domain(domain)
        self._post(self.constant, self.slope, self.share)

    def _post(self, constant: FloatArray, slope: FloatArray, share: IntArray) -> None:
        count, h = slope.shape
        column = np.empty((count, h + 1), dtype=np.int64)
        column[:, :h] = self._z
        column[:, h] = self._etas[share]
        value = np.hstack([slope, np.ones((count, 1))])
        self._lp.add_rows(np.arange(count + 1) * (h + 1), column.ravel(), value.ravel(), low=constant)

    def set_domain(self, domain: Domain) -> None:
        """Fix what the domain has decided.

        Parameters
        ----------
        domain : Domain
        """
        self._domain = domain
        low = domain.opened.astype(float)
        self._lp.set_bounds(self._z, low, low + domain.free)

    def renew(self, domain: Domain) -> None:
        """Go over to a domain with other numbers of hubs.

        Parameters
        ----------
        domain : Domain
        """
        self._build(domain)

    def add_cuts(self, cuts: BundleCuts) -> None:
        """Add the cuts of every origin of a bundle, summed over clusters.

        Parameters
        ----------
        cuts : BundleCuts
        """
        shares = self.shares
        constant = np.bincount(shares.cluster, cuts.constant, shares.clusters).astype(np.float64)
        slope = np.zeros((shares.clusters, self.instance.h))
        np.add.at(slope, shares.cluster, cuts.slope)
        share = cuts.bundle * shares.clusters + np.arange(shares.clusters)
        useful = constant > 0
        constant, slope, share = constant[useful], slope[useful], share[useful]
        self.constant = np.concatenate([self.constant, constant])
        self.slope = np.vstack([self.slope, slope])
        self.share = np.concatenate([self.share, share])
        self.round = np.concatenate([self.round, np.full(len(share), self._rounds[cuts.bundle])])
        self._rounds[cuts.bundle] += 1
        self._post(constant, slope, share)

    def solve(self) -> tuple[FloatArray, Certificate] | None:
        """Solve the LP; None if it is infeasible or the solver failed.

        Returns
        -------
        z : (h,) array
        certificate : Certificate
        """
        point = self._lp.solve()
        if point.status not in (Status.OPTIMAL, Status.INFEASIBLE):
            # a basis may have become too ill-conditioned to go on from
            self._build(self._domain)
            point = self._lp.solve()
        if point.status is not Status.OPTIMAL or point.primal is None or point.duals is None:
            return None
        self._duals = point.duals[self._first_cut :]
        return np.clip(point.primal[self._z], 0.0, 1.0), self._certificate(point.duals)

    def _certificate(self, duals: FloatArray) -> Certificate:
        instance = self.instance
        weight = scenario_weights(instance, duals[1 : self._first_cut])
        y = np.maximum(duals[self._first_cut :], 0.0)
        allowed = weight[self._share_group]
        used = np.bincount(self.share, y, self.shares.count)
        with np.errstate(divide="ignore", invalid="ignore"):
            y = y * np.where(used > allowed, allowed / used, 1.0)[self.share]
        self._composition = np.divide(y, allowed[self.share], out=np.zeros_like(y), where=y > 0)
        constant = float(y @ self.constant - weight @ instance.reference)
        return Certificate(constant, weight @ instance.fixed - y @ self.slope)

    def composition(self) -> FloatArray:
        """Say what part each round of cuts has in the certificate, share by share.

        Returns
        -------
        (shares, rounds) array
            At most 1 in all.
        """
        part = np.zeros((self.shares.count, int(self._rounds.max())))
        np.add.at(part, (self.share, self.round), self._composition)
        return part

    def restrict(self, instance: Instance, domain: Domain, keep: IntArray) -> None:
        """Go over to fewer candidates, and forget cuts that no longer matter.

        Parameters
        ----------
        instance : Instance
            With the candidates that are left.
        domain : Domain
            Of these.
        keep : int array
            Their positions among the present ones.
        """
        self.instance = instance
        self.slope = self.slope[:, keep]
        self._forget()
        self._build(domain)

    def purge(self, domain: Domain) -> None:
        """Forget cuts without a multiplier when they have become many.

        Parameters
        ----------
        domain : Domain
        """
        if len(self.constant) > _CUTS_PER_SHARE * self.shares.count:
            self._forget()
            self._build(domain)

    def _forget(self) -> None:
        active = np.zeros(len(self.constant), dtype=bool)
        active[: len(self._duals)] = self._duals > 0
        # the newest cuts have not had their chance yet
        active[-2 * self.shares.count :] = True
        self.constant, self.slope, self.share = self.constant[active], self.slope[active], self.share[active]
        self.round = self.round[active]


def scenario_weights(instance: Instance, proposed: FloatArray) -> FloatArray:
    """Turn a solver's multipliers of the scenario rows into weights that the risk measure allows.

    Less than allowed in all would do no harm either, as costs are not negative: nor does the rounding of probabilities.

    Parameters
    ----------
    instance : Instance
    proposed : (parts * groups,) array
        The solver's multipliers, part by part.

    Returns
    -------
    (groups,) array
    """
    parts = instance.envelope.parts
    each = proposed.reshape(len(parts), instance.groups)
    return np.asarray(instance.envelope.base + sum(part.near(own) for part, own in zip(parts, each, strict=True)))
