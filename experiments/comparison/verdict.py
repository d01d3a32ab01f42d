"""The verdict of a comparison in sentences; every word of it follows from the numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from experiments.comparison.metrics import TIE_USD
from experiments.text import count, listed, ordinal, percent, rows, rows_by, tonnes, usd

if TYPE_CHECKING:
    from experiments.comparison.compare import Comparison
    from experiments.comparison.families import Family

MANY = 4
"""From how many scenarios on they are counted and no longer named."""


def verdict(found: Comparison) -> tuple[str, ...]:
    """Return the sentences, the headline first."""
    parts = [headline(found), _robustness(found), _references(found), _larger(found), _others(found), _unmet(found)]
    return tuple(part for part in parts if part)


def headline(found: Comparison) -> str:
    """Which hub is best over all scenarios, and by how much."""
    study, ranking = found.study, found.summary[found.headline.name].sort_values("expected_cost_usd")
    best = str(ranking.index[0])
    if set(study.hubs) <= set(study.gateways):
        return f"Nothing is compared: {study.names(study.hubs, ', ')} is given in every design; name further hubs."
    if unused(found, found.headline):
        how = "no freight gains by a further hub" if study.gateways else "all freight goes direct"
        where = ", in every scenario of weight" if len(study.scenarios) > 1 else ""
        return f"No single hub {_family(found)} is worth having: {how}{where}."
    if best in study.gateways:
        return (
            f"No further hub pays for itself {_family(found)}: the gateways alone are cheapest, at an expected "
            f"{usd(ranking['expected_cost_usd'].iloc[0], digits=4)} a year."
        )
    saving = _saving(found, best)
    if len(ranking) == 1:
        saving = f"; it {saving}" if saving else ""
        return f"{study.name(best)} is the only hub {_family(found)} that was compared{saving}."
    second = str(ranking.index[1])
    margin = ranking["expected_regret_usd"].iloc[1]
    if margin < TIE_USD:
        tied = [study.name(str(hub)) for hub in ranking.index[ranking["expected_regret_usd"] < TIE_USD]]
        saving = f"; each {saving}" if saving else ""
        return f"{listed(tied)} are equally good as the single hub {_family(found)}{saving}."
    where = "over all scenarios" if len(study.scenarios) > 1 else f"in “{study.title(study.scenarios[0])}”"
    text = f"{study.name(best)} is the best single hub {_family(found)}: {where} it costs {usd(margin)} a year less"
    return f"{text} than {study.name(second)}, the runner-up{f', and {saving}' if saving else ''}."


def _saving(found: Comparison, best: str) -> str:
    """What a hub saves or costs beside the gateways; empty where there are none."""
    if not found.study.gateways or best in found.study.gateways:
        return ""
    table = found.tables[found.headline.name]
    values = table.objective_values("expected")
    without = float(values[table.row(found.study.gateways)])
    saving = without - float(values[table.row(found.headline.single(best))])
    if saving < 0:
        return f"costs {usd(-saving)} a year more than having the gateways alone"
    return f"saves {usd(saving)} a year ({percent(saving / without)}) against having the gateways alone"


def _robustness(found: Comparison) -> str:
    study, name = found.study, found.headline.name
    if len(study.scenarios) < 2 or len(study.hubs) < 2 or unused(found, found.headline):
        return ""
    ranking = found.summary[name].sort_values("expected_cost_usd")
    best = str(ranking.index[0])
    first = found.hubs[found.hubs["rank"] == 1].drop_duplicates("scenario").set_index("scenario")["hub"]
    tied = set(found.hubs[(found.hubs["rank"] == 1) & (found.hubs["hub"] == best)]["scenario"])
    lost = [scenario for scenario in study.scenarios if scenario not in tied]
    text = f"It is cheapest in {len(tied)} of {count(len(study.scenarios), 'scenario')}"
    if lost:
        winners = pd.Series({scenario: first[scenario] for scenario in lost})
        told = []
        for hub, where in winners.groupby(winners, sort=False).groups.items():
            titles = [f"“{study.title(scenario)}”" for scenario in where]
            told.append(
                f"{study.name(str(hub))} in " + (listed(titles) if len(titles) < MANY else f"{len(titles)} others")
            )
        text += "; " + listed(told)
    largest = rows_by(ranking)[best]
    least = found.summary[name].sort_values("max_regret_usd")
    if not lost:
        return text + ": nothing that was looked at makes another hub the better choice."
    text += f". Its largest regret is {usd(largest['max_regret_usd'])} a year"
    text += f" (“{study.title(str(largest['max_regret_scenario']))}”)"
    if least.index[0] == best:
        return text + ", the smallest of all hubs."
    return text + (
        f"; the smallest of all hubs is {study.name(str(least.index[0]))}'s, {usd(least['max_regret_usd'].iloc[0])}."
    )


def _references(found: Comparison) -> str:
    study, table = found.study, found.summary[found.headline.name]
    total = len(table)
    if study.incumbent is None and (total < 3 or unused(found, found.headline)):
        return ""
    first, second = found.incumbent, found.challenger
    figures = rows_by(table)
    one = figures[first]
    text = (
        f"{study.name(first)} ranks {ordinal(one['expected_rank'])} of {total} by expected cost, "
        f"{ordinal(one['worst_case_rank'])} by worst case and {ordinal(one['max_regret_rank'])} by regret"
    )
    if second is None:
        return text + "."
    other = figures[second]
    text += f"; {study.name(second)} {ordinal(other['expected_rank'])}, {ordinal(other['worst_case_rank'])} and "
    text += f"{ordinal(other['max_regret_rank'])}."
    if pd.notna(other["substitute_rank"]):
        rivals = int(table["substitute_rank"].notna().sum())
        place, effect = _place(other["substitute_rank"], rivals, "substitute"), _effect(other["substitute_loss_usd"])
        text += f" With {study.name(first)} lost, {study.name(second)} is {place} and {effect}."
        if pd.notna(other["complement_rank"]):
            place = _place(other["complement_rank"], rivals, "complement")
            effect = _effect(-other["complement_saving_usd"], "another ")
            text += f" Beside {study.name(first)} it is {place} and {effect}."
    return text


def _effect(change: float, another: str = "") -> str:
    """Say what a change of cost comes to: ``costs 3 m USD a year more``."""
    if abs(change) < TIE_USD:
        return "costs the same"
    return f"costs {usd(change)} a year more" if change > 0 else f"saves {another}{usd(-change)} a year"


def _larger(found: Comparison) -> str:
    told = []
    for row in rows(found.best):
        if row["design"] != found.headline.name or row["criterion"] != "expected" or row["further_hubs"] < 2:
            continue
        what = {2: "pair", 3: "triple"}.get(row["further_hubs"], f"set of {row['further_hubs']}")
        told.append(f"the best {what} is {found.study.names(row['hubs'])}")
    if not told:
        return ""
    beside = f" {found.headline.title}" if found.study.gateways else ""
    return f"By expected cost{beside}, {listed(told)}."


def _others(found: Comparison) -> str:
    told = []
    for family in found.families[1:]:
        if unused(found, family):
            told.append(f"{family.title}, none: all freight goes direct")
            continue
        for row in rows(found.best):
            if (row["design"], row["further_hubs"], row["criterion"]) == (family.name, 1, "expected"):
                tie = row["margin_usd"] < TIE_USD
                told.append(f"{family.title}, {'a tie' if tie else found.study.names(row['hubs'])}")
    return f"Under other rules the best single hub is: {'; '.join(told)}." if told else ""


def unused(found: Comparison, family: Family) -> bool:
    """Whether a single hub of the family is worth nothing: all cost the same but for their fixed costs.

    A lone hub has nothing to be held against; of the headline it is known whether anything passes it.
    """
    if family == found.headline and set(found.study.hubs) - set(found.study.gateways):
        counted = found.hubs[(found.hubs["probability"] > 0) & ~found.hubs["hub"].isin(found.study.gateways)]
        return bool(counted["hub_t"].max() < 1.0)
    expected = found.summary[family.name]["expected_cost_usd"]
    transport = expected - found.fixed_usd.reindex(expected.index)
    return len(expected) > 1 and bool(transport.max() - transport.min() < TIE_USD)


def _unmet(found: Comparison) -> str:
    least = found.hubs.groupby("scenario", sort=False)["unmet_t"].min()
    unmet = least[least >= 1.0].sort_values(ascending=False)
    if unmet.empty:
        return "All demand can be served" + (" in every scenario." if len(found.study.scenarios) > 1 else ".")
    told = [f"{tonnes(value)} in “{found.study.title(str(name))}”" for name, value in unmet.head(MANY - 1).items()]
    more = f" and less in {count(len(unmet) - len(told), 'other')}" if len(unmet) > len(told) else ""
    return f"Whatever the hub, some demand stays unmet: {listed(told) if not more else ', '.join(told)}{more} (a year)."


def _family(found: Comparison) -> str:
    return found.headline.title if found.study.gateways else "on its own"


def _place(rank: int, total: int, noun: str) -> str:
    if total == 1:
        return f"the only {noun} compared"
    return f"the {'' if rank == 1 else ordinal(int(rank)) + ' '}best of {total} {noun}s"
