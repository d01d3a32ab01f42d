"""Instances: readers of the published sets, readers and writers of files, and seeded generators of any size."""

from optimize.instances.cab import read_cab
from optimize.instances.csv_files import add_tables, read_csv, write_csv
from optimize.instances.generators import random_clustered, random_euclidean, random_nonmetric
from optimize.instances.orlib import read_orlib, write_orlib
from optimize.instances.random_scenarios import random_scenarios

__all__ = [
    "add_tables",
    "random_clustered",
    "random_euclidean",
    "random_nonmetric",
    "random_scenarios",
    "read_cab",
    "read_csv",
    "read_orlib",
    "write_csv",
    "write_orlib",
]
