"""Whatever stands in a region's folder: a region that can be used, or faults that say where and what to do."""

import csv
import io
import pickle
import tempfile
from contextlib import contextmanager
from pathlib import Path

import geopandas as gpd
import networkx as nx
import numpy as np
import pytest
import shapely
from hypothesis import assume, example, given
from hypothesis import strategies as st

import geodata
from geodata.faults import printable
from geodata.files import FILES
from optimize import InputError
from tests.fuzz.frame import few

TABLES = [name for name in FILES if name.endswith(".csv")]
SCENARIO = "scenarios/danube-bridge-closed.toml"
CELLS = [
    "", "0", "-1", "1", "0.5", "1e-30", "1e12", "1e300", "1e400", "nan", "inf", "12,5", "1,920", "1 920", "1_0", "٣",
    "9" * 5000, "abc", "é", "Алматы", "#", ";", "a;b", "BUD", "BUD;BEG", "VIE", "AUT", "XXX", "vie-bud-rail", "rail",
    "road", "sea", "single", "consolidated", "containers", "parcels", "both", "forward", "open", "planned", "1435",
    "True", '"', "'", "\t", "\n", "a\nb,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r", "\x00", "\x1b[31m", "\u202e", "\ufeff",
    "x" * 300, "[/b]", "$x^2", "=1+1", "__proto__", "180", "-180", "90", "value_usd_per_t", "speed_kmh", "class_share",
    "balkan", "danube-bridge", "base", "distance_km", "mass_mt", "share_percent", "BUD+BEG", "2023", "20230101",
]  # fmt: skip
CELL = st.sampled_from(CELLS) | st.text(max_size=4)
BYTES = st.sampled_from([b"", b"\x00", b"\xff", b"\xef\xbb\xbf", b'"', b",", b"\r", b"\n", b"[", b"=", b"\xd0"])
CODES = ("utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1251", "latin-1")
VALUES = st.sampled_from(
    ["true", "false", "0", "2", "-1", "0.5", "1e300", "nan", "inf", "9" * 400, "9" * 5000, "0x" + "f" * 5000, "[]",
     "{}", "[[[]]]", "2020-01-01", '""', '"rail"', '"BUD"', '["BUD", "x"]', '"HUN"', '"balkan"', '"terminal_h"',
     '"containers"', '"value_usd_per_t"', '"handling_factor"', '"single"', '"a"', '["a", "b"]', '["c", "c"]', '"base"',
     '"\\u0007"', '"\\u202e"', '"x"', "'", '"""', "{ROU = 1}", '"reexport_share"', '"forward"', '"example"']
)  # fmt: skip
KEYS = st.sampled_from(
    ["links", "corridor", "country", "place", "mode", "exclusive", "class", "service", "close", "open", "time",
     "tariff", "fee", "capacity", "add_dwell_h", "factor", "exporter", "importer", "parameter", "value", "probability",
     "combine", "title", "direction", "group", "correlation", "name", "base_year", "defaults", "reexport", "origin",
     "destinations", "candidates", "gateways", "a.b.c", "x"]
)  # fmt: skip
HEADS = st.sampled_from(["", "[[change]]", "[[demand]]", "[[parameter]]", "[[reexport]]", "[defaults]"])
LINES = st.lists(st.tuples(HEADS, KEYS, VALUES), max_size=4)


