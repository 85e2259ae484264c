"""统一社会信用代码 (GB 32100-2015): reading and checking the eighteen characters, and what they say of their bearer.

Some early codes carry a check character that does not fit although the licence prints it so: such a code is taken where
it is marked as copied from the licence, and is known again by its check character, which nothing else lets pass.
"""

from __future__ import annotations

import functools
import re

from tiertrack.errors import BadIdentifier, Fault
from tiertrack.facts.units import folded
from tiertrack.shipped import seed_rows

CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
LENGTH = 18
# What stands behind a code that is taken although its check character is wrong.
ATTESTED_MARK = "（未过校验，凭证照）"
MARKED_LENGTH = LENGTH + len(ATTESTED_MARK)
_MARK = re.compile(r"\((?:未过校验,)?凭(?:营业执照|证照|执照)\)$")
_RESIDENT_ID = re.compile(r"[1-9][0-9]{5}(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9X]")
_PLAIN = re.compile(rf"[{CHARACTERS}]{{2}}[0-9]{{6}}[{CHARACTERS}]{{10}}")
_REMEDY = "请照营业执照抄写 18 位统一社会信用代码"

# Whether the bearer of a code is an enterprise by law: by its kind, not, or not to be told from the code.
LEGAL_FORMS = {
    "enterprise": "登记为企业",
    "no_enterprise": "登记的不是企业",
    "unsettled": "由登记类别不能断定是企业",
    "attested": "未过校验，凭证照",
}


def normalise_credit_code(text: str) -> str:
    """The code in half-width capitals without blanks or hyphens; raises BadIdentifier saying what is wrong.

    The region digits are not looked up: codes keep those of a county long since renamed, and of the registering
    office rather than of where the firm is. A code with （凭证照） behind it may have any check character.
    """
    if _PLAIN.fullmatch(text) and text[:2] in _forms() and is_checked(text):
        return text
    plain = folded(text).replace("，", ",")
    if _MARK.search(plain):
        return attested_credit_code(_MARK.sub("", plain))
    code = attested_credit_code(text)
    if not is_checked(code):
        _refuse_resident_id(code, text)
        remedy = f"{_REMEDY}；证照上确实如此的，请在代码后写（凭证照）"
        raise _bad("E205", f"统一社会信用代码校验码不符，应为 {check_character(code[:17])}", text, remedy)
    return code


def attested_credit_code(text: str) -> str:
    """The code of a licence, which prints whatever check character it has; raises BadIdentifier as above."""
    code = folded(text).replace("-", "").upper()
    if len(code) != 18:
        raise _bad("E201", f"统一社会信用代码须为 18 位，这里有 {len(code)} 位", text)
    if wrong := sorted(set(code) - set(CHARACTERS)):
        raise _bad(
            "E202", f"统一社会信用代码不得含有 {'、'.join(wrong)}", text, "代码不用 I、O、S、V、Z，请核对形近字符"
        )
    if not code[2:8].isdigit():
        raise _bad("E204", "统一社会信用代码第 3 至 8 位须为数字", text)
    if code[:2] not in _forms():
        _refuse_resident_id(code, text)
        raise _bad("E212", f"没有以 {code[:2]} 开头的统一社会信用代码", text, "企业的代码以 91 开头，请照营业执照核对")
    return code


def _refuse_resident_id(code: str, text: str) -> None:
    if _RESIDENT_ID.fullmatch(code):
        raise _bad("E213", "这像是居民身份证号，不是统一社会信用代码", text, "请删去身份证号，改写企业的代码")


@functools.lru_cache(maxsize=65_536)
def is_checked(code: str) -> bool:
    """Whether the last character of a code is the one the others call for."""
    return len(code) == LENGTH and code[17] == check_character(code[:17])


def check_character(first_17: str) -> str:
    """The eighteenth character that the first seventeen call for."""
    total = sum(map(int.__mul__, map(CHARACTERS.index, first_17), WEIGHTS))
    return CHARACTERS[(31 - total % 31) % 31]


def legal_form(code: str) -> str | None:
    """Whether the bearer of a normalised code is an enterprise by law, by a key of ``LEGAL_FORMS``; None where it is no
    code."""
    form = _forms().get(code[:2]) if len(code) in (LENGTH, MARKED_LENGTH) else None
    return "attested" if form is not None and not is_checked(code) else form


def beginnings(form: str) -> tuple[str, ...]:
    """The first two characters of the codes of a legal form."""
    return tuple(beginning for beginning, one in _forms().items() if one == form)


def shown_credit_code(code: str) -> str:
    """A code as it is shown: one that did not pass its check says so."""
    return code if is_checked(code) else f"{code}{ATTESTED_MARK}"


@functools.cache
def _forms() -> dict[str, str]:
    return {row["beginning"]: row["form"] for row in seed_rows("credit_code_categories.csv")}


def _bad(code: str, what: str, value: str, remedy: str = _REMEDY) -> BadIdentifier:
    return BadIdentifier(Fault(code, what, remedy, value))
