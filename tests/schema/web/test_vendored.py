import hashlib
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
FOLDERS = ("schema/web/vendored", "tests/vendored")


@pytest.mark.parametrize("folder", FOLDERS)
def test_every_file_that_others_made_is_listed_with_its_licence_and_its_hash(folder: str) -> None:
    listed = tomllib.loads((ROOT / folder / "VENDORED.toml").read_text(encoding="utf-8"))["file"]
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in (ROOT / folder).iterdir()
        if path.name != "VENDORED.toml"
    }
    assert {one["file"]: one["sha256"] for one in listed} == found
    assert all(one["package"] and one["version"] and one["licence"] and one["why"] for one in listed)
