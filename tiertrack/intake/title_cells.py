"""Cells of a list of titles: the words for titles and boards, days, documents, products and status codes."""

from __future__ import annotations

import datetime as dt
import re

from tiertrack.errors import BadDossier, BadQuantity, Fault
from tiertrack.facts.line_text import name_line, one_line
from tiertrack.facts.units import folded_word, parse_date
from tiertrack.facts.vocabulary import nearest_name, nearest_titles
from tiertrack.intake.exchange_status import LISTED
from tiertrack.intake.shared_cells import day_text_in, former_name, text_in, text_or_number_in
from tiertrack.intake.sheet import Cell, CellKind
from tiertrack.law.exchanges import Board
from tiertrack.law.title_names import NamedTitle, named_title, no_listing, of_another_level
from tiertrack.law.titles import TITLES, kept_with_the_titles
from tiertrack.temporal import reckoned
from tiertrack.titles.self_reports import has_number

_FIRST_DAY = dt.date(1990, 1, 1)


def former_names_in(cell: Cell) -> tuple[str, ...]:
    """The former names of an enterprise, separated by |; raises BadDossier."""
    text = text_in(cell)
    # No registered name has these; taken for a name, they would enrol an enterprise that never was.
    if re.search("[、；;，,]", text):
        raise BadDossier(Fault("E480", "几个曾用名没有用 | 隔开", "请写成 甲公司|乙公司", text))
    names = (name_line(name) for name in re.split(r"[|｜]", text) if name.strip())
    return tuple(dict.fromkeys(former_name(name) for name in names if not _NEVER_RENAMED.fullmatch(folded_word(name))))


# What says in the place of a former name that there is none.
_NEVER_RENAMED = re.compile(r"0|否|n/?a|[-—/]+|(?:从?未|无|没有|不)(?:曾)?(?:变更|更名|改名|涉及|曾用名)?(?:过)?")


_DAY = r"(\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?)"
_SPAN = re.compile(rf"(?:自|从)?\s*{_DAY}\s*(?:起)?\s*(?:至|到|[-—–－~～]+)\s*{_DAY}\s*(?:止)?")


def validity_in(cell: Cell) -> tuple[dt.date, dt.date]:
    """The first and the last day of a validity written in one cell; raises BadDossier or BadQuantity."""
    text = one_line(day_text_in(cell))
    match = _SPAN.fullmatch(text.strip())
    if match is None:
        remedy = "请写起止两日，如 2025-07-01至2028-06-30，或分成“有效期起”“有效期至”两列"
        raise BadDossier(Fault("E484", "有效期的起止读不出来", remedy, text))
    first, last = (plausible_day(parse_date(day)) for day in match.groups())
    return first, last


def product_in(cell: Cell) -> str:
    """The product on a certificate; raises BadDossier."""
    return name_line(" ".join(text_or_number_in(cell).split()), "产品")


def status_code_in(cell: Cell) -> str:
    """An exchange's status code; raises BadDossier."""
    if cell.kind is CellKind.DATE:
        remedy = "请先把这一列设为文本，再填状态码，如 3-1"
        raise BadDossier(Fault("E465", "状态码被表格软件当成了日期", remedy, cell.text))
    return text_or_number_in(cell)


def listed_title(word: str) -> NamedTitle:
    """The title of a key, a name or an old name; raises BadDossier.

    The same words with another level may be another title, or none: a 市级小巨人 is not the 小巨人 of the national
    list.
    """
    refuse_share_market(word)
    found = named_title(word)
    if found is not None:
        return found
    of_another = of_another_level(word)
    if of_another is None:
        raise BadDossier(Fault("E466", "没有这个称号", nearest_titles(word), word))
    level, title = of_another
    remedy = f"请核对文件；确指“{TITLES[title]}”的，请去掉“{level}”"
    raise BadDossier(Fault("E466", f"没有{level}的这个称号", remedy, word))


@kept_with_the_titles
def key_of_title(word: str) -> str:
    """The key of the title of a key, a name or an old name; raises BadDossier."""
    return str(listed_title(word).title)


def refuse_share_market(word: str) -> None:
    """Raises BadDossier for the name of a market whose firms are not listed ones."""
    remedy = no_listing(word)
    if remedy is not None:
        raise BadDossier(Fault("E482", f"这不是{TITLES[LISTED]}", remedy, word))


def board_named(word: str) -> Board:
    """The board of a key or name; raises BadDossier."""
    board = Board.named(word)
    if board is None:
        raise BadDossier(Fault("E479", "没有这个板块", nearest_name(word, Board.words()), word))
    return board


def day_in(cell: Cell) -> dt.date:
    """The day of an act; raises BadQuantity."""
    text = day_text_in(cell)
    return plausible_day(parse_date(text if cell.kind in (CellKind.DATE, CellKind.NUMBER) else text_in(cell)))


def plausible_day(day: dt.date) -> dt.date:
    """A day an act can have; raises BadQuantity for any other."""
    if reckoned(day) < _FIRST_DAY:
        raise BadQuantity(Fault("E481", "日期早于 1990 年，那时还没有这些称号", "请核对年份", day.isoformat()))
    return day


def numbered_document(document: str) -> str:
    """A document that has its number; raises BadDossier."""
    if not has_number(document):
        remedy = "请写明文号，如 渝经信中小〔2024〕5号 或 2024年第12号公告"
        raise BadDossier(Fault("E468", "文件没有文号", remedy, document))
    return one_line(document)
