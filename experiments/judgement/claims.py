"""The claim that one hub stays first and another is its likeliest alternative: confirmed, refuted or undecided."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import pandas as pd

from experiments.text import count, percent, usd
from experiments.wins import Lead, lead_over

Answer = Literal["confirmed", "refuted", "undecided"]


@dataclass(frozen=True)
class Claim:
    """What draws say of a claim.

    Attributes
    ----------
    incumbent : str
        The hub that is claimed to be first.
    challenger : str or None
        The hub that is claimed to be its likeliest alternative: the best once the incumbent is lost. None = nothing is
        claimed of one.
    first : Lead or None
        Of the incumbent over its closest rival; None where there is no rival.
    second : Lead or None
        Of the challenger over the closest of the other substitutes; None where there is no challenger or other.
    central : str
        The best hub at the central values of all inputs.
    draws : int
        How many there are.
    """

    incumbent: str
    challenger: str | None
    first: Lead | None
    second: Lead | None
    central: str
    draws: int

    @property
    def answer(self) -> Answer:
        """``refuted`` if a part of the claim surely fails, ``confirmed`` if all of it holds, else ``undecided``.

        A part holds or fails as `experiments.wins.Lead.holds` says: mean lead of at least one standard deviation, and a
        share of the draws whose 95% interval lies on one side of a half.
        """
        parts = [lead.holds for lead in (self.first, self.second) if lead is not None]
        if "no" in parts:
            return "refuted"
        return "undecided" if "undecided" in parts else "confirmed"

    def evidence(self, name: Callable[[str], str]) -> list[str]:
        """Say what the answer rests on.

        Parameters
        ----------
        name : callable
            Name of a hub by its id.

        Returns
        -------
        list of str
        """
        told = []
        if self.first is not None:
            what = f"{name(self.incumbent)} first"
            told.append(f"{_told(what, self.first, name, self.draws)} At central values {name(self.central)} is best.")
        if self.second is not None and self.challenger is not None:
            what = f"{name(self.challenger)} the likeliest alternative once {name(self.incumbent)} is lost"
            told.append(_told(what, self.second, name, self.draws))
        return told


def _told(what: str, lead: Lead, name: Callable[[str], str], draws: int) -> str:
    word = {"yes": "holds", "no": "fails", "undecided": "is undecided"}[lead.holds]
    behind = "behind" if lead.mean < 0 else "ahead of"
    by = f"{usd(abs(lead.mean))} a year on average (standard deviation {usd(lead.sd)})"
    between = f"{100 * lead.low:.0f} to {100 * lead.high:.0f}%"
    return (
        f"“{what}” {word}: it is {behind} {name(lead.rival)} by {by}, and costs less in {percent(lead.share)} of "
        f"{count(draws, 'draw')} ({between})."
    )


def judge(costs: pd.DataFrame, incumbent: str, challenger: str | None, central: str) -> Claim:
    """Judge the claim by what hubs cost in draws.

    Parameters
    ----------
    costs : DataFrame
        (draws, hubs), USD a year.
    incumbent : str
        One of the hubs.
    challenger : str or None
        Another one.
    central : str
        The best hub at the central values.

    Returns
    -------
    Claim
    """
    others = [str(hub) for hub in costs if hub != incumbent]
    rivals = [hub for hub in others if hub != challenger]
    return Claim(
        incumbent,
        challenger,
        lead_over(costs, incumbent) if others else None,
        lead_over(costs, challenger, rivals) if challenger is not None and rivals else None,
        central,
        len(costs),
    )
