"""Families of designs: sets of hubs that compete with one another because they are built alike."""

from __future__ import annotations

from dataclasses import dataclass

from experiments.question import Study


@dataclass(frozen=True)
class Family:
    """Designs that are built alike.

    Attributes
    ----------
    name : str
        ``beside`` the gateways, ``alone``, or ``no_direct``.
    title : str
        What it is, in words that follow "a hub".
    gateways : tuple of str
        Hubs that are open in every design.
    extra : int
        Most further hubs.
    direct : bool
        Whether freight may also go from door to door without a hub.
    """

    name: str
    title: str
    gateways: tuple[str, ...]
    extra: int
    direct: bool = True

    def single(self, hub: str) -> tuple[str, ...]:
        """Make the design of one hub.

        Parameters
        ----------
        hub : str
            Id of a place.

        Returns
        -------
        tuple of str
            The gateways and the hub; of a gateway, the gateways alone.
        """
        return self.gateways if hub in self.gateways else (*self.gateways, hub)


def families(study: Study) -> tuple[Family, ...]:
    """List the families of a study.

    Beside given gateways the discounted transfer leg between hubs is at work, which is what a hub is for; alone there
    is no such leg, and the comparison is one of collection and distribution. Without direct service everything has to
    pass a hub: a stress case.

    Parameters
    ----------
    study : Study

    Returns
    -------
    tuple of Family
        The headline's first.
    """
    alone = Family("alone", "with no gateway", (), study.p_max)
    if not study.gateways:
        return alone, Family("no_direct", "without direct service", (), 1, direct=False)
    beside = study.names(study.gateways)
    return (
        Family("beside", f"beside {beside}", study.gateways, study.p_max),
        alone,
        Family("no_direct", f"beside {beside}, without direct service", study.gateways, 1, direct=False),
    )
