"""Adding an enterprise to the register, or finding it there by its credit code; where only a name says that it may be
one on record, none is added."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from tiertrack.app.recording import name_of_another
from tiertrack.enterprise import Enterprise
from tiertrack.errors import AmbiguousEnterprise, Fault
from tiertrack.facts.identity import Identity, normalise_name
from tiertrack.intake.matching import Candidate, KnownName, Lookup, Resemblance, resembling
from tiertrack.ports import Register
from tiertrack.register_reports import Change, Enrolment, Renaming
from tiertrack.temporal import AsOf

_EVER = AsOf(dt.date.max)


def enrol(register: Register, identity: Identity) -> Enrolment:
    """Adds an enterprise, leaving the commit to the caller; one that has its credit code already is that one, and what
    else is said of it is kept.

    Raises AmbiguousEnterprise where its name is that of an enterprise on record (E639), unless their codes tell them
    apart; BadInput where its code is one enterprise's and its name another's (E640); StoreError where its stock code is
    another's.
    """
    register.take_turn()
    name, code = identity.name or "", identity.uscc
    known = register.lookup([name], [code] if code else [])
    bearers = known.names.get(normalise_name(name), ())
    if code is not None and (key := known.codes.get(code)) is not None:
        return _known(register, key, identity, bearers)
    alike = list(resembling(identity, known))
    borne = [bearer for bearer in bearers if bearer.borne_on(dt.date.max)]
    if namesakes := {one.enterprise for one in borne if not _told_apart(code, one, known)}:
        remedy = "就是那一家的不必再登记；是同名的另一家的，请写两家的信用代码"
        candidates = register.enterprises(namesakes, _EVER)
        raise AmbiguousEnterprise(Fault("E639", f"登记库里已有“{name}”", remedy, name), candidates=candidates)
    for bearer in bearers:
        why = Resemblance.SHARED_NAME if bearer in borne else Resemblance.NAME_GIVEN_UP
        alike.append(Candidate(bearer.enterprise, bearer.name, why))
    key = register.enrol(identity)
    others = {one.enterprise: one for one in alike if one.enterprise != key}
    return Enrolment(_enterprise(register, key), tuple(others.values()))


def _told_apart(code: str | None, bearer: KnownName, known: Lookup) -> bool:
    on_record = known.credit_codes.get(bearer.enterprise)
    return bool(code and on_record and code != on_record)


def _known(register: Register, key: int, identity: Identity, bearers: Iterable[KnownName]) -> Enrolment:
    """The enterprise of a credit code, with what is said of it; that may be a name it did not have before."""
    before = register.identity(key).name
    if any(bearer.enterprise != key and bearer.borne_on(dt.date.max) for bearer in bearers):
        raise name_of_another(identity.name or "", before)
    is_called = any(bearer.enterprise == key for bearer in bearers)
    register.learn(key, identity)
    after = _enterprise(register, key)
    renamed = Renaming(before, after.name) if before and not is_called else None
    return Enrolment(after, change=Change.KNOWN, renamed=renamed)


def _enterprise(register: Register, key: int) -> Enterprise:
    return register.enterprises([key], _EVER)[0]
