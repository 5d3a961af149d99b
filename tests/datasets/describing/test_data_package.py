from pathlib import Path

from eventbook.datasets.describing.data_package import data_package
from eventbook.datasets.releases.inventory import CSV, Listed
from eventbook.datasets.releases.read import Release
from eventbook.schema.about import About
from eventbook.schema.published import Column, Kind


def test_a_column_of_any_kind_has_a_type_that_the_standard_knows(releases: Path) -> None:
    release = Release(releases / "2026.11.1")
    columns = tuple(Column(kind.value, kind, "says") for kind in Kind)
    file = Listed("x.csv", CSV, "A table", 1, "0" * 64, columns)
    package = data_package(About(), release.codebook, release.manifest, [file])
    fields = package["resources"][0]["schema"]["fields"]
    assert {field["type"] for field in fields} <= {"string", "integer", "number", "boolean", "date"}


def test_the_types_of_events_are_an_enumeration(releases: Path) -> None:
    release = Release(releases / "2026.11.1")
    chosen = release.codebook.types.field
    file = Listed("x.csv", CSV, "A table", 1, "0" * 64, (Column(chosen, Kind.TEXT, "says"),))
    package = data_package(About(), release.codebook, release.manifest, [file])
    [field] = package["resources"][0]["schema"]["fields"]
    assert field["constraints"]["enum"] == list(release.codebook.types_by_code)
