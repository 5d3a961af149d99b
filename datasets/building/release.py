"""From a build input to a release on disk: the one place that joins building and writing."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from eventbook.datasets.building.assemble import Assembled, assemble
from eventbook.datasets.building.beyond import beyond
from eventbook.datasets.building.build import Built, build
from eventbook.datasets.building.files import Contents, write_files, write_tables
from eventbook.datasets.building.gate import check_gate
from eventbook.datasets.matching.matching import Comparer
from eventbook.datasets.plan import Plan, Policy
from eventbook.datasets.releases.change_set import change_set
from eventbook.datasets.releases.manifest import Decisions, Manifest, programs, utc
from eventbook.datasets.releases.read import Release, latest, version_key, versions
from eventbook.datasets.releases.release_files import UNITS
from eventbook.datasets.releases.write import publishing, releases_lock
from eventbook.datasets.site.site import write_site
from eventbook.schema.build_input import BuildInput
from eventbook.schema.circles import unsought
from eventbook.schema.codebook import Codebook
from eventbook.schema.errors import EventbookError
from eventbook.schema.problem import RULES

NOTHING_YET: Mapping[str, str] = {}


class VersionError(EventbookError, ValueError):
    """A version that cannot be given to the next release."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A finished build: the release, or None where nothing had changed and none was made."""

    built: Built
    manifest: Manifest
    folder: Path | None


def make_release(  # noqa: PLR0913  each is a choice of the person who builds
    given: BuildInput,
    releases: Path,
    at: datetime,
    policy: Policy,
    *,
    again: bool,
    retrain: bool = False,
    afresh: bool = False,
    published: Mapping[str, str] = NOTHING_YET,
    compare: Comparer | None = None,
) -> Outcome:
    """Build the next release and write it. Without `again`, unchanged tables make no new one.

    `published` is what this workspace has published before: content hashes by version. `retrain`
    learns the match weights anew, where those of the release before would stand; `afresh` groups
    the reports without holding on to the incidents of the release before. `compare` finds the
    candidate pairs in place of this process; the release is the same.
    """
    with releases_lock(releases):
        before = latest(releases)
        check_gate(given, releases, before, published)
        version = next_version(versions(releases), utc(at))
        plan = Plan(version, utc(at), policy, retrain=retrain, afresh=afresh)
        built, contents = make_contents(given, plan, before, compare)
        manifest = contents.manifest
        with publishing(releases, version) as draft:
            manifest = write_tables(contents, draft)
            if before and not again and unchanged(before.manifest, manifest):
                draft.drop()
            write_files(contents, manifest, draft)
        if not (releases / version).exists():
            return Outcome(built, before.manifest if before else manifest, None)
        write_site(releases)
        return Outcome(built, manifest, releases / version)


def unchanged(old: Manifest, new: Manifest) -> bool:
    """Tell whether a build would say again what the release before says."""
    names = ("events", "sources", "provenance", "actors", "places", "relations")
    same = all(old.tables[name].content == new.tables[name].content for name in names if name in old.tables)
    rules = ("policy", "threshold", "weights")
    decided = all(getattr(old.decisions, name) == getattr(new.decisions, name) for name in rules)
    return same and decided and old.inputs["codebook"] == new.inputs["codebook"]


def next_version(known: tuple[str, ...], at: datetime) -> str:
    """Return `YYYY.M.patch` for a moment. Raises `VersionError` before the newest release's month."""
    month = (at.year, at.month)
    if known and version_key(known[-1])[:2] > month:
        message = f"{at.date()} lies before release {known[-1]}; releases only go forward"
        raise VersionError(message)
    # One after the last there is: an earlier release of the month may have been moved away.
    patches = [version_key(one)[2] for one in known if version_key(one)[:2] == month]
    return f"{at.year}.{at.month}.{max(patches, default=-1) + 1}"


@unsought()
def make_contents(
    given: BuildInput, plan: Plan, before: Release | None, compare: Comparer | None = None
) -> tuple[Built, Contents]:
    """Return what the next release says, before any of it is written."""
    earlier = before.before() if before else None
    built = build(given, plan, earlier, compare)
    assembled = assemble(built, given, plan, earlier)
    manifest = _manifest(given, plan, before, built, assembled)
    earlier_tables = {name: before.table(name) for name in UNITS} if before else None
    return built, Contents(
        tables={
            **assembled.tables,
            **change_set(earlier_tables, assembled.tables, given.codebook, plan.version),
        },
        provenance=[assembled.tables["provenance"]],
        manifest=manifest,
        beyond=beyond(built, given, manifest),
        book=given.codebook,
        codebook_text=given.codebook_text,
        about=given.about,
    )


def _manifest(
    given: BuildInput, plan: Plan, before: Release | None, built: Built, assembled: Assembled
) -> Manifest:
    names = {report.id: report.public for report in given.reports}
    return Manifest(
        dataset=given.codebook.head.name,
        version=plan.version,
        previous=before.manifest.version if before else None,
        previous_content=before.manifest.content if before else None,
        made_at=plan.at,
        codebook=given.codebook.id,
        inputs=given.digests(),
        programs=programs(),
        tables={},
        decisions=_decisions(plan, built),
        # A reason can quote an article; a release names the report and the rules only.
        left_out={names[one.report]: _rules(one.reason, given.codebook) for one in built.left_out},
        waived=dict(sorted(built.waived.items())),
        quotes_withheld=assembled.quotes_withheld,
        redactions=assembled.redactions,
        overrides_for_review=len(built.for_review),
    )


def _decisions(plan: Plan, built: Built) -> Decisions:
    return Decisions(
        policy=plan.policy.value,
        threshold=round(plan.policy.threshold, 6),
        window_days=plan.window.days,
        window_slack_km=plan.window.slack_km,
        weights=built.matching.weights.model_dump(mode="json"),
        candidate_pairs=built.matching.candidates,
        matching=built.matching.diagnostics.as_dict(),
        incidents=len(built.matching.incidents),
        undecided_pairs=len(built.matching.open),
        joined_by_unit=sum(event.joined for event in built.events),
        idle_judgements=len(built.idle),
        idle_relations=len(built.links_idle),
        afresh=plan.afresh,
    )


def _rules(reason: str, book: Codebook) -> str:
    """Return the rules that a reason names in brackets; what else stands in brackets may be a quote."""
    known = {*RULES, *(rule.id for rule in book.rule)}
    named = [name for name in re.findall(r"\[([a-z][a-z0-9-]*)\]", reason) if name in known]
    return ", ".join(dict.fromkeys(named)) or "not in this build"
