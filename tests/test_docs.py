"""The pages made from the code say what the code says."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_the_page_of_rules_is_what_make_docs_would_write() -> None:
    made = subprocess.run(  # noqa: S603  our own script
        [sys.executable, str(ROOT / "scripts" / "write_docs.py"), "--print"], check=True, capture_output=True
    )
    assert (ROOT / "docs" / "rules.md").read_bytes() == made.stdout
