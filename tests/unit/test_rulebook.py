"""One edition governs each question; what it reads is what the vocabulary promises; the national rulebook is sound."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from random import Random
from typing import Any

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.coverage import uncovered
from tests.support.events import day
from tests.support.populations import any_value, distinct
from tiertrack.app.policies import edition_of
from tiertrack.errors import EditionOverlap, NoEditionInForce, TiertrackError, UnknownEdition
from tiertrack.facts.datum import Datum
from tiertrack.facts.dossier import Application, Attestation, Dossier, HeldTitle
from tiertrack.facts.industry import SIZE_GROUPS
from tiertrack.facts.vocabulary import CREDIT_CODE, CRITERION_PREFIX, FACTS, JUDGEMENTS, SIZE_GROUP, is_judgement
from tiertrack.ladder.eligibility import asks_only_of_titles
from tiertrack.law.instrument import Citation, Confidence, Instrument
from tiertrack.law.regions import Region
from tiertrack.law.scope import Act
from tiertrack.law.tiers import Tier
from tiertrack.law.titles import TITLES, Title, title_of
from tiertrack.logic import expr
from tiertrack.logic.expr import refs
from tiertrack.logic.quantity import Kind
from tiertrack.logic.truth import Truth
from tiertrack.rulebooks import national_rulebook
from tiertrack.rulebooks.gaps import documented_gaps
from tiertrack.rulebooks.zh import 境内依法设立
from tiertrack.rules.criterion import Criterion
from tiertrack.rules.edition import Edition
from tiertrack.rules.edition_checks import check_rulebook
from tiertrack.rules.reads import JUDGEMENT_PREFIX, TITLE_PREFIX
from tiertrack.rules.rulebook import Rulebook
from tiertrack.temporal import Period

RULEBOOK = national_rulebook()
EDITIONS = {edition.key: edition for edition in RULEBOOK.editions}
CHONGQING, BANAN, CHENGDU = Region("500000"), Region("500113"), Region("510100")
NOTICE = Instrument("n", "地方〔2024〕1号", "通知", None, None, dt.date(2026, 1, 1), Confidence.REPORTED).clause("一")


def from_until(edition: Edition, start: str | None, end: str | None, region: Region | None = None) -> Edition:
    """The same edition over another period and region; ``end`` does not belong to it."""
    return attrs.evolve(edition, period=Period(start and day(start), end and day(end)), region=region)


BASE = EDITIONS["srdi_sme/recognition/2026"]

# ----------------------------------------------------------------------------------------------------------- selecting


@pytest.mark.parametrize(
    ("tier", "act", "on", "key"),
    [
        (Tier.INNOVATIVE_SME, Act.RECOGNITION, "2022-08-01", "innovative_sme/recognition/2022"),
        (Tier.INNOVATIVE_SME, Act.REVIEW, "2028-12-31", "innovative_sme/review/2022"),
        (Tier.SRDI_SME, Act.RECOGNITION, "2022-08-01", "srdi_sme/recognition/2022"),
        (Tier.SRDI_SME, Act.RECOGNITION, "2026-03-31", "srdi_sme/recognition/2022"),
        (Tier.SRDI_SME, Act.RECOGNITION, "2026-04-01", "srdi_sme/recognition/2026"),
        (Tier.SRDI_SME, Act.REVIEW, "2026-03-31", "srdi_sme/review/2022"),
        (Tier.SRDI_SME, Act.REVIEW, "2026-04-01", "srdi_sme/review/2026"),
        (Tier.LITTLE_GIANT, Act.RECOGNITION, "2022-07-01", "little_giant/recognition/2022"),
        (Tier.LITTLE_GIANT, Act.RECOGNITION, "2018-11-28", "little_giant/recognition/2018"),
        (Tier.LITTLE_GIANT, Act.RECOGNITION, "2020-07-08", "little_giant/recognition/2018"),
        (Tier.LITTLE_GIANT, Act.RECOGNITION, "2020-07-09", "little_giant/recognition/2020"),
        (Tier.LITTLE_GIANT, Act.RECOGNITION, "2021-04-18", "little_giant/recognition/2020"),
        (Tier.LITTLE_GIANT, Act.RECOGNITION, "2021-04-19", "little_giant/recognition/2021"),
        (Tier.LITTLE_GIANT, Act.RECOGNITION, "2022-05-31", "little_giant/recognition/2021"),
        (Tier.LITTLE_GIANT, Act.RECOGNITION, "2022-06-01", "little_giant/recognition/2022"),
        (Tier.LITTLE_GIANT, Act.RECOGNITION, "2024-12-31", "little_giant/recognition/2022"),
        (Tier.LITTLE_GIANT, Act.RECOGNITION, "2025-01-01", "little_giant/recognition/2025"),
        (Tier.LITTLE_GIANT, Act.RECOGNITION, "2026-03-31", "little_giant/recognition/2025"),
        (Tier.LITTLE_GIANT, Act.RECOGNITION, "2026-04-01", "little_giant/recognition/2026"),
        (Tier.LITTLE_GIANT, Act.REVIEW, "2023-04-15", "little_giant/review/2022"),
        (Tier.LITTLE_GIANT, Act.REVIEW, "2024-12-31", "little_giant/review/2022"),
        (Tier.LITTLE_GIANT, Act.REVIEW, "2025-06-30", "little_giant/review/2025"),
        (Tier.LITTLE_GIANT, Act.REVIEW, "2026-06-30", "little_giant/review/2026"),
        (Tier.LITTLE_GIANT, Act.REVIEW, "2026-12-31", "little_giant/review/2026"),
        (Tier.LITTLE_GIANT, Act.REVIEW, "2027-01-01", "little_giant/review/2027"),
    ],
)
def test_the_edition_in_force(tier: Tier, act: Act, on: str, key: str) -> None:
    assert RULEBOOK.select(tier, act, day(on)).key == key
    assert RULEBOOK.select(tier, act, day(on), BANAN).key == key


def test_in_2026_a_new_little_giant_follows_the_new_measure_and_a_review_the_old_one() -> None:
    on = day("2026-06-30")
    recognition, review = (RULEBOOK.select(Tier.LITTLE_GIANT, act, on) for act in (Act.RECOGNITION, Act.REVIEW))
    assert "工信部企业〔2026〕2号 附件2" in recognition.citations
    assert "工信部企业〔2022〕63号 附件3" in review.citations
    assert "工信厅企业函〔2026〕117号" in review.citations


def test_a_review_from_2027_on_says_that_its_notice_is_pending() -> None:
    assert "须待当年通知" in RULEBOOK.select(Tier.LITTLE_GIANT, Act.REVIEW, day("2027-01-01")).citations


def test_before_the_first_edition_there_is_none_and_what_is_encoded_is_named() -> None:
    with pytest.raises(NoEditionInForce) as refused:
        RULEBOOK.select(Tier.SRDI_SME, Act.RECOGNITION, day("2022-07-31"))
    (fault,) = refused.value.faults
    assert fault.code == "E501"
    assert fault.what == "2022-07-31 没有可用的专精特新中小企业认定标准"
    assert fault.remedy == (
        "已收录 专精特新中小企业/认定/2022（2022-08-01 起至 2026-03-31）、专精特新中小企业/认定/2026（2026-04-01 起）"
    )


def test_a_tier_without_editions_says_that_none_is_encoded() -> None:
    with pytest.raises(NoEditionInForce) as refused:
        RULEBOOK.select(Tier.LISTED, Act.REVIEW, day("2026-06-30"))
    assert refused.value.faults[0].remedy == "尚未收录上市企业复核的任何版本"


@pytest.mark.parametrize(
    ("title", "region", "own"),
    [
        ("champion_zj", "440100", "当地自己的称号没有收录"),
        ("gazelle_cq", "330100", "当地自己的称号有 浙江省制造业单项冠军企业、"),
    ],
)
def test_a_title_that_a_place_does_not_have_is_told_apart_from_a_day_without_a_standard(
    title: str, region: str, own: str
) -> None:
    for act in Act:
        with pytest.raises(NoEditionInForce) as refused:
            RULEBOOK.select(title, act, day("2026-06-30"), region)
        (fault,) = refused.value.faults
        assert (fault.code, fault.value) == ("E762", TITLES[title])
        assert own in str(fault)


def test_two_editions_of_one_day_are_never_chosen_between() -> None:
    both = Rulebook((from_until(BASE, "2024-01-01", "2025-01-01"), from_until(BASE, "2024-12-31", None)))
    assert both.select(Tier.SRDI_SME, Act.RECOGNITION, day("2024-12-30"))
    assert both.select(Tier.SRDI_SME, Act.RECOGNITION, day("2025-01-01"))
    with pytest.raises(EditionOverlap) as refused:
        both.select(Tier.SRDI_SME, Act.RECOGNITION, day("2024-12-31"))
    (fault,) = refused.value.faults
    assert fault.code == "E502"
    assert fault.value == "专精特新中小企业/认定/2024、专精特新中小企业/认定/2024"


def test_a_local_edition_goes_before_a_wider_one_and_only_where_it_applies() -> None:
    city, district = (from_until(BASE, "2026-05-01", "2026-07-01", one) for one in (CHONGQING, BANAN))
    rulebook = RULEBOOK.extended((city, district))
    ask = (Tier.SRDI_SME, Act.RECOGNITION)
    assert rulebook.select(*ask, day("2026-06-30"), BANAN) is district
    assert rulebook.select(*ask, day("2026-06-30"), Region("500114")) is city
    assert rulebook.select(*ask, day("2026-06-30"), CHONGQING) is city
    assert rulebook.select(*ask, day("2026-06-30"), CHENGDU) is BASE
    assert rulebook.select(*ask, day("2026-06-30")) is BASE
    assert rulebook.select(*ask, day("2026-07-01"), BANAN) is BASE
    assert [one.key for one in (city, district)] == [
        "srdi_sme/recognition/2026@500000",
        "srdi_sme/recognition/2026@500113",
    ]


def test_two_local_editions_of_one_day_clash_although_a_wider_one_is_single() -> None:
    rulebook = RULEBOOK.extended([from_until(BASE, "2026-05-01", None, BANAN)] * 2)
    with pytest.raises(EditionOverlap):
        rulebook.select(Tier.SRDI_SME, Act.RECOGNITION, day("2026-06-30"), BANAN)
    assert rulebook.select(Tier.SRDI_SME, Act.RECOGNITION, day("2026-06-30"), CHENGDU) is BASE


@given(st.dates(day("2016-01-01"), day("2030-12-31")), st.sampled_from([*map(title_of, TITLES)]), st.sampled_from(Act))
def test_what_is_selected_is_the_one_edition_of_each_variant_in_force(on: dt.date, title: Title, act: Act) -> None:
    for region in (None, BANAN):
        listed = [one for one in RULEBOOK.in_force(on, region) if (one.tier, one.act) == (title, act)]
        local = [one for one in listed if one.region] or listed
        if local:
            assert list(RULEBOOK.variants(title, act, on, region)) == local
            for one in local:
                key = one.variant.key if one.variant else None
                assert RULEBOOK.select(title, act, on, region, key) is one
        else:
            with pytest.raises(NoEditionInForce):
                RULEBOOK.variants(title, act, on, region)


def test_editions_in_force_are_listed_in_the_order_of_the_ladder() -> None:
    titles = [one.tier for one in RULEBOOK.in_force(day("2026-06-30"), BANAN)]
    assert titles == sorted(titles, key=[*map(title_of, TITLES)].index)


def test_where_variants_stand_side_by_side_one_must_be_named() -> None:
    with pytest.raises(NoEditionInForce, match=r"\[E504\].*主板、科创板"):
        RULEBOOK.select(Tier.LISTED, Act.RECOGNITION, day("2026-06-30"))


def test_an_edition_is_found_by_its_key_and_an_unknown_key_is_refused_with_the_nearest() -> None:
    assert RULEBOOK.edition(BASE.key) is BASE
    with pytest.raises(UnknownEdition) as refused:
        RULEBOOK.edition("srdi_sme/recognition/2021")
    (fault,) = refused.value.faults
    assert (fault.code, fault.value) == ("E503", "srdi_sme/recognition/2021")
    assert fault.remedy == "版本以起用的年份为名，最近的是 专精特新中小企业/认定/2022（2022-08-01 起至 2026-03-31）"
    with pytest.raises(UnknownEdition, match="2024 年用的是 专精特新“小巨人”企业/复核/2022"):
        RULEBOOK.edition("小巨人/复核/2024")
    with pytest.raises(UnknownEdition, match="是否想写 专精特新"):
        RULEBOOK.edition("专精特新/认订/2026")


@pytest.mark.parametrize(
    ("title", "act", "year", "place", "variant", "key"),
    [
        ("小巨人", "复核", 2026, None, None, "little_giant/review/2026"),
        ("小巨人", "复核", 2024, None, None, "little_giant/review/2022"),
        ("小巨人", "认定", 2025, None, None, "little_giant/recognition/2025"),
        ("瞪羚", "认定", 2030, "重庆市", None, "gazelle_cq/recognition/2024@500000"),
        ("上市", "认定", 2025, None, "主板", "listed:main/recognition/2024"),
        ("创新型", "认定", None, None, None, "innovative_sme/recognition/2022"),
    ],
)
def test_an_edition_is_found_by_the_year_of_its_batch(
    title: str, act: str, year: int | None, place: str | None, variant: str | None, key: str
) -> None:
    assert RULEBOOK.in_year(title, act, year, place, variant).key == key


@pytest.mark.parametrize(
    ("title", "act", "year", "place", "said"),
    [
        (
            *("小巨人", "认定", 2026, None),
            "E757.*/2025（2026-01-01 起至 2026-03-31）、.*/2026（2026-04-01 起至 2026-12-31）.*请写明是哪一天的",
        ),
        ("小巨人", "认定", 2025, "重庆市", "E757.*2025-05-14）、.*@重庆市（2025-05-15 起至 2025-12-31）"),
        ("小巨人", "复核", None, None, "E757.*复核/2022（2022-06-01 起至 2024-12-31）.*复核/2027.*请写明是哪一年的"),
        ("单项冠军", "认定", 2023, None, "E757.*（示范企业）/认定/2021（2023-01-01 起至 2023-07-31）.*认定/2023"),
        ("小巨人", "复核", 2020, None, "E758.*最近的是 专精特新“小巨人”企业/复核/2022（2022-06-01 起至 2024-12-31）"),
        ("瞪羚", "认定", 2024, None, "E758.*只适用于重庆市"),
        ("河北省制造业单项冠军", "认定", 2023, None, "E758.*（收到：2023）。最近的是 "),
        ("隐形冠军", "认定", 2026, "山东", "E762.*山东省没有这个称号，它是浙江省的"),
        ("科技型", "认定", None, "广东", "E762.*问全国的请写 科技型中小企业"),
        ("上市", "复核", 2024, None, "E758.*尚未收录"),
        ("上市", "认定", 2025, None, "E504.*主板、科创板"),
        ("小巨人", "认定", 1900, None, "E707"),
        ("小巨人", "认定", True, None, "E707"),
    ],
)
def test_a_year_of_no_edition_or_of_several_is_refused_with_those_there_are(
    title: str, act: str, year: int | None, place: str | None, said: str
) -> None:
    with pytest.raises(TiertrackError, match=said):
        RULEBOOK.in_year(title, act, year, place)


@pytest.mark.parametrize(
    ("title", "act", "when", "variant", "why"),
    [
        ("专精特新", "认定", {"year": 2021}, None, "E758.*63号文施行以前的标准由各省自定"),
        ("小巨人", "复核", {"year": 2021}, None, "E758.*第一批 2022 年 6 月才复核"),
        ("知识产权优势企业", "认定", {}, None, "E758.*只登记，不判断"),
        ("上市", "认定", {"on": "2006-05-17"}, "主板", "E501.*证监会令第32号施行以前的主板发行条件没有收录）"),
        ("小巨人", "认定", {"on": "2012-05-05"}, None, "E501.*381号通知以前没有小巨人"),
    ],
)
def test_of_a_time_without_a_standard_it_is_said_why(
    title: str, act: str, when: dict[str, Any], variant: str | None, why: str
) -> None:
    with pytest.raises(NoEditionInForce, match=why):
        edition_of(title, act, variant=variant, **when)


def test_the_standard_of_a_title_of_one_place_is_that_of_the_place() -> None:
    assert edition_of("隐形冠军").key == "hidden_champion_zj/recognition/2026@330000"


# -------------------------------------------------------------------------------------------------- temporal coverage

SPAN = Period(dt.date(2016, 1, 1), dt.date(2029, 1, 1))
FIRSTS = [dt.date(year, month, 1) for year in range(2016, 2029) for month in range(1, 13)]


def key_of(edition: Edition) -> str | None:
    return edition.variant.key if edition.variant else None


def test_every_gap_is_documented_and_no_documented_gap_is_filled() -> None:
    found = [
        (one.title, one.act, one.variant.key if one.variant else None, one.period.start, one.period.last)
        for one in uncovered(RULEBOOK, SPAN)
    ]
    written = [
        (one.title, one.act, one.variant, one.period.start, one.period.last or SPAN.last) for one in documented_gaps()
    ]
    assert sorted(found, key=str) == sorted(written, key=str)


@pytest.mark.parametrize("title", [*map(title_of, TITLES)], ids=TITLES)
@pytest.mark.parametrize("act", Act)
def test_on_the_first_of_every_month_one_edition_of_each_variant_governs_or_the_gap_is_documented(
    title: Title, act: Act
) -> None:
    known = [one for one in RULEBOOK.editions if (one.tier, one.act) == (title, act)]
    nationwide = [one for one in known if one.region is None] or known
    gaps = [one for one in documented_gaps() if (one.title, one.act) == (title, act)]
    for variant in dict.fromkeys([*map(key_of, known), *(one.variant for one in gaps)]):
        for on in FIRSTS:
            governing = [one for one in nationwide if key_of(one) == variant and on in one.period]
            documented = [one for one in gaps if one.variant == variant and on in one.period]
            assert len(governing) + len(documented) == 1, f"{variant} {on}"


# ------------------------------------------------------------------------------------------------ soundness and digests


def test_the_national_rulebook_has_no_fault() -> None:
    assert check_rulebook(RULEBOOK) == ()


def test_keys_and_digests_tell_editions_apart() -> None:
    assert len(EDITIONS) == len(RULEBOOK.editions)
    assert len({edition.digest for edition in RULEBOOK.editions}) == len(RULEBOOK.editions)


def test_digests_are_the_same_in_another_process() -> None:
    program = (
        "from tiertrack.rulebooks import national_rulebook\n"
        "for edition in national_rulebook().editions: print(edition.key, edition.digest)"
    )
    for seed in ("1", "2"):
        told = subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        assert told.splitlines() == [f"{edition.key} {edition.digest}" for edition in RULEBOOK.editions]


# What events on record say they were judged by; the others were put right since.
DIGESTS_OF_0_2 = {
    "srdi_sme/recognition/2022": "b206f7382ad0887a",
    "srdi_sme/review/2022": "0012dca7742b9a19",
}

# The same since an edition also says how it counts intellectual property.
DIGESTS_OF_0_4 = {
    "srdi_sme/recognition/2022": "7c3bd81ec568ac1a",
    "srdi_sme/review/2022": "3956a39dc461df8c",
}


# The same since a credit code proves an enterprise by the kind of its bearer, and an industry may be in either of two
# groups.
DIGESTS = {
    "innovative_sme/recognition/2022": "9e394aa3260877f9",
    "innovative_sme/review/2022": "87465d231a128cda",
    "srdi_sme/recognition/2022": "d516522497283baa",
    "srdi_sme/recognition/2022@370000": "f3bfd023788a0d1b",
    "srdi_sme/recognition/2022@440000": "5a762ba0ea608787",
    "srdi_sme/recognition/2022@440300": "78d0acdce8319868",
    "srdi_sme/recognition/2022@510000": "14df2239cf24e754",
    "srdi_sme/recognition/2026": "bed0402dcfb8f2b6",
    "srdi_sme/review/2022": "e41ba57740a3fe0e",
    "srdi_sme/review/2022@370000": "51ac8ec556cc82a1",
    "srdi_sme/review/2022@440000": "f1385cee40331453",
    "srdi_sme/review/2022@440300": "ccc7a10c040f7ee0",
    "srdi_sme/review/2022@510000": "4554ac228319550a",
    "srdi_sme/review/2026": "a5b9c4f6d0cae160",
    "srdi_sme/review/2026@140000": "522cc0a4d00bc65c",
    "little_giant/recognition/2018": "2053c81446d202cb",
    "little_giant/recognition/2020": "ddddb7c1229b1c5a",
    "little_giant/recognition/2021": "da7add5b4a300e05",
    "little_giant/recognition/2022": "4951d0e36ca5c77a",
    "little_giant/recognition/2025": "a347684fcedfd937",
    "little_giant/recognition/2025@500000": "bf79e39ca41a7fd5",
    "little_giant/recognition/2026": "9581c9cf53e3e394",
    "little_giant/review/2022": "62aa8817e1dcc0bd",
    "little_giant/review/2025": "31beeb44c819e3e7",
    "little_giant/review/2026": "8ad003566298ec9c",
    "little_giant/review/2027": "7398d7d33d2df5b2",
    "high_tech_enterprise/recognition/2026@330000": "a0e91f7c658f750f",
    "gazelle_cq/recognition/2024@500000": "2b5e7fd82428045a",
    "tech_enterprise_cq/recognition/2016@500000": "56f81e5ba796b846",
    "tech_enterprise_cq/recognition/2022@500000": "568ee0f15a0181cc",
    "champion_cq/recognition/2024@500000": "589d05a684b97f2a",
    "champion_zj/recognition/2025@330000": "9aeae2485eacdad8",
    "champion_he/recognition/2024@130000": "bf0ab54b55bd70ae",
    "champion_ln/recognition/2022@210000": "f6e95ea49f2526d1",
    "key_srdi_zj/recognition/2026@330000": "f686a4d3f0dea4bc",
    "hidden_champion_zj/recognition/2026@330000": "fdcc1b6bdb4ba43b",
    "hidden_champion_zj/review/2026@330000": "2abc676aed2332ca",
    "hard_tech_list_cq/recognition/2023@500000": "f6771c3c204bc510",
    "smerd_cq/recognition/2024@500000": "8a08525520cabe88",
    "etc_cq/recognition/2023@500000": "74ec535cb0366797",
    "uni_cq/recognition/2024@500000": "86c0a6b1a18da19e",
    "potential_uni_cq/recognition/2024@500000": "742ad808def5e811",
}


def as_in_0_4(edition: Edition) -> Edition:
    """The edition as it was when any credit code proved an enterprise, and an industry was in one group or in none."""
    flag = attrs.evolve(CREDIT_CODE.ref, kind=Kind.FLAG, choices=())
    single = attrs.evolve(SIZE_GROUP.ref, choices=tuple(SIZE_GROUPS.items()))

    def before(node: object) -> object:
        if node == 境内依法设立:
            return expr.Holds(flag)
        if isinstance(node, expr.Switch) and node.ref == SIZE_GROUP.ref:
            return expr.Switch(single, tuple(case for case in node.cases if case[0] in SIZE_GROUPS))
        return node

    criteria = tuple(attrs.evolve(one, test=expr.replaced(one.test, before)) for one in edition.criteria)
    return attrs.evolve(edition, criteria=criteria)


def test_every_edition_of_a_region_has_a_fingerprint_to_keep() -> None:
    assert {key for key, edition in EDITIONS.items() if edition.region} <= {*DIGESTS}


@pytest.mark.parametrize("key", DIGESTS)
def test_an_edition_keeps_its_fingerprint_from_release_to_release(key: str) -> None:
    assert EDITIONS[key].digest.startswith(DIGESTS[key])


@pytest.mark.parametrize("key", DIGESTS_OF_0_2)
def test_an_edition_that_says_the_same_has_the_fingerprints_it_had(key: str) -> None:
    before = as_in_0_4(EDITIONS[key])
    assert before.digest.startswith(DIGESTS_OF_0_4[key])
    assert attrs.evolve(before, ip=None).digest.startswith(DIGESTS_OF_0_2[key])


def test_a_digest_changes_with_anything_an_edition_says() -> None:
    first, *rest = BASE.criteria
    variants = (
        from_until(BASE, "2026-04-02", None),
        from_until(BASE, "2026-04-01", None, BANAN),
        attrs.evolve(BASE, act=Act.REVIEW),
        attrs.evolve(BASE, criteria=tuple(rest)),
        attrs.evolve(BASE, criteria=(attrs.evolve(first, gist=first.gist + "。"), *rest)),
        attrs.evolve(BASE, notes=()),
        attrs.evolve(BASE, amended_by=(NOTICE,)),
        attrs.evolve(BASE, validity_years=4),
    )
    assert len({BASE.digest, *(one.digest for one in variants)}) == len(variants) + 1
    assert attrs.evolve(BASE).digest == BASE.digest


# ------------------------------------------------------------------------------------------------------------ amending


def test_a_notice_replaces_adds_and_drops_criteria_and_is_cited() -> None:
    changed = attrs.evolve(BASE.criterion("S2a"), gist="新的要点")
    added = attrs.evolve(BASE.criterion("S2a"), key="Z9")
    period = Period(day("2027-01-01"))
    new = BASE.amended(by=(NOTICE,), period=period, replacing=(changed,), adding=(added,), dropping=("B1", "S6"))
    assert [one.key for one in new.criteria] == [
        *(one.key for one in BASE.criteria if one.key not in ("B1", "S6")),
        "Z9",
    ]
    assert new.criterion("S2a") is changed
    assert new.criterion("S2b") is BASE.criterion("S2b")
    assert (new.period, new.act, new.tier) == (period, BASE.act, BASE.tier)
    assert new.citations == f"{BASE.citations}；{NOTICE}"
    assert BASE.criterion("B1")


def test_a_notice_cannot_change_a_criterion_that_is_not_there() -> None:
    unknown = attrs.evolve(BASE.criterion("S2a"), key="X99")
    with pytest.raises(ValueError, match="X99"):
        BASE.amended(by=(NOTICE,), period=BASE.period, dropping=("X99",))
    with pytest.raises(ValueError, match="X99"):
        BASE.amended(by=(NOTICE,), period=BASE.period, replacing=(unknown,))


def test_a_criterion_that_is_not_there_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        BASE.criterion("X99")


def test_a_review_does_not_test_the_title_of_the_tier_below() -> None:
    for edition in RULEBOOK.editions:
        asked = (one.test for one in edition.criteria if asks_only_of_titles(one))
        titles = {ref.key for test in asked for ref in refs(test)}
        if edition.act is Act.REVIEW:
            assert not titles & {f"{TITLE_PREFIX}{tier}" for tier in ("innovative_sme", "tech_sme", "srdi_sme")}


@pytest.mark.parametrize(
    ("confidence", "note", "printed"),
    [
        (Confidence.ORIGINAL, "", "地方〔2024〕1号 二"),
        (Confidence.ORIGINAL, "条号待核", "地方〔2024〕1号 二〔条号待核〕"),
        (Confidence.REPORTED, "", "地方〔2024〕1号 二〔转述〕"),
        (Confidence.RECALLED, "条号待核", "地方〔2024〕1号 二〔记忆，条号待核〕"),
    ],
)
def test_a_citation_says_how_far_its_wording_was_seen(confidence: Confidence, note: str, printed: str) -> None:
    assert str(NOTICE.provision.instrument.clause("二", confidence, note)) == printed


def test_a_citation_within_another_keeps_what_is_not_said_anew() -> None:
    outer: Citation = NOTICE.provision.instrument.clause("附件2", Confidence.ORIGINAL, "甲")
    assert str(outer.within("（三）")) == "地方〔2024〕1号 附件2（三）〔甲〕"
    assert str(outer.within("（三）", Confidence.DERIVED, "乙")) == "地方〔2024〕1号 附件2（三）〔推导，乙〕"


# ------------------------------------------------------------------------------------- what each edition reads (part 5)

_SIZE = "uscc industry employees:Y-1 revenue:Y-1 total_assets:Y-1"
_BASIC = f"{_SIZE} abnormal_list dishonest_list prohibited_product major_incident"
_IP = "class1_ip class1_ip_high_value class1_ip_self_developed class2_ip"
_INNOVATIVE_2022 = f"""{_IP} national_award_rank provincial_award_rank high_tech_enterprise ip_demonstration
    innovation_demonstration rd_institution equity_financing:Y-1 equity_financing:Y-2 equity_financing:Y-3
    rd_expense:Y-1 main_revenue:Y-1 main_revenue:Y-2 total_liabilities:Y-1 strategic_emerging"""
_SRDI_2022 = f"""{_IP} segment_since rd_expense:Y-1 rd_expense:Y-2 equity_financing:Y-1 equity_financing:Y-2
    national_award_rank provincial_award_rank maker_china_rank main_revenue:Y-1 main_revenue:Y-2 main_revenue:Y-3
    product_field digital_level provincial_quality_award management_certified own_brand standards_participated
    net_profit:Y-1 total_liabilities:Y-1 rd_staff:Y-1 rd_institution"""
_SHANDONG = "sd_key_industry sd_innovation sd_listing_points market_share domestic_rank provincial_rank"
_SICHUAN = "sc_key_industry sc_heritage sc_locality"
_GIANT_2022 = """segment_since main_revenue:Y-1 revenue:Y-2 total_liabilities:Y-1 market_share own_brand
    information_system management_certified product_certified rd_expense:Y-1 rd_expense:Y-2 equity_financing:Y-1
    equity_financing:Y-2 rd_staff:Y-1 rd_institution class1_ip national_award_rank maker_china_rank
    sound_governance market_reputation key_chain_link product_domain
    controlled_by_little_giant same_group_similar_product"""
_GROWTH_2022 = "main_revenue:Y-2 main_revenue:Y-3"
_SRDI_2026 = """segment_since revenue:Y-2 equity_financing:Y-1 equity_financing:Y-2 main_revenue:Y-1
    total_liabilities:Y-1 rd_expense:Y-1 rd_expense:Y-2 class1_ip national_award_rank provincial_award_rank
    rd_institution market_standing development_score:Y"""
_GIANT_2026 = """segment_since revenue:Y-2 main_revenue:Y-1 total_liabilities:Y-1 rd_expense:Y-1 rd_expense:Y-2
    class1_ip national_award_rank market_share domestic_rank market_reputation product_domain key_chain_link
    development_score:Y controlled_by_little_giant same_group_similar_product"""

READS = {
    "innovative_sme/recognition/2022": _INNOVATIVE_2022,
    "innovative_sme/review/2022": _INNOVATIVE_2022,
    "srdi_sme/recognition/2022": f"{_SRDI_2022} regional_points title:innovative_sme",
    "srdi_sme/recognition/2022@370000": f"{_SRDI_2022} {_SHANDONG} title:innovative_sme",
    "srdi_sme/recognition/2022@510000": f"{_SRDI_2022} {_SICHUAN} title:innovative_sme",
    "srdi_sme/review/2022": f"{_SRDI_2022} regional_points",
    "srdi_sme/review/2022@370000": f"{_SRDI_2022} {_SHANDONG}",
    "srdi_sme/review/2022@510000": f"{_SRDI_2022} {_SICHUAN}",
    "little_giant/recognition/2022": f"{_GIANT_2022} {_GROWTH_2022} title:srdi_sme",
    "little_giant/recognition/2025": f"{_GIANT_2022} {_GROWTH_2022} title:srdi_sme title:champion",
    "little_giant/recognition/2025@500000": f"""{_GIANT_2022} {_GROWTH_2022} title:srdi_sme applied:srdi_sme
    title:champion""",
    "little_giant/review/2022": f"{_GIANT_2022} {_GROWTH_2022}",
    "little_giant/review/2025": _GIANT_2022,
    "little_giant/review/2026": _GIANT_2022,
    "srdi_sme/recognition/2026": f"{_SRDI_2026} title:innovative_sme title:tech_sme",
    "srdi_sme/review/2026": f"{_SRDI_2026} development_score:Y-1",
    "little_giant/recognition/2026": f"{_GIANT_2026} revenue:Y-3 title:srdi_sme title:champion",
    "little_giant/review/2027": f"{_GIANT_2026} development_score:Y-1",
    "srdi_sme/review/2026@140000": f"{_SRDI_2022} regional_points",
}
# Guangdong and Shenzhen differ in the points asked for, not in what is read.
READS |= {f"{key}@{place}": READS[key] for key in DIGESTS_OF_0_2 for place in ("440000", "440300")}


_BATCHES = f"""{_SIZE} established_on product_domain main_revenue:Y-1 main_revenue:Y-2 main_revenue:Y-3 net_profit:Y-1
    net_profit:Y-2 net_profit:Y-3 total_liabilities:Y-1 segment_since provincial_rank main_product_inventions
    management_certified product_certified own_brand"""
_ALIKE_2018_2021 = """major_incident title:srdi_sme srdi_competitive niche_depth sustained_innovation leading_management
    rd_institution"""
_ALIKE_2020_2021 = """rd_expense:Y-1 rd_expense:Y-2 revenue:Y-2 rd_staff:Y-1 information_system product_standards
    title:champion"""
READS_OF_BATCHES = {
    "little_giant/recognition/2018": f"""{_BATCHES} {_ALIKE_2018_2021} srdi_product market_forefront rd_forefront
    employees:Y tech_staff:Y main_product_utility_designs standards_participated_2y core_technology fine_management
    famous_brand advanced_standards satisfaction_measured product_traceable""",
    "little_giant/recognition/2020": f"""{_BATCHES} {_ALIKE_2020_2021} market_forefront main_product_utility_designs
    special_honour""",
    "little_giant/recognition/2021": f"""{_BATCHES} {_ALIKE_2018_2021} {_ALIKE_2020_2021} market_reputation class2_ip
    new_financing:Y-1 new_financing:Y-2 key_breakthrough title:little_giant""",
}
READS = {**{key: f"{_BASIC} {read}" for key, read in READS.items()}, **READS_OF_BATCHES}


def what_it_reads(edition: Edition) -> set[str]:
    return {
        ref.key_in(0).replace(f":{ref.offset}", f":Y{ref.offset or ''}")
        for criterion in edition.criteria
        for ref in refs(criterion.test)
    }


def left_to_an_authority(edition: Edition) -> set[str]:
    """The criteria of which the law is silent beyond a scope."""
    return {f"{CRITERION_PREFIX}{criterion.key}" for criterion in edition.criteria if is_silent_somewhere(criterion)}


def test_the_table_has_every_edition_of_the_ladder_of_small_and_medium_enterprises() -> None:
    tiers = (Tier.INNOVATIVE_SME, Tier.SRDI_SME, Tier.LITTLE_GIANT)
    assert set(READS) == {key for key, edition in EDITIONS.items() if edition.tier in tiers}


@pytest.mark.parametrize("key", sorted(READS))
def test_an_edition_reads_exactly_what_the_vocabulary_lists(key: str) -> None:
    assert what_it_reads(EDITIONS[key]) == {*READS[key].split()}


@pytest.mark.parametrize("key", sorted(one.key for one in distinct(RULEBOOK.editions)))
def test_a_dossier_with_exactly_what_is_read_gets_a_definite_answer(key: str) -> None:
    edition = EDITIONS[key]
    on = max(edition.period.start or dt.date.min, dt.date(edition.period.start.year, 10, 31))  # type: ignore[union-attr]
    listed = frozenset((*what_it_reads(edition), *left_to_an_authority(edition)))
    # Where the law beyond some scope was not read, the authority's word on that criterion alone may still be wanted.
    silent = {one.authority.key_in(on.year) for one in edition.criteria if one.authority and is_silent_somewhere(one)}
    for seed in range(40):
        dossier = complete(listed, on, Random(seed))
        finding = edition.explain(dossier, on)
        assert {seen.key for seen in finding.missing} <= silent
        assert (finding.truth is Truth.UNKNOWN) == bool(finding.missing)
        assert Truth.of(edition.verdict(dossier, on)) is finding.truth


def is_silent_somewhere(criterion: Criterion) -> bool:
    return any(isinstance(node, expr.Provided) for node in expr.walk(criterion.test))


@pytest.mark.parametrize("key", sorted(EDITIONS))
def test_an_empty_dossier_lacks_everything_that_is_read(key: str) -> None:
    edition = EDITIONS[key]
    on = edition.period.start or dt.date.min
    missing = {seen.key.replace(f":{on.year}", ":Y") for seen in edition.explain(Dossier("甲"), on).missing}
    for distance in (1, 2, 3):
        missing = {one.replace(f":{on.year - distance}", f":Y-{distance}") for one in missing}
    # What is left to the authority whatever is known.
    left = {f"criterion:{one.key}" for one in edition.criteria if one.authority and not expr.refs(one.test)}
    assert missing == what_it_reads(edition) | left


def complete(listed: frozenset[str], on: dt.date, chance: Random) -> Dossier:
    """Any dossier that gives what is listed and nothing else; what something is a share of is positive."""
    data, attestations, titles, applications = [], [], [], []
    for one in sorted(listed - {"uscc", "industry"}):
        name, _colon, year = one.partition(":")
        if is_judgement(one):
            attestations.append(Attestation(one, chance.random() < 0.8, "甲局", on))
        elif name == "title":
            if chance.random() < 0.8:
                titles.append(HeldTitle(year, Period()))
        elif name == "applied":
            if chance.random() < 0.5:
                applications.append(Application(year, on))
        else:
            when = on.year + int(year.removeprefix("Y") or 0) if year else None
            data.append(Datum(name, when, any_value(FACTS[name], chance)))
    industry = chance.choice(("C3484", "I65", "M73", "E47", "K701", "L72"))
    return Dossier(
        "甲",
        "91500113MA0000015Q",
        None,
        industry,
        tuple(data),
        tuple(titles),
        frozenset(TITLES),
        tuple(attestations),
        tuple(applications),
        frozenset(TITLES),
    )


def test_prefixes_keep_titles_and_judgements_apart_from_facts() -> None:
    assert not any(key.startswith((TITLE_PREFIX, JUDGEMENT_PREFIX)) for key in FACTS)
    assert set(JUDGEMENTS) & set(FACTS) == set()


def test_a_list_of_editions_in_force_names_local_ones_only_where_they_apply() -> None:
    local = from_until(BASE, "2026-05-01", "2026-07-01", BANAN)
    rulebook = RULEBOOK.extended((local,))
    assert local in rulebook.in_force(day("2026-06-30"), BANAN)
    assert local not in rulebook.in_force(day("2026-06-30"), CHENGDU)
    assert local not in rulebook.in_force(day("2026-06-30"))


def test_a_local_edition_neither_overlaps_the_national_one_nor_leaves_a_gap() -> None:
    assert check_rulebook(RULEBOOK.extended((from_until(BASE, "2026-05-01", "2026-07-01", BANAN),))) == ()


def test_an_overlap_says_which_editions_and_what_to_do() -> None:
    both = Rulebook((from_until(BASE, "2024-01-01", None), from_until(BASE, "2024-06-01", None)))
    with pytest.raises(EditionOverlap) as refused:
        both.select(Tier.SRDI_SME, Act.RECOGNITION, day("2024-12-31"))
    assert str(refused.value) == (
        "[E502] 2024-12-31 的专精特新中小企业认定有 2 个版本同时有效"
        "（收到：专精特新中小企业/认定/2024、专精特新中小企业/认定/2024）。请修正版本的期间或地区，使同一日只有一个版本"
    )
