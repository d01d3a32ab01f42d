"""What items are worth, in sentences."""

from __future__ import annotations

import math

from experiments.text import Row, count, listed, percent, rows, tonnes, usd
from experiments.worth.study import RouteValue
from experiments.worth.values import ALONE, BEST, INCUMBENT

KINDS = {
    "trade": "trade of its users",
    "departures": "its departures",
    "tariff": "its tariff",
}
"""What is multiplied, in words."""
_LITTLE_USD = 0.5
_FULL = 1.0005
"""Share of room from which on more than all of it is taken, and not only by rounding."""
_MANY = 20
"""Draws from which on a twentieth of them is one."""


def route_value_words(found: RouteValue) -> list[str]:
    """Put the tables into sentences.

    Parameters
    ----------
    found : RouteValue

    Returns
    -------
    list of str
        The item of greatest worth first, then one or more sentences for each item.
    """
    return [_first(found), *(text for row in _heads(found) for text in _item(found, row))]


def _heads(found: RouteValue) -> list[Row]:
    """The row of each item that stands for it: beside the best hub, or no hub where there is none; most worth first."""
    value = found.value
    design = shown_design(found)
    return rows(value[value["design"] == design].sort_values("worth_usd", ascending=False, kind="stable"))


def shown_design(found: RouteValue) -> str:
    """Choose the design that sentences and pictures speak of.

    Parameters
    ----------
    found : RouteValue

    Returns
    -------
    str
        The best hub, or none where there is none.
    """
    return BEST if (found.value["design"] == BEST).any() else ALONE


def _first(found: RouteValue) -> str:
    heads = _heads(found)
    first = heads[0]
    if first["worth_usd"] <= _LITTLE_USD:
        return f"None of {count(len(heads), 'item')} saves anything in this region."
    text = f"{first['name']} is worth most: {usd(first['worth_usd'])} a year"
    judged = [row for row in heads if not math.isnan(row["net_usd"])]
    if not judged:
        return f"{text}; the region says of none what it costs."
    pay = [row["name"] for row in judged if row["net_usd"] >= 0]
    paying = f"{listed(pay)} {'pays' if len(pay) == 1 else 'pay'}" if pay else "none pays"
    return f"{text}. Of {count(len(judged), 'item')} of which the cost is known, {paying} for all together."


def _item(found: RouteValue, row: Row) -> list[str]:
    texts = [
        _worth(found, row),
        _room(found, row),
        _hub(found, row),
        _pays(row),
        *_turns(row),
        _gains(found, row),
        _unsure(found, row),
    ]
    return [text for text in texts if text]


def _worth(found: RouteValue, row: Row) -> str:
    worth = row["worth_usd"]
    if worth < -_LITTLE_USD:
        why = "freight that takes it for itself fills room which others lose more by doing without"
        return f"{row['name']} makes freight dearer by {usd(-worth)} a year: {why}, or it changes more than it opens."
    if worth <= _LITTLE_USD:
        return f"{row['name']} is worth nothing in this region: no freight is cheaper with it."
    text = f"{row['name']} saves {usd(worth)} a year"
    if row["used_t"] > 0:
        links = any(item.links or item.services for item in found.items if item.id == row["item"])
        use = "use it" if links else "travel cheaper with it"
        text += f"; {tonnes(row['used_t'])} {use} in the undisturbed state, {usd(row['worth_usd_per_t'])} a tonne"
    elif (there := _other(found, row, ALONE)) is not None and there["used_t"] > 0:
        text += (
            f"; {tonnes(there['used_t'])} travel cheaper with it in the undisturbed state where no further hub is open"
        )
    if row["room_share"] > _FULL:
        text += f", but that is {percent(row['room_share'])} of its room, which costs do not count with"
    elif row["room_share"] > 0:
        text += f", and fill {percent(row['room_share'])} of its room"
    alone = _other(found, row, INCUMBENT)
    if alone is not None and abs(alone["worth_usd"] - worth) > 0.01 * abs(worth):
        text += f" (beside {found.study.name(alone['hub_with'])} {usd(alone['worth_usd'])})"
    return f"{text}."


