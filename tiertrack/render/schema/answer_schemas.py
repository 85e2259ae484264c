"""The schemas of answers about one enterprise and about the standards."""

from __future__ import annotations

from tiertrack.law.scope import Act, Basis
from tiertrack.render.schema.schema_parts import (
    Schema,
    by_key,
    day,
    instant,
    number,
    one_of,
    or_none,
    record,
    several,
    text,
    title,
    truth,
    use,
    whole,
)
from tiertrack.rules.limit_order import Effect, LimitStatus
from tiertrack.rules.replay import Aspect, Side

_DIGEST = "9f2c0b5d6a7e41"
MISSING = several("还可能改变结论的未知事实的键", text("事实的键，按年度的带年度", "revenue:2024"))
EDITION_KEY = text("版本的键", "srdi_sme/recognition/2026")
MOMENT: dict[str, Schema] = {
    "on": day("问的是哪一天"),
    "known_at": or_none(instant("凭哪一刻以前所知；null 是全部所知")),
}
CITATION = text("出处", "工信部企业〔2026〕2号 附件1")

_OBSERVED: dict[str, Schema] = {
    "fact": text("事实的键，按年度的带年度", "revenue:2025"),
    "name": text("事实的名称", "2025年营业收入"),
    "value": text("值", "5200 万元"),
}
_JUDGED: dict[str, Schema] = {
    "key": text("条件的编号", "S3"),
    "truth": truth("这一条的结论"),
    "text": text("要点", "近两年每年研发费用不低于100万元"),
    "citation": CITATION,
    "observed": several("看到的值", use("observed")),
    "shortfall": or_none(text("差多少；不差是 null", "差 20 万元")),
    "missing": MISSING,
}
_ASKED: dict[str, Schema] = {
    "name": text("企业或成果的名称", "重庆某某精密制造有限公司"),
    "size": or_none(text("划型：大型、中型、小型、微型；资料不够是 null", "小型")),
    "tier": title("哪一级"),
    "act": one_of("哪一事项", Act),
    **MOMENT,
}
_JUDGED_BY: dict[str, Schema] = {
    "dossier_digest": text("档案的指纹", _DIGEST),
    "version": text("软件版本", "0.6.0"),
}
# Beside an answer; only where there is anything to say.
NOTICES = several(
    "结论以外须说明的：没有要复核的称号（E764），当地的文件没有读到（E765），计划单列市（E768）；只在有时有",
    record(
        "一条",
        {
            "code": text("代码，一码一义", "E764"),
            "text": text("说的是什么", "甲公司在 2026-06-30 没有浙江省隐形冠军企业的称号"),
            "remedy": text("怎么办", "没有称号，谈不上复核"),
        },
    ),
)

