"""Instances: the published sets by name and from files, readers and writers of files, and seeded generators."""

from optimize.instances.cab import read_cab
from optimize.instances.csv_files import add_tables, read_csv, write_csv
from optimize.instances.generators import random_clustered, random_euclidean, random_nonmetric
from optimize.instances.library import load, names
from optimize.instances.matrix import read_matrix, write_matrix
from optimize.instances.optima import optima
from optimize.instances.orlib import read_orlib, write_orlib
from optimize.instances.random_scenarios import random_scenarios

__all__ = [
    "add_tables",
    "load",
    "names",
    "optima",
    "random_clustered",
    "random_euclidean",
    "random_nonmetric",
    "random_scenarios",
    "read_cab",
    "read_csv",
    "read_matrix",
    "read_orlib",
    "write_csv",
    "write_matrix",
    "write_orlib",
]
