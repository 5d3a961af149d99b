"""Eventbook turns reading into data: from source articles to a release people can cite.

The code lives in the repository's `schema`, `coders` and `datasets` folders and is
imported only through this package, because top-level packages with those names would
overwrite other people's.
"""

from importlib.metadata import version

__version__ = version("eventbook")
