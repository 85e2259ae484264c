"""统一社会信用代码 (GB 32100-2015): normalising and checking the eighteen characters."""

from __future__ import annotations

from tiertrack.errors import BadIdentifier, Fault
from tiertrack.facts.units import folded

CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
# What each character counts for in each of the eighteen places; of a code all add up to a multiple of 31.
WEIGHED_CHARACTERS = tuple(
    tuple(value * (pow(3, place, 31) if place < 17 else 1) for value in range(31)) for place in range(18)
)
_REMEDY = "请照营业执照抄写 18 位统一社会信用代码"


def normalise_credit_code(text: str) -> str:
    """The code in half-width capitals without blanks or hyphens; raises BadIdentifier saying what is wrong.

    The region digits are not looked up: codes keep those of a county long since renamed, and of the registering
    office rather than of where the firm is.
    """
    code = folded(text).replace("-", "").upper()
    if len(code) != 18:
        raise _bad("E201", f"统一社会信用代码须为 18 位，这里有 {len(code)} 位", text)
    if wrong := sorted(set(code) - set(CHARACTERS)):
        raise _bad(
            "E202", f"统一社会信用代码不得含有 {'、'.join(wrong)}", text, "代码不用 I、O、S、V、Z，请核对形近字符"
        )
    if not code[2:8].isdigit():
        raise _bad("E204", "统一社会信用代码第 3 至 8 位须为数字", text)
    if code[17] != check_character(code[:17]):
        raise _bad("E205", f"统一社会信用代码校验码不符，应为 {check_character(code[:17])}", text)
    return code


def check_character(first_17: str) -> str:
    """The eighteenth character that the first seventeen call for."""
    total = sum(WEIGHED_CHARACTERS[place][CHARACTERS.index(character)] for place, character in enumerate(first_17))
    return CHARACTERS[(31 - total % 31) % 31]


def _bad(code: str, what: str, value: str, remedy: str = _REMEDY) -> BadIdentifier:
    return BadIdentifier(Fault(code, what, remedy, value))
