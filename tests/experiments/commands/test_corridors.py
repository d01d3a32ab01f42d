"""``silkhub corridors``: tables and picture."""

import json

import pandas as pd
import pytest

from experiments.files import results_folder
from tests.experiments.tiny import write_tiny


@pytest.fixture(scope="module")
def narrow(tmp_path_factory):
    """The tiny region with a narrow line Northtown - Midtown."""
    change = ("north-mid,NOR,MID,rail,950,,North", "north-mid,NOR,MID,rail,950,100000,North")
    return write_tiny(tmp_path_factory.mktemp("narrow"), links=change)


def test_the_command_writes_tables_and_picture(call, narrow, tmp_path):
    arguments = ("--scenarios", "west-cut", "--to", "CCC", "--gateways", "none", "--out", tmp_path)
    status, out, err = call("corridors", "--region", narrow, *arguments)
    assert status == 0
    assert out.splitlines()[0] == "Open hubs: none."
    assert "Within capacities" in out
    assert "no hub is open" in out
    assert "Freight over corridors, Mt a year to CCC" in " ".join(out.split())
    assert (err, "[2/2]" in out) == ("", False)  # progress is for terminals
    for name in ("corridors.csv", "bottlenecks.csv", "unmet.csv", "corridor-costs.csv"):
        assert not pd.read_csv(tmp_path / name).empty
    assert (tmp_path / "corridors.png").stat().st_size > 10_000


def test_open_hubs_are_named_in_the_terminal(call, narrow, tmp_path):
    arguments = ("--scenarios", "base", "--hubs", "northtown", "--out", tmp_path)
    status, out, _ = call("corridors", "--region", narrow, *arguments)
    assert status == 0
    assert out.splitlines()[0] == "Open hubs: Gate (dry port) (gateway), Northtown (as asked)."
    assert "Gate (dry port) and Northtown are open" in " ".join(out.split())
    assert pd.read_csv(tmp_path / "corridor-costs.csv")["hub_fixed_usd"].tolist() == [100_000]


def test_hubs_are_chosen_in_sight_of_full_corridors_and_then_open(call, narrow, tmp_path):
    arguments = ("--choose", "1", "--candidates", "NOR,southtown", "--out", tmp_path)
    status, out, _ = call("corridors", "--region", narrow, *arguments)
    assert status == 0
    told = " ".join(out.split())
    chosen = pd.read_csv(tmp_path / "hub-choice.csv")["hubs"].item()
    name = {"NOR": "Northtown", "SOU": "Southtown"}[chosen]
    assert out.splitlines()[0] == f"Open hubs: Gate (dry port) (gateway), {name} (chosen)."
    assert f"within the capacities of corridors {name} is the best hub beside Gate (dry port)" in told
    assert "Hubs in sight of full corridors: Undisturbed" in told
    assert f"Gate (dry port) and {name} are open" in told
    costs = pd.read_csv(tmp_path / "corridor-costs.csv")
    assert costs["scenario"].tolist() == ["base"]
    assert set(pd.read_csv(tmp_path / "hub-candidates.csv")["hub"]) == {"NOR", "SOU"}
    assert (tmp_path / "hub-choice.png").stat().st_size > 10_000


def test_a_hub_that_carries_nothing_is_not_chosen(call, narrow, tmp_path):
    """Midtown costs nothing to keep open, and without a gateway it has nothing to exchange freight with."""
    arguments = ("--choose", "1", "--gateways", "none", "--out", tmp_path)
    status, out, _ = call("corridors", "--region", narrow, *arguments)
    assert status == 0
    assert out.splitlines()[0] == "Open hubs: none; none was chosen, as no hub is worth having."
    told = " ".join(out.split())
    assert "no hub is worth having: no freight passes Midtown, the cheapest to keep open." in told
    assert "best hub" not in told
    assert json.loads((tmp_path / "corridors.json").read_text())["arguments"]["hubs"] == []


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--choose", "-1"], "--choose"),
        (["--candidates", "NOR"], "--choose"),
        (["--choose", "4"], "4 hubs cannot be chosen from 3 candidates"),
        (["--time-limit", "0"], "give seconds above 0"),
        (["--scenarios", "nowhere"], "nowhere"),
        (["--from", "atlantis"], "atlantis"),
        (["--hubs", "lemuria"], "lemuria"),
        (["--gateways", "mu"], "mu"),
    ],
)
def test_the_command_says_what_it_cannot_use(call, narrow, tmp_path, arguments, words):
    status, _, err = call("corridors", "--region", narrow, "--out", tmp_path, *arguments)
    assert status == 2
    assert err.startswith("silkhub: ")
    assert words in err


