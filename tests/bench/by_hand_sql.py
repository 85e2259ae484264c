"""The baseline of the register's bench: both 2026 recognitions as a careful programmer would write them in SQL.

One column a criterion, integers cross-multiplied, NULL for unknown; the number of missing facts is looked into only
where the answer is open, and there only for facts that are unknown. The criteria are worked out once, behind a fence.
SQLite and PostgreSQL take the same text.
"""

from __future__ import annotations

__all__ = ["BESIDE", "GIANT", "SRDI", "statement"]

BESIDE = "enterprise_id, name, uscc, region, industry"

_SIZE_GROUP = """CASE substr(industry, 1, 1)
  WHEN 'C' THEN 'industry' WHEN 'B' THEN 'industry' WHEN 'D' THEN 'industry' WHEN 'A' THEN 'agriculture'
  WHEN 'E' THEN 'construction' WHEN 'L' THEN 'leasing' WHEN 'M' THEN 'other' WHEN 'N' THEN 'other'
  WHEN 'O' THEN 'other' WHEN 'R' THEN 'other'
  WHEN 'J' THEN 'not_listed' WHEN 'P' THEN 'not_listed' WHEN 'S' THEN 'not_listed' WHEN 'T' THEN 'not_listed'
  WHEN 'I' THEN CASE substr(industry, 1, 3)
    WHEN 'I63' THEN 'information' WHEN 'I64' THEN 'information' WHEN 'I65' THEN 'software' END
  WHEN 'F' THEN CASE substr(industry, 1, 3) WHEN 'F51' THEN 'wholesale' WHEN 'F52' THEN 'retail' END
  WHEN 'H' THEN CASE substr(industry, 1, 3) WHEN 'H61' THEN 'lodging' WHEN 'H62' THEN 'catering' END
  WHEN 'Q' THEN CASE substr(industry, 1, 3) WHEN 'Q84' THEN 'not_listed' WHEN 'Q85' THEN 'other' END
  WHEN 'G' THEN CASE substr(industry, 1, 3)
    WHEN 'G53' THEN 'not_listed' WHEN 'G60' THEN 'post'
    WHEN 'G54' THEN 'transport' WHEN 'G55' THEN 'transport' WHEN 'G56' THEN 'transport'
    WHEN 'G57' THEN 'transport' WHEN 'G58' THEN 'transport'
    WHEN 'G59' THEN CASE
      WHEN substr(industry, 1, 4) = 'G591' THEN 'transport' WHEN length(industry) > 3 THEN 'storage' END END
  WHEN 'K' THEN CASE substr(industry, 1, 4)
    WHEN 'K701' THEN 'real_estate' WHEN 'K702' THEN 'property' WHEN 'K703' THEN 'other'
    WHEN 'K704' THEN 'not_listed' WHEN 'K709' THEN 'other' END
  END"""

_P, _R, _A = '"employees:2025"', '"revenue:2025"', '"total_assets:2025"'
_WAN = 1_000_000
# The lower bounds of a large enterprise: whoever is below any of them is not one.
_LARGE = {
    "industry": (1000, 40000, None),
    "agriculture": (None, 20000, None),
    "construction": (None, 80000, 80000),
    "wholesale": (200, 40000, None),
    "retail": (300, 20000, None),
    "transport": (1000, 30000, None),
    "storage": (200, 30000, None),
    "post": (1000, 30000, None),
    "lodging": (300, 10000, None),
    "catering": (300, 10000, None),
    "information": (2000, 100000, None),
    "software": (300, 10000, None),
    "real_estate": (None, 200000, 10000),
    "property": (1000, 5000, None),
    "leasing": (300, None, 120000),
    "other": (300, None, None),
}


def _below(bounds: tuple[int | None, int | None, int | None]) -> str:
    people, revenue, assets = bounds
    tests = [f"{_P} < {people}"] if people else []
    tests += [f"{_R} < {revenue * _WAN}"] if revenue else []
    tests += [f"{_A} < {assets * _WAN}"] if assets else []
    return " OR ".join(tests)


_NOT_LARGE = "CASE size_group " + " ".join(f"WHEN '{key}' THEN {_below(one)}" for key, one in _LARGE.items()) + " END"


def _ratio(part: str, whole: str, relation: str, hundredths: int) -> str:
    return f'(CASE WHEN "{whole}" > 0 THEN "{part}" * 100 {relation} "{whole}" * {hundredths} END)'


def _top(key: str) -> str:
    return f"({key} >= 1 AND {key} <= 3)"


