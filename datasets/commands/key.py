"""The commands for signing: make a key, show it, sign a release."""

import getpass
import os
import tempfile
from pathlib import Path

import click

from eventbook.datasets.commands.shelf import releases_of
from eventbook.datasets.releases.file_check import listed_files
from eventbook.datasets.releases.read import Release, find_release
from eventbook.datasets.releases.release_files import ATTESTATION, CHECKSUMS, SIGNATURE
from eventbook.datasets.signing.attestation import envelope, statement
from eventbook.datasets.signing.signature_check import trusted_keys
from eventbook.datasets.signing.signing_key import new_key, sign, signing
from eventbook.datasets.signing.ssh_signature import SignatureError, signer
from eventbook.datasets.site.site import write_site
from eventbook.schema.session import Session
from eventbook.schema.talk import data_json, say, tell

SECRET = click.Path(path_type=Path, dir_okay=False)


@click.group()
def key() -> None:
    """Make and show the key that releases are signed with."""


@key.command("new")
@click.argument("file", type=SECRET)
@click.option("--name", default="", help="What to call the key; your user name if left out.")
def new(file: Path, name: str) -> None:
    """Make a key: the secret FILE, and FILE.pub to give to your readers.

    Keep FILE outside the workspace and back it up; whoever has it can sign in your name.

    \b
    Examples:
      eventbook key new ~/.ssh/eventbook_release --name "Sample Desk"
    """
    made = new_key(file, name or getpass.getuser())
    tell(made.line)
    say(f"Made {file} (secret) and {file}.pub. Publish the line above by another way than your releases.")


@key.command("show")
@click.argument("file", type=SECRET)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
def show(file: Path, as_json: bool) -> None:  # noqa: FBT001
    """Show the public keys in a .pub or allowed-signers FILE with their fingerprints.

    \b
    Examples:
      eventbook key show eventbook_release.pub
    """
    keys = trusted_keys(file)
    if as_json:
        data_json([{"fingerprint": one.fingerprint, "name": one.name, "key": one.line} for one in keys])
        return
    for one in keys:
        tell(f"{one.fingerprint}  {one.name}".rstrip())


@click.command("sign")
@click.argument("version", default="latest")
@click.option(
    "--key", "file", type=SECRET, required=True, help="The secret key, made by `eventbook key new`."
)
@click.pass_obj
def sign_release(session: Session, version: str, file: Path) -> None:
    """Sign a release that is there: its checksums, and by them every file.

    VERSION is a version, `latest`, or the folder of a release.

    \b
    Examples:
      eventbook sign latest --key ~/.ssh/eventbook_release
    """
    folder = find_release(releases_of(session), version)
    put_signature(folder, file)
    write_site(folder.parent)
    say(f"Signed {folder.name}.")
    tell(str(folder / SIGNATURE))


def put_signature(folder: Path, file: Path) -> None:
    """Sign the checksums of a release. A signature that is there stays: the same again is no fault.

    Raises `SignatureError` where another key has signed it.
    """
    message, target = (folder / CHECKSUMS).read_bytes(), folder / SIGNATURE
    text = sign(file, message)
    if target.exists():
        there = signer(target.read_text(encoding="utf-8"), message)
        if there.raw != signer(text, message).raw:
            says = f"{folder.name} is signed already, with {there.fingerprint}; releases are never changed"
            raise SignatureError(says)
        return
    public, by = signing(file)
    files = listed_files(message.decode())
    _put(folder / ATTESTATION, envelope(statement(Release(folder).manifest, files), public, by))
    _put(target, text)


def _put(target: Path, text: str) -> None:
    folder = target.parent
    with tempfile.NamedTemporaryFile("w", dir=folder.parent, prefix=".signing-", delete=False) as draft:
        draft.write(text)
        draft.flush()
        os.fsync(draft.fileno())
    Path(draft.name).chmod(0o644)
    Path(draft.name).rename(target)
