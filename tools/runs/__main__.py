"""``python -m tools.runs cost memory rows workers threads equal kill workers_die workers_killed full two``."""

import argparse
import logging
import os
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from tools.runs import kill, measure
from tools.runs.cases import tell

MEASURES: dict[str, Callable[[Path], None]] = {
    each.__name__: each
    for each in (
        measure.cost, measure.memory, measure.rows, measure.workers, measure.threads, measure.equal,
        kill.kill, kill.workers_die, kill.workers_killed, kill.full, kill.two,
    )
}  # fmt: skip


def main() -> None:
    """Measure what is named."""
    parser = argparse.ArgumentParser(prog="python -m tools.runs", description="Measure the layer that runs cases.")
    parser.add_argument("measures", nargs="*", help=", ".join(MEASURES))
    parser.add_argument("--folder", type=Path, help="where to write")
    parser.add_argument("--region", default="central-asia", help="of `equal`")
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args()
    logging.getLogger("silkhub").setLevel(logging.CRITICAL)
    if given.child:
        kill.child(*given.child)
        return
    tell("processors", str(os.cpu_count()))
    for name in given.measures or ["cost", "rows", "workers"]:
        with tempfile.TemporaryDirectory(dir=given.folder) as place:
            measured = partial(measure.equal, region=given.region) if name == "equal" else MEASURES[name]
            measured(Path(place))


if __name__ == "__main__":
    main()