def _room(found: RouteValue, row: Row) -> str:
    """What it is worth within the room of links, where that differs by more than a tenth, and what room costs."""
    alone = _other(found, row, ALONE)
    if alone is None or math.isnan(alone["within_room_worth_usd"]):
        return ""
    worth, free = alone["within_room_worth_usd"], alone["base_worth_usd"]
    price = alone["room_price_usd_per_t"]
    texts = []
    if abs(worth - free) > max(0.1 * abs(free), 2 * alone["within_room_gap_usd"], _LITTLE_USD):
        texts.append(f"Undisturbed, door to door within the room of links and services it saves {usd(worth)} a year")
    if price > _LITTLE_USD / 100:
        each = "one more tonne a year of room in each direction would save"
        texts.append(f"{each if texts else each[0].upper() + each[1:]} {usd(price)}")
    return f"{'; '.join(texts)}." if texts else ""


def _hub(found: RouteValue, row: Row) -> str:
    if row["hub_with"] == row["hub_without"]:
        return ""
    names = found.study.name(row["hub_with"]), found.study.name(row["hub_without"])
    return f"With it {names[0]} is the best hub, without it {names[1]}."


def _pays(row: Row) -> str:
    net, cost = row["net_usd"], row["cost_usd"]
    if math.isnan(net):
        return f"It pays as long as it costs less than {usd(row['worth_usd'])} a year." if row["worth_usd"] > 1 else ""
    earns = "" if math.isnan(row["paid_usd"]) else f" and {usd(row['paid_usd'])} paid by its users"
    verdict = f"{usd(net)} a year are left" if net >= 0 else f"{usd(-net)} a year are missing"
    return f"Against a cost of {usd(cost)} a year stand what it saves{earns}: {verdict}."


def _turns(row: Row) -> list[str]:
    texts = []
    for kind, what in KINDS.items():
        below, above = (row[f"break_even_{kind}_{side}"] for side in ("below", "above"))
        if math.isnan(below) and math.isnan(above):
            continue
        if math.isnan(below) or math.isnan(above):
            if kind != "departures":
                end = above if math.isnan(below) else below
                pays = row[f"net_{kind}_{'above' if math.isnan(below) else 'below'}_usd"] >= 0
                texts.append(f"With {end:g} times {what} it {'still pays' if pays else 'does not pay yet'}.")
            continue
        middle = math.sqrt(below * above)
        sense = "from" if kind == "trade" else "up to"
        text = f"It pays {sense} {middle:.3g} times {what} on"[: None if kind == "trade" else -3]
        share = row[f"break_even_{kind}_room_share"]
        if share > _FULL:
            text += f", were there room: {percent(share)} of what it has would be wanted then"
        elif share > 0:
            text += f"; its room would be {percent(share)} full then"
        texts.append(f"{text}.")
    return texts


def _gains(found: RouteValue, row: Row) -> str:
    """In which scenario it is worth most more than undisturbed."""
    own = found.scenarios
    own = own[(own["item"] == row["item"]) & (own["design"] == row["design"])]
    if len(own) < 2:
        return ""
    top = rows(own.sort_values("worth_usd", ascending=False, kind="stable"))[0]
    base = own.loc[own["scenario"] == "base", "worth_usd"]
    now = float(base.iloc[0]) if len(base) else row["worth_usd"]
    if top["worth_usd"] <= max(now * 1.05, now + _LITTLE_USD):
        return ""
    return f"It is worth most where {top['title']!r} holds: {usd(top['worth_usd'])} at a year's rate."


def _unsure(found: RouteValue, row: Row) -> str:
    own = found.spread
    own = own[(own["item"] == row["item"]) & (own["design"] == row["design"])]
    if own.empty:
        return ""
    spread = rows(own)[0]
    number = int(found.draws["draw"].nunique())
    if number < 2:
        return ""
    ends = f"standard deviation {usd(spread['worth_sd_usd'])}"
    if number >= _MANY:
        ends = f"{usd(spread['worth_low_usd'])} to {usd(spread['worth_high_usd'])} in nine of ten"
    where = "" if found.asked["every_scenario"] else " of the undisturbed state"
    text = f"Over {count(number, 'draw')}{where} it is worth {usd(spread['worth_mean_usd'])} on average ({ends})"
    if not math.isnan(spread["share_pays"]):
        text += f", and pays in {percent(spread['share_pays'])} of them"
    if spread["share_moves"] > 0:
        text += f"; in {percent(spread['share_moves'])} another hub is best with it"
    return f"{text}."


def _other(found: RouteValue, row: Row, design: str) -> Row | None:
    value = found.value
    own = rows(value[(value["item"] == row["item"]) & (value["design"] == design)])
    return own[0] if own else None
