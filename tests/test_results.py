"""Results that people hold in their hands are short in every room."""

import importlib
import inspect
import pkgutil
import re
from dataclasses import fields, is_dataclass

import experiments
import geodata
import optimize
from optimize.brief import Brief

LONG = re.compile(r"DataFrame|Series|Array|ndarray|Mapping|dict\[|, \.\.\.\]|list\[")


def faces():
    """The packages and rooms, by name."""
    for package in (optimize, geodata, experiments):
        yield package
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if module.ispkg:
                yield importlib.import_module(module.name)


def test_all_results_that_a_room_shows_are_brief():
    changes = {"Change", "DemandChange", "ServiceChange"}  # a few words each, and records tell all of them
    long = {
        f"{face.__name__}.{name}"
        for face in faces()
        for name, kind in inspect.getmembers(face, inspect.isclass)
        if name in getattr(face, "__all__", ()) and is_dataclass(kind) and name not in changes
        if any(item.repr and LONG.search(str(item.type)) for item in fields(kind))
        if not issubclass(kind, Brief)
    }
    assert long == set()
