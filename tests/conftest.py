"""What every test may rely on: our import names, and golden files.

The repository's root is taken off `sys.path`. With it there, `import schema` and
`import datasets` would find our folders, and a test could pass through a name that no
user has; with it gone, our code is only ever `eventbook.schema` and `eventbook.datasets`.
"""

import difflib
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent
GOLDEN = ROOT / "tests" / "golden"

# The gate must not fail by the luck of a draw, so there each property is tried on the same examples
# every time; at a desk the examples are new with each run. A busy machine is no fault: no deadline.
settings.register_profile("desk", max_examples=30, deadline=None)
settings.register_profile("gate", parent=settings.get_profile("desk"), derandomize=True)
settings.load_profile("gate" if os.environ.get("CI") else "desk")

sys.path[:] = [entry for entry in sys.path if Path(entry or ".").resolve() != ROOT]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the one flag that rewrites golden files."""
    parser.addoption(
        "--golden-update",
        action="store_true",
        help="write what the tests produced to tests/golden instead of comparing with it",
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with tests/golden/NAME: `golden("help.txt", text)`."""
    update = bool(request.config.getoption("--golden-update"))

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
            return
        wanted = path.read_bytes().decode() if path.exists() else ""
        if text != wanted:
            pytest.fail(difference(name, wanted, text), pytrace=False)

    return compare


def difference(name: str, wanted: str, text: str) -> str:
    """Return a message with the lines that differ and what to do about them."""
    diff = difflib.unified_diff(
        wanted.splitlines(),
        text.splitlines(),
        f"tests/golden/{name}",
        "what the test produced",
        lineterm="",
    )
    lines = "\n".join(diff) or "only line endings differ"
    return f"{lines}\nIf the new text is right, run pytest with --golden-update."
