"""A workspace: one folder that holds all of a project's work, made whole or not at all.

It is built in a hidden folder beside its place and renamed, so that a crash or a full disk
leaves nothing that looks like a workspace.
"""

import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from eventbook.coders.settings import DEFAULT_TEXT, Settings, read_settings
from eventbook.coders.store.public_names import make_secret
from eventbook.coders.store.store import Store, make_store, open_store
from eventbook.schema.codebook import Codebook
from eventbook.schema.codebook_file import default_text, read_codebook
from eventbook.schema.errors import EventbookError
from eventbook.schema.session import Workplace, WorkspaceError

MARK = "eventbook.toml"
"""The file by which a workspace is known; it is put in place last."""


class NotEmptyError(EventbookError, FileExistsError):
    """A workspace was to be made where something else is."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """An open workspace: its files, its store, its settings and its codebook."""

    place: Workplace
    store: Store
    settings: Settings
    book: Codebook


def make_workspace(folder: Path, codebook: str | None = None) -> Workplace:
    """Make a workspace in a folder that does not exist or is empty; `codebook` is a TOML text.

    Raises `NotEmptyError` where the folder holds something, `FaultsError` where the codebook is not usable.
    """
    folder = folder.absolute()
    text = default_text() if codebook is None else codebook
    read_codebook(text)
    _refuse_taken(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    except OSError as caught:
        message = f"cannot make {folder}: {caught.strerror}; choose another folder"
        raise WorkspaceError(message) from caught
    try:
        _fill(Workplace(draft), text)
        _put(draft, folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return Workplace(folder)


def _put(draft: Path, folder: Path) -> None:
    """Move the finished draft to its place; an empty folder stays the same one, for it may be someone's current one."""
    if not folder.exists():
        draft.chmod(0o755 & ~_umask())
        draft.rename(folder)
        return
    items = sorted(draft.iterdir(), key=lambda path: path.name == MARK)
    try:
        for item in items:
            item.rename(folder / item.name)
    except BaseException:
        for item in items:
            if not item.exists():
                (folder / item.name).rename(item)
        raise


def _refuse_taken(folder: Path) -> None:
    if (folder / MARK).exists():
        message = f"{folder} is a workspace already; change to it and run `eventbook` to see what to do next"
        raise NotEmptyError(message)
    if folder.exists() and not folder.is_dir():
        message = f"{folder} is a file; name a folder that is new or empty"
        raise NotEmptyError(message)
    if folder.is_dir() and any(folder.iterdir()):
        message = f"{folder} is not empty and is no workspace; name a folder that is new or empty"
        raise NotEmptyError(message)


def _fill(place: Workplace, codebook: str) -> None:
    place.releases.mkdir()
    place.cache.mkdir()
    place.codebook.write_text(codebook, encoding="utf-8")
    with make_store(place.store).writing() as connection:
        make_secret(connection)
    place.settings.write_text(DEFAULT_TEXT, encoding="utf-8")


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask


def open_workspace(place: Workplace) -> Workspace:
    """Return the workspace at a place, its store brought up to date, its codebook checked."""
    settings = read_settings(place.settings)
    return Workspace(place, open_store(place.store), settings, workspace_codebook(place))


def codebook_text(place: Workplace) -> str:
    """Return the codebook's TOML as it stands in the workspace."""
    try:
        return place.codebook.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as caught:
        message = f"{place.codebook} cannot be read ({caught}); put the project's codebook there"
        raise WorkspaceError(message) from caught


def workspace_codebook(place: Workplace) -> Codebook:
    """Return the workspace's codebook. Raises `FaultsError` where it does not hang together."""
    return read_codebook(codebook_text(place), str(place.codebook))
