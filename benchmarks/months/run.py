"""Twelve monthly releases of real events, each built on the one before: whether ids hold still.

    cd benchmarks && ../.venv/bin/python -m months.run FOLDER
    cd benchmarks && ../.venv/bin/python -m months.run FOLDER --year 2014 --seed 3 --judged 20

FOLDER (or the variable EVENTBOOK_GED) holds slices of the UCDP Georeferenced Event Dataset as ged_*.csv.gz.
Of each real event several noisy reports are made; some come late, some are corrected, and each month the
truth answers some of the pairs that wait. An event is unchanged from one release to the next where exactly
its reports make up an event again.
"""

import argparse
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from eventbook.datasets.building.build import Built
from eventbook.datasets.building.preview import foresee
from eventbook.datasets.building.release import make_release
from eventbook.datasets.plan import Plan, Policy
from eventbook.datasets.releases.diff import diff_releases
from eventbook.datasets.releases.read import Release
from eventbook.schema.build_input import BuildInput
from eventbook.schema.codebook_file import default_codebook, default_text
from eventbook.schema.context import Context
from eventbook.schema.judgement import Judgement, Verdict
from eventbook.schema.registry import Registry
from eventbook.schema.where import Gazetteer
from months.ged import actors_of, places_of, read_events
from months.telling import CORRECTED, OUTLETS, Teller, Telling

MONTHS = 12
HEAD = "release    reports events | same: kept/all | grown: kept/all | gone new changed | unexplained | s"


@dataclass(frozen=True, slots=True)
class Kept:
    """Of the events of one release: how many have an equal in the next, how many of those keep their id."""

    same: int
    same_kept: int
    grown: int
    grown_kept: int


def main() -> None:
    """Build the months and print a line for each, then the sums."""
    asked = _asked()
    events = read_events(asked.folder, asked.year)
    if not events:
        sys.exit(f"{asked.folder} has no ged_*.csv.gz with events of {asked.year}")
    book = default_codebook()
    places, actors = places_of(events), actors_of(events)
    teller = Teller(asked.seed, Context(book, Registry(actors, book), Gazetteer(places)))
    told = [one for event in events for one in teller.tell(event)]
    world = BuildInput(
        codebook=book, codebook_text=default_text(), reports=(), articles=(), outlets=OUTLETS,
        actors=actors, places=places,
    )  # fmt: skip
    print(f"{len(events)} real events of {asked.year}, {len(told)} reports")
    folder = Path(tempfile.mkdtemp(prefix="months-"))
    try:
        _Year(asked, world, teller, folder).run(told)
    finally:
        shutil.rmtree(folder)


def _asked() -> argparse.Namespace:
    reader = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    given = os.environ.get("EVENTBOOK_GED")
    reader.add_argument("folder", type=Path, nargs="?" if given else None, default=given and Path(given))
    reader.add_argument("--year", type=int, default=2018)
    reader.add_argument("--seed", type=int, default=1)
    reader.add_argument("--judged", type=int, default=30, help="pairs that the truth answers each month")
    reader.add_argument("--policy", choices=[one.value for one in Policy], default=Policy.BEST_GUESS.value)
    return reader.parse_args()


@dataclass(frozen=True, slots=True)
class _Year:
    """One simulated year."""

    asked: argparse.Namespace
    world: BuildInput
    teller: Teller
    folder: Path

    def run(self, told: list[Telling]) -> None:
        """Make a release a month and print what held still."""
        print(HEAD)
        dice, policy = random.Random(self.asked.seed), Policy(self.asked.policy)
        truth = {one.report.id: one.truth for one in told}
        words: tuple[Judgement, ...] = ()
        given, at = self.world, datetime(self.asked.year, 1, 1, tzinfo=UTC)
        sums, unexplained, before = [0, 0, 0, 0], 0, None
        for month in range(1, MONTHS + 1):
            start = time.perf_counter()
            told = [self._perhaps_corrected(one, month, dice) for one in told]
            given = self._given([one for one in told if one.month <= month], words)
            at = datetime(self.asked.year, month, 28, tzinfo=UTC)
            made = make_release(given, self.folder, at, policy, again=True)
            release = Release(self.folder / made.manifest.version)
            line = (
                f"{made.manifest.version:10} {len(given.reports):7} {made.manifest.tables['events'].rows:6} |"
            )
            if before:
                kept, lost = _kept(before, release), _unexplained(before, release)
                sums = [one + other for one, other in zip(sums, _figures(kept), strict=True)]
                unexplained += len(lost)
                line += _line(kept, before, release, len(lost))
                for one in lost[:5]:
                    print("   ", one)
            print(f"{line} {time.perf_counter() - start:.0f}", flush=True)
            words = (*words, *_answers(made.built, truth, words, self.asked.judged, at))
            before = release
        print(_whole(sums, unexplained))
        start = time.perf_counter()
        afresh = foresee(given, self.folder, Plan("", at, policy, afresh=True))
        share = afresh.same / max(afresh.events, 1)
        print(
            f"grouped afresh, {share:.1%} of the events would be the same ({time.perf_counter() - start:.0f} s)"
        )

    def _perhaps_corrected(self, one: Telling, month: int, dice: random.Random) -> Telling:
        known = one.month < month and one.report.revision == 1
        return self.teller.correct(one) if known and dice.random() < CORRECTED else one

    def _given(self, known: Sequence[Telling], words: tuple[Judgement, ...]) -> BuildInput:
        return replace(
            self.world,
            reports=tuple(one.report for one in known),
            articles=tuple(one.article for one in known),
            judgements=words,
        )


