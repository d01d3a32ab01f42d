"""What studies take where nothing is said. Commands name it in their help, for which no study is loaded."""

from __future__ import annotations

RECORD = "run.json"
"""The file of a comparison that vouches for its others; studies that may share its folder have names of their own."""
COMPARISON_DRAWS = 100
"""Draws of all uncertain inputs: an interval of a share is at most 20 points wide then."""
ROBUSTNESS_DRAWS = 200
"""Draws: an interval of a share is at most 14 points wide then."""
VERDICT_DRAWS = 1000
"""Draws of the headline."""
VERDICT_SEARCHED = 5
"""Uncertain inputs, and as many causes, capacities and countries, whose switching values are searched; the others are
looked at in the weightiest scenario. `TIPPING_MOST` is more."""
ROUTE_VALUE_DRAWS = 24
"""Draws: the standard deviation of what something is worth is known to a seventh then."""
CRITICALITY_WORST = 10
"""Elements that are worst to lose: looked at in pairs, and for where their freight goes."""
REACT_DAYS, BACKUP_DAYS = 7.0, 90.0
"""Until loads are rerouted, and until a backup hub is open: judgement."""
TIPPING_GRID = 7
"""Values of each lever of a map."""
TIPPING_MOST = 30
"""Uncertain inputs that are searched, and as many causes, capacities and countries."""
TIPPING_SCREEN = 1
"""Scenarios of the first look, the weightiest ones."""
TIPPING_WITHIN = 0.01
"""A set is near the best one if it costs at most so much more."""
COMPARISON_ALSO = ("geoparquet", "geojson", "markdown", "latex")
"""Further formats that a comparison can be written in."""
REGION_PARTS = ("places", "hubs", "scenarios", "corridors", "classes", "links", "parameters")
"""Parts of a region that can be shown."""
