"""统一社会信用代码: every vector of the dossier, normalised, checked, and refused with the reason."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.events import day
from tiertrack.app import open_registry
from tiertrack.engines.credit_codes import checked_codes, legal_forms
from tiertrack.errors import BadDossier, BadIdentifier
from tiertrack.facts.credit_code import (
    LEGAL_FORMS,
    check_character,
    legal_form,
    normalise_credit_code,
    shown_credit_code,
)
from tiertrack.facts.dossier_file import dossier_from_json
from tiertrack.law.scope import Act
from tiertrack.law.tiers import Tier
from tiertrack.logic.truth import Truth
from tiertrack.rulebooks import national_rulebook
from tiertrack.rules.assessment import assess_one
from tiertrack.temporal import AsOf

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


def coded(beginning: str, body: str = "500113MA5TEBT1X") -> str:
    first = beginning + body
    return first + check_character(first)


# Printed on the licence with a check character that does not fit.
ODD = "91350200M0001A2B3" + ("4" if check_character("91350200M0001A2B3") != "4" else "5")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("500113199001010072", "E213"),
        ("11010519491231002X", "E213"),
        ("500113999999999999", "E212"),
        (coded("36"), "E212"),
        (coded("94"), "E212"),
    ],
)
def test_two_characters_that_do_not_pair_are_no_credit_code(text: str, code: str) -> None:
    assert fault_of(text)[0] == code


@pytest.mark.parametrize(
    ("beginning", "form", "truth"),
    [
        ("91", "enterprise", Truth.TRUE),
        *((beginning, "no_enterprise", Truth.FALSE) for beginning in ("92", "51", "52", "12", "31", "81")),
        *((beginning, "unsettled", Truth.UNKNOWN) for beginning in ("93", "99", "N1", "N3", "Y1")),
    ],
)
@pytest.mark.parametrize("on", ["2024-06-30", "2026-06-30"])
def test_only_the_code_of_an_enterprise_proves_one(beginning: str, form: str, truth: Truth, on: str) -> None:
    code = coded(beginning)
    assert legal_form(normalise_credit_code(code)) == form
    found = judged({"name": "甲", "uscc": code}, on)
    assert found.truth is truth
    # What the code leaves open is for the authority to judge.
    assert [fact.key for fact in found.finding.missing] == (["criterion:B1"] if truth is Truth.UNKNOWN else [])


def judged(members: dict[str, object], on: str = "2026-06-30"):  # type: ignore[no-untyped-def]
    """The criterion that an enterprise is one by law."""
    dossier = dossier_from_json(json.dumps(members, ensure_ascii=False))
    found = assess_one(national_rulebook(), Tier.SRDI_SME, Act.RECOGNITION, dossier, AsOf(day(on)))
    return found.criteria[0]


@pytest.mark.parametrize("mark", ["（凭证照）", "(凭营业执照)", "（未过校验，凭证照）"])
def test_a_code_whose_check_character_is_off_is_taken_on_the_word_of_its_licence(mark: str) -> None:
    assert fault_of(ODD)[0] == "E205"
    assert normalise_credit_code(ODD + mark) == ODD
    assert shown_credit_code(ODD) == f"{ODD}（未过校验，凭证照）"
    assert normalise_credit_code(shown_credit_code(ODD)) == ODD
    assert shown_credit_code(COMPANIES[0]) == COMPANIES[0]
    with pytest.raises(BadIdentifier):
        normalise_credit_code(f"500113199001010072{mark}")


def test_what_a_licence_alone_attests_is_for_the_authority_to_judge() -> None:
    by_object = {"name": "甲", "uscc": {"value": ODD, "attested": "营业执照"}}
    for members in (by_object, {"name": "甲", "uscc": f"{ODD}（凭证照）"}):
        found = judged(members)
        assert found.truth is Truth.UNKNOWN
        assert [fact.key for fact in found.finding.missing] == ["criterion:B1"]
        assert LEGAL_FORMS["attested"] == "未过校验，凭证照"
    assert judged({"name": "甲", "uscc": {"value": COMPANIES[0], "attested": "营业执照"}}).truth is Truth.TRUE
    for wrong, code in (({"value": ODD}, "E205"), ({"value": ODD, "attested": 1}, "E304"), ({"of": ODD}, "E302")):
        with pytest.raises(BadDossier, match=code):
            dossier_from_json(json.dumps({"name": "甲", "uscc": wrong}))


def test_a_register_keeps_such_a_code_and_finds_its_firm_by_it(tmp_path: Path) -> None:
    (tmp_path / "firms.csv").write_text(
        f"企业名称,信用代码,2025年从业人员\n甲公司,{ODD}（凭营业执照）,20\n", encoding="utf-8"
    )
    with open_registry("memory:") as register:
        register.import_facts(tmp_path / "firms.csv", source="企业填报")
        register.enrol("乙公司", uscc=f"{ODD[:-2]}7{ODD[-1]}（凭证照）")
        found = register.dossier(ODD, AsOf(day("2026-06-30")))
        assert (found.name, found.uscc, found.values["uscc"]) == ("甲公司", ODD, "attested")


@given(
    st.lists(
        st.one_of(
            st.none(),
            st.sampled_from((*VALID, coded("92"), coded("N3"), ODD, "500113199001010072", "", "甲", "9150")),
            st.text(CHARACTERS + "IOV", min_size=18, max_size=18),
        ),
        max_size=12,
    )
)
def test_a_column_of_codes_is_checked_as_each_of_them_is(codes: list[str | None]) -> None:
    def alone(code: str | None) -> str | None:
        try:
            return None if code is None else normalise_credit_code(code)
        except BadIdentifier:
            return None

    column = pl.Series(codes, dtype=pl.String)
    assert checked_codes(column).to_list() == [alone(code) for code in codes]
    passed = [code for code in map(alone, codes) if code is not None]
    assert legal_forms(pl.Series(passed, dtype=pl.String)).to_list() == [legal_form(code) for code in passed]


@given(st.text(max_size=30))
def test_any_text_is_either_a_code_or_refused(text: str) -> None:
    try:
        code = normalise_credit_code(text)
    except BadIdentifier:
        return
    assert normalise_credit_code(code) == code
