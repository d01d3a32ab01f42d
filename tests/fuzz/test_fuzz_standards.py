"""Files of other programs: GMNS networks and OMX matrices are read, or refused in words."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import geodata
from geodata import RegionError
from geodata.gmns import read_gmns, region_from_gmns
from optimize import InputError
from optimize.instances import read_matrix
from tests.fuzz.frame import few, file_of, value_or_refusal

CELL = st.one_of(
    st.sampled_from(["", "1", "2", "3", "KAZ", "UZB", "true", "false", "0", "70.5", "43", "-1", "1e400", "nan", "1,5"]),
    st.sampled_from(["rail", "truck;rail", "walk", "demand", "km", "mile", "EPSG:4326", "EPSG:3857", '"', "#"]),
    st.text(max_size=4),
)
NODE = ["node_id", "x_coord", "y_coord", "country", "zone_id", "roles", "population", "name"]
LINK = ["link_id", "from_node_id", "to_node_id", "directed", "length", "facility_type", "allowed_uses", "free_speed"]
CONFIG = ["dataset_name", "long_length", "speed", "crs"]


def table(draw, columns, rows):
    """A table, most cells as they were, some changed, some columns gone."""
    kept = [name for name in columns if draw(st.integers(0, 20))]
    lines = [",".join(kept)]
    for row in rows:
        cells = [draw(CELL) if draw(st.integers(0, 9)) == 0 else row.get(name, "") for name in kept]
        lines.append(",".join(cells))
    return "\n".join(lines) + "\n"


@few
@given(data=st.data())
def test_networks_changed(data):
    nodes = [
        {
            "node_id": str(n),
            "x_coord": str(69 + n),
            "y_coord": "43",
            "country": "KAZ" if n % 2 else "UZB",
            "zone_id": "z",
        }
        for n in range(4)
    ]
    links = [
        {"link_id": str(n), "from_node_id": str(n), "to_node_id": str(n + 1), "directed": "false", "length": "120",
         "facility_type": "rail"}
        for n in range(3)
    ]  # fmt: skip
    config = [{"dataset_name": "x", "long_length": "km", "speed": "kph", "crs": "EPSG:4326"}]
    with tempfile.TemporaryDirectory() as folder:
        network = Path(folder) / "network"
        network.mkdir()
        for name, columns, rows in (("node", NODE, nodes), ("link", LINK, links), ("config", CONFIG, config)):
            content = table(data.draw, columns, rows)
            (network / f"{name}.csv").write_bytes(content.encode("utf-8", "surrogatepass"))
        found = value_or_refusal(read_gmns, network, refusals=(RegionError,))
        if found is not None:
            assert all(row["length_km"] > 0 for row in found.links)
            made = value_or_refusal(region_from_gmns, network, Path(folder) / "region", refusals=(RegionError,))
            if made is not None:
                geodata.check_region(Path(folder) / "region")


@few
@given(data=st.data())
def test_matrices_with_bytes_changed(data):
    h5py = pytest.importorskip("h5py")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.omx"
        with h5py.File(path, "w") as file:
            file["data/m"] = [[0.0, 1.0], [2.0, 0.0]]
            file["lookup/zone"] = [1, 2]
        content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(0, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with file_of(bytes(content[: data.draw(st.integers(0, len(content)))]), "a.omx") as path:
        value_or_refusal(read_matrix, path, refusals=(InputError,))