def test_the_folder_is_tried_before_the_work(call, narrow, tmp_path, monkeypatch):
    monkeypatch.setattr("experiments.corridors.study_corridors", lambda *_, **__: pytest.fail("it worked"))
    (tmp_path / "file").write_text("")
    status, _, err = call("corridors", "--region", narrow, "--out", tmp_path / "file")
    assert status == 2
    assert "file" in err
    with results_folder(tmp_path):
        status, _, err = call("corridors", "--region", narrow, "--out", tmp_path)
    assert status == 2
    assert "another run of silkhub" in err


def test_interrupted_it_says_that_nothing_is_kept(call, narrow, tmp_path, monkeypatch):
    def interrupted(*_, progress, **__):
        progress("West cut off", 1, 2)
        raise KeyboardInterrupt

    monkeypatch.setattr("experiments.corridors.study_corridors", interrupted)
    status, out, err = call("corridors", "--region", narrow, "--out", tmp_path)
    assert status == 130
    assert "Stopped in scenario 2 of 2: this study keeps nothing." in out
    assert err == "\nsilkhub: interrupted\n"


def test_names_are_shown_and_drawn_as_they_are(call, tmp_path):
    region = write_tiny(
        tmp_path / "region",
        region=('title = "A tiny region"', 'title = "[/b] $x_{"'),
        links=(",Trunk;North,", ",[/red] $\\frac;North,"),
        west_cut=('title = "West cut off"', 'title = "[/i] =1+1 $"'),
    )
    status, out, err = call("corridors", "--region", region, "--scenarios", "west-cut", "--out", tmp_path)
    assert (status, err) == (0, "")
    assert "[/red] $\\frac" in out
    assert "[/i] =1+1 $" in out
    with (region / "scenarios" / "west-cut.toml").open() as file:
        text = file.read().replace("[/i] =1+1", "=HYPERLINK(1)")
    (region / "scenarios" / "west-cut.toml").write_text(text)
    call("corridors", "--region", region, "--scenarios", "west-cut", "--out", tmp_path)
    assert pd.read_csv(tmp_path / "corridor-costs.csv")["title"].iloc[1] == "'=HYPERLINK(1) $"


def test_what_ifs_are_asked_as_of_all_studies_and_told(call, tiny, tmp_path):
    (tmp_path / "shut.toml").write_text('title = "North shut"\n[[change]]\nlinks = ["north-mid"]\nclose = true\n')
    arguments = ("--scenario-file", tmp_path / "shut.toml", "--set", "rail.tariff_usd_per_tkm*2", "--out", tmp_path)
    status, out, err = call("corridors", "--region", tiny, "--json", "--quiet", *arguments)
    assert (status, err) == (0, "")
    told = json.loads(out)
    assert [text for text in told["changed"] if "tariff" in text]
    assert [row["scenario"] for row in told["tables"][0]["rows"]] == ["Undisturbed", "North shut"]
    assert json.loads((tmp_path / "corridors.json").read_text())["changed"] == told["changed"]
    dear = pd.read_csv(tmp_path / "corridor-costs.csv").set_index("scenario")["cost_usd"]
    call("corridors", "--region", tiny, "--scenarios", "base", "--out", tmp_path)
    assert dear["base"] > pd.read_csv(tmp_path / "corridor-costs.csv")["cost_usd"].item()


def test_a_change_that_alters_nothing_is_warned_of(call, tiny, tmp_path):
    arguments = ("--scenarios", "base", "--set", "CCC.gdp_bn_usd*2", "--out", tmp_path)
    status, out, _ = call("corridors", "--region", tiny, *arguments)
    assert status == 0
    assert "Warning: A change alters nothing: gdp_bn_usd of CCC" in " ".join(out.split())


def test_some_classes_travel_alone(call, tiny, tmp_path):
    status, out, _ = call("corridors", "--region", tiny, "--scenarios", "base", "--classes", "goods", "--out", tmp_path)
    assert status == 0
    assert "alone travels door to door by its own direct service" in " ".join(out.split())
    status, _, err = call("corridors", "--region", tiny, "--classes", "coal", "--out", tmp_path)
    assert status == 2
    assert "class: " in err
