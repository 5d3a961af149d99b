"""The faults that a release can have, each with its rule, and how one is written."""

from eventbook.schema.problem import Problem, error

MISSING = error("release-file-missing", "every file that a release lists is there")
STRAY = error("release-file-stray", "every file that is there is listed")
BYTES = error("release-bytes", "every file has the bytes it was published with")
UNREADABLE = error("release-unreadable", "the parts of a release can be read")
SCHEMA = error("release-schema", "a table has the columns that its codebook gives")
ORDER = error("release-order", "a table's rows stand in their declared order")
KEY = error("release-key", "an id column names each row once")
CONTENT = error("release-content", "a table holds the rows that the manifest names")
IDS = error("release-ids", "the id history and the events name the same current ids")
LOST = error("release-id-lost", "no id of an earlier release ever vanishes")
CHANGES = error("release-changes", "the release before plus the changes gives this one")
REBUILT = error("release-rebuilt", "a release made again from changes is the one that was published")
PRUNED = error("release-pruned", "a release has all its files, or says that they can be made again")
REDACTION = error("release-redaction", "a redaction is told, and what it does not name is as it was")
CHAIN = error("release-chain", "the release before is the one that this one was built on")


def fault(rule: str, file: str, message: str, advice: str = "") -> Problem:
    """Return a fault of a release; a file name need not be text, and what is printed must be."""
    known = {one.id: one for one in (MISSING, STRAY, BYTES, UNREADABLE, SCHEMA, ORDER, KEY, CONTENT)}
    known |= {one.id: one for one in (IDS, LOST, CHANGES, CHAIN, REBUILT, PRUNED, REDACTION)}
    file, message = (text.encode(errors="backslashreplace").decode() for text in (file, message))
    return known[rule].at((file,) if file else (), message, advice)
