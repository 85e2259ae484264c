"""统一社会信用代码: every vector of the dossier, normalised, checked, and refused with the reason."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tiertrack.errors import BadIdentifier
from tiertrack.facts.credit_code import check_character, normalise_credit_code

COMPANIES = (
    "914403001922038216",
    "91110000802100433B",
    "91110108551385082Q",
    "91440300192317458F",
    "9152000071430580XT",
    "9150000020286320X6",
    "91440400192548256N",
    "91370200264574251E",
    "91100000100003962T",
    "91440300708461136T",
    "91500113060515743F",
    "91500106771798823F",
)
AGENCIES = (
    "11500113009307156W",
    "11500113009307164P",
    "11500000MB15895317",
    "11500000009275780L",
    "11500104009286420B",
    "11500228008652193Q",
)
FICTITIOUS = ("91500113MA0000015Q", "91500113MA0000023K", "91500113MAX0000312", "91500113MA00000T4F")
VALID = (*COMPANIES, *AGENCIES, *FICTITIOUS)
CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def fault_of(text: str) -> tuple[str, str]:
    with pytest.raises(BadIdentifier) as refused:
        normalise_credit_code(text)
    (fault,) = refused.value.faults
    assert fault.value == text
    assert fault.remedy
    return fault.code, fault.what


@pytest.mark.parametrize("code", VALID)
def test_a_valid_code_is_taken_as_it_is(code: str) -> None:
    assert normalise_credit_code(code) == code
    assert check_character(code[:17]) == code[17]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("914403001922038217", "6"),
        ("9150000020286320X7", "6"),
        ("914403001292038216", "3"),
        ("91440300708461163T", "L"),
        ("91500113060551743F", "H"),
        ("91110108717809965C", "J"),
        ("91110000800088421P", "W"),
    ],
)
def test_a_wrong_check_character_is_refused_and_the_right_one_named(code: str, expected: str) -> None:
    assert fault_of(code) == ("E205", f"统一社会信用代码校验码不符，应为 {expected}")
    assert normalise_credit_code(code[:17] + expected) == code[:17] + expected


@pytest.mark.parametrize(("code", "letter"), [("915000002O286320X6", "O"), ("91I10000802100433B", "I")])
def test_a_letter_that_no_code_has_is_refused_and_named(code: str, letter: str) -> None:
    assert fault_of(code) == ("E202", f"统一社会信用代码不得含有 {letter}")


@pytest.mark.parametrize("letter", ["I", "O", "S", "V", "Z", "中", "*"])
def test_each_forbidden_character_is_named(letter: str) -> None:
    assert fault_of("9150011306051574" + letter + "F") == ("E202", f"统一社会信用代码不得含有 {letter}")


@pytest.mark.parametrize(
    ("code", "length"), [("91500113060515743", 17), ("91500113060515743F0", 19), ("", 0), ("500113060515743", 15)]
)
def test_a_code_of_another_length_is_refused(code: str, length: int) -> None:
    assert fault_of(code) == ("E201", f"统一社会信用代码须为 18 位，这里有 {length} 位")


def test_the_region_digits_must_be_digits() -> None:
    assert fault_of("91A00113060515743F") == ("E204", "统一社会信用代码第 3 至 8 位须为数字")


@pytest.mark.parametrize(
    "written",
    [
        "91500113060515743f",
        " 91500113 0605 15743F ",
        "915001-13060515743-F",
        "９１５００１１３０６０５１５７４３Ｆ",
        "91500113060515743ｆ",
        "91500113\u3000060515743F",
        "91500113\t060515743F\n",
        "91500113－060515743F",
    ],
)
def test_blanks_hyphens_width_and_capitals_do_not_matter(written: str) -> None:
    assert normalise_credit_code(written) == "91500113060515743F"


@pytest.mark.parametrize("region", ["500228", "500000", "100000", "999999"])
def test_a_region_that_is_obsolete_or_unknown_is_no_fault(region: str) -> None:
    first = f"91{region}MA000001"[:17].ljust(17, "0")
    code = first + check_character(first)
    assert normalise_credit_code(code) == code


@given(st.text(CHARACTERS, min_size=17, max_size=17))
def test_exactly_one_check_character_fits(first: str) -> None:
    first = f"91500113{first[8:]}"
    for last in CHARACTERS:
        if last == check_character(first):
            assert normalise_credit_code(first + last) == first + last
        else:
            assert fault_of(first + last)[0] == "E205"


@given(st.sampled_from(VALID), st.integers(0, 16), st.sampled_from(CHARACTERS))
def test_no_single_misread_character_passes(code: str, place: int, character: str) -> None:
    misread = code[:place] + character + code[place + 1 :]
    if misread != code:
        with pytest.raises(BadIdentifier):
            normalise_credit_code(misread)


@given(st.text(max_size=30))
def test_any_text_is_either_a_code_or_refused(text: str) -> None:
    try:
        code = normalise_credit_code(text)
    except BadIdentifier:
        return
    assert normalise_credit_code(code) == code
