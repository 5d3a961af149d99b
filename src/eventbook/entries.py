"""Where each command is found, under which heading it is listed, and what the list says of it.

The list of all commands is written here and not asked of the commands: to load them all takes longer
than reading the list.
"""

from dataclasses import dataclass

CODING = "eventbook.coders.commands"
BUILDING = "eventbook.datasets.commands"


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a command is found: a module and what in it, and the extra that it needs; `says` is for the list."""

    module: str
    name: str
    extra: str
    says: str


def _coding(**commands: str) -> dict[str, Entry]:
    return {
        name.rstrip("_"): Entry(CODING, name.rstrip("_"), "code", says) for name, says in commands.items()
    }


def _building(module: str, extra: str = "build", **commands: str) -> dict[str, Entry]:
    return {name: Entry(f"{BUILDING}.{module}", name, extra, says) for name, says in commands.items()}


SECTIONS: dict[str, dict[str, Entry]] = {
    "Begin": _coding(
        init="Make a workspace in a new folder.",
        status="Show how far the work is, and what waits for whom.",
        codebook="Read the codebook, check one of your own, list the rules.",
    ),
    "Articles and lists": _coding(
        article="Take in articles, list them, show one.",
        actors="Add, find, merge and correct actors.",
        places="Add and find places.",
        outlets="Add and correct outlets.",
        import_="Take over what others coded or published.",
    ),
    "Code": _coding(
        desk="Open the coding desk in the browser.",
        suggest="Show what an article seems to say, with its words.",
        sheet="Write a sheet to fill in; list and show those there are.",
        check="List every problem of sheet files; nothing is stored.",
        submit="Hand in sheet files for review.",
        corroborate="Write a sheet that tells of an event coded already.",
        form="Look at a form's history.",
        withdraw="Withdraw forms; they stay readable.",
    ),
    "Review": _coding(
        accept="Accept forms: the next release is made of them.",
        return_="Return forms to their coder with a reason.",
        hold="Hold forms until something is known.",
        reject="Reject forms; they stay readable.",
        reopen="Open forms again that were accepted or rejected.",
    )
    | _building("judge", judge="Judge the pairs of reports that wait, side by side.")
    | _building("explain", explain="Say why two reports are one incident or two.")
    | _building(
        "override",
        override="Set one field of one event, whatever the reports say.",
        overrides="List the overrides in force, take one back.",
    ),
    "Publish": _building("build", build="Build the next release from the accepted reports.")
    | _building("release", "", release="List, show, compare, verify, rebuild and redact releases.")
    | _building("export", "", export="Write a release's events for other programs.")
    | _building("site", site="Write the pages beside the releases anew.")
    | _building("key", key="Make and show the key that releases are signed with.")
    | {"sign": Entry(f"{BUILDING}.key", "sign_release", "build", "Sign a release that is there.")},
}
"""The commands by heading, in the order in which work goes."""

ENTRIES = {name: entry for commands in SECTIONS.values() for name, entry in commands.items()}
