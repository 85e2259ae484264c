"""The Chinese words rulebooks are written in: a thin skin over the expression nodes, with no logic of its own.

A fact is a value with the law's own comparing words as methods; numbers carry their unit by construction and a bare
number is refused.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final, TypeVar

from attrs import frozen

from tiertrack.facts.industry import EITHER_GROUP
from tiertrack.facts.units import MONEY_UNITS
from tiertrack.facts.vocabulary import CREDIT_CODE, FACTS, INDUSTRY_SECTION, JUDGEMENTS, SIZE_GROUP, SIZE_GROUP_SETTLED
from tiertrack.law.comparators import COMPARATORS
from tiertrack.law.instrument import Citation, Confidence, Instrument
from tiertrack.law.regions import Region
from tiertrack.law.scope import Act, Basis, Variant
from tiertrack.law.titles import TITLES, Title
from tiertrack.logic import expr
from tiertrack.logic.expr import Test
from tiertrack.logic.quantity import Kind, Parameter, Quantity
from tiertrack.rules.criterion import Criterion, Note
from tiertrack.rules.edition import Edition
from tiertrack.rules.grading import Grade
from tiertrack.rules.ip_counting import IpDefinition
from tiertrack.rules.material import Material
from tiertrack.rules.matter import Matter
from tiertrack.rules.reads import APPLICATION_PREFIX, JUDGEMENT_PREFIX, TITLE_PREFIX
from tiertrack.temporal import Period

原文: Final = Confidence.ORIGINAL
转述: Final = Confidence.REPORTED
记忆: Final = Confidence.RECALLED
推导: Final = Confidence.DERIVED

# ------------------------------------------------------------------------------------------------------------- 数量


def 万元(数: int) -> Quantity:
    return Quantity(数 * MONEY_UNITS["万元"], Kind.MONEY)


def 元(数: int) -> Quantity:
    return Quantity(数 * MONEY_UNITS["元"], Kind.MONEY)


def 亿元(数: int) -> Quantity:
    return Quantity(数 * MONEY_UNITS["亿元"], Kind.MONEY)


def 百分之(数: int) -> Quantity:
    return Quantity(Fraction(数, 100), Kind.SHARE)


def 分(数: int) -> Quantity:
    return Quantity(数 * 100, Kind.POINTS)


def 项(数: int) -> Quantity:
    return Quantity(数, Kind.COUNT)


def 家(数: int) -> Quantity:
    return Quantity(数, Kind.COUNT)


def 个交易日(数: int) -> Quantity:
    return Quantity(数, Kind.COUNT)


def 个年度(数: int) -> Quantity:
    return Quantity(数, Kind.COUNT)


def 万股(数: int) -> Quantity:
    return Quantity(数 * 10_000, Kind.COUNT)


def 平方米(数: int) -> Quantity:
    return Quantity(数, Kind.COUNT)


def 亿美元(数: int) -> Quantity:
    return Quantity(数 * 100_000_000, Kind.COUNT)


def 万美元(数: int) -> Quantity:
    return Quantity(数 * 10_000, Kind.COUNT)


def 人(数: int) -> Quantity:
    return Quantity(数, Kind.PEOPLE)


def 名(数: int) -> Quantity:
    return Quantity(数, Kind.RANK)


def 级(数: int) -> Quantity:
    return Quantity(数, Kind.LEVEL)


def 年(数: int) -> Quantity:
    return Quantity(数, Kind.YEARS)


def 天(数: int) -> Quantity:
    return Quantity(数, Kind.DAYS)


def 个月(数: int) -> Quantity:
    """Months that are full years: 满 12 个月."""
    if 数 % 12:
        raise ValueError(f"{数} 个月不是整年，年限只能按整年比较")
    return 年(数 // 12)


def 参数(名称: str, 缺省: Quantity) -> Parameter:
    """A limit that a district may set: in the 要点 it is written ``{名称}``."""
    return Parameter(缺省.magnitude, 缺省.kind, 名称)


# ------------------------------------------------------------------------------------------------------------- 事实


@frozen
class 量:
    """A number of the enterprise that can be held against a limit."""

    term: expr.Term

    def 不低于(self, 界线: Quantity) -> Test:
        return _比(self.term, "不低于", 界线)

    def 超过(self, 界线: Quantity) -> Test:
        return _比(self.term, "超过", 界线)

    def 不高于(self, 界线: Quantity) -> Test:
        return _比(self.term, "不高于", 界线)

    def 低于(self, 界线: Quantity) -> Test:
        return _比(self.term, "低于", 界线)

    def 占(self, 整体: 量) -> 量:
        if not isinstance(self.term, expr.Ref | expr.SumOver) or not isinstance(整体.term, expr.Ref | expr.SumOver):
            raise TypeError("占 的两边须是事实或其合计")
        return 量(expr.Ratio(self.term, 整体.term))


@frozen
class 位次:
    """A rank from 1 on; 0 where the enterprise was not ranked."""

    ref: expr.Ref

    def 前(self, 名次: Quantity) -> Test:
        return expr.TopRank(self.ref, _数量(名次))

    def 有(self) -> Test:
        return expr.TopRank(self.ref)


@frozen
class 起始日:
    """A day from which years are counted."""

    ref: expr.Ref

    def 截至上年末满(self, 年数: Quantity) -> Test:
        return _比(expr.Tenure(self.ref, expr.Anchor.END_OF_LAST_YEAR), "满", 年数)

    def 截至上年末超过(self, 年数: Quantity) -> Test:
        return _比(expr.Tenure(self.ref, expr.Anchor.END_OF_LAST_YEAR), "超过", 年数)

    def 满(self, 年数: Quantity) -> Test:
        return _比(expr.Tenure(self.ref, expr.Anchor.DAY), "满", 年数)

    def 截至审议日满(self, 年数: Quantity) -> Test:
        """Up to the day the listing committee passed the case; up to the day asked about where that is not known."""
        return _比(expr.Tenure(self.ref, expr.Anchor.DECISION), "满", 年数)

    def 超过(self, 年数: Quantity) -> Test:
        return _比(expr.Tenure(self.ref, expr.Anchor.DAY), "超过", 年数)

    def 距今不超过(self, 年数: Quantity) -> Test:
        return _比(expr.Tenure(self.ref, expr.Anchor.DAY), "不超过", 年数)


@frozen
class 选项:
    """A fact that takes one of a few named values."""

    ref: expr.Ref

    def 属于(self, *名称: str) -> Test:
        by_name = {name: key for key, name in self.ref.choices}
        return expr.Choice(self.ref, tuple(by_name[name] for name in 名称))


def _比(term: expr.Term, word: str, limit: Quantity) -> Test:
    return expr.Threshold(term, COMPARATORS[word], _数量(limit), word)


def _数量(limit: Quantity) -> Quantity:
    if not isinstance(limit, Quantity):
        raise TypeError(f"界线须带单位，如 万元(100)、百分之(3)，不能是 {limit!r}")
    return limit


def _量(key: str) -> 量:
    return 量(FACTS[key].ref)


def _是(key: str) -> Test:
    return expr.Holds(FACTS[key].ref)


营业收入: Final = _量("revenue")
主营业务收入: Final = _量("main_revenue")
研发费用: Final = _量("rd_expense")
净利润: Final = _量("net_profit")
资产总额: Final = _量("total_assets")
负债总额: Final = _量("total_liabilities")
新增股权融资: Final = _量("equity_financing")
新增融资额: Final = _量("new_financing")
从业人员: Final = _量("employees")
研发人员: Final = _量("rd_staff")
发展评价得分: Final = _量("development_score")
市场占有率: Final = _量("market_share")
主导产品收入: Final = _量("main_product_revenue")
销售收入: Final = _量("sales_revenue")
总收入: Final = _量("total_income")
高新技术产品收入: Final = _量("high_tech_revenue")
境内研发费用: Final = _量("rd_expense_domestic")
成本费用: Final = _量("cost_expense")
孰低净利润: Final = _量("net_profit_deducted")
经营现金流净额: Final = _量("operating_cash_flow")
净资产: Final = _量("net_assets")
加权净资产收益率: Final = _量("weighted_roe")
科技人员: Final = _量("tech_staff")
预计市值: Final = _量("market_cap")
扣除后营业收入: Final = _量("revenue_deducted")
利润总额: Final = _量("total_profit")
无形资产: Final = _量("intangible_assets")
发行前股本总额: Final = _量("pre_issue_capital")
近120个交易日成交量: Final = _量("volume_120d")
连续低于一元的交易日: Final = _量("days_price_below_1")
连续市值低于三亿的交易日: Final = _量("days_cap_below_300m")
连续市值低于五亿的交易日: Final = _量("days_cap_below_500m")
连续股东不足2000人的交易日: Final = _量("days_holders_below_2000")
连续股东不足400人的交易日: Final = _量("days_holders_below_400")
连续股东不足200人的交易日: Final = _量("days_holders_below_200")
挂牌公司股本总额: Final = _量("neeq_capital")
每股净资产: Final = _量("neeq_net_assets_per_share")
交易日平均市值: Final = _量("neeq_average_cap")
做市商家数: Final = _量("neeq_makers")
挂牌认购做市商: Final = _量("neeq_opening_makers")
合格投资者: Final = _量("neeq_investors")
累计定向发行: Final = _量("neeq_issued")
近24个月定向发行: Final = _量("neeq_issued_24m")
各次发行后最低市值: Final = _量("neeq_lowest_issue_cap")
近24个月机构投资: Final = _量("institutional_investment_24m")
占用资金余额: Final = _量("fund_occupation")
虚假记载一年金额: Final = _量("falsified_amount")
虚假记载一年占比: Final = _量("falsified_share")
虚假记载两年金额: Final = _量("falsified_amount_2y")
虚假记载两年占比: Final = _量("falsified_share_2y")
连续虚假记载年度: Final = _量("falsified_years")
发行后股本总额: Final = _量("post_issue_capital")
公开发行股份占比: Final = _量("public_offer_share")
公众股东持股比例: Final = _量("public_float_share")
公开发行股份数: Final = _量("public_offer_shares")
公开发行对象: Final = _量("public_offer_investors")
发行后股东: Final = _量("post_issue_holders")
计划投资总额: Final = _量("planned_investment")
创新能力评价得分: Final = _量("innovation_score")
产业化的发明专利: Final = _量("invention_patents")
实质审查中的发明专利申请: Final = _量("invention_applications_examined")
高价值发明专利: Final = _量("high_value_patents")
技术就绪水平: Final = _量("trl")
近三年技术合同到账或作价入股: Final = _量("contract_income_3y")
Ⅰ类知识产权: Final = _量("class1_ip")
自主研发的Ⅰ类知识产权: Final = _量("class1_ip_self_developed")
高价值的Ⅰ类知识产权: Final = _量("class1_ip_high_value")
Ⅱ类知识产权: Final = _量("class2_ip")
主导产品的发明专利: Final = _量("main_product_inventions")
主导产品的实用新型和外观设计: Final = _量("main_product_utility_designs")
数字化水平: Final = _量("digital_level")
研发仪器设备原值: Final = _量("rd_equipment")
专职研发人员: Final = _量("full_time_rd_staff")
中高级职称或研究生的专职研发人员: Final = _量("qualified_rd_staff")
大专以上科技人员: Final = _量("college_tech_staff")
副高级以上科技人员: Final = _量("senior_tech_staff")
起核心作用的科技成果: Final = _量("core_achievements")
研发场地面积: Final = _量("rd_site_area")
企业估值: Final = _量("valuation_usd")
获得融资额: Final = _量("financing_usd")
智能制造成熟度: Final = _量("manufacturing_maturity")

国内市场位次: Final = 位次(FACTS["domestic_rank"].ref)
省内市场位次: Final = 位次(FACTS["provincial_rank"].ref)
国家级科技奖励: Final = 位次(FACTS["national_award_rank"].ref)
省级科技奖励: Final = 位次(FACTS["provincial_award_rank"].ref)
创客中国名次: Final = 位次(FACTS["maker_china_rank"].ref)
全球市场位次: Final = 位次(FACTS["global_rank"].ref)
近五年国家级科技奖励: Final = 位次(FACTS["national_award_rank_5y"].ref)

从事细分市场: Final = 起始日(FACTS["segment_since"].ref)
成立: Final = 起始日(FACTS["established_on"].ref)
新三板连续挂牌: Final = 起始日(FACTS["neeq_listed_on"].ref)
持续经营: Final = 起始日(FACTS["operating_since"].ref)
成果评价: Final = 起始日(FACTS["evaluated_on"].ref)
企业技术中心运行: Final = 起始日(FACTS["tech_center_since"].ref)
知识产权优势企业培育: Final = 起始日(FACTS["ip_advantage_since"].ref)
企业技术中心: Final = 选项(FACTS["tech_center_level"].ref)
智能工厂级别: Final = 选项(FACTS["smart_factory_level"].ref)
绿色工厂名单: Final = 选项(FACTS["green_factory_level"].ref)
年报审计意见: Final = 选项(FACTS["audit_opinion"].ref)
研发机构: Final = 选项(FACTS["rd_institution"].ref)
主导产品领域: Final = 选项(FACTS["product_field"].ref)
行业门类: Final = 选项(INDUSTRY_SECTION.ref)
第三方评价结论: Final = 选项(FACTS["evaluation_grade"].ref)
所属山东重点产业: Final = 选项(FACTS["sd_key_industry"].ref)
山东创新经营: Final = _量("sd_innovation")
山东上市进展得分: Final = FACTS["sd_listing_points"].ref
特色化得分: Final = FACTS["regional_points"].ref

# 只有登记类别说得定的才由代码定：其余的由主管部门认定。
境内依法设立: Final = expr.Switch(
    CREDIT_CODE.ref, (("enterprise", expr.AllOf((), "即符合")), ("no_enterprise", expr.AnyOf((), "即不符合")))
)
有效高新技术企业: Final = _是("high_tech_enterprise")
有效知识产权优势或示范企业: Final = _是("ip_demonstration")
有效技术创新示范企业: Final = _是("innovation_demonstration")
管理体系认证: Final = _是("management_certified")
产品认证: Final = _是("product_certified")
自主品牌: Final = _是("own_brand")
信息系统支撑: Final = _是("information_system")
省级以上质量奖: Final = _是("provincial_quality_award")
参与制修订标准: Final = _是("standards_participated")
近两年参与制修订标准: Final = _是("standards_participated_2y")
产品执行标准: Final = _是("product_standards")
拥有专精特新产品: Final = _是("srdi_product")
精细化管理: Final = _是("fine_management")
名牌产品或驰名商标: Final = _是("famous_brand")
顾客满意度评测: Final = _是("satisfaction_measured")
产品追溯体系: Final = _是("product_traceable")
战略性新兴产业: Final = _是("strategic_emerging")
列入经营异常名录: Final = _是("abnormal_list")
列入严重失信名单: Final = _是("dishonest_list")
禁限淘汰类产品: Final = _是("prohibited_product")
近三年所列事故或违法: Final = _是("major_incident")
与小巨人有控股关系: Final = _是("controlled_by_little_giant")
同集团已有相似小巨人: Final = _是("same_group_similar_product")
拥有核心知识产权所有权: Final = _是("core_ip_owned")
上一年及当年事故或失信: Final = _是("recent_incident")
申请前一年内事故或违法: Final = _是("incident_within_a_year")
国有工业企业: Final = _是("state_owned")
已获重点小巨人支持: Final = _是("key_support_received")
软件企业: Final = _是("software_enterprise")
设表决权差异: Final = _是("voting_difference")
新三板创新层公司: Final = _是("neeq_innovation_layer")
满年摘牌后二次挂牌: Final = _是("neeq_relisted")
研发周期长: Final = _是("long_rd_cycle")
新一代信息技术等产业: Final = _是("emerging_information")
采取做市交易: Final = _是("neeq_market_making")
存在未弥补亏损: Final = _是("uncovered_loss")
属试点企业: Final = _是("pilot_enterprise")
追溯后触及财务类: Final = _是("restated_delisting")
占用资金未改正: Final = _是("occupation_uncorrected")
规范类其他情形: Final = _是("conduct_delisting")
造假经认定: Final = _是("falsification_found")
重大违法其他情形: Final = _是("grave_violation")
北交所不接受的行业: Final = _是("bse_excluded_sector")
北交所所列违法或处罚: Final = _是("securities_violation")
近五年主导制定标准: Final = _是("led_standard_5y")
近五年牵头省部级项目: Final = _是("led_provincial_project_5y")
近三年实现进口替代: Final = _是("import_substitution_3y")
近两年承接库内成果: Final = _是("achievement_contract_2y")
近三年科研严重失信: Final = _是("research_dishonesty_3y")
近五年省部级科技奖励: Final = _是("provincial_award_5y")
成果权属清晰: Final = _是("ownership_clear")
成果落在本区: Final = _是("district_link")
成果涉密: Final = _是("classified")
企业技术中心或示范企业: Final = _是("tech_center_or_demonstration")
在山区海岛县: Final = _是("mountain_island_county")
近三年取得核心知识产权: Final = _是("core_ip_acquired_3y")
五年以上独占许可: Final = _是("exclusive_licence_5y")
高层次人才创办: Final = _是("talent_founder")
近三年涉税违法或走私: Final = _是("tax_smuggling_3y")
覆盖生产作业: Final = _是("smart_operation")
覆盖生产管理: Final = _是("smart_production_management")
覆盖经营管理: Final = _是("smart_business_management")
注销或连续停产: Final = _是("production_stopped")
移出绿色制造名单: Final = _是("green_list_removed")
督查发现严重问题: Final = _是("inspection_serious_problem")
节能监察整改未完成: Final = _是("energy_rectification_open")
失信被执行人: Final = _是("judgment_defaulter")
领取排污许可证: Final = _是("pollutant_permit")
排放持续达标: Final = _是("emissions_compliant")
四项管理体系齐备: Final = _是("four_systems_certified")


def 有效称号(称号: str | Title) -> Test:
    键, 名称 = _键与名称(称号)
    return expr.Holds(expr.Ref(TITLE_PREFIX + 键, f"有效的{名称}称号", Kind.TITLE))


def 当年已申报(称号: str | Title) -> Test:
    键, 名称 = _键与名称(称号)
    return expr.Holds(expr.Ref(APPLICATION_PREFIX + 键, f"当年对{名称}的申报", Kind.TITLE))


def _键与名称(称号: str | Title) -> tuple[str, str]:
    return (称号, TITLES[称号]) if isinstance(称号, str) else (称号.value, 称号.label)


def 经认定(判断: str) -> Test:
    return expr.Holds(expr.Ref(JUDGEMENT_PREFIX + 判断, JUDGEMENTS[判断], Kind.JUDGEMENT, ask=判断))


# ------------------------------------------------------------------------------------------------------------- 期间

_LAST_TWO, _LAST_THREE, _THIS_AND_LAST = (-1, -2), (-1, -2, -3), (0, -1)
_Read = TypeVar("_Read")


def 上年度(所读: _Read) -> _Read:
    return expr.in_year(所读, -1)


def 前2年度(所读: _Read) -> _Read:
    return expr.in_year(所读, -2)


def 本年度(所读: _Read) -> _Read:
    return expr.in_year(所读, 0)


def 近三年首年(所读: _Read) -> _Read:
    return expr.in_year(所读, _LAST_THREE[-1])


def 近两年每年(*条件: Test) -> Test:
    return expr.Over(_并(条件), _LAST_TWO, expr.AllOf, "近两年每年")


def 近两年任一年(*条件: Test) -> Test:
    return expr.Over(_并(条件), _THIS_AND_LAST, expr.AnyOf, "本年度或上年度任一年")


def 近两年合计(所读: 量) -> 量:
    return 量(expr.SumOver(_事实(所读), _LAST_TWO))


def 近三年合计(所读: 量) -> 量:
    return 量(expr.SumOver(_事实(所读), _LAST_THREE))


def 近三年每年(*条件: Test) -> Test:
    return expr.Over(_并(条件), _LAST_THREE, expr.AllOf, "近三年每年")


def 近三年任一年(*条件: Test) -> Test:
    return expr.Over(_并(条件), _LAST_THREE, expr.AnyOf, "近三年任一年")


def 近三年均值(所读: 量) -> 量:
    return 量(expr.MeanOver(_事实(所读), _LAST_THREE))


def 近三年复合增长率(所读: 量) -> 量:
    """Over three fiscal years, of which the last is held against the first: two steps."""
    return 量(expr.Growth(_事实(所读), _LAST_THREE, expr.GrowthMethod.COMPOUND, 3))


def 近两年均值(所读: 量) -> 量:
    return 量(expr.MeanOver(_事实(所读), _LAST_TWO))


def 上年度增长率(所读: 量) -> 量:
    return 量(expr.Growth(_事实(所读), _LAST_TWO, expr.GrowthMethod.ARITHMETIC))


def 近两年各年增长率(所读: 量) -> tuple[量, 量]:
    """The growth of last year, and that of the year before."""
    return 上年度增长率(所读), 量(expr.Growth(_事实(所读), _LAST_THREE[1:], expr.GrowthMethod.ARITHMETIC))


def 前2年度增长率(所读: 量) -> 量:
    return 量(expr.Growth(_事实(所读), _LAST_THREE[1:], expr.GrowthMethod.ARITHMETIC))


def 近两年平均增长率(所读: 量) -> 量:
    return 量(expr.Growth(_事实(所读), _LAST_THREE, expr.GrowthMethod.ARITHMETIC))


def 近两年复合增长率(所读: 量) -> 量:
    return 量(expr.Growth(_事实(所读), _LAST_THREE, expr.GrowthMethod.COMPOUND))


def _事实(所读: 量) -> expr.Ref:
    if not isinstance(所读.term, expr.Ref):
        raise TypeError("合计、均值和增长率只能对一个事实计算")
    return 所读.term


# ------------------------------------------------------------------------------------------------------------- 组合


def 全部满足(*条件: Test, 名称: str = "") -> Test:
    return expr.AllOf(条件, 名称)


def 适用于(*范围: Test, 则: Sequence[Test], 名称: str = "") -> Test:
    """``范围`` is the scope of ``则``; together they are a conjunction."""
    return expr.AllOf((*范围, *则), 名称, len(范围))


def 任一满足(*条件: Test, 名称: str = "") -> Test:
    return expr.AnyOf(条件, 名称)


def 至少满足(数: int, *条件: Test, 名称: str = "") -> Test:
    return expr.AtLeast(数, 条件, 名称)


def 非(条件: Test) -> Test:
    return expr.Not(条件)


def 仅在(范围: Test, 否则: str) -> Test:
    """Holds within a scope; ``否则`` says what is not known of the law beyond it, where an authority decides."""
    return expr.Provided(范围, 否则)


def _并(条件: tuple[Test, ...]) -> Test:
    return 条件[0] if len(条件) == 1 else expr.AllOf(条件)


# ------------------------------------------------------------------------------------------------------------- 计分


def 档(得分: int, 条件: Test) -> expr.Band:
    return expr.Band(分(得分), 条件)


def 计分项(名称: str, *各档: expr.Band, 其余: int = 0) -> expr.Item:
    return expr.Item(名称, 各档, 分(其余))


def 直接计分(名称: str, 所读: expr.Ref, 满分: Quantity) -> expr.Item:
    return expr.Item(名称, (), measured=所读, full=满分)


def 类别(名称: str, *各项: expr.Item, 不低于: Quantity | None = None) -> expr.Section:
    return expr.Section(名称, 各项, 不低于)


def 评分表(*各类: expr.Section, 不低于: Quantity, 名称: str = "") -> Test:
    return expr.Scorecard(各类, _数量(不低于), 名称)


def 换类别(原: Test, 新: expr.Section) -> Test:
    """The same test with another section in the place of the one that begins alike, as 特色化 of a province."""
    题目 = 新.name.partition("（")[0]
    换成 = expr.replaced(原, lambda 一: 新 if isinstance(一, expr.Section) and 一.name.startswith(题目) else 一)
    if 换成 == 原:
        raise ValueError(f"评分表里没有另一个“{题目}”")
    return 换成


def 按划型行业(各行业: Mapping[str, Test]) -> Test:
    """行业只写到两类之一的，两类结论相同就照相同的定，不同则须写到细类。"""
    两类之一 = {
        键: _结论相同(各行业[一类], 各行业[另一类])
        for (一类, 另一类), 键 in EITHER_GROUP.items()
        if 一类 in 各行业 and 另一类 in 各行业
    }
    # 它们写得最深，放在前面，数据库才读得下。
    return expr.Switch(SIZE_GROUP.ref, tuple({**两类之一, **各行业}.items()))


def _结论相同(一: Test, 另一: Test) -> Test:
    # 三项里满足两项：两类都满足即满足，都不满足即不满足；只有一类满足的，要看总是未知的细类。
    return expr.AtLeast(2, (一, 另一, expr.Holds(SIZE_GROUP_SETTLED.ref)), "两类行业的结论相同，否则由细类而定")


# ------------------------------------------------------------------------------------------------------------- 条款


@frozen
class 出处:
    """A part of an instrument from which its clauses are cited."""

    citation: Citation

    def 款(self, 款项: str, 置信: Confidence | None = None, 说明: str = "") -> Citation:
        return self.citation.within(款项, 置信, 说明)


def 引(文件: Instrument, 部分: str, 置信: Confidence, 说明: str = "") -> 出处:
    return 出处(文件.clause(部分, 置信, 说明))


def 条件(
    编号: str,
    事项: str,
    *,
    依据: Citation,
    要点: str,
    认定: Test,
    修订: Sequence[Citation] = (),
    所列: Sequence[Matter] = (),
) -> Criterion:
    return Criterion(编号, 事项, 依据, 要点, 认定, tuple(修订), matters=tuple(所列)).filled()


def 没有读到(编号: str, *事项: str, 依据: Citation) -> Criterion:
    """What the other clauses of a document ask, where only some of them were read: no fact decides it, the authority
    does."""
    listed = "、".join(事项)
    return 条件(
        编号,
        "没有读到的事项",
        依据=依据,
        要点=f"其余事项的条款没有读到（由主管部门认定）：{listed}",
        认定=仅在(任一满足(), 否则=f"{listed}的条款没有读到，由主管部门定"),
    )


def 声明(*, 依据: Citation, 要点: str) -> Note:
    return Note(依据, 要点)


def 等级(系列: str, 级: str, *, 另须: Criterion | None = None) -> Grade:
    """A grade of those who meet the edition, and ``另须`` where it asks for more; the best is written first."""
    return Grade(系列, 级, 另须)


def 期间(起: str, 止: str | None = None) -> Period:
    """From the day ``起`` up to and including the day ``止``."""
    return Period.through(dt.date.fromisoformat(起), dt.date.fromisoformat(止) if 止 else None)


def 版本(
    称号: Title,
    事项: Act,
    *,
    期间: Period,
    依据: Citation,
    条件: Sequence[Criterion],
    声明: Sequence[Note] = (),
    修订: Sequence[Citation] = (),
    地区: Region | None = None,
    有效年限: int | None = 3,
    分支: Variant | None = None,
    性质: Basis = Basis.NATIONAL_RECOGNITION,
    版次: int = 1,
    定版日: str | None = None,
    评级: Sequence[Grade] = (),
    知识产权: IpDefinition | None = None,
    材料: Sequence[Material] = (),
    起自: str | None = None,
) -> Edition:
    return Edition(
        称号,
        事项,
        期间,
        依据,
        tuple(条件),
        tuple(声明),
        tuple(修订),
        地区,
        有效年限,
        分支,
        性质,
        版次,
        定版日,
        grades=tuple(评级),
        ip=知识产权,
        materials=tuple(材料),
        begins=起自,
    )


认定: Final = Act.RECOGNITION
复核: Final = Act.REVIEW
退市: Final = Act.DELISTING
重庆市: Final = Region("500000")
河北省: Final = Region("130000")
辽宁省: Final = Region("210000")
浙江省: Final = Region("330000")
安徽省: Final = Region("340000")
山东省: Final = Region("370000")
广东省: Final = Region("440000")
四川省: Final = Region("510000")
