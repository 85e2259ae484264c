"""Adding an enterprise to the register, which says so where one of its name, or of one like it, is on record."""

from __future__ import annotations

import datetime as dt

from tiertrack.errors import Fault, StoreError
from tiertrack.facts.identity import Identity, normalise_name
from tiertrack.intake.matching import Candidate, Resemblance, resembling
from tiertrack.ports import Register
from tiertrack.register_reports import Enrolment


def enrol(register: Register, identity: Identity) -> Enrolment:
    """Adds an enterprise, leaving the commit to the caller.

    Raises StoreError where its name is that of an enterprise on record (E639), unless their codes tell them apart, and
    where a code is another's.
    """
    register.take_turn()
    known = register.lookup([identity.name or ""], [])
    alike = list(resembling(identity, known))
    for bearer in known.names.get(normalise_name(identity.name or ""), ()):
        code = known.credit_codes.get(bearer.enterprise)
        told_apart = identity.uscc and code and identity.uscc != code
        is_borne = bearer.borne_on(dt.date.max)
        if is_borne and not told_apart:
            remedy = "就是那一家的不必再登记；是同名的另一家的，请写两家的信用代码"
            raise StoreError(Fault("E639", f"登记库里已有“{bearer.name}”", remedy, identity.name))
        why = Resemblance.SHARED_NAME if is_borne else Resemblance.NAME_GIVEN_UP
        alike.append(Candidate(bearer.enterprise, bearer.name, why))
    key = register.enrol(identity)
    others = {one.enterprise: one for one in alike if one.enterprise != key}
    return Enrolment(identity.name or "", tuple(others.values()))
