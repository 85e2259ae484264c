"""Reading and writing quantities as people do: 5200万元, 12%, 2023-01-01. Exact both ways; no float anywhere."""

from __future__ import annotations

import calendar
import datetime as dt
import functools
import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tiertrack.errors import BadQuantity, Fault
from tiertrack.given import of_kind
from tiertrack.logic.quantity import Kind
from tiertrack.temporal import Span, reckoned

_MULTIPLES = {
    **{"": 1, "万": 10**4, "亿": 10**8},
    **{"百": 10**2, "千": 10**3, "十万": 10**5, "百万": 10**6, "千万": 10**7},
    **{"十亿": 10**9, "百亿": 10**10, "千亿": 10**11, "万亿": 10**12},
}
# The units of amounts by their full names, each in fen; those that are written most go first.
MONEY_UNITS = {f"{multiple}元": 100 * times for multiple, times in _MULTIPLES.items()}
LARGEST_FEN = 900_000_000_000_000

# Longer numbers than any amount or share needs are refused before Python would refuse to convert them.
# Without commas first: so are nearly all, and a whole text is a number in one way at most.
_NUMBER = r"([+-]?(?:\d{1,40}|\d{1,3}(?:,\d{3}){1,12}))(?:\.(\d{1,40}))?"
_AMOUNT = re.compile(rf"{_NUMBER}\s*(\D*)", re.ASCII)
_PERCENT = re.compile(rf"{_NUMBER}%")
_FRACTION = re.compile(r"(-?\d{1,40})/([1-9]\d{0,39})")
_WHOLE = re.compile(r"[+-]?\d+")
# A whole number below it is written in fewer digits than are refused.
_PLAIN = 10**14
_POINTS = re.compile(r"\d{1,3}(\.\d{1,2})?")


@functools.lru_cache(maxsize=1024)
def money_unit_of(word: str) -> str | None:
    """The full name of a unit of money, as of ``万`` or ``千 元``; None where it is no unit."""
    name = folded(word)
    if name in MONEY_UNITS:
        return name
    # 百 and 千 by themselves leave open of what.
    return f"{name}元" if name.endswith(("万", "亿")) and f"{name}元" in MONEY_UNITS else None


def money_unit_named(word: str | None) -> str | None:
    """The same of the unit of a whole table, None where it has none; raises BadQuantity for what is no unit,
    BadInput for what is no text."""
    if word is None:
        return None
    unit = money_unit_of(of_kind(str, word, "金额单位", "如 万元 的文字"))
    if unit is None:
        raise _bad("E428", "没有这个金额单位", word, f"可用的有 {'、'.join(MONEY_UNITS)}")
    return unit


def is_bare_number(text: str) -> bool:
    """Whether there is nothing but a number, so that its unit stands elsewhere."""
    return re.fullmatch(r"[-+\d.,\s]+", plain_text(text), re.ASCII) is not None


# What a firm stated is read again with each question about it.
@functools.lru_cache(maxsize=16_384)
def parse_money(text: str, unit: str | None = None) -> int:
    """Whole fen of ``5200万元`` or ``0.9亿``, or of a bare number where ``unit`` is given; raises BadQuantity.

    A number shortened by 万 or 亿 has its unit whatever ``unit`` is; one that states another in full contradicts it.
    """
    match = _AMOUNT.fullmatch(plain_text(text))
    whole, decimals, word = match.groups("") if match else ("", "", "")
    written = (word if word in MONEY_UNITS else money_unit_of(word)) if word else None
    if match is None or (word and written is None):
        beside = f"请写数字，如 5200；单位已定为{unit}，可以不写"
        remedy = beside if unit else "请写数字加单位：元、万元或亿元，如 5200万元"
        raise _bad("E101", "金额读不出来", text, remedy)
    if written is None and unit is None:
        raise _bad("E102", "金额没有单位", text, "请加上元、万元或亿元，如 5200万元")
    if written and unit and written != unit and word.endswith("元"):
        raise _bad("E103", f"金额的单位与标题或选项所定的{unit}不一致", text, "请只写一处单位，或使两处一致")
    fen = int(whole.replace(",", "") + decimals) * MONEY_UNITS[written or unit or "元"]
    if decimals:
        fen, below = divmod(fen, 10 ** len(decimals))
        if below:
            raise _bad("E104", "金额精确到分以下", text, "请四舍五入到分")
    return reckoned_fen(fen, text)