ANSWER_SCHEMAS: dict[str, Schema] = {
    "as_of": record("两个时钟：世上的哪一天，凭哪一刻以前所知", MOMENT),
    "edition_reference": record(
        "所依的版本", {"key": EDITION_KEY, "digest": text("版本的指纹", _DIGEST), "citation": CITATION}
    ),
    "observed": record(
        "看到的一个值",
        {**_OBSERVED, "source": or_none(several("来源；没有写明是 null", text("来源", "2025 年度审计报告")))},
    ),
    "criterion": record(
        "一条条件的结论", {**_JUDGED, "why?": text("算不出来的原因；只在算不出来时有", "营业收入为 0，占比无从计算")}
    ),
    "grade": record(
        "评级",
        {
            "text": text("评级的中文写法", "硬科技 A"),
            "label": or_none(text("评定的一级；未定是 null", "硬科技 A")),
            "possible": several("还可能是哪几级", text("一级", "硬科技 A")),
            "criteria": several("只用来评级的条件", use("criterion")),
            "missing": MISSING,
        },
    ),
    "ip_count": record(
        "一种知识产权件数怎样数出来",
        {
            "fact": text("件数的键", "class1_ip"),
            "low": whole("至少几项"),
            "high": whole("至多几项", 2),
            "counted": several("计入的", text("名称", "一种主轴箱")),
            "not_counted": several(
                "不计的", record("一项", {"name": text("名称", "某商标"), "why": text("原因", "种类不计")})
            ),
            "open": several(
                "未定的",
                record(
                    "一项", {"name": text("名称", "一种泵盖"), "lacks": several("缺什么", text("缺的项", "授权日"))}
                ),
            ),
        },
    ),
    "assessment": record(
        "按一个版本的判断：结论、每一条的理由、还缺什么",
        {
            "truth": truth("结论"),
            **_ASKED,
            "variant": or_none(text("哪一套标准（如上市的板块）；只有一套的是 null", "star")),
            "basis": one_of("标准的性质", Basis),
            "verdict": text("结论的中文写法；本地缺省口径的会写明", "符合"),
            "edition": use("edition_reference"),
            "criteria": several("逐条的结论", use("criterion")),
            "missing": MISSING,
            "moot": several("未知、但已不影响结论的事实的键", text("事实的键", "market_share")),
            **_JUDGED_BY,
            "score?": record(
                "评分；只在标准有评分表时有",
                {
                    "low": number("至少多少分", 52.5),
                    "high": number("至多多少分", 60),
                    "pass": number("及格多少分", 60),
                },
            ),
            "ip?": several("知识产权怎样计数；只在档案有清单而标准规定怎样计数时有", use("ip_count")),
            "notices?": NOTICES,
            "grade?": use("grade", "评级；只在标准评级时有"),
        },
    ),
    "alternatives": record(
        "按并存的几套标准的判断，符合其一即可；只有一套的，写成 assessment",
        {
            "truth": truth("结论"),
            "verdict": text("结论的中文写法", "符合"),
            **_ASKED,
            **_JUDGED_BY,
            "edition": use("edition_reference", "这几个版本合在一起"),
            "criteria": several("一套标准一条", use("branch")),
            "missing": MISSING,
            "met": several("符合的版本", EDITION_KEY),
            "variants": several("每一套的答复全文", use("assessment"), 1),
            "notices?": NOTICES,
            "grade?": use("grade", "评级；只在标准评级时有"),
        },
    ),
    "branch": record("一套标准的结论，写成一条条件的样子", _JUDGED),
    "finding": record(
        "一处判断和它的理由，一层一层",
        {
            "truth": truth("结论"),
            "text": text("判断的是什么", "2025年研发费用不低于 100 万元"),
            "year": whole("申请的年度", 2026),
            "observed": several("这一处自己看到的值", record("看到的一个值", _OBSERVED)),
            "shortfall": or_none(text("差多少；不差，或要知道哪一天才说得出，是 null", "差 20 万元")),
            "missing": MISSING,
            "moot": several("未知、但已不影响结论的事实的键", text("事实的键", "market_share")),
            "findings": several("由哪几处合成", use("finding")),
            "why?": text("算不出来的原因；只在算不出来时有", "营业收入为 0，占比无从计算"),
        },
    ),
    "climb": record(
        "一家企业在梯度上的位置",
        {
            "name": text("企业名称", "重庆某某精密制造有限公司"),
            "on": day("哪一天"),
            "ladder": record("梯度的次序", {"key": text("次序的键", "banan-2024"), "source": text("出处", "区方案")}),
            "rungs": several("由低到高每一级", use("rung")),
            "next": or_none(title("下一级；已在最高一级是 null")),
            "why_next": or_none(
                text("下一级为什么是它；已在最高一级是 null", "现有最高称号 专精特新中小企业 之上的第一级")
            ),
            "closing": several("下一级的每套标准还差什么，差得最少的在先", use("closing")),
        },
    ),
    "rung": record(
        "梯度的一级",
        {
            "tier": title("哪一级"),
            "name": text("次序里的名称", "专精特新中小企业"),
            "held": truth("持有与否"),
            "through": or_none(day("持有到哪一天；没有期限或未持有是 null")),
            "notices?": NOTICES,
            "truth": or_none(truth("标准符合与否；没有标准是 null")),
            "basis": or_none(one_of("标准的性质", Basis)),
            "verdict": or_none(text("结论的中文写法", "符合")),
            "edition": or_none(EDITION_KEY),
            "editions": several("所依的各个版本", EDITION_KEY),
            "missing": MISSING,
            "shortfalls": by_key("不符合的每一条差多少，键是条件的编号", text("差多少", "差 20 万元"), "S3"),
            "prerequisites": several("法定的前置", use("clause")),
            "exclusions": several("法定的排除", use("clause")),
            "reason": or_none(text("没有标准的原因", "尚未收录")),
            "achievements": several("落地的成果", use("carried")),
        },
    ),
    "kept_answer": {
        "description": "留存的答复：assess 的答复，另有所判断的档案",
        "type": "object",
        "anyOf": [{"$ref": "#/$defs/kept_assessment"}, {"$ref": "#/$defs/kept_alternatives"}],
    },
    "replay": record(
        "留存的答复重新判断",
        {
            "same": {"description": "每一项都相同", "type": "boolean", "examples": [True]},
            "differs": several(
                "不同之处",
                record(
                    "一处",
                    {
                        "aspect": one_of("关于什么", Aspect),
                        "place": text("哪一项", "criteria[2].truth"),
                        "kept": {"description": "留存的；没有是 null", "examples": ["true"]},
                        "now": {"description": "现在的；没有是 null", "examples": ["false"]},
                        "only": or_none(one_of("只有一份答复有这一项时，是哪一份；两份都有是 null", Side)),
                    },
                ),
            ),
            "answer": {
                "description": "现在的答复",
                "type": "object",
                "anyOf": [use("assessment"), use("alternatives")],
            },
        },
    ),
    "clause": record("一条要求", {"text": text("要点", "持有有效的称号"), "truth": truth("符合与否")}),
    "carried": record(
        "一项落地的成果",
        {
            "achievement": text("成果名称", "虚构微流控芯片"),
            "since": or_none(day("哪一天落地；不明是 null")),
            "listed": truth("在库与否"),
            "truth": or_none(truth("标准符合与否；没有标准是 null")),
            "lifts": truth("企业凭它在第一级与否"),
        },
    ),
    "closing": record(
        "离一套标准还差什么",
        {
            "edition": EDITION_KEY,
            "missing": MISSING,
            "gaps": several(
                "不符合的条件，由近到远",
                record(
                    "一条",
                    {
                        "criterion": text("条件的编号", "S3"),
                        "shortfall": text("差多少", "差 20 万元"),
                        "distance": or_none(text("离界线多远，准确的分数；说不出远近是 null", "1/5")),
                    },
                ),
            ),
        },
    ),
    "edition": record(
        "一个版本：适用范围、期间、条件",
        {
            "key": EDITION_KEY,
            "tier": title("哪一级"),
            "variant": or_none(text("哪一套标准；只有一套的是 null", "star")),
            "act": one_of("哪一事项", Act),
            "basis": one_of("性质", Basis),
            "region": or_none(text("只适用于哪里，六位代码；全国是 null", "500113")),
            "source": or_none(text("来自哪个文件或软件包；随附的是 null", "hard_tech.py")),
            "from": or_none(day("哪一天起", "2026-04-01")),
            "through": or_none(day("到哪一天；仍有效是 null")),
            "citation": CITATION,
            "digest": text("指纹", _DIGEST),
            "parameters": by_key("可以由区县另定的界线", text("界线", "100 万元"), "研发费用下限"),
            "criteria": several(
                "全部条件",
                record(
                    "一条",
                    {
                        "key": text("编号", "S3"),
                        "title": text("事项", "研发投入"),
                        "text": text("要点", "近两年每年研发费用不低于100万元"),
                        "citation": CITATION,
                    },
                ),
            ),
            "grades": several(
                "评级，由高到低",
                record("一级", {"grade": text("一级", "硬科技 A"), "text": or_none(text("另须的要点", "发明专利"))}),
            ),
            "ip": or_none(
                record(
                    "知识产权怎样计数；不读件数的是 null",
                    {
                        "citation": CITATION,
                        "counts": several(
                            "每一种件数",
                            record(
                                "一种",
                                {
                                    "fact": text("件数的键", "class1_ip"),
                                    "name": text("名称", "Ⅰ类知识产权"),
                                    "text": text("口径", "含发明专利"),
                                },
                            ),
                        ),
                    },
                )
            ),
            "materials": several("佐证材料，不作判断", use("material")),
        },
    ),
    "policy_diff": record(
        "两个版本逐条比较",
        {
            "before": use("edition_reference", "原来的版本"),
            "after": use("edition_reference", "新的版本"),
            "changes": several("逐个事项，照新版本的次序，删去的在最后", use("clause_change"), 1),
        },
    ),
    "clause_change": record(
        "两个版本在一个事项上的差别",
        {
            "change": one_of("怎样变", {"same": "未变", "changed": "改变", "added": "新增", "removed": "删去"}),
            "title": text("事项", "研发投入"),
            "effect": or_none(one_of("这一条的严宽；要求没有变的是 null", Effect)),
            "before_key": or_none(text("原来的条件的键；新增的是 null", "C2")),
            "after_key": or_none(text("新的条件的键；删去的是 null", "S3")),
            "before_clause": or_none(text("原来在文件的哪里", "附件2（二）")),
            "after_clause": or_none(text("新的在文件的哪里", "附件1（三）")),
            "before": or_none(text("原来的要点；新增的是 null", "研发费用占比不低于3%")),
            "after": or_none(text("新的要点；删去的是 null", "研发费用占比不低于5%")),
            "limits": several(
                "变了的界线；没有变的不列",
                record(
                    "一条界线",
                    {
                        "status": one_of("怎样变", LimitStatus),
                        "effect": one_of("对企业是更严还是更宽", Effect),
                        "before": or_none(text("原来的；新增的是 null", "上年度营业收入不低于 1000 万元")),
                        "after": or_none(text("新的；删去的是 null", "上年度营业收入不低于 1500 万元")),
                        "within": several("在哪一套、哪一档里，由外到内", text("名称", "第一套")),
                    },
                ),
            ),
            "matters": several(
                "没有数字的条件里，变了的各件事；没有变的不列",
                record(
                    "文件所列的一件事",
                    {
                        "name": text("哪件事", "生产安全"),
                        "status": one_of("怎样变", LimitStatus),
                        "effect": one_of("对企业是更严还是更宽", Effect),
                        "before": or_none(text("原来的；原来没有列的是 null", "重大事故")),
                        "after": or_none(text("新的；不再列的是 null", "较大及以上事故")),
                    },
                ),
            ),
            "facts_dropped": several("不再读的事实", text("名称", "研发人员")),
            "facts_added": several("新读的事实", text("名称", "研发费用")),
            "elsewhere": several("新增或删去的：另一版里读同类事实、也没有对应的条件", text("键", "N")),
        },
    ),
    "checked": record(
        "区县规则集的检查",
        {
            "ok": {"description": "可用与否", "type": "boolean", "examples": [True]},
            "modules": several("检查了哪些文件", text("文件", "hard_tech.py")),
            "in_place_of": several("代替已安装的哪些", text("已安装的规则集", "banan_rules")),
            "editions": several(
                "可用的版本",
                record(
                    "一个版本",
                    {
                        "key": EDITION_KEY,
                        "source": or_none(text("来自哪个文件", "hard_tech.py")),
                        "basis": one_of("性质", Basis),
                        "digest": text("指纹", _DIGEST),
                        "replaces": several("在本区取代的版本", EDITION_KEY),
                    },
                ),
            ),
            "faults": several("毛病", use("fault")),
            "notices": several("提示", use("fault")),
        },
    ),
    "fault": record(
        "一处毛病",
        {
            "code": text("错误代码，一码一义", "E101"),
            "place": or_none(text("在哪里；没有是 null", "firm.json facts.revenue.2025")),
            "what": text("什么不对", "金额读不出来"),
            "value": or_none(text("收到的值；没有是 null", "五千")),
            "remedy": text("怎么办", "请写数字加单位"),
        },
    ),
    "error": record(
        "一个错误",
        {
            "error": text("错误的种类", "BadInput"),
            "message": text("说给人看的全文", "[E101] 金额读不出来（收到：五千）。请写数字加单位"),
            "faults": several("每一处毛病", use("fault")),
            "candidates?": several("可能是登记库里的哪几家；分不清是哪一家时才有", use("enterprise")),
        },
    ),
}

# An answer with the dossier that was judged.
for _name in ("assessment", "alternatives"):
    _answer = ANSWER_SCHEMAS[_name]
    ANSWER_SCHEMAS[f"kept_{_name}"] = _answer | {
        "properties": {**_answer["properties"], "dossier": use("dossier", "所判断的档案")},
        "required": [*_answer["required"], "dossier"],
    }
