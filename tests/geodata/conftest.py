"""Small regions to change and break."""

import csv
import io

import pytest

import geodata

GATEWAY = {
    # what makes Vienna a gateway in the template: tests count without it
    "region.toml": ('gateways = ["VIE"]', "gateways = []"),
    "places.csv": ("demand;gateway", "demand"),
    "parameters.csv": (
        "consolidation_wait_h,,rail,consolidated,VIE,6,12,24,h,example,2023,assumed,Vienna fills two trains a day\n",
        "",
    ),
    "hubs.csv": (
        (
            "VIE,0.9,1,1.2,1,5000000,,example,assumed,\nBUD,0.9,1,1.2,1,5000000,,example,assumed,\n"
            "BEG,0.7,0.8,1,1,4000000,,example,assumed,\nBUH,0.8,0.9,1.1,1,4500000,"
        ),
        (
            "BUD,0.9,1,1.2,1,10000000,,example,assumed,\n"
            "BEG,0.7,0.8,1,1,8000000,,example,assumed,\nBUH,0.8,0.9,1.1,1,9000000,"
        ),
    ),
}


def write_danube(folder):
    """Write the template without its gateway."""
    geodata.new_region(folder)
    for file, (old, new) in GATEWAY.items():
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new), encoding="utf-8")
    return folder


@pytest.fixture
def danube(tmp_path):
    """Folder of the template without its gateway: six places."""
    return write_danube(tmp_path / "danube")


@pytest.fixture(scope="session")
def danube_region(tmp_path_factory):
    """The template without its gateway, loaded once."""
    return geodata.load_region(write_danube(tmp_path_factory.mktemp("regions") / "danube"))


@pytest.fixture(scope="session")
def central_asia():
    """The bundled region."""
    return geodata.load_region("central-asia")


class Editor:
    """Changes cells of a region's CSV files."""

    def __init__(self, folder):
        self.folder = folder

    def rows(self, file):
        text = (self.folder / file).read_text(encoding="utf-8")
        return [line for line in csv.reader(io.StringIO(text)) if line and not line[0].startswith("#")]

    def write(self, file, rows):
        with (self.folder / file).open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows(rows)

    def cell(self, file, row, column, text):
        """Set a cell; `row` is the number of the spreadsheet row once comments are gone. Returns that row number."""
        rows = self.rows(file)
        rows[row - 1][rows[0].index(column)] = text
        self.write(file, rows)
        return row

    def add(self, file, **cells):
        """Append a row; returns its number."""
        rows = self.rows(file)
        rows.append([str(cells.get(name, "")) for name in rows[0]])
        self.write(file, rows)
        return len(rows)

    def column(self, file, name, **by_id):
        """Set cells of a column, new or not, by the first cells of their rows."""
        rows = self.rows(file)
        if name not in rows[0]:
            rows = [[*row, ""] for row in rows]
            rows[0][-1] = name
        at = rows[0].index(name)
        missing = set(by_id)
        for row in rows[1:]:
            if row[0].replace("-", "_") in by_id:
                row[at] = str(by_id[row[0].replace("-", "_")])
                missing.discard(row[0].replace("-", "_"))
        assert not missing
        self.write(file, rows)

    def services(self, *lines, classes=("containers", "parcels"), full=0.6):
        """Write services.csv, with shares of full loads; what a line leaves out is 3 departures of 1000 t by rail."""
        general = {"id": "line", "name": "a line", "modes": "rail", "departures_per_week": 3, "t_per_departure": 1000}
        names = list(dict.fromkeys(name for line in (general, *lines) for name in line))
        rows = [[str((general | line).get(name, "")) for name in names] for line in lines]
        self.write("services.csv", [names, *rows])
        self.drop("parameters.csv", lambda row: row["parameter"] != "full_load_share")
        for cls in classes:
            self.add("parameters.csv", parameter="full_load_share", **{"class": cls}, central=full)

    def drop(self, file, keep):
        """Keep the rows of which `keep(dict)` is true."""
        rows = self.rows(file)
        kept = [row for row in rows[1:] if keep(dict(zip(rows[0], row, strict=True)))]
        self.write(file, [rows[0], *kept])

    def settings(self, old, new):
        """Replace a part of region.toml."""
        path = self.folder / "region.toml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def region(self, **options):
        """Load the folder as it is now."""
        return geodata.load_region(self.folder, **options)

    def only_fault(self):
        """Return the one fault there is."""
        faults = geodata.check_region(self.folder)
        assert len(faults) == 1, "\n".join(map(str, faults))
        return faults[0]

    def assert_wrong(self, file, row, column, text, problem):
        """Set a cell; a fault there must name the problem and have a remedy."""
        self.cell(file, row, column, text)
        faults = geodata.check_region(self.folder)
        found = [fault for fault in faults if fault.file == file and fault.row == row and problem in fault.problem]
        assert found, "\n".join(map(str, faults))
        assert found[0].remedy

    def scenario(self, name, text):
        (self.folder / "scenarios" / f"{name}.toml").write_text(text, encoding="utf-8")


@pytest.fixture
def edit(danube):
    """An editor of the template's folder."""
    return Editor(danube)
