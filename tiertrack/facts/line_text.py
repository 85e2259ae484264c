"""One line of text that people write, a name, a document or a remark: the same rules at every door."""

from __future__ import annotations

import re

from tiertrack.errors import BadDossier, Fault
from tiertrack.facts.look_alikes import in_place_of_a_lost_one, shown, without_a_meaning

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


def name_fault(text: str, what: str = "名称") -> Fault | None:
    """What is wrong with a text that is to be a name: the same, and a character of private use or a sign in place of
    one that was lost, for two writings of one name would make two enterprises of one."""
    odd, lost = without_a_meaning(text), in_place_of_a_lost_one(text)
    if odd is not None:
        said = f"{what}里第 {text.index(odd) + 1} 个字 U+{ord(odd):04X} 不是标准的字"
        return Fault("E413", said, "它只在写它的那台电脑上看得出，请照营业执照改写成标准的字", text)
    if lost is not None:
        said = f"{what}里第 {text.index(lost) + 1} 个字“{lost}”是缺字留下的，原来的字没有存下来"
        return Fault("E413", said, "请照营业执照补上这个字", text)
    return line_fault(text, LONGEST_NAME, what)


def name_line(name: str, what: str = "名称") -> str:
    """The name of an enterprise, or of a ``what``, as it is kept; raises BadDossier."""
    if (fault := name_fault(name, what)) is not None:
        raise BadDossier(fault)
    return shown(name)
