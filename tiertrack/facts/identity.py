"""Who an enterprise is: its names and codes, and how a name is compared with another writing of it."""

from __future__ import annotations

import datetime as dt
import functools
import re
import unicodedata

from attrs import frozen

from tiertrack.brevity import briefly
from tiertrack.errors import BadIdentifier, Fault
from tiertrack.facts.look_alikes import compared
from tiertrack.facts.old_forms import in_simplified
from tiertrack.law.region_reading import read_region


@frozen
class Identity:
    """What an enterprise answers to, and where and in what trade it is; None where unknown. Codes are normalised."""

    name: str | None = None
    short_name: str | None = None
    uscc: str | None = None
    stock_code: str | None = None
    region: str | None = None
    industry: str | None = None

    __repr__ = briefly

    @property
    def identifiers(self) -> tuple[str, ...]:
        """What identifies it, surest first; a short name only where there is nothing better."""
        sure = tuple(identifier for identifier in (self.uscc, self.stock_code, self.name) if identifier)
        return sure or ((self.short_name,) if self.short_name else ())


# The import of a list asks for the key of a name several times.
@functools.lru_cache(maxsize=4096)
def normalise_name(name: str) -> str:
    """The one key by which names are compared: two writings of a name that look alike have the same.

    Blanks, capitals, widths, invisible characters, the kind of a bracket or dot, and the code of a character that has
    several make no difference.
    """
    return compared(name)


def simplified_name(name: str) -> str:
    """The key a name has in simplified characters: a radical of an old form stands for that form first."""
    return in_simplified(compared(name))


def normalise_stock_code(text: str) -> str:
    """Six digits without the exchange's letters; raises BadIdentifier, as for a code whose leading zeros were lost."""
    code = unicodedata.normalize("NFKC", text).strip().upper()
    match = re.fullmatch(r"(?:SH|SZ|BJ)?(\d{6})(?:\.(?:SH|SZ|BJ))?", code)
    if match is None:
        remedy = "请写交易所的六位代码，如 001696；表格软件常丢掉开头的 0，请把这一列设为文本"
        raise BadIdentifier(Fault("E207", "证券代码须为六位数字", remedy, text))
    return match[1]


def normalise_region(text: str, on: dt.date | None = None) -> str:
    """The six digits of the region a text names on a day; raises BadIdentifier as ``read_region`` does."""
    return read_region(text, on).code
