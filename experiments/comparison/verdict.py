"""The verdict of a comparison in sentences; every word of it follows from the figures."""

from __future__ import annotations

import pandas as pd

from experiments.comparison.families import Family
from experiments.comparison.figures import NOTHING_T, Figures
from experiments.comparison.frequency import train_words
from experiments.comparison.gateways import gateway_words
from experiments.comparison.metrics import TIE_USD
from experiments.comparison.room import sweep_words
from experiments.comparison.why import why
from experiments.text import count, listed, ordinal, percent, rows, rows_by, tonnes, usd
from experiments.wins import Standing, share_words

MANY = 4
"""From how many scenarios on they are counted and no longer named."""


def verdict(found: Figures) -> tuple[str, ...]:
    """Put the figures of a comparison into sentences.

    Parameters
    ----------
    found : Figures

    Returns
    -------
    tuple of str
        The headline first.
    """
    parts = [
        headline(found),
        _shares(found),
        why(found),
        _robustness(found),
        _references(found),
        _larger(found),
        _room(found),
        sweep_words(found.study, found.room_sweep),
        train_words(found.study, found.trains),
        gateway_words(found.study, found.by_gateway),
        _others(found),
        _unmet(found),
        f"Changed in every scenario: {'; '.join(found.study.changed)}." if found.study.changed else "",
        *found.study.warnings,
    ]
    return tuple(part for part in parts if part)


def headline(found: Figures) -> str:
    """Say which hub is best over all scenarios, and by how much.

    Parameters
    ----------
    found : Figures

    Returns
    -------
    str
    """
    study, ranking = found.study, found.ranking
    best = str(ranking.index[0])
    if set(study.hubs) <= set(study.gateways):
        return f"Nothing is compared: {study.names(study.hubs, ', ')} is open in every design; name further hubs."
    if found.unused(found.headline):
        how = "no freight gains by a further hub" if study.gateways else "all freight goes direct"
        if not study.region.consolidates:
            how += ", as nothing is cheaper by consolidated than by single service (see parameters.csv)"
        where = ", in every scenario of weight" if len(study.scenarios) > 1 else ""
        return f"No single hub {_family(found)} is worth having: {how}{where}."
    if best in study.gateways:
        return (
            f"No further hub pays for itself {_family(found)}: without one the expected cost is lowest, "
            f"{usd(ranking['expected_cost_usd'].iloc[0], digits=4)} a year."
        )
    if not pays(found, best):
        least = "the only one compared" if len(ranking) == 1 else "the cheapest"
        return f"No further hub pays for itself {_family(found)}: {study.name(best)}, {least}, {_saving(found, best)}."
    saving = _saving(found, best)
    if len(ranking) == 1:
        return f"{study.name(best)} is the only hub {_family(found)} that was compared{_with(saving, '; it ')}."
    margin = ranking["expected_regret_usd"].iloc[1]
    if found.standing is not None and (told := _undecided(found, found.standing, best)):
        return told
    if margin < TIE_USD:
        tied = [study.name(str(hub)) for hub in ranking.index[ranking["expected_regret_usd"] < TIE_USD]]
        return f"{listed(tied)} are equally good as the single hub {_family(found)}{_with(saving, '; each ')}."
    where = "over all scenarios" if len(study.scenarios) > 1 else f"in “{study.title(study.scenarios[0])}”"
    text = f"{study.name(best)} is the best single hub {_family(found)}: {where} it costs {usd(margin)} a year less"
    return f"{text} than {study.name(str(ranking.index[1]))}, the runner-up{_with(saving, ', and ')}."


