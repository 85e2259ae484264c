"""Making a key for the seals of a register."""

from __future__ import annotations

from tiertrack.input_file import PathLike


def make_key(into: PathLike) -> dict[str, str]:
    """Makes a key; the files of the private and the public one, and the fingerprint.

    Raises BadFile where one of the files is there already or cannot be written.
    """
    from tiertrack.store.signing import make_key as make

    key_id, public = make(into)
    return {"private": str(into), "public": str(public), "key_id": key_id}
