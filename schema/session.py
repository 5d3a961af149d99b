"""What every command is handed: where the work lives, who is acting, and the ways between layers.

Coding and building never import each other. Where a command of one layer needs something of
the other, the command line, which knows both, puts a function in here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from eventbook.schema.build_input import BuildInput
from eventbook.schema.errors import EventbookError
from eventbook.schema.judgement import Judgement, Override
from eventbook.schema.redaction import Redaction
from eventbook.schema.similar import DraftEvent, SimilarEvent
from eventbook.schema.where import Place


class WorkspaceError(EventbookError, LookupError):
    """There is no workspace where one was looked for, or one where none may be."""


@dataclass(frozen=True, slots=True)
class Workplace:
    """The files of a workspace; nothing outside its folder is ever written."""

    root: Path

    @property
    def settings(self) -> Path:
        """The settings of the workspace, in TOML."""
        return self.root / "eventbook.toml"

    @property
    def codebook(self) -> Path:
        """The codebook, in TOML."""
        return self.root / "codebook.toml"

    @property
    def store(self) -> Path:
        """The SQLite store."""
        return self.root / "eventbook.db"

    @property
    def releases(self) -> Path:
        """The folder of releases."""
        return self.root / "releases"

    @property
    def cache(self) -> Path:
        """What can be made again at any time."""
        return self.root / ".cache"


def _nothing_published(_: Workplace) -> Mapping[str, str]:
    return {}


def _nothing_judged(_: Workplace) -> tuple[Judgement, ...]:
    return ()


def _no_places(_: Workplace, __: str) -> tuple[Place, ...]:
    return ()


def _all_used(_: Workplace) -> Mapping[str, str]:
    return {}


def _nothing_similar(_: Workplace, __: DraftEvent) -> tuple[SimilarEvent, ...]:
    return ()


def _forget(_: Workplace, __: str, ___: str, ____: str) -> None:
    pass


def _nothing_hidden(_: Workplace) -> tuple[Redaction, ...]:
    return ()


def _not_hidden(_: Workplace, redaction: Redaction, __: str) -> Redaction:
    return redaction


def _nothing_damaged(_: Workplace) -> str:
    return ""


def _by_number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


@dataclass(frozen=True, slots=True)
class Session:
    """One run of the command line. `folder` is where to look for a workspace, upwards.

    `published` gives the content hashes of the workspace's releases by version, and `keep_release`
    (version, content hash, person) keeps one more. `judgements` gives the words that there now are, and
    `left_out` the reports that a build would leave out, with the reason.
    `find_places` gives the places that a label may mean, of which the build input holds only those in use.
    `similar_events` gives the known events that a draft may tell of too, the likeliest first.
    `damaged_release` says what is wrong with the newest release, as far as its manifest tells.
    `redactions` gives what must not be public any more, and `keep_redaction` keeps one more and returns it.
    """

    folder: Path
    person: str
    gather: Callable[[Workplace], BuildInput]
    keep_judgement: Callable[[Workplace, Judgement], None]
    keep_override: Callable[[Workplace, Override], None]
    report_of_event: Callable[[Workplace, str], str | None]
    release_versions: Callable[[Workplace], tuple[str, ...]]
    published: Callable[[Workplace], Mapping[str, str]] = _nothing_published
    keep_release: Callable[[Workplace, str, str, str], None] = _forget
    judgements: Callable[[Workplace], tuple[Judgement, ...]] = _nothing_judged
    left_out: Callable[[Workplace], Mapping[str, str]] = _all_used
    find_places: Callable[[Workplace, str], tuple[Place, ...]] = _no_places
    similar_events: Callable[[Workplace, DraftEvent], tuple[SimilarEvent, ...]] = _nothing_similar
    damaged_release: Callable[[Workplace], str] = _nothing_damaged
    redactions: Callable[[Workplace], tuple[Redaction, ...]] = _nothing_hidden
    keep_redaction: Callable[[Workplace, Redaction, str], Redaction] = _not_hidden

    def lost_release(self, place: Workplace) -> str:
        """Return the newest release that the workspace published where its folder is missing, else nothing."""
        newest = max(self.published(place), key=_by_number, default="")
        return newest if newest and not (place.releases / newest / "manifest.json").is_file() else ""

    @property
    def workplace(self) -> Workplace:
        """The workspace that the folder lies in. Raises `WorkspaceError` where there is none."""
        for folder in (self.folder, *self.folder.parents):
            if (folder / "eventbook.toml").is_file():
                return Workplace(folder)
        message = f"{self.folder} is not in a workspace; make one with `eventbook init DIR`"
        raise WorkspaceError(message)
