"""``silkhub rerun``: do a run again, and say whether its tables are the same."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

import experiments
from experiments.commands.options import DISAGREED
from experiments.defaults import RECORD
from experiments.start import loading
from experiments.text import Screen, complain, count, listed
from optimize import InputError

TABLES = (".csv", ".json", ".parquet")
"""Ends of names of files that have to be the same but for columns of seconds; others hold times, or depend on fonts."""


def rerun_command(
    folder: Annotated[Path, typer.Argument(help="Folder of a run's results.", exists=True, file_okay=False)],
    record: Annotated[
        str | None, typer.Option(help=f"Record of the run. Default: {RECORD}, else the only one there is.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder of the new results. Default: one that is removed afterwards.")
    ] = None,
) -> int:
    """Repeat the run whose results are in a folder, and say whether its tables are the same."""
    name = record or _only_record(folder)
    before = _read(folder / name)
    call = before.get("call")
    if not (isinstance(call, Mapping) and isinstance(call.get("arguments"), list)):
        raise InputError(
            [f"{folder / name} does not say how the command was called: it was not a command, or an earlier version"]
        )
    if out is not None and out.resolve() == folder.resolve():
        raise InputError([f"--out is {folder} itself: name another folder, so that both results are there"])
    console = Screen()
    console.print(f"silkhub {' '.join(call['arguments'])}", soft_wrap=True)
    with tempfile.TemporaryDirectory(prefix="silkhub-") as place:
        target = Path(place) / "results" if out is None else out.resolve()
        status = _run(arguments_into(call["arguments"], target), Path(call["folder"]))
        if not (target / name).is_file():
            complain(f"the run ended with exit status {status} and no results")
            return status or 1
        where = "; --out DIR would keep the new one" if out is None else f"; the new one is in {target}"
        return _tell(console, before, _read(target / name), (folder, target), where)


def arguments_into(arguments: Sequence[str], target: Path) -> list[str]:
    """Change the arguments of a run so that it begins anew, in another folder.

    Parameters
    ----------
    arguments : sequence of str
    target : Path

    Returns
    -------
    list of str

    Examples
    --------
    >>> arguments_into(["compare", "--out", "a", "--p", "2", "--resume"], Path("b"))
    ['compare', '--p', '2', '--out', 'b']
    """
    kept: list[str] = []
    skip = False
    for argument in arguments:
        if skip or argument == "--resume" or argument.startswith("--out="):
            skip = False
        elif argument == "--out":
            skip = True
        else:
            kept.append(argument)
    return [*kept, "--out", str(target)]


def _only_record(folder: Path) -> str:
    if (folder / RECORD).is_file():
        return RECORD
    found = [path.name for path in sorted(folder.glob("*.json")) if "call" in _read(path)]
    if len(found) == 1:
        return found[0]
    if found:
        raise InputError([f"{folder} has records of several runs, {listed(found)}: name one with --record"])
    raise InputError([f"{folder} has no record of a run ({RECORD}): name the folder of a command's results"])


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise InputError([f"{path} is no record of a run: {error}"]) from error
    return found if isinstance(found, dict) else {}


def _run(arguments: Sequence[str], folder: Path) -> int:
    """Run the command as it was, from the same folder, in a process of its own."""
    source = str(Path(str(experiments.__file__)).parents[1])
    paths = [source, *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
    if not folder.is_dir():
        raise InputError(
            [f"the run was started in {folder}, which is not there any more: names of files start from it"]
        )
    command = [sys.executable, "-m", "experiments", *arguments]
    # what it prints is that of the first run; what it complains of is not
    return subprocess.run(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, check=False).returncode  # noqa: S603


def _tell(
    console: Screen, before: dict[str, Any], after: dict[str, Any], folders: tuple[Path, Path], where: str
) -> int:
    old, new = before.get("files", {}), after.get("files", {})
    for what in _changed(before, after):
        console.print(what, soft_wrap=True)
    touched = [name for name, digest in old.items() if _digest(folders[0] / name) not in (digest, None)]
    if touched:
        console.print(f"Since the run someone has changed {listed(touched)} in {folders[0]}.", soft_wrap=True)
    differ = sorted(name for name in {*old, *new} if old.get(name) != new.get(name))
    tables = [name for name in differ if name.endswith(TABLES) and not _alike(*(place / name for place in folders))]
    others = [name for name in differ if not name.endswith(TABLES)]
    if others:
        console.print(f"Other bytes, as they hold times or drawings: {listed(others)}.", soft_wrap=True)
    total = sum(name.endswith(TABLES) for name in new)
    if tables:
        complain(f"the result is not the same: {listed(tables)} of {count(total, 'table')} differ{where}")
        return DISAGREED
    console.print(f"The result is the same: {count(total, 'table')}, to the last digit.")
    return 0


def _alike(old: Path, new: Path) -> bool:
    """Whether two CSV tables are the same but for columns of seconds."""
    with loading():
        import pandas as pd

    if old.suffix != ".csv" or not (old.is_file() and new.is_file()):
        return False
    before, after = (pd.read_csv(path, dtype=str, keep_default_na=False) for path in (old, new))
    times = [name for name in before.columns if name.endswith("seconds")]
    return before.drop(columns=times).equals(after.drop(columns=times, errors="ignore"))


def _changed(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Say what is not as it was, apart from the results."""
    with loading():
        from experiments.files import machine_facts

    found = []
    if before.get("region", {}).get("digest") != after.get("region", {}).get("digest"):
        found.append("The region's files have changed since.")
    then, now = before.get("versions", {}), machine_facts()["versions"]
    moved = [f"{name} {then.get(name)} then, {now[name]} now" for name in now if then.get(name) != now[name]]
    return [*found, *([f"Other versions: {'; '.join(moved)}."] if moved else [])]


def _digest(path: Path) -> str | None:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None
