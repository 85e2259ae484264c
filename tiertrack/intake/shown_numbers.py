"""Numbers of a workbook as the spreadsheet shows them: with the unit their format writes beside them, in percent where
it scales them so."""

from __future__ import annotations

import functools
import re
from decimal import Decimal

from attrs import frozen

# The parts of a number format: what it writes as it stands (a text in quotes, or what follows a mark), what takes no
# part in it (colours, conditions, blanks as wide as something, fillings), the currency of a locale, and the rest.
_PART = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<marked>.)|\[\$(?P<currency>[^\]-]*)(?P<locale>[^\]]*)\]|(?P<condition>\[[<>=][^\]]*\])'
    r"|\[[^\]]*\]|[_*].|(?P<general>General|G/通用格式)|(?P<section>;)|(?P<code>.)",
    re.IGNORECASE | re.DOTALL,
)
_PLACES = "0#?"
# Our own money, and what writes a negative number, are no unit.
_NO_UNIT = re.compile(r"[¥￥()（）+\-\s]|RMB|CNY", re.IGNORECASE)
# Digits that are written as a day keep their value.
_OF_A_DAY = re.compile(r"[-/年月日\s]*")
_SHOWN = re.compile(
    r"(?P<before>[^\d.]*)(?P<digits>\d[\d,]*(?:\.(?P<decimals>\d+))?)(?:E(?P<tens>[+-]?\d+))?(?P<after>\D*)", re.ASCII
)


def shown_number(number: float | Decimal, shown_as: str) -> str:
    """A number as the spreadsheet shows it by its format: of the digits of a float the fifteen that are kept, with the
    texts beside it. One whose size the format changes is no number any more, so that whoever reads it refuses it."""
    form = _form_of(shown_as, (number > 0) - (number < 0))
    text = f"{number:.15g}" if isinstance(number, float) else str(number)
    if form is _PLAIN and _WRITTEN_OUT.fullmatch(text):
        # So are most numbers of a table, and they are read by the hundred thousand.
        return text
    exact = Decimal(text)
    if form is None:
        return _untold(exact, f"显示格式 {shown_as}")
    return form.shown(exact)


def number_beside_text(number: Decimal, text: str, times: int = 1) -> str:
    """The same of a number and the ``text`` that the file says it is shown as, in percent where ``times`` is 100."""
    in_percent = times == 100
    seen = _SHOWN.fullmatch(text)
    if seen is None:
        return _Form(percent=in_percent).shown(number)
    digits = Decimal(seen["digits"].replace(",", "")).scaleb(int(seen["tens"] or 0))
    rounded = Decimal(6).scaleb(int(seen["tens"] or 0) - len(seen["decimals"] or "") - 1)
    if abs(abs(number) * times - digits) > rounded:
        return _untold(number, f"显示为 {text}")
    before, after = (_NO_UNIT.sub("", seen[side]) for side in ("before", "after"))
    return _Form(before, after.removeprefix("%") if in_percent else after, in_percent).shown(number)


@frozen
class _Form:
    """What stands before and after a number, and whether it is shown in percent."""

    before: str = ""
    after: str = ""
    percent: bool = False

    def shown(self, number: Decimal) -> str:
        if self.percent:
            return f"{self.before}{(number * 100).normalize():f}%{self.after}"
        return f"{self.before}{number.normalize():f}{self.after}"


# A form that shows a number as it is, and a number that is written as such a form shows it.
_PLAIN = _Form()
_WRITTEN_OUT = re.compile(r"-?[0-9]+(?:\.[0-9]*[1-9])?")


def _untold(number: Decimal, how: str) -> str:
    return f"{number.normalize():f}（{how}，与实际的数大小不同）"


# A workbook has few formats and many numbers.
@functools.lru_cache(maxsize=1024)
def _form_of(shown_as: str, sign: int) -> _Form | None:
    """The form that a format gives numbers of a sign; None where it changes their size, or which form it gives hangs
    on more than the sign."""
    sections: list[list[re.Match[str]]] = [[]]
    for part in _PART.finditer(shown_as):
        if part["section"]:
            sections.append([])
        else:
            sections[-1].append(part)
    numeric = sections[:3]
    forms = [_form(section) for section in numeric]
    if any(part["condition"] for section in numeric for part in section):
        return forms[0] if len({*forms}) == 1 else None
    at = {1: 0, -1: 1, 0: 2}[sign]
    return forms[at if at < len(forms) else 0]


def _form(section: list[re.Match[str]]) -> _Form | None:
    form = _form_told(section)
    return _PLAIN if form == _PLAIN else form


def _form_told(section: list[re.Match[str]]) -> _Form | None:
    texts = [""]
    percent = rescaled = commas = False
    for part in section:
        code = part["code"] or ""
        if part["general"] or (code and code in _PLACES):
            commas = False
            texts.append("")
        elif code == ",":
            # After the last place for a digit it divides by a thousand; between two it groups them.
            commas = len(texts) > 1
        elif code in {".", "%"}:
            rescaled |= commas
            percent |= code == "%"
        elif code == "$" or not code.isascii():
            texts[-1] += code
        elif not code:
            yen = part["currency"] and part["locale"].endswith("411")
            texts[-1] += "日元" if yen else part["quoted"] or part["marked"] or part["currency"] or ""
    if len(texts) == 1:
        # A section without a place for digits shows a word in place of a number, as - for nothing.
        return _Form()
    before, between, after = texts[0], "".join(texts[1:-1]), texts[-1]
    if rescaled or commas or not _OF_A_DAY.fullmatch(between):
        return None
    if re.search("[年月]", between):
        after = after.removeprefix("日")
    return _Form(_NO_UNIT.sub("", before), _NO_UNIT.sub("", after), percent)
