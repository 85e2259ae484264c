"""The tags of a page: what it is made of, whether they are balanced, where its links lead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser

from attrs import frozen

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]*)((?:[^<>\"']|\"[^\"]*\"|'[^']*')*?)(/?)>")
_ATTRIBUTE = re.compile(r"([a-zA-Z_:][-a-zA-Z0-9_:]*)\s*=\s*\"([^\"]*)\"")
# What is no tag, whatever it holds.
_RAW = re.compile(r"<(style|script)\b([^>]*)>.*?</\1>|<!DOCTYPE[^>]*>", re.DOTALL)
_VOID = {"meta", "br", "input", "img", "link", "hr"}


@frozen
class Tag:
    """An opening tag and its attributes."""

    name: str
    attributes: dict[str, str]


def tags(page: str) -> tuple[Tag, ...]:
    """The opening tags of a page in their order; fails where one is not closed, or closed where it was not opened."""
    found = []
    waiting: list[str] = []
    for sign in _TAG.finditer(_RAW.sub(lambda raw: f"<{raw[1]}{raw[2]}></{raw[1]}>" if raw[1] else "", page)):
        closing, name, rest, alone = sign.groups()
        if closing:
            assert waiting, f"nothing is open at </{name}>"
            assert waiting.pop() == name, f"</{name}> closes another tag"
            continue
        found.append(Tag(name, {key: unescape(value) for key, value in _ATTRIBUTE.findall(rest)}))
        if name not in _VOID and not alone:
            waiting.append(name)
    assert waiting == [], f"never closed: {waiting}"
    return tuple(found)


def shape(page: str) -> list[tuple[str, tuple[str, ...]]]:
    """What a page is made of, whatever its texts: its tags with the names of their attributes, and their parts, as a
    reader of HTML takes them."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader.found


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, tuple[str, ...]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, tuple(name for name, _value in attrs)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self.found.append((f"/{tag}", ()))

    def handle_comment(self, data: str) -> None:
        self.found.append(("comment", ()))


def links(page: str) -> Iterator[str]:
    """Where the links of a page lead."""
    yield from (tag.attributes["href"] for tag in tags(page) if "href" in tag.attributes)


def words(page: str) -> str:
    """The text of a page, without its tags."""
    return unescape(_TAG.sub(" ", _RAW.sub("", page)))
