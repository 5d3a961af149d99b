from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.datasets.building.test_gate import Samples
from tests.datasets.commands.test_release import session

from eventbook.datasets.commands.override import HiddenFieldError, override
from eventbook.schema.build_input import BuildInput
from eventbook.schema.judgement import Override
from eventbook.schema.redaction import Hidden, Redaction
from eventbook.schema.session import Workplace

AT = datetime(2026, 12, 1, tzinfo=UTC)


@pytest.mark.parametrize("hidden", ["deaths", "deaths_best"])
def test_a_value_that_a_redaction_would_hide_is_refused(
    tmp_path: Path, samples: Samples, hidden: str
) -> None:
    (tmp_path / "eventbook.toml").touch()
    one = Redaction(
        number=2, kind=Hidden.FIELD, what="SOM1", field=hidden, reason="r", by="Desk", at=AT, salt="s"
    )
    kept: list[Override] = []

    def gather(_: Workplace) -> BuildInput:
        return samples(1)

    def keep(_: Workplace, word: Override) -> None:
        kept.append(word)

    def redactions(_: Workplace) -> tuple[Redaction, ...]:
        return (one,)

    asked = replace(session(tmp_path), gather=gather, keep_override=keep, redactions=redactions)
    done = CliRunner().invoke(override, ["SOM1", "deaths", "at least 4", "--reason", "a list"], obj=asked)
    refused = isinstance(done.exception, HiddenFieldError)
    assert (refused, len(kept)) == ((True, 0) if hidden == "deaths" else (False, 1)), done.output
