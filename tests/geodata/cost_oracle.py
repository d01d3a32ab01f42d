"""An independent reading of docs/region-format.md: leg costs by plain loops over the CSV files and networkx.

Shares no code with `geodata`. Closed links are passed as a set of ids.
"""

import csv
import math
from itertools import pairwise

import networkx as nx


def read(folder, name):
    path = folder / name
    if not path.is_file():
        return []
    lines = [line for line in path.read_text(encoding="utf-8-sig").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines))


def number(text, default=math.nan):
    return float(text) if text else default


class Parameters:
    def __init__(self, folder):
        self.rows = read(folder, "parameters.csv")

    def __call__(self, name, default=0.0, **keys):
        best, score = default, None
        for row in self.rows:
            if row["parameter"] != name:
                continue
            filled = [key for key in ("place", "country", "class", "mode", "service") if row.get(key)]
            if any(keys.get(key, "") != row[key] for key in filled):
                continue
            rank = (len(filled), *(key in filled for key in ("place", "country", "class", "mode")))
            if score is None or rank > score:
                best, score = float(row["central"]), rank
        return best


def crossing_number(crossings, link, cls, direction, column):
    """The most specific filled cell: class before direction."""
    best, score = math.nan, None
    for row in crossings:
        if row["link"] != link or row["class"] not in ("", cls):
            continue
        if row["direction"] not in ("", "both", direction):
            continue
        rank = (row["class"] != "", row["direction"] not in ("", "both"))
        if row.get(column) and (score is None or rank >= score):
            best, score = float(row[column]), rank
    return best


def hour_of(folder, cls):
    """Value of an hour of a tonne."""
    value = Parameters(folder)
    return value("value_usd_per_t", **{"class": cls}) * value("time_percent_per_day", **{"class": cls}) / 100 / 24


def cell(row, column, default=math.nan):
    """A number of a row, whose column may not be there."""
    return number(row.get(column) or "", default)


def country_of_link(row, country):
    """The one country in which a link lies; empty when it crosses a border."""
    on_the_way = {country[row["from"]], country[row["to"]], *filter(None, (row.get("through") or "").split(";"))}
    return on_the_way.pop() if len(on_the_way) == 1 else ""


def graph(folder, cls, service, closed=(), *, modes=None, gathering=True, tariff_factor=1.0):
    """A networkx graph with generalised costs as weights; `modes` leaves others out."""
    value, hour = Parameters(folder), hour_of(folder, cls)
    country = {row["id"]: row["country"] for row in read(folder, "places.csv")}
    crossings = read(folder, "crossings.csv")
    network = nx.DiGraph()
    layers = {}

    def add(tail, head, weight):
        if not network.has_edge(tail, head) or network[tail][head]["weight"] > weight:
            network.add_edge(tail, head, weight=weight)

    for row in read(folder, "links.csv"):
        mode = row["mode"]
        if modes and mode not in modes:
            continue
        both = row["direction"] in ("", "both")
        for direction in ("forward", "backward") if both else ("forward",):
            ends = [(row["from"], row["gauge_from_mm"]), (row["to"], row["gauge_to_mm"])]
            start, end = ends if direction == "forward" else ends[::-1]
            tail = (start[0], mode, number(start[1], 0))
            head = (end[0], mode, number(end[1], 0))
            layers.setdefault(start[0], set()).add(tail)
            layers.setdefault(end[0], set()).add(head)
            if row["status"] == "planned" or row["id"] in closed:
                continue
            if row["services"] and service not in row["services"].split(";"):
                continue
            if row.get("classes") and cls not in row["classes"].split(";"):
                continue
            keys = {"class": cls, "mode": mode, "service": service}
            where = keys | {"country": country_of_link(row, country)}
            tariff = value("tariff_usd_per_tkm", None, **where)
            if tariff is None:
                continue
            km = float(row["length_km"])
            speed = number(row["speed_kmh"], value("speed_kmh", None, **(where | {"class": ""})))
            hours = number(row["time_h"], km / speed if speed else math.nan)
            if math.isnan(hours):
                continue
            factor = number(row["tariff_factor"], 1.0)
            if direction == "backward":
                factor = cell(row, "tariff_factor_back", factor)
            per_departure = cell(row, "usd_per_departure")
            if math.isnan(per_departure):
                money = tariff * km * factor * tariff_factor
            else:
                general = value("tariff_usd_per_tkm", mode=mode, service="consolidated")
                per_t = per_departure / cell(row, "t_per_departure") / cell(row, "fill", 1.0)
                money = per_t * value("tariff_usd_per_tkm", **keys) / general * factor * tariff_factor
            breaks = tail[2] != head[2]
            for column in ("dwell_h", "fee_usd_per_t", "reload_h"):
                at_border = crossing_number(crossings, row["id"], cls, direction, column)
                if column == "reload_h" and math.isnan(at_border):
                    at_border = value("gauge_h", **keys) if breaks else 0.0
                at_border = 0.0 if math.isnan(at_border) else at_border
                if column == "fee_usd_per_t":
                    money += at_border
                else:
                    hours += at_border
            hours += 168 / 2 / cell(row, "departures_per_week", math.inf) + number(row["wait_h"], 0.0)
            hours += cell(row, "stop_h", 0.0)
            if breaks:
                money += value("gauge_usd_per_t", **keys)
            add((*tail, "departing"), (*head, "arrived"), money + hours * hour)
    for place, here in layers.items():
        for layer in here:
            keys = {"class": cls, "mode": layer[1], "service": service, "place": place}
            lift = value("terminal_usd_per_t", **keys) + hour * value("terminal_h", **keys)
            wait = value("consolidation_wait_h", **keys) if gathering else 0.0
            add((place, "out"), (*layer, "departing"), lift + hour * wait)
            add((*layer, "arrived"), (place, "in"), lift)
            add((*layer, "arrived"), (*layer, "departing"), 0.0)
            for other in here - {layer}:
                if other[1] == layer[1]:
                    cost = value("gauge_usd_per_t", **keys) + hour * value("gauge_h", **keys)
                else:
                    to = keys | {"mode": other[1]}
                    cost = (value("transfer_usd_per_t", **keys) + value("transfer_usd_per_t", **to)) / 2
                    cost += hour * (value("transfer_h", **keys) + value("transfer_h", **to)) / 2
                    if layer[1] in ("road", "air") and gathering:
                        cost += hour * max(value("consolidation_wait_h", **to) - wait, 0.0)
                add((*layer, "arrived"), (*other, "departing"), cost)
    return network


