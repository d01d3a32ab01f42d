"""Results on disk: Parquet files of rows, each whole or not there, each named by the digest of what is in it.

A run has a folder of its own, named by the digest of all that its results depend on: changed inputs are another folder,
so that nothing is ever mixed. Cases are in parts of a fixed size, by their numbers. What comes of some cases is written
at once as a piece (``some-...``); when a part is complete, its pieces become one file (``part-...``), which has the
same bytes in whatever order the cases were evaluated and however often the run was stopped.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from experiments.files import sweep, whole, write_text
from experiments.runs.cases import NUMBER, Cases
from experiments.runs.digest import DIGITS, digest_of
from experiments.runs.rows import common_schema, fitted, joined
from optimize import InputError

MANIFEST = "manifest.json"
"""Says what the files of a folder are results of."""
_FORMAT = 1
_CASES = b"silkhub.cases"
"""Key in a file's metadata: the cases whose rows are in it, as ``0-12 14``; a case may have no row."""
EACH = "each"
"""Key in the manifest: digests case by case, where results may be used in other tables of cases."""
_ALWAYS = ("seed", "code", "format")
"""What a result depends on in any case, as the manifest calls it."""
_EARLIER = ".earlier"
_NAME = re.compile(rf"(part|some)-([0-9]{{6,}})(?:-[0-9]+)?-([0-9a-f]{{{DIGITS}}})\.parquet")


