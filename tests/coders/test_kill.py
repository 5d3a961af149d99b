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

from eventbook.coders.store.chain import broken
from eventbook.coders.store.forms import all_forms, forms_of_sheet, load_sheets
from eventbook.coders.store.store import open_store
from eventbook.coders.workspace.gather import gather
from eventbook.schema.form import Status
from eventbook.schema.session import Workplace

KILLS = 10
WORK = """
import sys
from pathlib import Path
from eventbook.coders.intake.articles import keep_article
from eventbook.coders.review.review import Decision, Reviewer, decide
from eventbook.coders.sheets.sheet_file import read_sheet
from eventbook.coders.store.stamp import stamp
from eventbook.coders.review.submission import submit
from eventbook.coders.workspace.surroundings import surroundings
from eventbook.coders.workspace.workspace import open_workspace
from eventbook.schema.article import Publication
from eventbook.schema.form import Action
from eventbook.schema.session import Workplace

work, samples, first = open_workspace(Workplace(Path(sys.argv[1]))), Path(sys.argv[2]), int(sys.argv[3])
article = (samples / "articles/01-kampala-wire.txt").read_text()
text = (samples / "sheets/round-1/kampala-amira.yaml").read_text()
for number in range(first, first + 10_000):
    name = f"kampala-{number}"
    with work.store.writing() as connection:
        copy = f"{article}\\nCopy {number}.\\n".encode()
        arrival = keep_article(connection, copy, Publication(outlet="Sample Wire"), stamp("x"))
    mine = text.replace("kampala-amira", name).replace("78be5f5a9efa01da", arrival.article)
    sheet = read_sheet(mine.encode(), "x")
    done = submit(work.store, work.book, sheet, lambda _: None, stamp("x"))
    assert done.done
    print("submitted", name, flush=True)
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
    said: set[tuple[str, str]] = set()
    for attempt in range(KILLS):
        command = [sys.executable, str(script), str(place.root), str(samples), str(attempt * 10_000 + 1)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:  # noqa: S603  our own script
            assert child.stdout is not None
            lines = [child.stdout.readline()]
            time.sleep(random.uniform(0, 0.5))  # noqa: S311  no secret
            child.send_signal(signal.SIGKILL)
            lines += child.stdout
            assert child.wait() == -signal.SIGKILL, "the script stopped by itself"
        said |= {line.strip().partition(" ")[::2] for line in lines if line.endswith("\n")}
        with open_store(place.store).reading() as connection:
            assert list(broken(connection)) == []
            forms = {one.id: forms_of_sheet(connection, one.id) for one in load_sheets(connection)}
            assert all(len(of_sheet) == 2 for of_sheet in forms.values())
            assert len(all_forms(connection)) == 2 * len(forms)
        assert {name for what, name in said if what == "submitted"} <= forms.keys()
        accepted = {name for what, name in said if what == "accepted"}
        assert all(form.status is Status.ACCEPTED for name in accepted for form in forms[name])
        gather(place)
    assert {what for what, _ in said} == {"submitted", "accepted"}
