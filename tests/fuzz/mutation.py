"""Inputs as they go wrong: cut off, garbled, doubled, swapped, or full of what nobody expects in them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from random import Random

# Words that readers have stumbled over: numbers beyond any column, days beyond any calendar, text that is none.
ODD_WORDS = (
    *("", " ", "0", "-1", "-1.0", "1e400", "NaN", "Infinity", "99999999999999999999", "0.9亿", "5200万", "百万", "％"),
    *("9999-12-31", "0001-01-01", "2024-02-30", "20260630", "２０２６－６－３０", "46203", "2052年"),
    *("=1+1", "@SUM(A1)", "\t", "\x1b[31m", "\u200b", "\u202e", "\ufeff", "\ue863", "𠮷", "〔〕", "甲\n乙", "a\0b"),
    *("合计：3家", "注：", "—", "N/A", "（原：甲公司）", "甲有限公司、乙有限公司", "附件", "渝北区（1家）"),
    *("null", "true", "[]", "{}", '"', ",", "|", "'; DROP TABLE events; --", "../../x", "500105", "92500113MA5TEBT1XH"),
    *("长" * 5000, "9" * 400, "[" * 200, '{"a":' * 200, "srdi_sme", "revenue:2025", "称号", "年度", "企业名称"),
)


def mutated(content: bytes, random: Random) -> bytes:
    """The content, changed in one to four places; the archive of a workbook is packed anew around a changed part."""
    if content.startswith(b"PK") and random.random() < 0.8:
        return _repacked(content, random)
    for _ in range(random.randint(1, 4)):
        content = random.choice(_CHANGES)(content, random)
    return content


def _repacked(content: bytes, random: Random) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = old.namelist()
        tables = [name for name in names if any(word in name for word in ("sheet", "document", "content"))]
        chosen = random.choice(tables if random.random() < 0.7 else names)
        for name in names:
            new.writestr(name, mutated(old.read(name), random) if name == chosen else old.read(name))
    return out.getvalue()


def _place(content: bytes, random: Random) -> int:
    return random.randint(0, len(content))


def _cut_off(content: bytes, random: Random) -> bytes:
    return content[: _place(content, random)]


def _flipped(content: bytes, random: Random) -> bytes:
    changed = bytearray(content)
    for _ in range(random.randint(1, 8)):
        if changed:
            changed[random.randrange(len(changed))] = random.randrange(256)
    return bytes(changed)


def _without(content: bytes, random: Random) -> bytes:
    first, last = sorted((_place(content, random), _place(content, random)))
    return content[:first] + content[min(last, first + 200) :]


def _doubled(content: bytes, random: Random) -> bytes:
    first, last = sorted((_place(content, random), _place(content, random)))
    return content[:last] + content[first : min(last, first + 400)] + content[last:]


def _with_odd_word(content: bytes, random: Random) -> bytes:
    place = _place(content, random)
    return content[:place] + random.choice(ODD_WORDS).encode("utf-8", "surrogatepass") + content[place:]


def _odd_cell(content: bytes, random: Random) -> bytes:
    """One of the cells, members or elements replaced by an odd word."""
    for mark in random.sample((b",", b'"', b"\n", b">", b":", b"="), 6):
        parts = content.split(mark)
        if len(parts) > 2:
            parts[random.randrange(len(parts))] = random.choice(ODD_WORDS).encode("utf-8", "surrogatepass")
            return mark.join(parts)
    return content


def _swapped(content: bytes, random: Random) -> bytes:
    for mark in random.sample((b",", b"\n"), 2):
        parts = content.split(mark)
        if len(parts) > 2:
            one, other = random.randrange(len(parts)), random.randrange(len(parts))
            parts[one], parts[other] = parts[other], parts[one]
            return mark.join(parts)
    return content


def _in_another_encoding(content: bytes, random: Random) -> bytes:
    text = content.decode("utf-8", "replace")
    return text.encode(random.choice(("gb18030", "utf-16", "utf-8-sig", "latin-1")), "replace")


def _with_other_line_ends(content: bytes, random: Random) -> bytes:
    return content.replace(b"\n", random.choice((b"\r\n", b"\r", b"\n\n", b"\n,,,\n", b"\x0b", b"\xe2\x80\xa8")))


_CHANGES: tuple[Callable[[bytes, Random], bytes], ...] = (
    *(_cut_off, _flipped, _without, _doubled, _with_odd_word, _odd_cell, _odd_cell, _odd_cell, _swapped),
    *(_in_another_encoding, _with_other_line_ends),
)