@dataclass
class Store:
    """The results of one run.

    Attributes
    ----------
    folder : Path
        Of these inputs.
    part_size : int
        Cases of a part.
    done : array of bool
        By number, whether the rows of a case are there.
    files : dict of int to set of Path
        By part, its files: one if it is complete.
    notes : list of str
        What a user should know: what was damaged, put aside, or belongs to other inputs.
    """

    folder: Path
    part_size: int
    done: np.ndarray[Any, np.dtype[np.bool_]]
    files: dict[int, set[Path]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def add(self, numbers: Sequence[int], table: pa.Table) -> None:
        """Keep the rows of some cases of one part; when they complete it, make it one file.

        Parameters
        ----------
        numbers : sequence of int
        table : Table

        Raises
        ------
        OSError
            If they cannot be written.
        """
        if not numbers:
            return
        part = numbers[0] // self.part_size
        self.done[list(numbers)] = True
        if not self.files.get(part) and self._complete(part):
            self._keep("part", part, numbers, table)
            return
        self._keep("some", part, numbers, table)
        if self._complete(part):
            self._merge(part)

    def copy(self, path: Path, moved: Mapping[int, int]) -> None:
        """Keep rows of a file of another run.

        Parameters
        ----------
        path : Path
        moved : mapping of int to int
            By the number of a case there, its number here.

        Raises
        ------
        OSError
            If they cannot be written.
        """
        table, _ = _read(path)
        parts: dict[int, dict[int, int]] = {}
        for new, old in sorted((new, old) for old, new in moved.items()):
            parts.setdefault(new // self.part_size, {})[old] = new
        for own in parts.values():
            self.add(list(own.values()), _renumbered(table, own))

    def settle(self) -> None:
        """Give all files the same columns and types, so that any program reads them as one table.

        Raises
        ------
        OSError
            If they cannot be written.
        """
        for part, files in sorted(self.files.items()):
            if len(files) > 1:
                self._merge(part)
        schemas = {path: pq.read_schema(path) for path in self.paths()}
        if not schemas:
            return
        common = common_schema([schema for schema in schemas.values() if len(schema)] or list(schemas.values()))
        for part, files in list(self.files.items()):
            for path in list(files):
                if not schemas[path].remove_metadata().equals(common):
                    table, numbers = _read(path)
                    self._keep(_kind(path), part, numbers, fitted(table, common), instead_of=[path])

    def paths(self) -> list[Path]:
        """List the files, in the order of the cases.

        Returns
        -------
        list of Path
        """
        return [path for _, files in sorted(self.files.items()) for path in sorted(files)]

    def _range(self, part: int) -> range:
        return range(part * self.part_size, min((part + 1) * self.part_size, len(self.done)))

    def _complete(self, part: int) -> bool:
        own = self._range(part)
        return bool(self.done[own.start : own.stop].all())

    def _merge(self, part: int) -> None:
        """Make one file of the files of a part."""
        files = sorted(self.files[part])
        read = sorted((_read(path) for path in files), key=lambda item: item[1][0])
        table = joined(table for table, _ in read)
        if table.num_columns:
            # a stable sort: rows of a case stay as they were
            table = table.take(pc.sort_indices(table, sort_keys=[(NUMBER, "ascending")])).combine_chunks()
        numbers = sorted(number for _, own in read for number in own)
        kind = "part" if len(numbers) == len(self._range(part)) else "some"
        self._keep(kind, part, numbers, table, instead_of=files)

    def _keep(
        self, kind: str, part: int, numbers: Sequence[int], table: pa.Table, instead_of: Iterable[Path] = ()
    ) -> None:
        content = _bytes(table.replace_schema_metadata({_CASES: _runs(numbers)}))
        first = f"-{numbers[0]}" if kind == "some" else ""
        path = self.folder / f"{kind}-{part:06d}{first}-{_digest(content)}.parquet"
        _write_file(path, content)
        files = self.files.setdefault(part, set())
        files.add(path)
        for old in set(instead_of) - {path}:
            old.unlink(missing_ok=True)
            files.discard(old)


def open_store(folder: Path, plan: Cases, *, resume: bool) -> Store:
    """Open the results of a plan, or begin them.

    Parameters
    ----------
    folder : Path
        Of all runs of a study; no other run is writing to it.
    plan : Cases
    resume : bool
        Whether results of earlier runs with the same inputs count; else they are put aside.

    Returns
    -------
    Store

    Raises
    ------
    OSError
        If the folder cannot be read or written to.
    """
    facts = {"format": _FORMAT, "cases_count": len(plan), "part_size": plan.part_size, **plan.digests()}
    own = folder / digest_of(facts)
    facts |= {} if plan.each is None else {EACH: list(plan.each)}
    notes = [] if own.exists() else list(_others(folder, facts))
    if own.exists() and not resume and any(own.glob("*.parquet")):
        aside = own.with_name(own.name + _EARLIER)
        shutil.rmtree(aside, ignore_errors=True)
        own.rename(aside)
        notes.append(f"results of an earlier run with the same inputs are now in {aside}; --resume would use them")
    own.mkdir(parents=True, exist_ok=True)
    sweep(own)
    if not (own / MANIFEST).is_file():
        write_text(own / MANIFEST, json.dumps(facts, indent=2) + "\n")
    store = Store(own, plan.part_size, np.zeros(len(plan), dtype=np.bool_), notes=notes)
    _take(store)
    if resume and plan.each is not None:
        _take_over(store, folder, facts, plan.each)
        if store.done.any():
            notes.clear()
    return store


def _others(folder: Path, facts: dict[str, Any]) -> Iterator[str]:
    """Say in one sentence what is in the folder of other inputs, and in what they differ."""
    found, differs = [], dict.fromkeys(("data", "cases", *_ALWAYS), False)
    for path in sorted(folder.glob(f"*/{MANIFEST}")):
        other = _manifest(path)
        changed = [name for name in ("data", "cases", *_ALWAYS) if name in other and other[name] != facts[name]]
        if changed:
            found.append(path.parent)
            differs |= dict.fromkeys(changed, True)
    if found:
        changed = [name for name, is_so in differs.items() if is_so]
        which = " and ".join([", ".join(changed[:-1]), changed[-1]] if len(changed) > 1 else changed)
        what = f"results in {found[0]}" if len(found) == 1 else f"results of {len(found)} earlier runs in {folder}"
        yield f"{what} are of other inputs ({which} changed since): they are not used"


def _take(store: Store) -> None:
    """Find the files that are whole; remove damaged ones, and pieces that are in others."""
    found: list[tuple[list[int], int, Path]] = []
    damaged = 0
    for path in store.folder.glob("*.parquet"):
        match = _NAME.fullmatch(path.name)
        if match is None:
            continue  # not ours
        numbers = _whole(path, match[3], len(store.done))
        if numbers:
            found.append((numbers, int(match[2]), path))
        else:
            damaged += 1
            path.unlink()
    for numbers, part, path in sorted(found, key=lambda item: (-len(item[0]), item[2])):
        if store.done[numbers].any():
            path.unlink()  # a kill came between a file and the removal of those that it replaces
        else:
            store.done[numbers] = True
            store.files.setdefault(part, set()).add(path)
    if damaged:
        what = "file was" if damaged == 1 else "files were"
        store.notes.append(f"{damaged} {what} damaged in {store.folder}: those cases are evaluated anew")
    for part, files in sorted(store.files.items()):
        if len(files) > 1 and store._complete(part):  # noqa: SLF001
            store._merge(part)  # noqa: SLF001


def _take_over(store: Store, folder: Path, facts: dict[str, Any], each: Sequence[str]) -> None:
    """Take rows of the same cases from runs that had others beside them."""
    wanted = {digest: number for number, digest in enumerate(each) if not store.done[number]}
    for path in sorted(folder.glob(f"*/{MANIFEST}")):
        other = _manifest(path)
        if path.parent == store.folder or any(other.get(name) != facts[name] for name in _ALWAYS):
            continue
        theirs = other.get(EACH, [])
        for file in sorted(path.parent.glob("*.parquet")):
            match = _NAME.fullmatch(file.name)
            numbers = _whole(file, match[3], len(theirs)) if match else None
            moved = {number: wanted.pop(theirs[number]) for number in numbers or () if theirs[number] in wanted}
            if moved:
                store.copy(file, moved)


def _manifest(path: Path) -> dict[str, Any]:
    """Read what a folder has results of; empty where that is unknown, or they were put aside."""
    with suppress(OSError, ValueError):
        found = json.loads(path.read_text(encoding="utf-8"))
        if isinstance(found, dict) and not path.parent.name.endswith(_EARLIER):
            return found
    return {}


def _whole(path: Path, digest: str, count: int) -> list[int] | None:
    """Cases of a file; None if it is not as it was written."""
    content = path.read_bytes()
    if _digest(content) != digest:
        return None
    try:
        numbers = _cases_of(pq.read_schema(pa.BufferReader(content)))
    except (pa.ArrowInvalid, OSError, KeyError, ValueError) as error:
        raise InputError([f"{path} is not a file of this version ({error}): remove it"]) from error
    return numbers if numbers and numbers[-1] < count else None


def _read(path: Path) -> tuple[pa.Table, list[int]]:
    table = pq.read_table(path, memory_map=False)
    return table, _cases_of(table.schema)


def _renumbered(table: pa.Table, moved: Mapping[int, int]) -> pa.Table:
    """Rows of some cases, with other numbers, in the order of these."""
    if not table.num_columns:
        return table
    rows = table.filter(pc.is_in(table[NUMBER], pa.array(list(moved), pa.int64())))
    numbers = pa.array([moved[number] for number in rows[NUMBER].to_pylist()], pa.int64())
    rows = rows.set_column(rows.schema.get_field_index(NUMBER), NUMBER, numbers)
    return rows.take(pc.sort_indices(rows, sort_keys=[(NUMBER, "ascending")])).combine_chunks()


def _kind(path: Path) -> str:
    return path.name.partition("-")[0]


def _write_file(path: Path, content: bytes) -> None:
    with whole(path) as file:
        file.write_bytes(content)


def _bytes(table: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd")
    return sink.getvalue().to_pybytes()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:DIGITS]


def _cases_of(schema: pa.Schema) -> list[int]:
    numbers: list[int] = []
    for run in (schema.metadata or {})[_CASES].decode("ascii").split():
        first, _, last = run.partition("-")
        numbers += range(int(first), int(last or first) + 1)
    return numbers


def _runs(numbers: Sequence[int]) -> bytes:
    """Write numbers in order as runs: ``0-12 14``."""
    array = np.asarray(numbers)
    ends = np.flatnonzero(np.diff(array) != 1)
    firsts, lasts = array[np.r_[0, ends + 1]], array[np.r_[ends, len(array) - 1]]
    return " ".join(f"{a}-{b}" if b > a else f"{a}" for a, b in zip(firsts, lasts, strict=True)).encode("ascii")
