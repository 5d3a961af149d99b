"""A file of the workspace that is broken is told by `status` and by the bare command, before somebody builds on it."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from eventbook.cli import program


def run(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(program, ["-w", str(folder), *words])


@pytest.mark.parametrize("name", ["eventbook.toml", "codebook.toml", "releases/2026.11.0/manifest.json"])
def test_a_broken_file_is_told_with_its_name(tmp_path: Path, name: str) -> None:
    assert CliRunner().invoke(program, ["init", str(tmp_path / "work")]).exit_code == 0
    assert run(tmp_path / "work", "status").exit_code == 0
    path = tmp_path / "work" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as handle:
        handle.write("\nx = [\n")
    told = run(tmp_path / "work", "status")
    assert (told.exit_code, name in told.stderr) == (1, True), told.output
    bare = run(tmp_path / "work")
    assert name in bare.stdout
    assert "Next: mend that; nothing can be built until then." in bare.stdout
