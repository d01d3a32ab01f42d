"""Colours."""

from experiments.maps.style import EFFECTS, MODES, regret_colour
from geodata.files import MODES as MODES_OF_LINKS


def test_no_regret_is_dark_and_the_largest_light():
    def light(share):
        colour = regret_colour(share)
        return sum(int(colour[at : at + 2], 16) for at in (1, 3, 5))

    assert light(0.0) < light(0.3) < light(0.6)
    assert regret_colour(-1) == regret_colour(0) == "#08415c"
    assert regret_colour(2) == regret_colour(1) == "#e6a15c"


def test_every_mode_and_effect_has_a_colour_and_a_name():
    assert set(MODES) == set(MODES_OF_LINKS)
    assert set(EFFECTS) == {"closed", "worse", "better", "opened"}