def reckoned_fen(fen: int, text: str) -> int:
    """An amount within what is reckoned with; raises BadQuantity for any other, written as ``text``."""
    if abs(fen) > LARGEST_FEN:
        raise _bad("E105", "金额超出可处理的范围（正负 9 万亿元）", text, "请核对单位是否写错")
    return fen


@functools.lru_cache(maxsize=4096)
def parse_share(text: str) -> Fraction:
    """The exact share of ``12%`` or ``3/25``; raises BadQuantity."""
    plain = plain_text(text)
    if match := _PERCENT.fullmatch(plain):
        whole, decimals = match.groups("")
        return Fraction(int(whole.replace(",", "") + decimals), 10 ** (2 + len(decimals)))
    if match := _FRACTION.fullmatch(plain):
        return Fraction(int(match[1]), int(match[2]))
    raise _bad("E106", "比例读不出来", text, "请写百分数如 12%，或准确的分数如 3/25")


def part_of_whole(share: Fraction) -> Fraction:
    """A share from nothing to the whole; raises BadQuantity for any other."""
    if not 0 <= share <= 1:
        raise _bad("E116", "比例不在 0 与 100% 之间", f"{decimal_text(share * 100, 6)}%", "请写 0% 至 100%，如 10%")
    return share


def parse_whole(value: str | int | Decimal) -> int:
    """A whole number; raises BadQuantity for anything else."""
    if type(value) is int and abs(value) < _PLAIN:
        return value
    plain = plain_text(str(value))
    if not _WHOLE.fullmatch(plain) or len(plain) > 15:
        raise _bad("E107", "须为整数", str(value), "请写不带小数和单位的整数")
    return int(plain)


def parse_points(value: str | int | Decimal) -> int:
    """Hundredths of a point; raises BadQuantity where there are more than two decimals."""
    plain = plain_text(str(value)).removesuffix("分").rstrip()
    if not _POINTS.fullmatch(plain):
        raise _bad("E108", "得分读不出来", str(value), "请写 0 到 100 之间、至多两位小数的分数，如 58.5")
    whole, _point, decimals = plain.partition(".")
    return int(whole) * 100 + int(f"{decimals:0<2}")


_DAYS = (
    r"(\d{4})-(\d{1,2})-(\d{1,2})",
    r"(\d{4})/(\d{1,2})/(\d{1,2})",
    r"(\d{4})\.(\d{1,2})\.(\d{1,2})",
    r"(\d{4})年(\d{1,2})月(\d{1,2})日",
    r"(\d{4})(\d{2})(\d{2})",
)
_DAY_FORMS = tuple(re.compile(written, re.ASCII) for written in _DAYS)
_MONTH = re.compile(r"(\d{4})[-/.年](\d{1,2})月?", re.ASCII)
# A day as one of these ways has it, within a sentence or before a time of day.
DAY_PATTERN = "|".join(re.sub(r"[()]", "", written) for written in _DAYS)


# Titles are conferred in batches: most days are those of a few.
@functools.lru_cache(maxsize=4096)
def parse_date(text: str) -> dt.date:
    """A day written 2024-07-01, 2024-7-1, 2024/7/1, 2024.7.1, 20240701 or 2024年7月1日, in digits of either width.

    Raises BadQuantity for any other text, a day there is none of, and one outside the calendar reckoned with.
    """
    plain = text if text.isascii() and text.isprintable() and " " not in text else _without_blanks(text)
    for written in _DAY_FORMS:
        if match := written.fullmatch(plain):
            try:
                return reckoned(dt.date(*map(int, match.groups())))
            except ValueError:
                raise _bad("E110", "没有这一天", text, "请核对年月日") from None
    raise _bad("E109", "日期读不出来", text, _month_remedy(plain) or "请写成 年-月-日，如 2023-01-01")


def _month_remedy(plain: str) -> str | None:
    """What to do about a month without its day; None where it is none. Nobody guesses the day: where it cannot be found
    out, what begins on the last of the month is never reckoned longer than it was."""
    match = _MONTH.fullmatch(plain)
    year, month = map(int, match.groups()) if match else (0, 0)
    if not (year and 1 <= month <= 12):
        return None
    last = dt.date(year, month, calendar.monthrange(year, month)[1])
    return f"只写到月，请写明是哪一日；证书、合同上也查不到的，起始日写当月最后一日（{last}），年限只会少算"


def _without_blanks(text: str) -> str:
    return re.sub(r"\s", "", plain_text(text))


# What a while may be, for messages and the help of options.
SPANS = "0 至 9999 天或 0 至 999 个月，如 90天、3个月、半年、1年"


