"""Credit codes a column at a time: which pass their check, and what they say of their bearer."""

from __future__ import annotations

import functools

import polars as pl

from tiertrack.facts.credit_code import CHARACTERS, LEGAL_FORMS, LENGTH, MARKED_LENGTH, WEIGHTS, beginnings

_NONE = len(CHARACTERS)
_REGION = range(2, 8)
FORM = pl.Enum(list(LEGAL_FORMS))


def checked_codes(texts: pl.Series) -> pl.Series:
    """The texts that are credit codes, as they are; null for any other, and for a code that does not pass its check."""
    sized = pl.select(pl.when(texts.str.len_bytes() == LENGTH).then(texts).otherwise(pl.lit("0" * LENGTH))).to_series()
    rows = sized.cast(pl.Binary).bin.reinterpret(dtype=pl.Array(pl.UInt8, LENGTH))
    values = pl.Series([_VALUES.get(byte, _NONE) for byte in range(256)], dtype=pl.UInt8)
    digits = values.gather(rows.explode()).reshape((len(texts), LENGTH))
    places = [digits.arr.get(place).cast(pl.Int32) for place in range(LENGTH)]
    sound = (digits.arr.max() < _NONE) & (sum(map(pl.Series.__mul__, places, (*WEIGHTS, 1))) % _NONE == 0)
    for place in _REGION:
        sound = sound & (places[place] <= CHARACTERS.index("9"))
    return pl.select(pl.when(sound & legal_forms(texts).is_not_null()).then(texts)).to_series()


_VALUES = {ord(character): value for value, character in enumerate(CHARACTERS)}


def legal_forms(codes: pl.Series) -> pl.Series:
    """What each code says of its bearer, by the keys of ``LEGAL_FORMS``; null for what is no code.

    Nearly all are those of enterprises, which is told at once; only the others are looked at.
    """
    # By the order of texts, which is told by their first letters alone.
    is_usual = (codes >= _USUAL_BEGINNING) & (codes < _NEXT_BEGINNING) & (codes.str.len_bytes() == LENGTH)
    found = _USUAL.new_from_index(0, len(codes)).zip_with(is_usual, _UNKNOWN.new_from_index(0, len(codes)))
    odd = (~is_usual).arg_true()
    if not len(odd):
        return found
    return found.scatter(odd, codes.gather(odd).to_frame(_CODE).select(_form()).to_series())


_CODE = "code"
_USUAL, _UNKNOWN = pl.Series(["enterprise"], dtype=FORM), pl.Series([None], dtype=FORM)
_USUAL_BEGINNING, _NEXT_BEGINNING = "91", "92"


@functools.cache
def _form() -> pl.Expr:
    by_beginning = {beginning: form for form in LEGAL_FORMS for beginning in beginnings(form)}
    # The place of a beginning among all, and the form at that place.
    places, forms = pl.Enum(list(by_beginning)), pl.Series(list(by_beginning.values()), dtype=FORM)
    text = pl.col(_CODE)
    form = pl.lit(forms).gather(text.str.slice(0, 2).cast(places, strict=False).to_physical())
    marked = text.str.len_chars() == MARKED_LENGTH
    return pl.when(text.str.len_chars() == LENGTH).then(form).when(marked).then(pl.lit("attested", dtype=FORM))
