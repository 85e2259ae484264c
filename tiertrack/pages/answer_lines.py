"""The text of an answer as lines that a page lays out: how deep each stands, and the mark before it as a word too."""

from __future__ import annotations

from attrs import frozen

from tiertrack.logic.truth import Truth

# What stands before a line, the class of its colour and, for whoever hears the page, its word.
_MARKS = {
    "✓": (Truth.TRUE.value, Truth.TRUE.word),
    "✗": (Truth.FALSE.value, Truth.FALSE.word),
    "?": (Truth.UNKNOWN.value, Truth.UNKNOWN.word),
    "⚠": (Truth.UNKNOWN.value, "注意"),
}
# A level of a text is four blanks, of a short text two.
_LEVEL, _DEEPEST = 2, 6


@frozen
class AnswerLine:
    """A line: its ``sign`` (empty where it has none) with its class and word, its ``text``, and how deep it stands."""

    text: str
    depth: int = 0
    sign: str = ""
    colour: str = ""
    word: str = ""


def answer_lines(text: str) -> tuple[AnswerLine, ...]:
    """The lines of a text of ``to_text``; a blank one stands for the gap it is."""
    # What else ends a line for a program stands within a text that people wrote, and is shown there.
    return tuple(map(_line, text.split("\n")))


def _line(line: str) -> AnswerLine:
    text = line.strip()
    depth = min((len(line) - len(line.lstrip(" "))) // _LEVEL, _DEEPEST)
    if text[1:2] == " " and text[0] in _MARKS:
        colour, word = _MARKS[text[0]]
        return AnswerLine(text[2:].strip(), depth, text[0], colour, word)
    return AnswerLine(text, depth)