def parse_span(text: str) -> Span:
    """A while of ``90d``, ``90天``, ``2周`` or, by the calendar, ``3个月``, ``半年``, ``1年``.

    Raises BadQuantity, as for a negative one and one longer than the calendar is reckoned with.
    """
    plain = _without_blanks(text).lower().replace("半年", "6个月")
    match = re.fullmatch(r"(-?)(\d+)(d|天|日|周|个月|年)?", plain, re.ASCII)
    if match is None:
        raise _bad("E711", "时间跨度读不出来", text, f"请写{SPANS}")
    sign, digits, unit = match[1], match[2].lstrip("0") or "0", match[3]
    if sign and digits != "0":
        raise _bad("E711", "时间跨度为负，只往后看", text, f"请写{SPANS}")
    months, times = unit in ("个月", "年"), {"周": 7, "年": 12}.get(unit, 1)
    if len(digits) > 4 or int(digits) * times > (999 if months else 9999):
        raise _bad("E732", "时间跨度太长", text, f"请写{SPANS}")
    return Span(months=int(digits) * times) if months else Span(days=int(digits) * times)


_CLOCK = r"(?P<hour>\d{1,2}):(?P<rest>\d{2}(?::\d{2}(?:\.\d{1,9})?)?)"
_INSTANT = rf"(?P<day>{DAY_PATTERN})[T\s]\s*{_CLOCK}\s*(?P<zone>Z|[+-]\d{{2}}:?\d{{2}})?"


def parse_instant(text: str) -> dt.datetime | None:
    """An instant in ISO 8601 or with its day as ``parse_date`` reads it, without a zone where none is written.

    None where it is no instant, as a day alone. Raises BadQuantity as ``parse_date`` does.
    """
    plain = plain_text(text)
    if match := re.fullmatch(_INSTANT, plain, re.ASCII | re.IGNORECASE):
        day = parse_date(match["day"]).isoformat()
        plain = f"{day}T{int(match['hour']):02}:{match['rest']}{match['zone'] or ''}"
    elif "T" not in plain.upper():
        return None
    try:
        found = dt.datetime.fromisoformat(plain.upper())
    except ValueError:
        return None
    reckoned(found.date())
    return found


def plain_text(text: str) -> str:
    """What is written, with half-width characters and without blanks around it; the mark of a footnote, as ² or ①, is
    no digit and stays what it is."""
    if text.isascii():
        return text.strip()
    if unicodedata.is_normalized("NFKC", text):
        return text.replace("−", "-").strip()
    halves = (character if _is_mark(character) else unicodedata.normalize("NFKC", character) for character in text)
    return "".join(halves).replace("−", "-").strip()


def _is_mark(character: str) -> bool:
    return unicodedata.decomposition(character).startswith(("<super>", "<sub>", "<circle>", "<fraction>"))


