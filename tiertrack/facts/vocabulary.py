"""Every fact, judgement and title a rulebook may read, once: key, Chinese name, kind, unit and bounds."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from attrs import frozen

from tiertrack.facts.industry import SIZE_GROUPS
from tiertrack.logic.expr import Ref
from tiertrack.logic.quantity import Kind

__all__ = ["CREDIT_CODE", "FACTS", "JUDGEMENTS", "SIZE_GROUP", "TITLES", "Fact", "nearest"]


@frozen
class Fact:
    """A named quantity of an enterprise.

    ``lowest`` and ``highest`` bound the magnitude (fen, people, hundredths of a point, a Fraction of one) where the
    fact cannot lie outside; ``window`` is the number of years its own definition looks back.
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

    @property
    def ref(self) -> Ref:
        """The fact as an expression reads it, its year still open."""
        return Ref(self.key, self.label, self.kind, self.yearly, None, self.window, self.ask, self.choices)


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
            "high_tech_revenue": "高新技术产品（服务）收入",
        },
    ),
    *_yearly(
        Kind.MONEY,
        {
            "net_profit": "净利润",
            "net_profit_deducted": "扣除非经常性损益前后孰低净利润",
            "operating_cash_flow": "经营活动现金流量净额",
            "net_assets": "净资产",
        },
        lowest=None,
    ),
    *_yearly(Kind.PEOPLE, {"employees": "从业人员", "rd_staff": "研发人员", "tech_staff": "科技人员"}),
    *_yearly(Kind.SHARE, {"weighted_roe": "加权平均净资产收益率"}, lowest=None),
    *_yearly(Kind.POINTS, {"development_score": "专精特新发展评价得分"}, highest=100_00),
    *_plain(Kind.DATE, {"established_on": "成立日期", "segment_since": "从事特定细分市场起始日"}),
    Fact("market_share", "主导产品细分市场占有率", Kind.SHARE, highest=1),
    Fact("domestic_rank", "主导产品国内市场位次", Kind.RANK, lowest=1),
    Fact("global_rank", "主导产品全球市场位次", Kind.RANK, lowest=1),
    *_plain(
        Kind.COUNT,
        {
            "class1_ip": "Ⅰ类知识产权",
            "class1_ip_self_developed": "自主研发的Ⅰ类知识产权",
            "class1_ip_high_value": "高价值的Ⅰ类知识产权",
            "class2_ip": "Ⅱ类知识产权",
        },
        unit="项",
    ),
    *_plain(Kind.COUNT, {"invention_patents": "应用于主营业务并能够产业化的发明专利"}, unit="件"),
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
            "strategic_emerging": "主导产品属战略性新兴产业",
            "abnormal_list": "列入经营异常名录",
            "dishonest_list": "列入严重失信主体名单",
            "prohibited_product": "产品属禁止、限制或淘汰类",
            "controlled_by_little_giant": "与已认定小巨人有控股关系",
            "same_group_similar_product": "同一集团内已有主导产品相似的小巨人",
        },
    ),
    Fact("major_incident", "近三年有所列事故或违法", Kind.FLAG, window=3),
    Fact("digital_level", "数字化水平自测等级", Kind.LEVEL, lowest=1, highest=4),
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
    Fact("market_cap", "预计市值", Kind.MONEY),
)

FACTS = {fact.key: fact for fact in _FACTS}

# Read from what stands beside the facts of a dossier.
CREDIT_CODE = Fact("uscc", "有效的统一社会信用代码", Kind.FLAG)
SIZE_GROUP = Fact("size_group", "划型所属行业", Kind.CHOICE, choices=tuple(SIZE_GROUPS.items()), ask="industry")

JUDGEMENTS = {
    "market_standing": "细分市场占有率较为靠前，有一定知名度和影响力",
    "market_reputation": "享有较高知名度和影响力",
    "product_domain": "主导产品属所列领域",
    "key_chain_link": "位于产业链关键环节",
    "sound_governance": "战略、治理、信誉、社会责任、工艺质量、数字化绿色化等要求",
}

TITLES = {
    "achievement": "高价值科技成果",
    "innovative_sme": "创新型中小企业",
    "hard_tech": "硬科技企业",
    "srdi_sme": "专精特新中小企业",
    "little_giant": "专精特新“小巨人”企业",
    "champion": "制造业单项冠军企业",
    "listed": "上市企业",
    "tech_sme": "科技型中小企业",
    "high_tech_enterprise": "高新技术企业",
    "key_little_giant": "重点“小巨人”企业",
    "gazelle_cq": "重庆市瞪羚企业",
    "tech_enterprise_cq": "重庆市科技型企业",
    "above_scale": "规模以上工业企业",
    "champion_cq": "重庆市制造业单项冠军企业",
}


def nearest(word: str, known: Iterable[str]) -> str:
    """A remedy that names the known words nearest to ``word``, or all of them where none is near."""
    words = list(known)
    near = difflib.get_close_matches(word, words, n=3, cutoff=0.5)
    return f"是否想写 {'、'.join(near)}" if near else f"可用的有 {'、'.join(words)}"
