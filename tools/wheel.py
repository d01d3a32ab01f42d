"""Look at what is in a wheel: all code and data, typed, with its licences; no tests, no tools, not too large.

``python -m tools.wheel dist/silkhub-*.whl`` compares it with the packages of the checkout, and ends with status 1 where
something is missing or should not be there.
"""

import sys
import zipfile
from collections.abc import Iterable, Sequence
from email import message_from_string
from pathlib import Path

PACKAGES = ("optimize", "geodata", "experiments")
LICENCES = ("LICENSE", "NOTICE")
LARGEST_BYTES = 5_000_000
"""Of a wheel: what anybody downloads without a second thought (a judgement)."""
LARGEST_FILE_BYTES = 3_000_000
"""Of a file in it, unpacked."""
LEFT_BEHIND = ("__pycache__",)
"""Folders of a package that are made where it is used, and are in no wheel."""


def faults_of(wheel: Path, checkout: Path) -> list[str]:
    """Say what is wrong with a wheel.

    Parameters
    ----------
    wheel : Path
    checkout : Path
        With the packages that it was made from.

    Returns
    -------
    list of str
        What is missing, what should not be there, what is too large; empty if it is as it should be.
    """
    with zipfile.ZipFile(wheel) as archive:
        sizes = {item.filename: item.file_size for item in archive.infolist() if not item.is_dir()}
        metadata = next((name for name in sizes if name.endswith(".dist-info/METADATA")), None)
        described = message_from_string(archive.read(metadata).decode() if metadata else "")
    own = {name for name in sizes if ".dist-info/" not in name}
    expected = set(packed_files(checkout))
    faults = [f"{name} is missing" for name in sorted(expected - own)]
    faults += [f"{name} should not be in it" for name in sorted(own - expected)]
    faults += [f"{package}/py.typed is missing" for package in PACKAGES if f"{package}/py.typed" not in own]
    faults += [f"the licence file {name} is missing" for name in LICENCES if not _has_licence(name, sizes)]
    faults += [f"the metadata say nothing of {key}" for key in _METADATA if not described.get(key)]
    faults += _too_large(wheel.stat().st_size, sizes)
    return list(dict.fromkeys(faults))


_METADATA = ("Name", "Version", "Requires-Python", "License-Expression", "Summary", "Requires-Dist")


def packed_files(checkout: Path) -> list[str]:
    """List the files that a wheel of a checkout has.

    Parameters
    ----------
    checkout : Path

    Returns
    -------
    list of str
        All files of the packages, with slashes; not those that running them has left behind.
    """
    found = [path for package in PACKAGES for path in (checkout / package).rglob("*") if path.is_file()]
    names = [path.relative_to(checkout) for path in found]
    return sorted(name.as_posix() for name in names if not set(name.parts) & set(LEFT_BEHIND))


def _has_licence(name: str, files: Iterable[str]) -> bool:
    """Whether a file of this name lies among the licences, wherever the builder puts them."""
    return any(each.partition(".dist-info/")[2] in (name, f"licenses/{name}") for each in files)


def _too_large(packed: int, sizes: dict[str, int]) -> list[str]:
    whole = [f"it has {packed:,} bytes, more than {LARGEST_BYTES:,}"] if packed > LARGEST_BYTES else []
    large = {name: size for name, size in sizes.items() if size > LARGEST_FILE_BYTES}
    return [
        *whole,
        *(f"{name} has {size:,} bytes, more than {LARGEST_FILE_BYTES:,}" for name, size in large.items()),
    ]


def main(arguments: Sequence[str]) -> int:
    """Look at wheels.

    Parameters
    ----------
    arguments : sequence of str
        Their files.

    Returns
    -------
    int
        0 if all are as they should be.
    """
    wheels = [Path(name) for name in arguments if name.endswith(".whl")]
    if not wheels:
        print("name a wheel: python -m tools.wheel dist/silkhub-0.1.0-py3-none-any.whl")
        return 2
    checkout = Path(__file__).parents[1]
    status = 0
    for wheel in wheels:
        faults = faults_of(wheel, checkout)
        for fault in faults:
            print(f"{wheel.name}: {fault}")
        if not faults:
            size = f"{len(packed_files(checkout))} files, {wheel.stat().st_size / 1e6:.1f} MB"
            print(f"{wheel.name}: {size}, as it should be")
        status = status or bool(faults)
    return int(status)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