def folded(text: str) -> str:
    """A text without any blanks, its letters and brackets half-width."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def folded_word(text: str) -> str:
    """The same in small letters, for words that are compared without regard to capitals."""
    return folded(text).lower()


def _bad(code: str, what: str, value: str, remedy: str) -> BadQuantity:
    return BadQuantity(Fault(code, what, remedy, value))


def decimal_text(value: Fraction, digits: int) -> str:
    """``value`` rounded half up to at most ``digits`` decimals, without trailing zeros."""
    # Reckoned in whole numbers, which takes a fraction of the time that fractions do.
    parts = value.denominator
    rounded = (2 * abs(value.numerator) * pow(10, digits) + parts) // (2 * parts)
    whole, part = divmod(rounded, pow(10, digits))
    text = f"{whole}.{part:0{digits}}".rstrip("0").rstrip(".") if part else str(whole)
    return f"-{text}" if value < 0 and rounded else text


def are_enough(value: Fraction, digits: int) -> bool:
    """Whether ``decimal_text`` of so many decimals is the exact value."""
    return bool(pow(10, digits) % value.denominator == 0)


def written_money(fen: int) -> str:
    """An amount as a file has it, exact to the fen."""
    return f"{decimal_text(Fraction(fen, 100), 2)}元"


def format_money(fen: int | Fraction) -> str:
    """An amount in 亿元 from one up, in 万元 from one up, otherwise in 元; exact to the fen."""
    size = max(fen, -fen)
    unit, parts, digits = _YI if size >= _YI[1] else _WAN if size >= _WAN[1] else _YUAN
    if not isinstance(size, int):
        return f"{decimal_text(Fraction(fen) / parts, 10)} {unit}"
    # A unit is a power of ten, so that the digits of the amount are those of the text.
    whole, part = divmod(size, parts)
    decimals = f".{part:0{digits}}".rstrip("0") if part else ""
    return f"{'-' if fen < 0 else ''}{whole}{decimals} {unit}"


# The digits an amount is told to where its last ones decide nothing.
_DIGITS = 5


def rounded_money(fen: int) -> str:
    """An amount that is lacking, to five digits from 万元 up and rounded up, so that it is enough: 约 3935.9 万元 for
    3935.89125; below that, and where five digits are exact, as ``format_money`` tells it."""
    if fen < _WAN[1] or (excess := len(str(fen)) - _DIGITS) <= 0 or fen % 10**excess == 0:
        return format_money(fen)
    return f"约 {format_money(-(-fen // 10**excess) * 10**excess)}"


# An amount of more digits than these is told to fewer where it is only to be read.
_READ, _READ_TO = 7, 6


def readable_money(fen: int | Fraction) -> str:
    """An amount that decides nothing by its last digits: 约 76.3017 亿元 for 76.3017270446, half up; as
    ``format_money`` tells it where that takes no more than seven digits."""
    whole = int(fen + Fraction(1, 2)) if fen >= 0 else -int(Fraction(1, 2) - fen)
    if whole == fen and len(str(abs(whole)).rstrip("0")) <= _READ:
        return format_money(fen)
    step = pow(10, max(len(str(abs(whole))) - _READ_TO, 0))
    rounded = (2 * abs(whole) + step) // (2 * step) * step
    return f"约 {format_money(rounded if whole >= 0 else -rounded)}"


def _told_in(unit: str) -> tuple[str, int, int]:
    """A unit with the fen it has, and the decimals that are exact to the fen."""
    parts = MONEY_UNITS[unit]
    return unit, parts, len(str(parts)) - 1


_YI, _WAN, _YUAN = _told_in("亿元"), _told_in("万元"), _told_in("元")


def format_share(share: Fraction, against: Fraction | None = None) -> str:
    """A share in percent: exact where four decimals do, else rounded so that it stays on its side of ``against``."""
    percent = Fraction(100 * share.numerator, share.denominator)
    if are_enough(percent, 4):
        return f"{decimal_text(percent, 4)}%"
    digits = 2
    if against is not None and share != against:
        while _side(Fraction(decimal_text(percent, digits)), against * 100) != _side(share, against):
            digits += 1
    return f"约 {decimal_text(percent, digits)}%"


def _side(value: Fraction, limit: Fraction) -> int:
    return (value > limit) - (value < limit)


def format_value(value: int | Fraction | bool | str, kind: Kind, unit: str = "") -> str:
    """A value of a dossier in words; ``unit`` is what the vocabulary counts the fact in, as 项 or 人."""
    return value if isinstance(value, str) and not kind.is_yes_or_no else teller(kind, unit)(value)


@functools.lru_cache(maxsize=1024)
def teller(kind: Kind, unit: str = "") -> Callable[[Any], str]:
    """What tells values of a kind in words, as ``format_value`` does."""
    return _TELLERS.get(kind) or functools.partial(_counted, unit or ("人" if kind is Kind.PEOPLE else "项"))


# What runs into many digits is told in larger units, exact to the last of them.
_LARGER: dict[str, tuple[tuple[str, int], ...]] = {
    "股": (("万股", 10_000),),
    "美元": (("亿美元", 100_000_000), ("万美元", 10_000)),
}


def _counted(unit: str, value: Any) -> str:
    for larger, times in _LARGER.get(unit, ()):
        if value >= times:
            return f"{decimal_text(Fraction(value, times), len(str(times)) - 1)} {larger}"
    return f"{value} {unit}"


def _yes_or_no(value: Any) -> str:
    return "是" if value else "否"


_TELLERS: dict[Kind, Callable[[Any], str]] = {
    **{kind: _yes_or_no for kind in Kind if kind.is_yes_or_no},
    Kind.MONEY: format_money,
    Kind.SHARE: lambda value: format_share(Fraction(value)),
    Kind.POINTS: lambda value: f"{decimal_text(Fraction(value, 100), 2)} 分",
    Kind.DATE: lambda value: dt.date.fromordinal(int(value)).isoformat(),
    Kind.RANK: lambda value: f"第 {value} 名" if value else "没有",
    Kind.LEVEL: lambda value: f"{value} 级",
    Kind.YEARS: lambda value: f"{value} 年",
    Kind.DAYS: lambda value: f"{value} 天",
}