def costs_from(network, origin):
    """Costs from one place to all others."""
    if (origin, "out") not in network:
        return {}
    reached = nx.single_source_dijkstra_path_length(network, (origin, "out"))
    return {node[0]: cost for node, cost in reached.items() if node[1] == "in"}


def service_costs(folder, cls, line):
    """USD/t between the stops of one row of services.csv as it is written, each to those after it."""
    hour, stops, modes = hour_of(folder, cls), line["stops"].split(";"), line["modes"].split(";")
    price = cell(line, "usd_per_departure") / cell(line, "t_per_departure") / cell(line, "fill", 1.0)
    own_price = not math.isnan(price)
    factor = 0.0 if own_price else cell(line, "tariff_factor", 1.0)
    network = graph(folder, cls, "consolidated", modes=modes, gathering=False, tariff_factor=factor)
    km = length_network(folder, modes)
    hops = [nx.shortest_path_length(km, a, b, weight="km") for a, b in pairwise(stops)]
    wait = 168 / 2 / cell(line, "departures_per_week")
    found = {}
    for first, start in enumerate(stops):
        # one copy of the network for each hop; freight changes to the next copy where it has arrived at a stop
        copies = nx.DiGraph()
        for hop in range(first, len(stops) - 1):
            for tail, head, weight in network.edges(data="weight"):
                copies.add_edge((hop, tail), (hop, head), weight=weight)
            for node in network:
                if hop > first and node[0] == stops[hop] and node[-1] == "arrived":
                    stay = cell(line, "stop_h", 0.0) * hour
                    copies.add_edge((hop - 1, node), (hop, node), weight=stay)
        if (first, (start, "out")) not in copies:
            continue
        reached = nx.single_source_dijkstra_path_length(copies, (first, (start, "out")))
        for last in range(first + 1, len(stops)):
            cost = reached.get((last - 1, (stops[last], "in")))
            if cost is not None:
                paid = price * sum(hops[first:last]) / sum(hops) if own_price else 0.0
                found[start, stops[last]] = cost + wait * hour + paid
    return found


def length_network(folder, modes):
    """Lengths of all links of some modes, open or not."""
    network = nx.DiGraph()
    for row in read(folder, "links.csv"):
        if row["mode"] in modes:
            ends = [(row["from"], row["to"])]
            ends += [(row["to"], row["from"])] if row["direction"] in ("", "both") else []
            for tail, head in ends:
                km = min(float(row["length_km"]), network.get_edge_data(tail, head, {"km": math.inf})["km"])
                network.add_edge(tail, head, km=km)
    return network


def timetable_costs(folder, cls):
    """The cheapest service between two stops: (USD/t, id) by pair."""
    best = {}
    for line in read(folder, "services.csv"):
        if line.get("classes") and cls not in line["classes"].split(";"):
            continue
        if line.get("status") == "planned":
            continue
        back = line | {"stops": ";".join(reversed(line["stops"].split(";")))}
        for row in [line] if line.get("direction") == "forward" else [line, back]:
            for pair, cost in service_costs(folder, cls, row).items():
                best[pair] = min(best.get(pair, (math.inf, "")), (cost, line["id"]))
    return best
