"""Characters that are drawn alike, or not at all: what is left of a name where two writings of it are compared.

GBK had no code of Unicode's for some characters and kept them in private use; each GB 18030 since gave more of them
their own (the last of them in 2022), and the old codes live on in files. A PDF gives the radical of a character for the
character. Fonts and input methods differ over dots, brackets and the sign for nought.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

# The standard characters of the private codes that GBK gave them, which run on from the first.
_PRIVATE = (
    (0xE78D, "︐︒︑︓︔︕︖︗︘︙"),
    (0xE7C7, "ḿǹ"),
    (0xE7E7, "〾⿰⿱⿲⿳⿴⿵⿶⿷⿸⿹⿺⿻"),
    (
        0xE815,
        "⺁𠂇𠂉𠃌⺄㑳㑇⺈⺋龴㖞㘚㘎⺌⺗㥮㤘龵㧏㧟㩳㧐龶龷㭎㱮㳠⺧𡗗龸⺪䁖䅟⺮䌷⺳⺶⺷𢦏䎱䎬⺻䏝䓖䙡䙌"
        "龹䜣䜩䝼䞍⻊䥇䥺䥽䦂䦃䦅䦆䦟䦛䦷䦶龺𤇾䲣䲟䲠䲡䱷䲢䴓䴔䴕䴖䴗䴘䴙䶮龻",
    ),
)

# Radicals that have no compatibility form, with the characters they are drawn like.
_RADICALS = dict(
    zip(
        "⺟⺠⺩⻁⻄⻅⻆⻉⻋⻑⻓⻔⻗⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻯⻰⻳",
        "母民王虎西见角贝车長长门雨青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿竜龙龟",
        strict=True,
    )
)

_ALIKE = (
    ("([{〈《「『【〔〖〘〚⟨⟦", "("),
    (")]}〉》」』】〕〗〙〛⟩⟧", ")"),
    ("·•‧・∙⋅⸱᛫", "·"),
    ("〇○◯", "〇"),
    ("-‐‑‒–—―−", "-"),
    ('"“”„‟', '"'),
    ("'‘’‚‛", "'"),
)

# What is drawn as nothing: soft hyphens, joiners, marks of direction, byte order marks, selectors of variants, fillers.
_UNSEEN = (
    *((0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F)),
    *((0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF)),
    *((0xFFA0, 0xFFA0), (0xFFF9, 0xFFFB), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF)),
)
# Control characters, and the blanks that are left once compatibility forms were taken.
_BLANK = ((0x00, 0x20), (0x7F, 0xA0), (0x1680, 0x1680), (0x2028, 0x2029), (0x2800, 0x2800))


def _standard_forms() -> Iterator[tuple[int, str]]:
    for first, characters in _PRIVATE:
        yield from ((first + place, character) for place, character in enumerate(characters))


def _compared() -> dict[int, str | None]:
    """What a character becomes, after its compatibility form was taken: another one, or nothing."""
    nothing = (code for first, last in (*_UNSEEN, *_BLANK) for code in range(first, last + 1))
    same = {ord(character): one for characters, one in _ALIKE for character in characters}
    same |= {ord(radical): character for radical, character in _RADICALS.items()}
    standard = {code: unicodedata.normalize("NFKC", form).translate(same) for code, form in _standard_forms()}
    return {**dict.fromkeys(nothing), **same, **standard}


_COMPARED = _compared()


def compared(text: str) -> str:
    """What is left of a text where only what can be told apart by eye counts, in capitals; for comparing only."""
    return unicodedata.normalize("NFKC", text).translate(_COMPARED).upper()


_PRIVATE_USE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")


def without_a_meaning(text: str) -> str | None:
    """The first character of a text that only some font or system knows, and no standard: one for private use that no
    GB 18030 has given a code of its own since. None where there is none."""
    if text.isprintable():
        return None
    return next((found for found in _PRIVATE_USE.findall(text) if ord(found) not in _COMPARED), None)


# What stands where a character was lost on the way: the sign for that, the squares that a font draws for what it does
# not have, the sign of a type that was missing, and what an encoding without it writes.
_LOST = re.compile("[\ufffd□■▢▣▪▫▮▯◻◼☐⬛⬜〓?？]")


def in_place_of_a_lost_one(text: str) -> str | None:
    """The first sign in a text that stands in place of a character that was lost; None where there is none."""
    found = _LOST.search(text)
    return None if found is None else found[0]


_NOT_SHOWN = re.compile(f"[{''.join(f'{chr(first)}-{chr(last)}' for first, last in _UNSEEN)}]")


def shown(text: str) -> str:
    """A text as it is kept and shown: what was written, without what nobody sees and without blanks around it."""
    # Fillers and selectors of variants count as printable, though nobody sees them.
    return (text if text.isascii() and text.isprintable() else _NOT_SHOWN.sub("", text)).strip()