def _undecided(found: Figures, standing: Standing, best: str) -> str:
    """The headline where draws of the uncertain inputs leave it open; empty where the best hub surely leads."""
    lead, study, ranking = standing.lead, found.study, found.ranking
    if lead.hub == best and lead.holds == "yes":
        return ""
    other = lead.rival if lead.hub == best else lead.hub
    behind = usd(rows_by(ranking)[other]["expected_regret_usd"])
    central = f"at central values {study.name(best)} costs {behind} a year less"
    ahead = f"the lead of {study.name(lead.hub)} over {study.name(lead.rival)} is {usd(lead.mean)} a year on average"
    spread = f"over {count(standing.draws, 'draw')} of all uncertain inputs {ahead}, standard deviation {usd(lead.sd)}"
    either = f"{study.name(best)} or {study.name(other)}, undecided, is the best single hub {_family(found)}"
    return f"{either}: {central}, but {spread}."


def _shares(found: Figures) -> str:
    """How often each hub is best over draws; empty where there are none."""
    return share_words(found.standing, found.study.name) if found.standing is not None else ""


def _with(text: str, before: str) -> str:
    return before + text if text else ""


def pays(found: Figures, best: str) -> bool:
    """Say whether the gateways and a hub cost less together than the gateways alone, or about as much.

    Parameters
    ----------
    found : Figures
    best : str
        Id of the hub.

    Returns
    -------
    bool
        True where there are no gateways.
    """
    return _without(found, best)[1] > -TIE_USD


def _without(found: Figures, best: str) -> tuple[float, float]:
    """What the gateways cost alone, USD a year, and what a hub beside them saves; zeros where there are none."""
    if not found.study.gateways:
        return 0.0, 0.0
    values = found.table.objective_values("expected")
    without = float(values[found.table.row(found.study.gateways)])
    return without, without - float(values[found.table.row(found.headline.single(best))])


def _saving(found: Figures, best: str) -> str:
    """What a hub saves or costs beside the gateways; empty where there are none."""
    if not found.study.gateways or best in found.study.gateways:
        return ""
    without, saving = _without(found, best)
    alone = found.study.names(found.study.gateways) + " alone"
    if saving < 0:
        return f"costs {usd(-saving)} a year more than {alone}"
    return f"saves {usd(saving)} a year ({percent(saving / without)}) compared with {alone}"


def _robustness(found: Figures) -> str:
    study, ranking = found.study, found.ranking
    if len(study.scenarios) < 2 or len(study.hubs) < 2 or found.unused(found.headline):
        return ""
    best = str(ranking.index[0])
    first = found.hubs[found.hubs["rank"] == 1]
    won = set(first.loc[first["hub"] == best, "scenario"])
    lost = [scenario for scenario in study.scenarios if scenario not in won]
    text = f"It is cheapest in {len(won)} of {count(len(study.scenarios), 'scenario')}"
    if not lost:
        return text + ": nothing that was looked at makes another hub the better choice."
    winners = first.drop_duplicates("scenario").set_index("scenario")["hub"].loc[lost]
    largest = rows_by(ranking)[best]
    text += f"; {_winners(found, winners)}. Its largest regret is {usd(largest['max_regret_usd'])} a year"
    text += f" (“{study.title(str(largest['max_regret_scenario']))}”)"
    least = ranking.sort_values("max_regret_usd", kind="stable")
    if least.index[0] == best:
        return text + ", the smallest of all hubs."
    return text + (
        f"; the smallest of all hubs is {study.name(str(least.index[0]))}'s, {usd(least['max_regret_usd'].iloc[0])}."
    )


def _winners(found: Figures, winners: pd.Series) -> str:
    """Who is cheapest where: ``Osh in “A” and Shymkent in “B”``; `winners` maps scenarios to hubs."""
    told = []
    for hub, where in winners.groupby(winners, sort=False).groups.items():
        titles = [f"“{found.study.title(str(scenario))}”" for scenario in where]
        places = listed(titles) if len(titles) < MANY else f"{len(titles)} others"
        told.append(f"{found.study.name(str(hub))} in {places}")
    return listed(told)


