"""An enterprise on record, by the id it keeps, and the ways in which one is named."""

from __future__ import annotations

from attrs import frozen


@frozen
class Enterprise:
    """An enterprise on record, as of a day: what it is called, its codes, and where and in what trade it is.

    ``id`` is the number of its record in that register, which never changes. Of records that were joined it is that of
    the one they are read as, and the id of each answers for it. None is what is not known.
    """

    id: int
    name: str
    short_name: str | None = None
    uscc: str | None = None
    stock_code: str | None = None
    region: str | None = None
    industry: str | None = None


# How an enterprise is named: by a name (a former one too), credit code or stock code, by its id, or by itself.
Reference = str | int | Enterprise


def reference_text(reference: Reference) -> str:
    """How an enterprise was named, for whoever named it."""
    return reference.name if isinstance(reference, Enterprise) else str(reference)
