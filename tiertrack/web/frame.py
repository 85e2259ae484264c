"""What a page shows in its frame: the day, the links that keep it, the parameters as they were written, the faults."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlencode

from attrs import frozen

from tiertrack.errors import Cause, TiertrackError
from tiertrack.pages.environment import HERE, page
from tiertrack.version import __version__
from tiertrack.web.access import Session
from tiertrack.web.desk import Desk, Writing
from tiertrack.web.handbook_shelf import PATH as HANDBOOK
from tiertrack.web.phrasing import told, told_place

STYLE = "register.css"
# The parts of the register, as every page names them at its top.
_PARTS = (
    ("企业", "/firms"),
    ("候选", "/candidates"),
    ("到期", "/due"),
    ("标准", "/policy"),
    ("导入", "/imports"),
    ("待确认", "/matches"),
)


@frozen
class Frame:
    """What is the same on every page that answers one request: its path, the parameters as they were ``written``, the
    ``day`` it is about, and who asks."""

    desk: Desk
    path: str
    written: tuple[tuple[str, str], ...]
    day: dt.date
    session: Session | None = None

    def page(
        self, template: str, shown: Mapping[str, Any], *, names: Iterable[str] = (), json: str = "", **more: Any
    ) -> str:
        """A page; ``names`` are the parameters it may show as they were written, ``json`` the address of its data."""
        said = dict(self.written)
        frame: dict[str, Any] = {
            "parts": _PARTS,
            "handbook": HANDBOOK,
            "here": self.path,
            "asked": self.written,
            "query": {name: said.get(name, "") for name in names},
            "on": self.day.isoformat(),
            "known_at": said.get("known_at", ""),
            "link": self.link,
            "again": self.again,
            "json": json,
            "writing": self.desk.writing is Writing.ALLOWED,
            "signed_in": self.session is not None,
            "sign_out": self.form_token("/sign-out"),
            "version": __version__,
        }
        return page(template, styles=(STYLE,), forms=HERE, **frame, **shown, **more)

    def link(self, path: str, **parameters: object) -> str:
        """The address of another page of the same day, as known at the same instant."""
        kept = {"on": self.day.isoformat(), "known_at": dict(self.written).get("known_at", "")}
        return _address(path, {**kept, **parameters})

    def again(self, path: str = "", **parameters: object) -> str:
        """The address of this page, or of another that is asked the same, with other parameters; those that are empty
        are left out."""
        return _address(path or self.path, {**dict(self.written), **parameters})

    def form_token(self, path: str) -> str:
        """What a form sent to a path has to bring; empty for somebody who has not signed in."""
        return "" if self.session is None else self.session.form_token(path)

    def error_page(self, heading: str, error: TiertrackError, labels: Mapping[str, str]) -> str:
        """The page of an error: what is wrong, where, which value, and what to do; parameters by their ``labels``."""
        return self.page("register/error.html", {"heading": heading, "causes": causes_shown(error, labels)})


@frozen
class ShownCause:
    """What is wrong as a page shows it: of many places and values the first."""

    code: str
    what: str
    remedy: str
    places: str
    values: str


def causes_shown(error: TiertrackError, labels: Mapping[str, str]) -> Sequence[ShownCause]:
    """The causes of an error as pages show them, where the parameters have their ``labels``."""
    return [_shown(cause, labels) for cause in error.causes]


def _shown(cause: Cause, labels: Mapping[str, str]) -> ShownCause:
    first, places = cause.faults[0], [told_place(place, labels) for place in cause.places]
    return ShownCause(first.code, told(first.what), told(first.remedy), _few(places), _few(cause.values))


_SHOWN, _LONGEST = 3, 200


def _few(texts: Sequence[str]) -> str:
    shown = "、".join(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…" for text in texts[:_SHOWN])
    return f"{shown}等 {len(texts)} 处" if len(texts) > _SHOWN else shown


def _address(path: str, parameters: Mapping[str, object]) -> str:
    said = {name: str(value) for name, value in parameters.items() if value not in ("", None)}
    return quote(path, safe="/:") + (f"?{urlencode(said)}" if said else "")
