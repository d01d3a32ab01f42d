"""What scenarios do to links."""

import pytest

import geodata
from experiments.maps.closures import link_effects
from tests.experiments.tiny import write_tiny


def test_nothing_has_changed_in_the_base(found):
    effects = link_effects(found.study.region, "base")
    assert effects.pop("west-mid-road") == "planned"
    assert set(effects) == {"same"}


@pytest.mark.parametrize(
    ("scenario", "touched"),
    [
        ("north-closed", {"gate-north": "closed", "north-mid": "closed"}),
        ("west-cut", {"mid-west": "closed"}),
        ("slow-south", {"gate-south": "worse", "south-mid": "worse"}),
        ("west-road", {"west-mid-road": "opened"}),
    ],
)
def test_scenarios_of_the_tiny_region(found, scenario, touched):
    effects = link_effects(found.study.region, scenario)
    assert {link: what for link, what in effects.items() if what not in ("same", "planned")} == touched


@pytest.mark.parametrize(
    ("change", "effect"),
    [
        ("time = 0.5", "better"),
        ("time = 2.0", "worse"),
        ("tariff = 1.1", "worse"),
        ("capacity = 0.5", "worse"),
        ("capacity = 2.0", "better"),
        ("add_fee_usd_per_t = 1.0", "worse"),
        ("add_dwell_h = -1.0", "better"),
        ("close = true", "closed"),
        ('close = true\nclass = "goods"', "worse"),
        ('close = true\nservice = "single"', "worse"),
        ('close = true\ndirection = "forward"', "worse"),
        ('time = 0.5\nclass = "goods"', "better"),
    ],
)
def test_each_change_for_itself(tmp_path, change, effect):
    text = f'title = "West cut off"\n[[change]]\nlinks = ["mid-east"]\n{change}\n'
    folder = write_tiny(tmp_path)
    (folder / "scenarios" / "west-cut.toml").write_text(text, encoding="utf-8")
    assert link_effects(geodata.load_region(folder), "west-cut")["mid-east"] == effect


def test_better_for_one_class_and_worse_for_another_is_worse(tmp_path):
    folder = write_tiny(tmp_path)
    (folder / "scenarios" / "west-cut.toml").write_text(
        'title = "Mixed"\n[[change]]\nlinks = ["mid-east"]\nclass = "goods"\ntime = 0.5\n'
        '[[change]]\nlinks = ["mid-east"]\nclass = "parcels"\ntime = 2.0\n', encoding="utf-8"
    )  # fmt: skip
    assert link_effects(geodata.load_region(folder), "west-cut")["mid-east"] == "worse"