@contextmanager
def folder_with(**changed):
    """The template's folder with other files in it: bytes, or None to leave one out."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "region"
        (folder / "scenarios").mkdir(parents=True)
        for name, content in (FILES | changed).items():
            if content is not None:
                raw = content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass")
                (folder / name).write_bytes(raw)
        yield folder


def usable_or_faulty(folder):
    """The one thing that may be: faults that can be shown and handed on, or a region that answers."""
    faults = geodata.check_region(folder)
    if faults:
        assert all(fault.problem and fault.remedy and printable(str(fault)) == str(fault) for fault in faults)
        assert max(len(str(fault)) for fault in faults) < 1200
        with pytest.raises(geodata.RegionError) as caught:
            geodata.load_region(folder)
        assert pickle.loads(pickle.dumps(caught.value)).faults == faults  # noqa: S301
        return
    region = geodata.load_region(folder)
    for scenario in list(region.scenarios)[:4]:
        try:
            problem = region.problem(scenario)
            region.calibration()
            region.assignment(scenario)
            nx.write_graphml(region.network_in(scenario), io.BytesIO())
        except InputError:  # too large to compute with
            continue
        for block in problem.blocks:
            assert np.isfinite(block.flow).all()
            assert (block.flow >= 0).all()
            assert not np.isnan(block.direct).any()
            assert (block.direct >= 0).all()


def rows_of(file):
    return list(csv.reader(io.StringIO(FILES[file])))


def text_of(rows):
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows(rows)
    return stream.getvalue()


@few
@given(data=st.data())
def test_cells_changed(data):
    changed = {}
    for _ in range(data.draw(st.integers(1, 3))):
        file = data.draw(st.sampled_from(TABLES))
        rows = changed.get(file) or rows_of(file)
        row = data.draw(st.integers(0, len(rows) - 1))
        column = data.draw(st.integers(0, max(len(rows[row]) - 1, 0)))
        rows[row][column] = data.draw(CELL)
        changed[file] = rows
    with folder_with(**{file: text_of(rows) for file, rows in changed.items()}) as folder:
        usable_or_faulty(folder)


@few
@given(data=st.data())
def test_lines_and_columns_gone_doubled_and_exchanged(data):
    file = data.draw(st.sampled_from(list(FILES)))
    lines = FILES[file].splitlines(keepends=True)
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, max(len(lines) - 1, 0)))
        chosen = lines[at : at + 1]
        cut = [line[: len(line) // 2] for line in chosen]
        lines[at : at + 1] = data.draw(st.sampled_from([[], chosen * 2, [*chosen, "\n"], cut]))
    text = "".join(lines)
    if file in TABLES and data.draw(st.booleans()):
        rows = list(csv.reader(io.StringIO(text)))
        at = data.draw(st.integers(0, 12))
        twice = data.draw(st.sampled_from([0, 2]))
        text = text_of([row[:at] + row[at : at + 1] * twice + row[at + 1 :] for row in rows])
    with folder_with(**{file: text}) as folder:
        usable_or_faulty(folder)


@few
@given(data=st.data())
def test_bytes_changed(data):
    file = data.draw(st.sampled_from(list(FILES)))
    raw = FILES[file].encode()
    if data.draw(st.booleans()):
        raw = (FILES[file] + "# Дунай, Köln\n").encode(data.draw(st.sampled_from(CODES)), "replace")
    for _ in range(data.draw(st.integers(0, 3))):
        at = data.draw(st.integers(0, len(raw)))
        raw = raw[:at] + data.draw(BYTES | st.binary(max_size=3)) + raw[at + data.draw(st.integers(0, 2)) :]
    with folder_with(**{file: raw[: data.draw(st.sampled_from([None, len(raw) // 2]))]}) as folder:
        usable_or_faulty(folder)


def toml(lines):
    return "\n".join(f"{table}\n{key} = {value}" for table, key, value in lines) + "\n"


@few
@given(scenarios=st.dictionaries(st.sampled_from(["a", "b", "c"]) | st.text(min_size=1, max_size=3), LINES, max_size=3))
@example({"a": [("", "combine", '["a", "b"]')], "b": [("", "combine", '"a"')]})
@example({"\u00a0": []})
def test_scenarios(scenarios):
    names = {name: lines for name, lines in scenarios.items() if name not in (".", "..") and not set(name) & set("/\0")}
    assume(all(len(f"{name}.toml".encode("utf-8", "surrogatepass")) < 200 for name in names))
    with folder_with() as folder:
        for name, lines in names.items():
            try:
                (folder / "scenarios" / f"{name}.toml").write_text(toml(lines), encoding="utf-8")
            except (OSError, UnicodeEncodeError):  # no file can have this name
                assume(False)
        usable_or_faulty(folder)


@few
@given(lines=LINES, whole=st.booleans())
def test_settings(lines, whole):
    with folder_with(**{"region.toml": (FILES["region.toml"] if whole else "") + toml(lines)}) as folder:
        usable_or_faulty(folder)


GEOMETRIES = st.sampled_from(
    [None, shapely.Point(), shapely.Point(0, 0), shapely.Point(16.37, 48.21), shapely.Point(np.inf, 1),
     shapely.Point(500, 100), shapely.Point(1e300, 1), shapely.Point(1, 2, 3), shapely.MultiPoint([(16.37, 48.21)]),
     shapely.MultiPoint([(0, 0), (1, 1)]), shapely.LineString([(0, 0), (1, 1)]), shapely.box(0, 0, 1, 1),
     shapely.GeometryCollection()]
)  # fmt: skip
CRS = st.sampled_from(["EPSG:4326", "EPSG:3857", "EPSG:3035", "EPSG:32660", 'LOCAL_CS["x",UNIT["m",1]]', None])
ANY = st.sampled_from([None, np.nan, "", "x", 1, 1.5, True, ["a"], ["a;b"], {"a": 1}, b"x", "\x07", "demand", 1e300])


@few
@given(data=st.data())
def test_layers(data):
    header, *rows = [row for row in rows_of("places.csv") if row and not row[0].startswith("#")]
    frame = {name: [row[at] for row in rows] for at, name in enumerate(header)}
    points = [shapely.Point(float(x), float(y)) for x, y in zip(frame.pop("lon"), frame.pop("lat"), strict=True)]
    points[data.draw(st.integers(0, 5))] = data.draw(GEOMETRIES)
    changed = data.draw(st.sampled_from(sorted(frame)))
    frame[changed] = [data.draw(ANY) for _ in points] if data.draw(st.booleans()) else frame[changed]
    ending = data.draw(st.sampled_from(["gpkg", "parquet"]))
    with folder_with(**{"places.csv": None}) as folder:
        try:
            layer = gpd.GeoDataFrame(frame, geometry=points, crs=data.draw(CRS))
            path = folder / f"places.{ending}"
            layer.to_parquet(path) if ending == "parquet" else layer.to_file(path)
        except Exception:  # such a layer cannot be written
            assume(False)
        raw = (folder / f"places.{ending}").read_bytes()
        if data.draw(st.booleans()):
            at = data.draw(st.integers(0, len(raw) - 1))
            raw = raw[:at] + data.draw(BYTES) + raw[at + 1 :]
            (folder / f"places.{ending}").write_bytes(raw)
        usable_or_faulty(folder)
