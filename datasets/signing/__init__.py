"""Signatures of releases, in OpenSSH's form."""
