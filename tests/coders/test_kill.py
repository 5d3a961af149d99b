"""Kill -9 at any moment of a submit or accept loses nothing that was acknowledged and leaves nothing half done.

Slow and of the machine's mood, so not in the default run: `pytest -m kill`.
"""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from eventbook.coders.chain import broken
from eventbook.coders.forms import all_forms, forms_of_sheet, load_sheets
from eventbook.coders.gather import gather
from eventbook.coders.store import open_store
from eventbook.schema.session import Workplace

WORK = """
import sys
from pathlib import Path
from eventbook.coders.review import Decision, Reviewer, decide
from eventbook.coders.sheet_file import read_sheet
from eventbook.coders.stamp import stamp
from eventbook.coders.submission import submit
from eventbook.coders.surroundings import surroundings
from eventbook.coders.workspace import open_workspace
from eventbook.schema.form import Action
from eventbook.schema.session import Workplace

work, text, first = open_workspace(Workplace(Path(sys.argv[1]))), Path(sys.argv[2]).read_text(), int(sys.argv[3])
for number in range(first, first + 10_000):
    name = f"kampala-{number}"
    sheet = read_sheet(text.replace("kampala-amira", name).encode(), "x")
    done = submit(work.store, work.book, sheet, lambda _: None, stamp("x"))
    assert done.done
    print("submitted", name, flush=True)
    if number == first:
        with work.store.writing() as connection:
            around = surroundings(connection, work.book)
            reviewer = Reviewer(stamp("v"), work.settings.review, around)
            decide(connection, name, Decision(Action.ACCEPT), reviewer)
        print("accepted", name, flush=True)
"""


@pytest.mark.kill
def test_what_was_acknowledged_survives_a_kill(place: Workplace, samples: Path, tmp_path: Path) -> None:
    script = tmp_path / "work.py"
    script.write_text(WORK)
    sheet = samples / "sheets/round-1/kampala-amira.yaml"
    acknowledged: set[str] = set()
    for attempt in range(10):
        command = [sys.executable, str(script), str(place.root), str(sheet), str(attempt * 10_000 + 1)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:  # noqa: S603  our own script
            assert child.stdout is not None
            acknowledged.add(child.stdout.readline().split()[-1])
            time.sleep(random.uniform(0, 0.5))  # noqa: S311  no secret
            child.send_signal(signal.SIGKILL)
            acknowledged |= {
                line.split()[-1]
                for line in child.stdout
                if line.startswith("submitted") and line.endswith("\n")
            }
        with open_store(place.store).reading() as connection:
            assert list(broken(connection)) == []
            sheets = {one.id for one in load_sheets(connection)}
            assert acknowledged <= sheets
            assert all(len(forms_of_sheet(connection, name)) == 2 for name in sheets)
            assert len(all_forms(connection)) == 2 * len(sheets)
        gather(place)
    assert len(acknowledged) > 10
