"""The talk between a person at a terminal and the queue of pairs: show one, read a key, keep the word, go on.

Every word is kept before the next pair is shown, so that nothing is lost whenever the terminal
dies. Keys and screen are handed in; this module knows neither.
"""

import os
import shutil
import sys
import termios
import tty
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

import click

from eventbook.datasets.judging.docket import Docket, contradicts
from eventbook.datasets.judging.judge_screen import HELP, keys, safe, screen
from eventbook.datasets.judging.judging import Sitting, Step
from eventbook.datasets.matching.links import Pair, ordered
from eventbook.schema.judgement import Judgement, Verdict
from eventbook.schema.talk import several

VERDICTS = {
    "s": Verdict.SAME, "1": Verdict.SAME,
    "d": Verdict.DIFFERENT, "2": Verdict.DIFFERENT,
    "u": Verdict.UNSURE, "3": Verdict.UNSURE,
}  # fmt: skip
TAKEN_BACK = "taken back"
_QUIT = frozenset("q\x03\x04")


@dataclass(frozen=True, slots=True)
class Terminal:
    """How to read a key and a line and how to write; `width` is asked anew for each pair."""

    key: Callable[[], str]
    line: Callable[[str], str]
    write: Callable[[str], None]
    width: Callable[[], int]
    colour: bool = False


@dataclass(frozen=True, slots=True)
class Memory:
    """How a word is kept, which words there now are, and who speaks."""

    keep: Callable[[Judgement], None]
    words: Callable[[], tuple[Judgement, ...]]
    person: str


def terminal(*, colour: bool) -> Terminal:
    """Return the terminal that the program was started from."""
    return Terminal(
        key=_pressed,
        line=lambda says: str(click.prompt(says, default="", show_default=False)),
        write=_write,
        width=lambda: shutil.get_terminal_size((80, 24)).columns,
        colour=colour,
    )


def _pressed() -> str:
    """Return the next key without waiting for Enter; one that was pressed a little early counts too."""
    # click.getchar throws away what was typed before it asks.
    stream = sys.stdin.fileno()
    before = termios.tcgetattr(stream)
    try:
        tty.setcbreak(stream, termios.TCSANOW)
        typed = os.read(stream, 64)
    finally:
        termios.tcsetattr(stream, termios.TCSADRAIN, before)
    return typed.decode(errors="replace") or "q"


def _write(text: str) -> None:
    encoding = sys.stdout.encoding or "utf-8"
    click.echo(text.encode(encoding, "replace").decode(encoding), nl=False, color=True)


@dataclass(slots=True)
class Talk:
    """One sitting at a terminal."""

    docket: Docket
    memory: Memory
    terminal: Terminal
    sitting: Sitting
    why: str = ""
    earlier: list[Judgement | None] = field(default_factory=list[Judgement | None])

    def run(self) -> Sitting:
        """Put pair after pair until none is left or the person stops; return what was said."""
        shown: Pair | None = None
        while True:
            waiting = self.sitting.waiting
            if not waiting:
                if not self._last_back():
                    return self.sitting
                continue
            if waiting[0] != shown:
                self._show(waiting[0])
                shown = waiting[0]
            key = self._key(keys(self._width()))
            if key in _QUIT:
                return self.sitting
            shown = shown if self._answered(waiting[0], key) else None

    def _last_back(self) -> bool:
        """Let the person take the last word back where no pair is left; tell whether they did."""
        self._say("No more pairs wait for a judgement.")
        if not self.sitting.steps or self._key("b takes the last judgement back; any other key ends") != "b":
            return False
        self._back()
        return True

    def _key(self, choices: str) -> str:
        self.terminal.write(f"{choices}\n> ")
        try:
            key = self.terminal.key()
        except (EOFError, KeyboardInterrupt):
            key = "q"
        self.terminal.write("\n")
        return key.casefold()

    def _answered(self, pair: Pair, key: str) -> bool:
        """Do what a key asks for; tell whether the pair still stands on the screen as it is."""
        if key in VERDICTS:
            return self._judge(pair, VERDICTS[key])
        if key == "n":
            self.sitting = self.sitting.took(pair, None)
            self.earlier.append(None)
            self.why = ""
        elif key == "b":
            return self._back()
        elif key == "r":
            self.why = self.terminal.line("Why").strip()
            self._say("Your reason is kept with the word that you give next." if self.why else "No reason.")
        elif key == "m":
            self._show(pair, whole=True)
        elif key == "?":
            self._say(HELP)
        elif len(key) > 1 and not key.startswith("\x1b"):
            self._say("Several keys came at once, so none was followed; press one key.")
        else:
            self._say("That key means nothing here; ? says which do.")
        return key != "n"

    def _judge(self, pair: Pair, verdict: Verdict) -> bool:
        """Keep a word on a pair, unless it cannot be true beside those there are; tell whether it was refused."""
        words = self.memory.words()
        mine = ordered(*pair)
        word = self._word(pair, verdict, self.why)
        clash = contradicts(self.docket.prepared, words, word)
        if clash is not None:
            self._say(f"Not kept: {clash}")
            return True
        before = next((one for one in words if one.pair == mine), None)
        if before is not None and before != self.docket.words.get(mine) and before.by != word.by:
            self._say(
                f"Meanwhile {safe(before.by)} judged this pair {before.verdict}; your word is now the last."
            )
        self.memory.keep(word)
        self.earlier.append(before)
        self.sitting = self.sitting.took(pair, verdict)
        self._say(f"Kept: {verdict}." + (f" {safe(self.why)}" if self.why else ""))
        self.why = ""
        return False

    def _back(self) -> bool:
        if not self.sitting.steps:
            self._say("There is nothing to take back in this sitting.")
            return True
        step, before = self.sitting.steps[-1], self.earlier.pop()
        self.sitting = self.sitting.back()
        if step.verdict is None:
            return False
        self.memory.keep(self._restored(step, before))
        self._say(f"Taken back: {step.verdict}. The word is in the history; the pair waits again.")
        return False

    def _restored(self, step: Step, before: Judgement | None) -> Judgement:
        """Return the word that makes a pair stand as before: the word it had, or none that is sure."""
        if before is None:
            return self._word(step.pair, Verdict.UNSURE, TAKEN_BACK)
        return self._word(step.pair, before.verdict, before.why or TAKEN_BACK)

    def _word(self, pair: Pair, verdict: Verdict, why: str) -> Judgement:
        return Judgement(
            one=pair[0], other=pair[1], verdict=verdict, by=self.memory.person, at=datetime.now(UTC), why=why
        )

    def _show(self, pair: Pair, *, whole: bool = False) -> None:
        number, every = self.sitting.place
        more = self.sitting.settles(pair)
        place = f"{number} of {every}" + (f", this settles about {more} more" if more else "")
        width = self._width()
        shown = screen(self.docket.question(pair), width, place, colour=self.terminal.colour, whole=whole)
        self.terminal.write(f"\n{'─' * width}\n{shown}\n")

    def _width(self) -> int:
        return max(20, self.terminal.width())

    def _say(self, text: str) -> None:
        self.terminal.write(f"{text}\n")


def summary(sitting: Sitting) -> str:
    """Return what a sitting came to, in a sentence."""
    said = sitting.said
    told = ", ".join(f"{said[verdict]} {verdict}" for verdict in Verdict if verdict in said) or "none"
    return f"Judged: {told}; {several(len(sitting.waiting), 'pair')} left. The next build follows it."
