"""A workspace is made whole or not at all, and says what is wrong with its settings."""

from pathlib import Path

import pytest

from eventbook.coders.store.store import StoreError
from eventbook.coders.workspace import workspace
from eventbook.coders.workspace.workspace import NotEmptyError, make_workspace, open_workspace
from eventbook.schema.errors import FaultsError
from eventbook.schema.session import Workplace, WorkspaceError


def test_a_new_workspace_has_all_its_parts_and_opens(tmp_path: Path) -> None:
    place = make_workspace(tmp_path / "deep" / "work")
    names = {path.name for path in place.root.iterdir()}
    assert names == {"eventbook.toml", "codebook.toml", "eventbook.db", "releases", ".cache"}
    opened = open_workspace(place)
    assert opened.settings.review.rounds == 1
    assert opened.book.head.name == "political-violence"
    assert [path.name for path in place.root.parent.iterdir()] == ["work"]


def test_an_empty_folder_stays_the_same_folder(tmp_path: Path) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    before = folder.stat().st_ino
    make_workspace(folder)
    assert folder.stat().st_ino == before
    open_workspace(Workplace(folder))


def test_a_workspace_is_not_made_over_another(tmp_path: Path) -> None:
    make_workspace(tmp_path / "work")
    with pytest.raises(NotEmptyError, match="is a workspace already"):
        make_workspace(tmp_path / "work")


def test_a_folder_with_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("mine")
    with pytest.raises(NotEmptyError, match="new or empty"):
        make_workspace(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]
    with pytest.raises(NotEmptyError, match="is a file"):
        make_workspace(tmp_path / "thesis.txt")


def test_a_bad_codebook_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(FaultsError, match="not TOML"):
        make_workspace(tmp_path / "work", "[codebook")
    assert list(tmp_path.iterdir()) == []


def test_a_failure_half_way_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Path) -> None:
        raise StoreError("disk full")

    monkeypatch.setattr(workspace, "make_store", fail)
    with pytest.raises(StoreError):
        make_workspace(tmp_path / "work")
    assert list(tmp_path.iterdir()) == []


def test_a_failure_while_filling_an_empty_folder_leaves_it_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "work"
    folder.mkdir()
    rename = Path.rename

    def fail_at_the_mark(self: Path, target: Path) -> Path:
        if self.name == "eventbook.toml":
            raise OSError("no space")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fail_at_the_mark)
    with pytest.raises(OSError, match="no space"):
        make_workspace(folder)
    monkeypatch.undo()
    assert list(folder.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()  # root may write into any folder, but not into a file
    with pytest.raises(WorkspaceError, match="choose another folder"):
        make_workspace(tmp_path / "file" / "work")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[review\n", ":1: not TOML"),
        ("[review]\nrounds = 0\n", ":2: review.rounds:"),
        ("[review]\n\nround = 2\n", ":3: review.round: 'round' is not a field here"),
        ("colour = 1\n", ":1: colour:"),
    ],
)
def test_bad_settings_are_told_with_their_line(bare: Workplace, text: str, says: str) -> None:
    bare.settings.write_text(text)
    with pytest.raises(FaultsError) as caught:
        open_workspace(bare)
    assert f"eventbook.toml{says}" in str(caught.value)


def test_a_missing_codebook_is_told(bare: Workplace) -> None:
    bare.codebook.unlink()
    with pytest.raises(WorkspaceError, match=r"codebook\.toml cannot be read"):
        open_workspace(bare)
