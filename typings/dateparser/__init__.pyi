from collections.abc import Mapping
from datetime import datetime

def parse(
    date_string: str,
    *,
    languages: list[str] | None = ...,
    settings: Mapping[str, object] | None = ...,
) -> datetime | None: ...
