"""Results of scenarios that are finished, kept on disk so that an interrupted study can go on."""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from optimize import HubProblem

Arrays = dict[str, npt.NDArray[np.float64]]


@dataclass(frozen=True)
class Store:
    """A folder of NumPy archives, one a scenario, named by the digest of all that went into it.

    A changed number, candidate or setting has another digest, so that nothing outdated is ever taken up.
    """

    folder: Path

    def load(self, digest: str) -> Arrays | None:
        """Return what was kept under a digest, or None; an archive that was cut short counts as not there."""
        path = self._path(digest)
        if not path.is_file():
            return None
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
                return {name: archive[name] for name in archive.files}
        except (OSError, ValueError, EOFError, zipfile.BadZipFile, zlib.error):
            return None

    def save(self, digest: str, arrays: Arrays) -> None:
        """Keep arrays under a digest; the file appears whole or not at all."""
        self.folder.mkdir(parents=True, exist_ok=True)
        unfinished = self.folder / f"{digest}.part"
        with unfinished.open("wb") as file:
            np.savez_compressed(file, **arrays)  # type: ignore[arg-type]
        unfinished.replace(self._path(digest))

    def _path(self, digest: str) -> Path:
        return self.folder / f"{digest}.npz"


def digest_of(problem: HubProblem, settings: Mapping[str, Any]) -> str:
    """Digest of a problem's numbers and of settings (anything that JSON can hold)."""
    digest = hashlib.sha256(json.dumps(settings, sort_keys=True, default=str).encode())
    digest.update(json.dumps([str(label) for label in problem.labels]).encode())
    arrays: list[Any] = [problem.candidate_index, problem.fixed_cost, problem.capacity]
    for block in problem.blocks:
        digest.update(f"{block.name}|{block.weight!r}".encode())
        arrays += [block.flow, block.collection, block.transfer, block.distribution, block.handling]
        arrays += [block.direct, block.unmet_penalty]
    for array in arrays:
        digest.update(b"|")
        if array is not None:
            digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()[:32]
