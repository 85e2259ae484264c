"""The page of each title, and the list of all: who decides, how long it lasts, its machine as a picture, what is due,
and every edition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tiertrack.duties.deadlines import DeadlineKind, DeadlineRule, deadline_rules
from tiertrack.law.procedure import Procedure
from tiertrack.law.states import Actor
from tiertrack.law.title_definition import TitleDefinition
from tiertrack.law.title_names import old_names_of
from tiertrack.law.titles import TITLES, acts_of, title_definition, title_of
from tiertrack.pages.handbook import addresses
from tiertrack.pages.handbook.machine_picture import machine_of, rows_of
from tiertrack.pages.handbook.page_frame import Book, Page
from tiertrack.pages.handbook.pictures import SINCE, last_year, timeline_picture
from tiertrack.render.policy.edition_text import where_text
from tiertrack.rulebooks.gaps import documented_gaps
from tiertrack.rules.edition import Edition
from tiertrack.rules.rulebook import period_text
from tiertrack.rules.succession import change_days

PROJECTED = "称号的定义和程序（规则模块）、转移表（tiertrack/titles/transitions.py）和截止日（seeds/deadlines/）"


def title_pages(book: Book) -> Iterator[Page]:
    """The list of titles, and each."""
    titles = [title_definition(key) for key in TITLES]
    yield book.page(
        addresses.TITLES,
        "titles.html",
        PROJECTED,
        titles=[(title, _counted(book, title.key)) for title in titles],
        term=term_text,
    )
    until = last_year(change_days(book.rulebook, SINCE))
    for title in titles:
        yield _page(book, title, until)


def _counted(book: Book, key: str) -> int:
    return sum(edition.tier.value == key for edition in book.rulebook.editions)


def _page(book: Book, title: TitleDefinition, until: int) -> Page:
    editions = [one for one in book.rulebook.in_order().editions if one.tier.value == title.key]
    called = "、".join((*title.aliases, *title.short_names))
    timed = timeline_picture(editions, until, f"{title.label}各版本适用的日子", _line)
    return book.page(
        addresses.title_address(title.key),
        "title.html",
        PROJECTED,
        title=title,
        procedure=title.procedure,
        authority=actor_text(title.procedure),
        term=term_text(title.procedure),
        called=called,
        old_names=old_names_of(title.key),
        timeline=timed,
        acts=[
            {
                "act": act,
                "editions": [edition for edition in editions if edition.act is act],
                "gaps": [gap for gap in documented_gaps() if (gap.title.value, gap.act) == (title.key, act)],
            }
            for act in acts_of(title_of(title.key))
        ],
        period=period_text,
        where=where_text,
        machine=machine_of(title.procedure),
        rows=[
            {
                "event": title.procedure.word(row.event),
                "condition": row.condition.value,
                "sources": "、".join(title.procedure.state_word(state) for state in row.drawn),
                "target": title.procedure.state_word(row.target) if row.target else "不变",
                "by": title.procedure.authority.label if row.by is Actor.AUTHORITY else row.by.label,
                "guard": row.guard.label if row.guard else "",
                "citation": row.citation,
            }
            for row in rows_of(title.procedure)
        ],
        duties=[duty for rule in deadline_rules() if title.key in rule.titles for duty in _duty(rule, title.key)],
    )


def _line(edition: Edition) -> str:
    """What a line of the years is called on the page of a title."""
    place = edition.region.label if edition.region else "全国"
    return f"{place}（{edition.variant.label}）" if edition.variant else place


def term_text(procedure: Procedure) -> str:
    """How long a title lasts."""
    if procedure.open_ended:
        return "无固定期限"
    return procedure.term.text if procedure.term else "照文件，不推算"


def actor_text(procedure: Procedure) -> str:
    """Who recognises a title, and who recommends for it."""
    recommends = f"，{procedure.recommends.label}推荐" if procedure.recommends else ""
    return f"{procedure.authority.label}认定{recommends}"


def _duty(rule: DeadlineRule, title: str) -> Iterator[Mapping[str, Any]]:
    """A row of a deadline; one that comes every month stands for its first month."""
    first, last = rule.first_year, rule.last_year
    is_monthly = rule.kind is DeadlineKind.MONTHLY_REPORT
    if is_monthly and rule.due.month > 1:
        return
    if rule.names_one_year and first is not None:
        found = rule.in_year(title, first)
        days = f"{found.opens} 至 {found.due}" if found.opens else f"至 {found.due}"
        years = f"{first} 年"
    else:
        day = f"{rule.due.month:02}-{rule.due.day:02}"
        opens = f"{rule.opens.month:02}-{rule.opens.day:02} 至 " if rule.opens else "至 "
        days = f"每月至 {rule.due.day} 日" if is_monthly else f"每年{opens}{'次年' if rule.due.offset else ''}{day}"
        years = f"{f'{first} 年' if first else '最初'}起{f'至 {last} 年' if last else ''}"
    yield {"rule": rule, "years": years, "days": days, "place": rule.region.label if rule.region else "全国"}
