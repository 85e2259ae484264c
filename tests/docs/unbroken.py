"""A Markdown extension of the site: a date and an option stay on one line, in text and in code."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

_WHOLE = re.compile(r"(\d{4}-\d{2}-\d{2}|--[a-z][a-z-]*)")


class _Unbroken(Treeprocessor):
    """Puts each of them into an element of its own, which the style sheet keeps whole."""

    def run(self, root: Element) -> None:
        for element in list(root.iter()):
            after = [part for child in element for part in (child, *_parts(child.tail))]
            before = _parts(element.text)
            if len(before) == 1 and len(after) == len(element):
                continue
            element.text, children = None, [*before, *after]
            for child in list(element):
                child.tail = None
                element.remove(child)
            for part in children:
                _append(element, part)


def _parts(text: str | None) -> list[str | Element]:
    """The text cut into what may be broken and elements that may not."""
    return [_whole(part) if _WHOLE.fullmatch(part) else part for part in _WHOLE.split(text or "")]


def _whole(text: str) -> Element:
    element = Element("span", {"class": "unbroken"})
    element.text = AtomicString(text)
    return element


def _append(element: Element, part: str | Element) -> None:
    if isinstance(part, Element):
        element.append(part)
    elif len(element):
        element[-1].tail = (element[-1].tail or "") + part
    else:
        element.text = (element.text or "") + part


class UnbrokenExtension(Extension):
    """Runs after the inline patterns (20), when the text of every element is known."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.treeprocessors.register(_Unbroken(md), "unbroken", 15)


def makeExtension(**settings: object) -> UnbrokenExtension:
    """What Markdown calls an extension by."""
    return UnbrokenExtension(**settings)