def _references(found: Figures) -> str:
    study, table = found.study, found.ranking
    total = len(table)
    if study.incumbent is None and (total < 3 or found.unused(found.headline)):
        return ""
    first, second = found.incumbent, found.challenger
    figures = rows_by(table)
    one = figures[first]
    text = (
        f"{study.name(first)} ranks {ordinal(one['expected_rank'])} of {total} by expected cost, "
        f"{ordinal(one['worst_case_rank'])} by worst case and {ordinal(one['max_regret_rank'])} by largest regret"
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


def _larger(found: Figures) -> str:
    told, idle = [], []
    for row in rows(found.best):
        if row["design"] != found.headline.name or row["criterion"] != "expected" or row["further_hubs"] < 2:
            continue
        what = {2: "pair", 3: "triple"}.get(row["further_hubs"], f"set of {row['further_hubs']}")
        if found.idle(found.headline, row["hubs"]):
            idle.append(what)
        else:
            told.append(f"the best {what} is {found.study.names(row['hubs'])}")
    beside = f" {found.headline.title}" if found.study.gateways else ""
    parts = [f"By expected cost{beside}, {listed(told)}."] if told else []
    if idle:
        parts.append(f"No {' and no '.join(idle)} of hubs{beside} is worth having: no freight passes any of them.")
    return " ".join(parts)


def _room(found: Figures) -> str:
    """What room the winner's design is short of, undisturbed; empty where it is short of none."""
    study, best = found.study, str(found.ranking.index[0])
    first = rows(found.hubs[(found.hubs["hub"] == best) & (found.hubs["scenario"] == study.scenarios[0])])[0]
    told = []
    if first["room_usd_per_t"] > 0:
        told.append(f"at {study.name(best)} saves {first['room_usd_per_t']:.2f} USD")
    if first["gateway_room_usd_per_t"] > 0 and best not in study.gateways:
        told.append(f"at the gateway saves {first['gateway_room_usd_per_t']:.2f} USD")
    where = f", in “{study.title(study.scenarios[0])}”" if len(study.scenarios) > 1 else ""
    return f"Room for one more tonne {' and '.join(told)}{where}." if told else ""


def _others(found: Figures) -> str:
    told = [text for family in found.families[1:] if (text := _single(found, family))]
    return f"Under other rules the best single hub is {'; '.join(told)}." if told else ""


def _single(found: Figures, family: Family) -> str:
    """Best single hub of a family: ``Almaty with no gateway``; empty where only gateways are compared."""
    if found.unused(family):
        return f"none {family.title}, as {'all freight goes direct' if family.direct else 'no freight passes it'}"
    singles = (found.best["design"] == family.name) & (found.best["further_hubs"] == 1)
    best = rows(found.best[singles & (found.best["criterion"] == "expected")])
    if not best:
        return ""
    named = "a tie" if best[0]["margin_usd"] < TIE_USD else found.study.names(best[0]["hubs"])
    return f"{named} {family.title}"


def _unmet(found: Figures) -> str:
    least = found.hubs.groupby("scenario", sort=False)["unmet_t"].min()
    unmet = least[least >= NOTHING_T].sort_values(ascending=False)
    if unmet.empty:
        return "All demand can be served" + (" in every scenario." if len(found.study.scenarios) > 1 else ".")
    told = [f"{tonnes(value)} in “{found.study.title(str(name))}”" for name, value in unmet.head(MANY - 1).items()]
    more = f" and less in {count(len(unmet) - len(told), 'other')}" if len(unmet) > len(told) else ""
    parts = listed(told) if not more else ", ".join(told)
    return f"Whichever hub is chosen, some demand stays unmet each year: {parts}{more}."


def _family(found: Figures) -> str:
    return found.headline.title if found.study.gateways else "on its own"


def _place(rank: int, total: int, noun: str) -> str:
    if total == 1:
        return f"the only {noun} compared"
    return f"the {'' if rank == 1 else ordinal(int(rank)) + ' '}best of {total} {noun}s"