def _answers(
    built: Built, truth: Mapping[str, str], words: Sequence[Judgement], number: int, at: datetime
) -> Iterable[Judgement]:
    """Yield the truth's words on the first pairs that wait."""
    said = {word.pair for word in words}
    for pair in [one for one in built.matching.open if (one.one, one.other) not in said][:number]:
        verdict = Verdict.SAME if truth[pair.one] == truth[pair.other] else Verdict.DIFFERENT
        yield Judgement(one=pair.one, other=pair.other, verdict=verdict, by="truth", at=at)


def _members(release: Release) -> dict[str, dict[str, str]]:
    """Return the reports of each current event with the hash of what they say, by event id."""
    rows = release.table("ids").to_pylist()
    return {
        row["event_id"]: {one["report_id"]: one["content"] for one in row["members"]}
        for row in rows
        if row["status"] == "current"
    }


def _kept(old: Release, new: Release) -> Kept:
    """Count the events whose reports are exactly an event again, or all in one larger event, and kept ids."""
    now = _members(new)
    home = {report: name for name, members in now.items() for report in members}
    same = same_kept = grown = grown_kept = 0
    for name, members in _members(old).items():
        homes = {home.get(report, "") for report in members}
        if len(homes) != 1 or "" in homes:
            continue
        (where,) = homes
        if now[where].keys() == members.keys():
            same += 1
            same_kept += where == name
        else:
            grown += 1
            grown_kept += where == name
    return Kept(same, same_kept, grown, grown_kept)


def _unexplained(old: Release, new: Release) -> list[str]:
    """Return the changes between two releases that the diff does not tell, or tells without a true reason."""
    told = diff_releases(old, new)
    rows = [{row["event_id"]: row for row in one.table("events").to_pylist()} for one in (old, new)]
    was, now = rows
    found = [f"{name}: gone, not told" for name in was.keys() - now.keys() - {*told.events.removed}]
    found += [f"{name}: new, not told" for name in now.keys() - was.keys() - {*told.events.added}]
    changed = {name for name in was.keys() & now.keys() if was[name] != now[name]}
    found += [f"{name}: changed, not told" for name in changed ^ {*told.events.changed}]
    before, after = _members(old), _members(new)
    for name in (*told.events.added, *told.events.removed, *told.events.changed):
        why = told.reasons.get(name, "")
        wanted = _causes(before.get(name, {}), after.get(name, {}))
        missing = [cause for cause in wanted if cause not in why] if name in changed else []
        if not why or missing:
            found.append(
                f"{name}: {', '.join(missing) or 'no reason given'}; the diff says: {why or 'nothing'}"
            )
    return sorted(found)


def _causes(was: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """Return the reports by which an event changed, worked out from its members alone."""
    moved = {key for key in was.keys() & now.keys() if was[key] != now[key]}
    return sorted({*(was.keys() ^ now.keys()), *moved})


def _figures(kept: Kept) -> list[int]:
    return [kept.same, kept.same_kept, kept.grown, kept.grown_kept]


def _line(kept: Kept, old: Release, new: Release, lost: int) -> str:
    told = diff_releases(old, new).events
    return (
        f" {kept.same_kept:6}/{kept.same:<6} | {kept.grown_kept:6}/{kept.grown:<6} |"
        f" {len(told.removed):4} {len(told.added):3} {len(told.changed):7} | {lost:11} |"
    )


def _whole(sums: Sequence[int], unexplained: int) -> str:
    same, same_kept, grown, grown_kept = sums
    return (
        f"unchanged events that keep their id: {same_kept} of {same} ({same_kept / max(same, 1):.2%}); "
        f"grown ones: {grown_kept} of {grown} ({grown_kept / max(grown, 1):.2%}); "
        f"changes that the diff leaves unexplained: {unexplained}"
    )


if __name__ == "__main__":
    main()
