"""What the quality report says that no table of the release shows: review, agreement, waivers, the grey zone."""

from math import exp

from eventbook.datasets.building.build import Built
from eventbook.datasets.matching.doubts import Undecided
from eventbook.datasets.releases.manifest import Manifest
from eventbook.datasets.releases.quality import MOST, Beyond, GreyPair, GreyZone, Review, Waived
from eventbook.schema.build_input import BuildInput
from eventbook.schema.codebook import Codebook
from eventbook.schema.problem import RULES


def beyond(built: Built, given: BuildInput, manifest: Manifest) -> Beyond:
    """Return what a build knows of the quality of its release, under public names only."""
    return Beyond(
        review=Review(
            statuses=given.coding.statuses,
            reports_left_out=len(manifest.left_out),
            quotes_withheld=manifest.quotes_withheld,
            overrides=len(given.overrides),
            overrides_for_review=manifest.overrides_for_review,
            idle_judgements=manifest.decisions.idle_judgements,
            idle_relations=manifest.decisions.idle_relations,
        ),
        agreement=given.coding.agreement,
        waived=tuple(
            Waived(rule=rule, says=_says(rule, given.codebook), count=count)
            for rule, count in sorted(manifest.waived.items())
        ),
        grey_zone=_grey_zone(built, given),
    )


def _says(rule: str, book: Codebook) -> str:
    declared = {one.id: one.message for one in book.rule}
    return RULES[rule].protects if rule in RULES else declared.get(rule, "")


def _grey_zone(built: Built, given: BuildInput) -> GreyZone:
    names = {report.id: report.public for report in given.reports}
    homes = {one.report.id: event.event_id for event in built.events for one in event.told}
    likeliest = [_pair(one, names, homes) for one in built.matching.open.likeliest(MOST)]
    ranked = sorted(likeliest, key=lambda pair: (-pair.chance, pair.reports))
    return GreyZone(count=len(built.matching.open), pairs=tuple(ranked[:MOST]))


def _pair(one: Undecided, names: dict[str, str], homes: dict[str, str]) -> GreyPair:
    first, second = sorted((names[key], homes.get(key, "")) for key in (one.one, one.other))
    return GreyPair(
        reports=(first[0], second[0]),
        events=(first[1], second[1]),
        chance=round(1 / (1 + exp(-one.log_odds)), 4),
    )
