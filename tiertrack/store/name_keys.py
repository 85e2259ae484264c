"""The keys names are found by, worked out anew where they were kept by an older software.

They follow from the names, and no digest covers them, so nothing on record is changed: a check works them out, too.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy import Connection, Table, bindparam, select, update

from tiertrack.facts.identity import normalise_name
from tiertrack.intake.matching import stem
from tiertrack.store.tables import achievement_names, enterprise_names, match_proposals

_AT_A_TIME = 5000

# What a key is worked out from, and how.
_Keys = Mapping[str, tuple[str, Callable[[str], str]]]


def _key(name: str) -> str:
    # A name that nobody sees was refused by no older software, and has to have a key.
    return normalise_name(name) or name


def _listed_name(row: str) -> str:
    return str(json.loads(row)["identity"]["name"] or "")


_NAME: _Keys = {"normalised": ("name", _key)}
KEYS: Final[Mapping[Table, _Keys]] = {
    enterprise_names: {**_NAME, "stem": ("name", stem)},
    achievement_names: _NAME,
    match_proposals: {
        "normalised": ("row", lambda row: normalise_name(_listed_name(row))),
        "stem": ("row", lambda row: stem(_listed_name(row))),
    },
}


def renew_keys(connection: Connection) -> None:
    """Works out every key of a name anew."""
    for table, keys in KEYS.items():
        change = update(table).where(table.c.id == bindparam("key"))
        change = change.values({name: bindparam(f"new_{name}") for name in keys})
        rows = connection.execute(select(table).order_by(table.c.id).limit(_AT_A_TIME)).mappings().all()
        while rows:
            changes = [changed for row in rows if (changed := _change(dict(row), keys)) is not None]
            if changes:
                connection.execute(change, changes)
            following = select(table).where(table.c.id > rows[-1]["id"]).order_by(table.c.id).limit(_AT_A_TIME)
            rows = connection.execute(following).mappings().all()


def derived(table: Table, row: Mapping[str, Any]) -> str | None:
    """A key of a row as it is stored that is not what follows from the name; None where all are."""
    for name, (source, of) in KEYS.get(table, {}).items():
        try:
            follows = None if row[source] is None else of(row[source])
        except (TypeError, ValueError, KeyError, AttributeError):
            return name
        if row[name] != follows:
            return name
    return None


def _change(row: Mapping[str, Any], keys: _Keys) -> dict[str, Any] | None:
    """The new keys of a row; None where they are the old ones."""
    found = {name: None if row[source] is None else of(row[source]) for name, (source, of) in keys.items()}
    if all(row[name] == value for name, value in found.items()):
        return None
    return {"key": row["id"], **{f"new_{name}": value for name, value in found.items()}}
