"""An independent reading of docs/region-format.md: leg costs by plain loops over the CSV files and networkx.

Shares no code with `geodata`. Closed links are passed as a set of ids.
"""

import csv
import math

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
            filled = [key for key in ("place", "class", "mode", "service") if row.get(key)]
            if any(keys.get(key, "") != row[key] for key in filled):
                continue
            rank = (len(filled), "place" in filled, "class" in filled, "mode" in filled)
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


def graph(folder, cls, service, closed=()):
    """A networkx graph with generalised costs as weights."""
    value = Parameters(folder)
    hour = value("value_usd_per_t", **{"class": cls}) * value("time_percent_per_day", **{"class": cls}) / 100 / 24
    crossings = read(folder, "crossings.csv")
    network = nx.DiGraph()
    layers = {}

    def add(tail, head, weight):
        if not network.has_edge(tail, head) or network[tail][head]["weight"] > weight:
            network.add_edge(tail, head, weight=weight)

    for row in read(folder, "links.csv"):
        mode = row["mode"]
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
            tariff = value("tariff_usd_per_tkm", None, **keys)
            if tariff is None:
                continue
            km = float(row["length_km"])
            speed = number(row["speed_kmh"], value("speed_kmh", None, mode=mode, service=service))
            hours = number(row["time_h"], km / speed if speed else math.nan)
            if math.isnan(hours):
                continue
            money = tariff * km * number(row["tariff_factor"], 1.0)
            breaks = tail[2] != head[2]
            for column in ("dwell_h", "fee_usd_per_t", "reload_h"):
                cell = crossing_number(crossings, row["id"], cls, direction, column)
                if column == "reload_h" and math.isnan(cell):
                    cell = value("gauge_h", **keys) if breaks else 0.0
                cell = 0.0 if math.isnan(cell) else cell
                if column == "fee_usd_per_t":
                    money += cell
                else:
                    hours += cell
            hours += number(row["wait_h"], 0.0)
            if breaks:
                money += value("gauge_usd_per_t", **keys)
            add((*tail, "departing"), (*head, "arrived"), money + hours * hour)
    for place, here in layers.items():
        for layer in here:
            keys = {"class": cls, "mode": layer[1], "service": service, "place": place}
            lift = value("terminal_usd_per_t", **keys) + hour * value("terminal_h", **keys)
            wait = value("consolidation_wait_h", **keys)
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
                    if layer[1] in ("road", "air"):
                        cost += hour * max(value("consolidation_wait_h", **to) - wait, 0.0)
                add((*layer, "arrived"), (*other, "departing"), cost)
    return network


def costs_from(network, origin):
    """Costs from one place to all others."""
    if (origin, "out") not in network:
        return {}
    reached = nx.single_source_dijkstra_path_length(network, (origin, "out"))
    return {node[0]: cost for node, cost in reached.items() if node[1] == "in"}
