"""Facts as they are said of somebody: that one holds or does not, what is asked where nobody knows, what has lasted
since a day.

A name of the vocabulary says what a fact is about; a sentence also needs where its 未, 不 or 没有 stands.
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs
from attrs import frozen

from tiertrack.brevity import briefly
from tiertrack.logic.expr import Ref
from tiertrack.logic.finding import Observed
from tiertrack.logic.quantity import Kind
from tiertrack.rules.reads import Origin, origin_of


@frozen
class Saying:
    """What is said of a fact: ``before`` and ``rest`` around the word that says yes or no."""

    before: str
    yes: str
    no: str
    rest: str

    __repr__ = briefly

    @property
    def held(self) -> str:
        """That it holds, as 列入经营异常名录."""
        return f"{self.before}{self.yes}{self.rest}"

    @property
    def failed(self) -> str:
        """That it does not, as 未列入经营异常名录."""
        return f"{self.before}{self.no}{self.rest}"

    @property
    def asked(self) -> str:
        """The question, as 是否列入经营异常名录."""
        return f"{self.before}是否{'为' if self.yes == '是' else self.yes}{self.rest}"


# The yes-or-no facts, and the ranks that an award or a contest gives.
_SAYINGS = {
    "high_tech_enterprise": ("", "是", "不是", "有效期内的高新技术企业"),
    "ip_demonstration": ("", "是", "不是", "有效期内的知识产权优势或示范企业"),
    "innovation_demonstration": ("", "是", "不是", "有效期内的国家级技术创新示范企业"),
    "management_certified": ("", "有", "没有", "管理体系认证"),
    "product_certified": ("", "有", "没有", "发达国家或地区产品认证"),
    "own_brand": ("", "有", "没有", "自主品牌"),
    "information_system": ("核心业务", "", "没有", "由信息系统支撑"),
    "provincial_quality_award": ("", "获得", "没有获得", "省级以上质量奖"),
    "standards_participated": ("", "", "没有", "参与制修订标准"),
    "standards_participated_2y": ("近两年", "", "没有", "主持或参与制修订国际、国家或行业标准"),
    "product_standards": ("产品", "", "没有", "执行国际、国内或行业标准"),
    "srdi_product": ("", "拥有", "没有", "被认定的专精特新产品"),
    "fine_management": ("", "", "没有", "采用精细化管理方式"),
    "famous_brand": ("", "有", "没有", "省级以上名牌产品或驰名商标"),
    "satisfaction_measured": ("", "有", "没有", "顾客满意度评测机制"),
    "product_traceable": ("", "有", "没有", "产品追溯体系"),
    "strategic_emerging": ("主导产品", "", "不", "属战略性新兴产业"),
    "abnormal_list": ("", "", "未", "列入经营异常名录"),
    "dishonest_list": ("", "", "未", "列入严重失信主体名单"),
    "prohibited_product": ("产品", "", "不", "属禁止、限制或淘汰类"),
    "controlled_by_little_giant": ("与已认定小巨人", "有", "没有", "控股关系"),
    "same_group_similar_product": ("同一集团内", "已有", "没有", "主导产品相似的小巨人"),
    "core_ip_owned": ("", "拥有", "不拥有", "对主要产品起核心支持作用的知识产权所有权"),
    "recent_incident": ("上一年及当年", "有", "没有", "重大事故、严重环境违法或科研严重失信"),
    "incident_within_a_year": ("申请前一年内", "有", "没有", "重大安全、质量事故或严重环境违法"),
    "state_owned": ("", "是", "不是", "国有工业企业"),
    "key_support_received": ("", "已获", "未获", "重点“小巨人”支持"),
    "software_enterprise": ("", "是", "不是", "软件企业"),
    "voting_difference": ("", "设有", "没有", "表决权差异安排"),
    "neeq_innovation_layer": ("", "是", "不是", "新三板创新层挂牌公司"),
    "neeq_relisted": ("", "有", "没有", "挂牌满一年后摘牌、二次挂牌"),
    "long_rd_cycle": ("", "", "不", "因研发周期较长营业收入不足"),
    "emerging_information": ("", "", "不", "属新一代信息技术等新兴产业"),
    "neeq_market_making": ("", "", "没有", "采取做市交易方式"),
    "uncovered_loss": ("最近一期末", "存在", "没有", "未弥补亏损"),
    "pilot_enterprise": ("", "", "不", "属创新企业境内发行的试点企业"),
    "restated_delisting": ("追溯重述或处罚认定后", "", "没有", "实际触及财务类退市指标"),
    "occupation_uncorrected": ("", "有", "没有", "控股股东占用资金，责令改正后两个月未改"),
    "conduct_delisting": ("", "有", "没有", "规范类强制退市的其他情形"),
    "falsification_found": ("财务造假", "", "没有", "经行政处罚或裁判认定"),
    "grave_violation": ("", "有", "没有", "重大违法类强制退市的其他情形"),
    "bse_excluded_sector": ("", "", "不", "属北交所不接受的行业"),
    "securities_violation": ("", "有", "没有", "北交所所列的刑事犯罪、重大违法或行政处罚"),
    "ownership_clear": ("成果权属", "清晰、无争议", "不清晰或有争议", ""),
    "district_link": ("成果的完成单位或受让方", "在本区，或已签落地意向", "不在本区，也没有签落地意向", ""),
    "classified": ("成果", "", "不", "涉密"),
    "tech_center_or_demonstration": ("", "是", "不是", "市级企业技术中心或技术创新示范企业"),
    "mountain_island_county": ("", "", "不", "在浙江省山区海岛县"),
    "major_incident": ("近三年", "有", "没有", "所列事故或违法"),
    "led_standard_5y": ("近五年", "", "没有", "主导制定国际、国家或行业标准"),
    "led_provincial_project_5y": ("近五年", "", "没有", "牵头省部级以上重点研发项目"),
    "import_substitution_3y": (
        *("近三年主导产品", "实现进口替代并有用户证明"),
        *("没有实现进口替代，或没有用户证明", ""),
    ),
    "achievement_contract_2y": (
        *("近两年", "承接库内高价值科技成果并已签转化合同"),
        *("没有承接库内高价值科技成果，或没有签转化合同", ""),
    ),
    "research_dishonesty_3y": ("近三年", "有", "没有", "科研严重失信"),
    "provincial_award_5y": ("近五年", "获", "没有获", "省部级及以上科技奖励"),
    "national_award_rank": ("近三年", "获", "没有获", "国家级科技奖励"),
    "provincial_award_rank": ("近三年", "获", "没有获", "省级科技奖励"),
    "maker_china_rank": ("近三年在“创客中国”全国企业组", "获得", "没有获得", "名次"),
    "national_award_rank_5y": ("近五年", "获", "没有获", "国家级科技奖励"),
    "exclusive_licence_5y": ("对主要产品的核心技术", "享有", "没有享有", "五年以上独占许可"),
    "talent_founder": ("", "是", "不是", "由“鸿雁计划”高层次人才创办"),
    "smart_operation": ("智能制造", "", "没有", "覆盖生产作业环节"),
    "smart_production_management": ("智能制造", "", "没有", "覆盖生产管理环节"),
    "smart_business_management": ("智能制造", "", "没有", "覆盖经营管理环节"),
    "production_stopped": ("", "已注销或连续停产满十二个月", "没有注销，也没有连续停产满十二个月", ""),
    "green_list_removed": ("", "被", "没有被", "动态调整出绿色制造名单"),
    "inspection_serious_problem": ("国务院及部委督查", "", "没有", "发现有严重问题"),
    "energy_rectification_open": ("", "在节能监察整改名单而未按要求完成", "不在节能监察整改名单，或已按要求完成", ""),
    "judgment_defaulter": ("", "是", "不是", "失信被执行人"),
    "pollutant_permit": ("", "已", "没有", "领取应领的排污许可证"),
    "emissions_compliant": ("污染物排放", "", "没有", "持续达标"),
    "four_systems_certified": ("质量、环境、能源、职业健康安全四项管理体系", "", "没有", "齐备"),
    "core_ip_acquired_3y": ("近三年内", "", "没有", "取得对主要产品的核心技术的自主知识产权"),
    "tax_smuggling_3y": ("近三年", "有", "没有", "偷骗税、涉税立案或走私"),
}

# What has lasted since a day.
_LASTING = {
    "segment_since": "从事细分市场",
    "established_on": "成立",
    "neeq_listed_on": "新三板连续挂牌",
    "evaluated_on": "成果评价",
    "tech_center_since": "企业技术中心运行",
    "ip_advantage_since": "国家知识产权优势企业培育",
    "operating_since": "持续经营",
}


def saying(ref: Ref) -> Saying | None:
    """How a yes-or-no fact, a title or a rank of an award is said; None for other ranks, for judgements, and for the
    facts of a single right."""
    if ref.kind is Kind.TITLE:
        return Saying("", "持有" if origin_of(ref.key)[0] is Origin.TITLE else "有", "没有", ref.label)
    return Saying(*_SAYINGS[ref.key]) if ref.key in _SAYINGS else None


def lasting(ref: Ref) -> str:
    """What has lasted since the day a fact names, as 从事细分市场 since 从事特定细分市场起始日."""
    return _LASTING.get(ref.key, ref.label)


def wanted_facts(facts: Iterable[Observed]) -> list[str]:
    """Facts as they are asked for, the years of one together: 营业收入（2024、2025年）, 是否列入经营异常名录."""
    years: dict[Ref, list[str]] = {}
    for fact in facts:
        year = fact.label.removesuffix(fact.ref.label).removesuffix("年")
        years.setdefault(attrs.evolve(fact.ref, offset=None), []).extend([year] if year else [])
    return [f"{wanted(ref)}（{'、'.join(sorted(told))}年）" if told else wanted(ref) for ref, told in years.items()]


def wanted(ref: Ref) -> str:
    """What is to be handed in for a fact nobody knows: its name, the question it answers, or an authority's word."""
    if ref.kind is Kind.JUDGEMENT and not ref.label.startswith("主管部门"):
        return f"主管部门的认定：{ref.label}"
    said = saying(ref) if ref.kind.is_yes_or_no else None
    return said.asked if said else ref.label