_BASIC = {
    "B1": "CASE WHEN uscc IS NOT NULL THEN TRUE END",
    "B2": _NOT_LARGE,
    "B4a": "NOT abnormal_list",
    "B4b": "NOT dishonest_list",
    "B5": "NOT prohibited_product",
    "B6": "NOT major_incident",
}
# Ordinal of 2023-01-01, the last day to have begun.
_SINCE = "segment_since <= 738521"
# Amounts are never negative: one of them may be enough.
_EQUITY = [f'"equity_financing:{year}"' for year in (2025, 2024)]
_FINANCED = f"""(CASE WHEN {" + ".join(f"coalesce({one}, 0)" for one in _EQUITY)} >= {2000 * _WAN} THEN TRUE
  ELSE {" + ".join(_EQUITY)} >= {2000 * _WAN} END)"""
_RD = [_ratio(f"rd_expense:{year}", f"revenue:{year}", ">=", 3) for year in (2025, 2024)]
_S3 = [f'("rd_expense:{year}" >= {100 * _WAN} AND {ratio})' for year, ratio in zip((2025, 2024), _RD, strict=True)]
_S4 = f"(class1_ip >= 1 OR {_top('national_award_rank')} OR {_top('provincial_award_rank')}"
_RANKED = f'(market_share * 10 >= "market_share/d" OR {_top("domestic_rank")})'

SRDI = {
    **_BASIC,
    "S1a": '"title:innovative_sme" OR "title:tech_sme"',
    "S1b": _SINCE,
    "S2a": f"{_R} >= {1500 * _WAN} OR {_FINANCED}",
    "S2b": _ratio("main_revenue:2025", "revenue:2025", ">=", 80),
    "S2c": _ratio("total_liabilities:2025", "total_assets:2025", "<=", 80),
    "S3": " AND ".join(_S3),
    "S4": f"{_S4} OR rd_institution IN ('provincial', 'national'))",
    "S5": "market_standing",
    "S6": '"development_score:2026" >= 5000',
}

GIANT = {
    **_BASIC,
    "G1a": '"title:srdi_sme"',
    "G1b": _SINCE,
    "G2a": f"{_R} >= {5000 * _WAN}",
    "G2b": _ratio("main_revenue:2025", "revenue:2025", ">=", 90),
    "G2c": '(CASE WHEN "revenue:2023" > 0 THEN "revenue:2025" * 400 >= "revenue:2023" * 441 END)',
    "G2d": _ratio("total_liabilities:2025", "total_assets:2025", "<=", 75),
    "G3": f'"rd_expense:2025" + "rd_expense:2024" >= {1200 * _WAN} AND {_RD[0]} AND {_RD[1]}',
    "G4": f"class1_ip >= 4 OR {_top('national_award_rank')}",
    "G5": f"{_RANKED} AND market_reputation",
    "G6a": "product_domain",
    "G6b": "key_chain_link",
    "G7": '"development_score:2026" >= 6000',
    "R1": 'NOT "title:champion"',
    "R2": "NOT controlled_by_little_giant",
    "R3": "NOT same_group_similar_product",
}


def _may(whole: str) -> str:
    """A ratio whose denominator is not positive has no answer whatever is learned."""
    return f'("{whole}" IS NULL OR "{whole}" > 0)'


def _size_lacks(index: int) -> str:
    """That the size is open, and a figure some group still possible is judged by could settle that group."""
    groups = [f"(coalesce(size_group, '{key}') = '{key}' AND ({_below(one)}) IS NULL)"
              for key, one in _LARGE.items() if one[index]]  # fmt: skip
    return f'"B2" IS NULL AND ({" OR ".join(groups)})'


# For each fact when it could still decide; TRUE where its only criterion is open as long as it is unknown.
_BASIC_LACKS = {
    "uscc": "TRUE",
    "size_group": '"B2" IS NULL',
    "abnormal_list": "TRUE",
    "dishonest_list": "TRUE",
    "prohibited_product": "TRUE",
    "major_incident": "TRUE",
    '"development_score:2026"': "TRUE",
    "segment_since": "TRUE",
    _P: _size_lacks(0),
}
_OPEN_3 = [f"({one}) IS NULL" for one in _S3]
_OPEN_RD = f"({_RD[0]} AND {_RD[1]}) IS NULL"

