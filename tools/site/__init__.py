"""The site of the documents: what `make docs` adds to Sphinx, and how its result is looked at."""
