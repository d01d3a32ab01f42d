"""The faces of the code: packages and rooms with the names that they show."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import experiments
import geodata
import optimize

PACKAGES = (optimize, geodata, experiments)
MODULES_OF_THEIR_OWN = ("geodata.builders",)
"""Modules that people import by name, as they need more than what a plain installation brings."""


@dataclass(frozen=True)
class Shown:
    """A public name.

    Attributes
    ----------
    face : str
        The package or room that shows it.
    name : str
        Its name there.
    thing : object
        What it names.
    home : str
        The face where the reference describes it, the outermost that shows it.
    """

    face: str
    name: str
    thing: Any
    home: str

    @property
    def kind(self) -> str:
        """Word of Sphinx for what it is: class, exception, function or data."""
        if inspect.isclass(self.thing):
            return "exception" if issubclass(self.thing, BaseException) else "class"
        return "function" if inspect.isroutine(self.thing) else "data"


def faces() -> Iterator[ModuleType]:
    """Packages and rooms that show something, outer ones before the rooms in them.

    Yields
    ------
    module
        With at least one public name.
    """
    for package in PACKAGES:
        yield package
        rooms = [m.name for m in pkgutil.walk_packages(package.__path__, f"{package.__name__}.") if m.ispkg]
        named = [name for name in MODULES_OF_THEIR_OWN if name.startswith(f"{package.__name__}.")]
        yield from (module for module in map(importlib.import_module, sorted(rooms + named)) if public_names(module))


def public_names(face: ModuleType) -> list[str]:
    """Names that a face shows.

    Parameters
    ----------
    face : module
        A package, a room, or a module that people import by its name.

    Returns
    -------
    list of str
        Its ``__all__``; of a module without one, the functions and classes that it defines.
    """
    if hasattr(face, "__all__"):
        return sorted(face.__all__)
    if face.__name__ not in MODULES_OF_THEIR_OWN:
        return []
    return sorted(
        name for name, thing in vars(face).items() if not name.startswith("_") and _defined_in(thing, face.__name__)
    )


def shown() -> list[Shown]:
    """All public names, by face.

    Returns
    -------
    list of Shown
        A name that several faces show is there several times, with the same home.
    """
    homes: dict[int, str] = {}
    found = []
    for face in faces():
        for name in public_names(face):
            thing = getattr(face, name)
            described = inspect.isclass(thing) or inspect.isroutine(thing)
            # numbers and texts may be one object by chance, so each stays where it is
            home = homes.setdefault(id(thing), face.__name__) if described else face.__name__
            found.append(Shown(face.__name__, name, thing, home))
    return found


def _defined_in(thing: Any, module: str) -> bool:
    return (inspect.isclass(thing) or inspect.isroutine(thing)) and thing.__module__ == module
