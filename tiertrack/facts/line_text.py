"""One line of text that people write, a name, a document or a remark: the same rules at every door."""

from __future__ import annotations

import re

from tiertrack.errors import BadDossier, Fault
from tiertrack.facts.look_alikes import shown

LONGEST_NAME, LONGEST_REMARK = 200, 1000

# Line breaks, escape sequences and other control characters, and stray halves of surrogate pairs.
_NOT_OF_A_LINE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def is_line(text: str) -> bool:
    """Whether a text is one line that can be kept and shown."""
    return (text.isprintable() or _NOT_OF_A_LINE.search(text) is None) and len(text) <= LONGEST_REMARK


def line_fault(text: str, longest: int = LONGEST_REMARK, what: str = "文字") -> Fault | None:
    """What is wrong with a text that is to be one line: line breaks and control characters, or its length."""
    if not text.isprintable() and _NOT_OF_A_LINE.search(text.strip()):
        return Fault("E474", f"{what}里有换行或不可见的控制字符", "请删去后重新填写", ascii(text[:longest]))
    if len(text) > longest:
        return Fault("E472", f"{what}超过 {longest} 字", "请只写名称，或写得短些", text)
    return None


def one_line(text: str, longest: int = LONGEST_REMARK, what: str = "文字") -> str:
    """A text, a ``what``, as it is kept and shown: without characters that nobody sees, and blanks around it.

    Raises BadDossier for line breaks, control characters, and one that is too long.
    """
    if (fault := line_fault(text, longest, what)) is not None:
        raise BadDossier(fault)
    return shown(text)


def name_line(name: str, what: str = "名称") -> str:
    """The name of an enterprise, or of a ``what``, as it is kept; raises BadDossier."""
    return one_line(name, LONGEST_NAME, what)
