"""Every fact, judgement and title a rulebook may read, once: key, Chinese name, kind, unit and bounds."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping

import attrs
from attrs import frozen

from tiertrack.enumeration import first_few
from tiertrack.facts.credit_code import LEGAL_FORMS
from tiertrack.facts.industry import EITHER_GROUP_NAMES, SECTIONS, SIZE_GROUPS
from tiertrack.facts.units import folded
from tiertrack.labels import plain_word
from tiertrack.law.title_names import no_listing, of_another_level, of_places, title_words
from tiertrack.law.titles import TITLES
from tiertrack.logic.expr import Ref
from tiertrack.logic.quantity import Kind


@frozen
class Fact:
    """A named quantity of an enterprise.

    ``lowest`` and ``highest`` bound the magnitude (fen, people, hundredths of a point, a Fraction of one) where the
    fact cannot lie outside; ``window`` is the number of years its own definition looks back.
    ``also`` are further words for its choices, each with the key of the choice.
    """

    key: str
    label: str
    kind: Kind
    yearly: bool = False
    unit: str = ""
    lowest: int | None = 0
    highest: int | None = None
    window: int = 0
    choices: tuple[tuple[str, str], ...] = ()
    ask: str | None = None
    also: tuple[tuple[str, str], ...] = ()

    @property
    def ref(self) -> Ref:
        """The fact as an expression reads it, its year still open."""
        ref = Ref(self.key, self.label, self.kind, self.yearly, None, self.window, self.ask, self.choices)
        return attrs.evolve(ref, lowest=self.lowest)

    def in_year(self, year: int | str | None) -> str:
        """What it is called, with the year where it is of one."""
        return f"{year}年{self.label}" if year else self.label


def _yearly(kind: Kind, names: dict[str, str], lowest: int | None = 0, highest: int | None = None) -> Iterable[Fact]:
    return (Fact(key, label, kind, True, "", lowest, highest) for key, label in names.items())


def _plain(kind: Kind, names: dict[str, str], unit: str = "", window: int = 0) -> Iterable[Fact]:
    return (Fact(key, label, kind, unit=unit, window=window) for key, label in names.items())


_FACTS = (
    *_yearly(
        Kind.MONEY,
        {
            "revenue": "营业收入",
            "main_revenue": "主营业务收入",
            "main_product_revenue": "主导产品收入",
            "rd_expense": "研发费用",
            "rd_expense_domestic": "境内研发费用",
            "cost_expense": "成本费用总额",
            "total_assets": "资产总额",
            "total_liabilities": "负债总额",
            "equity_financing": "新增股权融资",
            "new_financing": "新增融资额",
            "high_tech_revenue": "高新技术产品（服务）收入",
            "sales_revenue": "销售收入",
            "total_income": "总收入",
            "revenue_deducted": "扣除后营业收入",
            "intangible_assets": "无形资产（扣除土地使用权、水面养殖权和采矿权等）",
        },
    ),
    *_yearly(
        Kind.MONEY,
        {
            "net_profit": "净利润",
            "net_profit_deducted": "扣除非经常性损益前后孰低净利润",
            "operating_cash_flow": "经营活动现金流量净额",
            "net_assets": "净资产",
            "total_profit": "利润总额",
        },
        lowest=None,
    ),
    *_yearly(Kind.PEOPLE, {"employees": "从业人员", "rd_staff": "研发人员", "tech_staff": "科技人员"}),
    *_yearly(Kind.SHARE, {"weighted_roe": "加权平均净资产收益率"}, lowest=None),
    Fact(
        "audit_opinion",
        "年报审计意见",
        Kind.CHOICE,
        True,
        choices=(
            ("unqualified", "无保留意见"),
            ("qualified", "保留意见"),
            ("disclaimer", "无法表示意见"),
            ("adverse", "否定意见"),
        ),
    ),
    *_yearly(Kind.POINTS, {"development_score": "专精特新发展评价得分"}, highest=100_00),
    *_plain(
        Kind.DATE,
        {
            "established_on": "成立日期",
            "segment_since": "从事特定细分市场起始日",
            "committee_passed_on": "上市委审议通过日",
            "neeq_listed_on": "新三板连续挂牌起始日",
            "operating_since": "股份公司持续经营起算日",
            "evaluated_on": "成果评价日期",
        },
    ),
    Fact("market_share", "主导产品细分市场占有率", Kind.SHARE, highest=1),
    Fact("domestic_rank", "主导产品国内市场位次", Kind.RANK, lowest=1),
    Fact("provincial_rank", "主导产品省内市场位次", Kind.RANK, lowest=1),
    Fact("global_rank", "主导产品全球市场位次", Kind.RANK, lowest=1),
    Fact("provincial_rank", "主导产品省内市场位次", Kind.RANK, lowest=1),
    *_plain(
        Kind.COUNT,
        {
            "class1_ip": "Ⅰ类知识产权",
            "class1_ip_self_developed": "自主研发的Ⅰ类知识产权",
            "class1_ip_high_value": "高价值的Ⅰ类知识产权",
            "class2_ip": "Ⅱ类知识产权",
            "main_product_inventions": "与主导产品相关的发明专利",
            "main_product_utility_designs": "与主导产品相关的实用新型和外观设计专利",
        },
        unit="项",
    ),
    *_plain(
        Kind.COUNT,
        {
            "invention_patents": "应用于主营业务并能够产业化的发明专利",
            "invention_applications_examined": "已受理并进入实质审查的发明专利申请",
            "high_value_patents": "高价值发明专利",
        },
        unit="件",
    ),
    *_plain(Kind.COUNT, {"public_offer_shares": "公开发行股份数", "volume_120d": "近120个交易日累计成交量"}, unit="股"),
    *_plain(
        Kind.COUNT,
        {
            "days_price_below_1": "连续收盘价低于1元的交易日数",
            "days_cap_below_300m": "连续收盘总市值低于3亿元的交易日数",
            "days_cap_below_500m": "自2024-10-30起连续收盘总市值低于5亿元的交易日数",
            "days_holders_below_2000": "连续股东人数低于2000人的交易日数",
            "days_holders_below_400": "连续股东人数低于400人的交易日数",
            "days_holders_below_200": "连续股东人数低于200人的交易日数",
        },
        unit="个交易日",
    ),
    *_plain(
        Kind.COUNT,
        {"neeq_makers": "做市商家数", "neeq_opening_makers": "挂牌同时认购发行的做市商家数"},
        unit="家",
    ),
    Fact("neeq_net_assets_per_share", "每股净资产", Kind.MONEY, lowest=None),
    Fact("falsified_years", "连续虚假记载的年度数", Kind.COUNT, unit="个年度"),
    *_plain(
        Kind.PEOPLE,
        {
            "public_offer_investors": "公开发行对象",
            "post_issue_holders": "发行后股东",
            "neeq_investors": "挂牌公司的合格投资者",
        },
    ),
    *_plain(
        Kind.SHARE,
        {
            "public_offer_share": "公开发行股份占比",
            "public_float_share": "公众股东持股比例",
            "falsified_share": "虚假记载最多一年占当年披露金额的比例",
            "falsified_share_2y": "连续两年虚假记载合计占两年披露金额的比例",
        },
    ),
    Fact(
        "rd_institution",
        "研发机构最高级别",
        Kind.CHOICE,
        choices=(("none", "没有"), ("own", "自建"), ("city", "市级"), ("provincial", "省级"), ("national", "国家级")),
    ),
    *_plain(
        Kind.RANK,
        {
            "national_award_rank": "近三年国家级科技奖励最好位次",
            "provincial_award_rank": "近三年省级科技奖励最好位次",
            "maker_china_rank": "近三年“创客中国”全国企业组最好名次",
        },
        window=3,
    ),
    Fact("national_award_rank_5y", "近五年国家级科技奖励最好位次", Kind.RANK, window=5),
    *_plain(
        Kind.FLAG,
        {
            "high_tech_enterprise": "有效期内的高新技术企业",
            "ip_demonstration": "有效期内的知识产权优势或示范企业",
            "innovation_demonstration": "有效期内的国家级技术创新示范企业",
            "management_certified": "管理体系认证",
            "product_certified": "发达国家或地区产品认证",
            "own_brand": "自主品牌",
            "information_system": "核心业务由信息系统支撑",
            "provincial_quality_award": "省级以上质量奖",
            "standards_participated": "参与制修订标准",
            "product_standards": "产品执行国际、国内或行业标准",
            "srdi_product": "拥有被认定的专精特新产品",
            "fine_management": "采用精细化管理方式",
            "famous_brand": "有省级以上名牌产品或驰名商标",
            "satisfaction_measured": "有顾客满意度评测机制",
            "product_traceable": "有产品追溯体系",
            "strategic_emerging": "主导产品属战略性新兴产业",
            "abnormal_list": "列入经营异常名录",
            "dishonest_list": "列入严重失信主体名单",
            "prohibited_product": "产品属禁止、限制或淘汰类",
            "controlled_by_little_giant": "与已认定小巨人有控股关系",
            "same_group_similar_product": "同一集团内已有主导产品相似的小巨人",
            "core_ip_owned": "拥有对主要产品起核心支持作用的知识产权所有权",
            "recent_incident": "上一年及当年有重大事故、严重环境违法或科研严重失信",
            "incident_within_a_year": "申请前一年内有重大安全、质量事故或严重环境违法",
            "state_owned": "国有工业企业",
            "key_support_received": "已获重点“小巨人”支持",
            "software_enterprise": "软件企业",
            "voting_difference": "设有表决权差异安排",
            "neeq_innovation_layer": "新三板创新层挂牌公司",
            "neeq_relisted": "挂牌满一年后摘牌、二次挂牌",
            "long_rd_cycle": "因研发周期较长营业收入不足",
            "emerging_information": "属新一代信息技术等新兴产业",
            "neeq_market_making": "采取做市交易方式",
            "uncovered_loss": "最近一期末存在未弥补亏损",
            "pilot_enterprise": "属创新企业境内发行的试点企业",
            "restated_delisting": "追溯重述或处罚认定后实际触及财务类退市指标",
            "occupation_uncorrected": "控股股东占用资金，责令改正后两个月未改",
            "conduct_delisting": "有规范类强制退市的其他情形",
            "falsification_found": "财务造假经行政处罚或裁判认定",
            "grave_violation": "有重大违法类强制退市的其他情形",
            "bse_excluded_sector": "属北交所不接受的行业",
            "securities_violation": "有北交所所列的刑事犯罪、重大违法或行政处罚",
            "ownership_clear": "成果权属清晰、无争议",
            "district_link": "成果的完成单位或受让方在本区，或已签落地意向",
            "classified": "成果涉密",
            "tech_center_or_demonstration": "市级企业技术中心或技术创新示范企业",
            "mountain_island_county": "在浙江省山区海岛县",
        },
    ),
    *(
        Fact(key, label, Kind.FLAG, window=window)
        for key, label, window in (
            ("major_incident", "近三年有所列事故或违法", 3),
            ("led_standard_5y", "近五年主导制定国际、国家或行业标准", 5),
            ("led_provincial_project_5y", "近五年牵头省部级以上重点研发项目", 5),
            ("import_substitution_3y", "近三年主导产品实现进口替代并有用户证明", 3),
            ("achievement_contract_2y", "近两年承接库内高价值科技成果并已签转化合同", 2),
            ("standards_participated_2y", "近两年主持或参与制修订国际、国家或行业标准", 2),
            ("research_dishonesty_3y", "近三年有科研严重失信", 3),
            ("provincial_award_5y", "近五年获省部级及以上科技奖励", 5),
        )
    ),
    Fact("digital_level", "数字化水平自测等级", Kind.LEVEL, lowest=1, highest=4),
    Fact("trl", "技术就绪水平", Kind.LEVEL, lowest=1, highest=9),
    Fact(
        "evaluation_grade",
        "第三方评价结论",
        Kind.CHOICE,
        choices=(
            ("international_leading", "国际领先"),
            ("international_advanced", "国际先进"),
            ("domestic_leading", "国内领先"),
            ("domestic_advanced", "国内先进"),
            ("other", "其他"),
        ),
    ),
    Fact(
        "product_field",
        "主导产品领域",
        Kind.CHOICE,
        choices=(
            ("fills_gap", "补短板、锻长板、填空白取得实效"),
            ("six_bases", "属六基、中华老字号或为重点产业链配套"),
            ("other", "其他"),
        ),
    ),
    Fact("regional_points", "省级自定“特色化”得分", Kind.POINTS, highest=15_00),
    Fact(
        "sd_key_industry",
        "所属山东省重点产业",
        Kind.CHOICE,
        choices=(
            ("chain", "省级规划的重点产业且属省重点产业链"),
            ("province", "省级规划或全省重点战略的产业"),
            ("city", "市级重点产业"),
            ("county", "县级重点产业"),
            ("none", "都不属"),
        ),
    ),
    Fact("sd_innovation", "符合山东省创新生产经营所列情况", Kind.COUNT, unit="种"),
    Fact("sd_listing_points", "山东省上市进展得分", Kind.POINTS, highest=3_00),
    Fact("innovation_score", "高企创新能力评价得分", Kind.POINTS, highest=100_00),
    *_plain(
        Kind.MONEY,
        {
            "market_cap": "预计市值",
            "pre_issue_capital": "发行前股本总额",
            "post_issue_capital": "发行后股本总额",
            "neeq_capital": "挂牌公司股本总额",
            "neeq_average_cap": "60个做市或竞价交易日平均市值",
            "neeq_issued": "挂牌以来定向发行累计融资额",
            "neeq_issued_24m": "近24个月定向发行融资额",
            "neeq_lowest_issue_cap": "近24个月各次定向发行后的最低市值",
            "institutional_investment_24m": "近24个月专业机构股权投资额",
            "fund_occupation": "控股股东非经营性占用资金余额",
            "falsified_amount": "虚假记载最多一年的金额",
            "falsified_amount_2y": "连续两年虚假记载的合计金额",
            "planned_investment": "推进计划投资总额（不计土地、厂房）",
        },
    ),
    Fact("contract_income_3y", "近三年技术合同实际到账或作价入股", Kind.MONEY, window=3),
    # Of the titles beside the ladder.
    *_yearly(Kind.MONEY, {"rd_equipment": "研发仪器设备原值"}),
    *_yearly(
        Kind.PEOPLE,
        {
            "full_time_rd_staff": "专职研发人员",
            "qualified_rd_staff": "中高级职称或研究生学历的专职研发人员",
            "college_tech_staff": "大专以上学历的科技人员",
            "senior_tech_staff": "副高级及以上职称的科技人员",
        },
    ),
    *_plain(
        Kind.DATE,
        {
            "tech_center_since": "企业技术中心运行起始日",
            "ip_advantage_since": "国家知识产权优势企业认定日期",
        },
    ),
    *_plain(Kind.COUNT, {"core_achievements": "起核心作用的科技成果"}, unit="项"),
    *_plain(Kind.COUNT, {"rd_site_area": "研发场地面积"}, unit="平方米"),
    *_plain(Kind.COUNT, {"valuation_usd": "折合美元的企业估值", "financing_usd": "折合美元的获得融资额"}, unit="美元"),
    Fact("manufacturing_maturity", "智能制造能力成熟度等级", Kind.LEVEL, highest=5),
    Fact(
        "tech_center_level",
        "企业技术中心最高级别",
        Kind.CHOICE,
        choices=(("none", "没有"), ("city", "市级"), ("provincial", "省级"), ("national", "国家级")),
    ),
    Fact(
        "smart_factory_level",
        "智能工厂最高级别",
        Kind.CHOICE,
        choices=(
            ("none", "没有"),
            ("basic", "基础级"),
            ("advanced", "先进级"),
            ("excellent", "卓越级"),
            ("pilot", "领航级"),
        ),
    ),
    Fact(
        "green_factory_level",
        "绿色工厂名单最高级别",
        Kind.CHOICE,
        choices=(("none", "没有"), ("city", "市级"), ("provincial", "省级"), ("national", "国家级")),
    ),
    *_plain(
        Kind.FLAG,
        {
            "exclusive_licence_5y": "对主要产品的核心技术享有五年以上独占许可",
            "talent_founder": "由“鸿雁计划”高层次人才创办",
            "smart_operation": "智能制造覆盖生产作业环节",
            "smart_production_management": "智能制造覆盖生产管理环节",
            "smart_business_management": "智能制造覆盖经营管理环节",
            "production_stopped": "已注销或连续停产满十二个月",
            "green_list_removed": "被动态调整出绿色制造名单",
            "inspection_serious_problem": "国务院及部委督查发现有严重问题",
            "energy_rectification_open": "在节能监察整改名单而未按要求完成",
            "judgment_defaulter": "失信被执行人",
            "pollutant_permit": "已领取应领的排污许可证",
            "emissions_compliant": "污染物排放持续达标",
            "four_systems_certified": "质量、环境、能源、职业健康安全四项管理体系齐备",
        },
    ),
    *_plain(
        Kind.FLAG,
        {
            "core_ip_acquired_3y": "近三年内取得对主要产品的核心技术的自主知识产权",
            "tax_smuggling_3y": "近三年有偷骗税、涉税立案或走私",
        },
        window=3,
    ),
)

FACTS = {fact.key: fact for fact in _FACTS}

# Every fact by its key and by its Chinese name, folded.
FACT_NAMED = {name: fact for fact in _FACTS for name in (fact.key, folded(fact.label))}

# Read from what stands beside the facts of a dossier.
CREDIT_CODE = Fact("uscc", "有效的统一社会信用代码", Kind.CHOICE, choices=tuple(LEGAL_FORMS.items()))
INDUSTRY_SECTION = Fact("industry_section", "行业门类", Kind.CHOICE, choices=SECTIONS, ask="industry")
SIZE_GROUP = Fact(
    "size_group",
    "划型所属行业",
    Kind.CHOICE,
    choices=(*SIZE_GROUPS.items(), *EITHER_GROUP_NAMES.items()),
    ask="industry",
)
# Which of two groups it is, which a longer code would say.
SIZE_GROUP_SETTLED = Fact("size_group_settled", "划型所属行业", Kind.FLAG, ask="industry")
BESIDE = {fact.key: fact for fact in (CREDIT_CODE, INDUSTRY_SECTION, SIZE_GROUP, SIZE_GROUP_SETTLED)}

JUDGEMENTS = {
    "market_standing": "细分市场占有率较为靠前，有一定知名度和影响力",
    "market_reputation": "享有较高知名度和影响力",
    "product_domain": "主导产品属所列领域",
    "key_chain_link": "位于产业链关键环节",
    "sound_governance": "战略、治理、信誉、社会责任、工艺质量、数字化绿色化等要求",
    "srdi_competitive": "创新能力强、竞争优势突出",
    "niche_depth": "专注产业链某一环节或产品，能为大企业配套",
    "sustained_innovation": "持续创新并取得实效",
    "leading_management": "管理规范、国内领先，有长期战略和良好团队",
    "market_forefront": "主导产品占有率全国名列前茅",
    "rd_forefront": "研发支出占比同行业名列前茅",
    "core_technology": "拥有核心技术和成果转化能力",
    "advanced_standards": "产品执行的标准达到国际或国内先进水平",
    "special_honour": "获得申报书所列的特色称号",
    "key_breakthrough": "创新成果属重点领域关键技术并有重大突破",
    "no_public_harm": "无损害国家利益、人民利益行为",
    "champion_new_product": "申请产品属新产品",
    "champion_revenue_relief": "主营业务收入可按降低后的下限考察",
    "champion_technology": "生产技术或工艺国际先进，性能与能耗指标领先",
    "champion_international": "国际化经营与品牌建设成效，国际业务收入行业领先",
    "champion_rd": "有高水平研发机构，研发投入强度行业领先",
    "champion_ip": "核心自主知识产权、专利数量与标准制定行业领先",
    "champion_transfer": "科技成果转化成效明显，知识产权已产生效益",
    "champion_performance": "经营业绩优秀，主营业务收入或利润行业领先",
    "champion_margin": "利润率超过同期同行业总体水平",
    "champion_exclusive_ip": "知识产权境内注册或享有五年以上全球独占许可，并在中国有效",
    "champion_energy": "主导产品能耗达到限额标准先进值",
    "champion_cq_rd": "研发投入强度达到行业平均且较快增长",
    "champion_cq_ip": "有效发明专利等核心知识产权行业领先",
    "champion_cq_talent": "有人才计划入选者和校企合作培养载体",
    "champion_zj_revenue": "主营业务收入可以免考察或降低要求",
    "champion_zj_rd": "研发投入强度行业领先",
    "hard_tech_list_threshold": "自主研发，技术门槛高等定性要求",
    "hard_tech_list_shortfall": "补短板等定性要求",
    "sc_key_industry": "属四川省重点产业",
    "sc_heritage": "有非遗、地理标志、首台套等特色",
    "sc_locality": "具有地域独特性",
    "star_fifth_standard": "符合科创板第五套标准的业务与阶段性成果要求",
    "star_leading_technology": "核心技术经国家主管部门认定国际领先或意义重大",
    "star_national_award": "作为主要参与者获国家科技奖并用于主营业务",
    "star_national_project": "独立或牵头承担国家重大科技专项",
    "star_import_substitution": "主要产品属国家鼓励的关键产品并实现进口替代",
    "chinext_growth_sector": "属制造业优化升级、现代服务业或数字经济等领域",
    "chinext_third_sector": "属可用第三套标准的指定行业",
    "chinext_fourth_sector": "属新兴产业、未来产业的未盈利高成长或高研发企业",
    "bse_positioning": "属北交所主要服务的创新型中小企业",
    "operation_years_waived": "持续经营时间经国务院批准不受限制",
    "steady_business_3y": "三年内主营业务、董事和高管没有重大变化，实际控制人未变更",
    "steady_business_2y": "主要经营一种业务，两年内主营业务、董事和高管没有重大变化，实际控制人未变更",
    "neeq_admission": "业务明确并能持续经营、治理健全、股权明晰，由主办券商推荐并持续督导",
    "issuer_compliance": "内部控制健全，没有首发办法所列的重大违法等消极情形",
    "high_tech_field": "核心技术属《国家重点支持的高新技术领域》",
    "key_support_field": "主导产品聚焦重点产业链、六基、战新与未来产业",
    "key_support_plan": "“三新一强”推进计划符合要求",
    "hard_tech_industry": "属科创板定位行业或本区产业目录",
    "tech_enterprise_cq_route": "符合重庆市科技型企业细则第一项以外的任一项",
    "netc_limits": "研发经费、专职研发人员和仪器设备原值达到现行限值",
    "netc_other": "国家企业技术中心的其余条件和评价",
    "etc_cq_rd": "研发强度高于全市同行业平均水平",
    "etc_cq_other": "重庆市企业技术中心的人员、设备和评价等其余条件",
    "tis_credit": "财务健全，会计、纳税、银行信用良好",
    "tis_base": "国内有科研、生产基地且由中方控制",
    "tis_upgrading": "技术改造成效明显",
    "tis_innovation": "标准、自主品牌、知识产权与质量体系、创新战略符合要求",
    "ipd_evaluation": "知识产权示范企业测评达到要求",
    "unicorn_field": "属新技术、新产业、新业态",
    "smart_factory_credit": "近三年财务状况良好、无不良信用记录",
    "smart_factory_secure": "装备、软件和系统安全可控",
    "smart_factory_elements": "符合该级智能工厂的其余要素条件",
    "green_evaluation": "绿色工厂评价达到适用标准的要求",
}

# In front of the key of a criterion where an authority judges the whole of it, because no fact can.
CRITERION_PREFIX = "criterion:"


def is_judgement(key: str) -> bool:
    """Whether an authority may judge this: a matter of its own, or a whole criterion of some standard."""
    return key in JUDGEMENTS or (key.startswith(CRITERION_PREFIX) and key != CRITERION_PREFIX)


def judgement_label(key: str) -> str:
    """The name of a judgement, of a criterion or of a matter of its own; the key where there is no such judgement."""
    prefix, colon, criterion = key.partition(":")
    return f"主管部门对 {criterion} 的认定" if prefix + colon == CRITERION_PREFIX else JUDGEMENTS.get(key, key)


_OF_A_CRITERION = re.compile(f"{folded(judgement_label(CRITERION_PREFIX + '{}')).format('(.+?)')}(?:\\(.*\\))?")
_JUDGEMENT_NAMED = {folded(label): key for key, label in JUDGEMENTS.items()}


def judgement_named(word: str) -> str | None:
    """The judgement of a key or a name; what stands in brackets after that of a criterion says which clause it is, and
    is passed over. None where there is none of that name."""
    if is_judgement(word):
        return word
    plain = folded(word)
    criterion = _OF_A_CRITERION.fullmatch(plain)
    return f"{CRITERION_PREFIX}{criterion[1]}" if criterion else _JUDGEMENT_NAMED.get(plain)


# Facts that a title held on the day makes true without being stated: the certificate outranks whatever a dossier says.
# Where the title is known not to be held, what is stated counts; where nothing is stated, the fact is false.
FED_BY = {"high_tech_enterprise": "high_tech_enterprise"}

# Facts that are what an enterprise is or what has happened to it: it cannot work for their being otherwise.
BEYOND_EFFORT = frozenset(
    {
        *("prohibited_product", "bse_excluded_sector", "classified", "state_owned", "key_support_received"),
        "mountain_island_county",
        *("pilot_enterprise", "restated_delisting", "falsification_found", "grave_violation"),
        *("controlled_by_little_giant", "same_group_similar_product"),
        *("major_incident", "recent_incident", "incident_within_a_year"),
        *("research_dishonesty_3y", "securities_violation"),
        *("tax_smuggling_3y", "green_list_removed", "talent_founder"),
    }
)

# The day a case was decided on, where the enterprise's own case tells it.
DECIDED_ON = "committee_passed_on"


# The longest list of words to choose from that is told whole, and how many of a longer one.
_ALL_NAMED, _SOME_NAMED = 7, 3


def counting_rights(word: str) -> tuple[Fact, ...]:
    """Every fact that counts rights, where a word is of any: which of them is meant is never guessed at."""
    if not re.search("专利|知识产权|软件著作权", word):
        return ()
    return tuple(fact for fact in FACTS.values() if fact.unit in ("项", "件"))


def nearest_facts(word: str) -> str:
    """A remedy that names the facts nearest to a word in Chinese."""
    known = counting_rights(word) or tuple(
        FACT_NAMED[name] for name in difflib.get_close_matches(folded(word), FACT_NAMED, n=3, cutoff=0.5)
    )
    near = "、".join(dict.fromkeys(fact.label for fact in known))
    return f"是否想写 {near}" if near else "请写资料的中文名称，如 营业收入"


def nearest_titles(word: str) -> str:
    """A remedy for a word that names no title: what it is instead, or the titles nearest to it in Chinese."""
    if (remedy := no_listing(word)) is not None:
        return remedy
    if several := of_places(word):
        return f"请写明是哪一地的：{'、'.join(TITLES[title] for title in several)}"
    if (of_another := of_another_level(word)) is not None:
        level, title = of_another
        return f"没有{level}的这个称号；确指“{TITLES[title]}”的，请去掉“{level}”"
    return nearest_name(word, title_words())


def nearest(word: str, known: Iterable[str]) -> str:
    """A remedy that names the known words nearest to ``word``; where none is near all of them, or of many a few."""
    return nearest_name(word, {one: one for one in known})


def nearest_name(word: str, names: Mapping[str, str]) -> str:
    """The same of what known words name, by the Chinese name of each: the three nearest at most."""
    plain = {plain_word(one): name for one, name in names.items()}
    close = difflib.get_close_matches(plain_word(word), plain, n=12, cutoff=0.5)
    if near := list(dict.fromkeys(plain[one] for one in close))[:3]:
        return f"是否想写 {'、'.join(near)}"
    every = list(dict.fromkeys(names.values()))
    return f"可用的有 {first_few(every, '个', len(every) if len(every) <= _ALL_NAMED else _SOME_NAMED)}"