_SRDI_LACKS = {
    **_BASIC_LACKS,
    _R: f'({_size_lacks(1)}) OR "S2a" IS NULL OR {_may("revenue:2025")} OR "S3" IS NULL AND {_OPEN_3[0]}',
    _A: f"({_size_lacks(2)}) OR {_may('total_assets:2025')}",
    '"title:innovative_sme"': '"S1a" IS NULL',
    '"title:tech_sme"': '"S1a" IS NULL',
    '"equity_financing:2025"': '"S2a" IS NULL',
    '"equity_financing:2024"': '"S2a" IS NULL',
    '"main_revenue:2025"': _may("revenue:2025"),
    '"total_liabilities:2025"': _may("total_assets:2025"),
    '"rd_expense:2025"': f'"S3" IS NULL AND {_OPEN_3[0]}',
    '"rd_expense:2024"': f'"S3" IS NULL AND {_OPEN_3[1]}',
    '"revenue:2024"': f'"S3" IS NULL AND {_OPEN_3[1]}',
    "class1_ip": '"S4" IS NULL',
    "national_award_rank": '"S4" IS NULL',
    "provincial_award_rank": '"S4" IS NULL',
    "rd_institution": '"S4" IS NULL',
    "market_standing": "TRUE",
}

_GIANT_LACKS = {
    **_BASIC_LACKS,
    _R: "TRUE",
    _A: f"({_size_lacks(2)}) OR {_may('total_assets:2025')}",
    '"title:srdi_sme"': "TRUE",
    '"main_revenue:2025"': _may("revenue:2025"),
    '"revenue:2023"': "TRUE",
    '"total_liabilities:2025"': _may("total_assets:2025"),
    '"rd_expense:2025"': '"G3" IS NULL',
    '"rd_expense:2024"': '"G3" IS NULL',
    '"revenue:2024"': f'"G3" IS NULL AND {_OPEN_RD}',
    "class1_ip": '"G4" IS NULL',
    "national_award_rank": '"G4" IS NULL',
    "market_share": f'"G5" IS NULL AND {_RANKED} IS NULL',
    "domestic_rank": f'"G5" IS NULL AND {_RANKED} IS NULL',
    "market_reputation": '"G5" IS NULL',
    "product_domain": "TRUE",
    "key_chain_link": "TRUE",
    '"title:champion"': "TRUE",
    "controlled_by_little_giant": "TRUE",
    "same_group_similar_product": "TRUE",
}
_LACKS = {"S6": _SRDI_LACKS, "G7": _GIANT_LACKS}

# What criteria ask for between them: whoever is known to fall short of that fails, whatever else is learned.
_BETWEEN = {
    "S6": "TRUE",
    "G7": f'coalesce("main_revenue:2025" >= {4500 * _WAN}, TRUE) AND coalesce("rd_expense:2025" >= {150 * _WAN}, TRUE)',
}

# When no fact can decide a criterion, so that the authority is asked.
_SPENT = " AND ".join(f'"{key}:{year}" IS NOT NULL' for key in ("rd_expense", "revenue") for year in (2025, 2024))
_BASIC_ASKED = (
    "size_group = 'not_listed'",
    '"revenue:2025" <= 0',
    '"total_assets:2025" <= 0',
)
_ASKED = {
    "S6": (*_BASIC_ASKED, f'"S3" IS NULL AND {_SPENT}'),
    "G7": (*_BASIC_ASKED, '"revenue:2023" <= 0', f'"G3" IS NULL AND {_SPENT}'),
}


def statement(criteria: dict[str, str], table: str, sqlite: bool) -> str:
    """The SELECT of the answers over a typed table."""
    lacks, asked, between = next((_LACKS[key], _ASKED[key], _BETWEEN[key]) for key in _LACKS if key in criteria)
    fence = "LIMIT -1 OFFSET '0'" if sqlite else "OFFSET '0'"
    judged = ",\n  ".join(f'{rule} AS "{key}"' for key, rule in criteria.items())
    every = " AND ".join([*(f'"{key}"' for key in criteria), between])
    wanted = [*(f"{fact} IS NULL AND ({when})" for fact, when in lacks.items()), *asked]
    counted = " + ".join(f"CASE WHEN {when} THEN 1 ELSE 0 END" for when in wanted)
    keys = ", ".join(f'"{key}"' for key in criteria)
    return f"""SELECT {BESIDE}, {every} AS truth,
  CASE WHEN ({every}) IS NULL THEN {counted} ELSE 0 END AS missing, {keys}
FROM (SELECT *, {judged}
  FROM (SELECT *, {_SIZE_GROUP} AS size_group FROM {table} {fence}) AS grouped {fence}) AS judged"""
