"""From reports to a release.

Reports of the same incident are found, merged under stated rules, given permanent ids
and written as files that never change. This layer knows `eventbook.schema` and never
`eventbook.coders`, so that a release can be built, read and checked with no desk at all.
"""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eventbook.datasets.releases.dataset import Dataset


def read(where: str | Path, version: str = "latest") -> "Dataset":
    """Return a release as Arrow, pandas, polars or DuckDB, from a folder of releases or a web address.

    `read("releases").pandas()`, `read("https://…/releases", "2026.11.0").arrow(filters=[("year", "=", 2021)])`.
    """
    from eventbook.datasets.releases.dataset import open_dataset  # noqa: PLC0415  other parts need no pyarrow

    return open_dataset(where, version)
