from pathlib import Path

import pytest

from eventbook.schema.build_input import BuildInput
from eventbook.schema.session import Session, Workplace, WorkspaceError


def session(folder: Path) -> Session:
    def gather(_: Workplace) -> BuildInput:
        raise NotImplementedError

    def keep(_: Workplace, __: object) -> None:
        raise NotImplementedError

    return Session(folder, "amira", gather, keep, keep, lambda _, __: None, lambda _: ())


def test_a_workspace_is_found_from_a_folder_within_it(tmp_path: Path) -> None:
    (tmp_path / "eventbook.toml").touch()
    deep = tmp_path / "a" / "b"
    deep.mkdir(parents=True)
    assert session(deep).workplace == session(tmp_path).workplace == Workplace(tmp_path)


def test_where_there_is_no_workspace_it_is_said_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="eventbook init"):
        _ = session(tmp_path).workplace


def test_all_of_a_workspace_lies_in_its_folder(tmp_path: Path) -> None:
    place = Workplace(tmp_path)
    paths = (place.settings, place.codebook, place.store, place.releases, place.cache)
    assert len(set(paths)) == 5
    assert all(path.parent == tmp_path for path in paths)
