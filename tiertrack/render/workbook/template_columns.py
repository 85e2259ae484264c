"""What a template asks: the columns its editions read of an enterprise on a day, each with what it is and which clause
asks for it."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from attrs import field, frozen

from tiertrack.facts.fact_notes import UNDEFINED, FactNote
from tiertrack.facts.vocabulary import CRITERION_PREFIX, FACTS, Fact, judgement_label
from tiertrack.intake import template_sheets as sheets
from tiertrack.law.titles import TITLES, held_per_product
from tiertrack.logic.evaluate import compile_test
from tiertrack.logic.expr import AllOf
from tiertrack.logic.kernel import Slot
from tiertrack.logic.lower import expand
from tiertrack.logic.quantity import Kind
from tiertrack.render.footnotes import provisions_text
from tiertrack.render.workbook.listed_rights import right_columns
from tiertrack.render.workbook.sheet_columns import Look, SheetColumn, fact_column
from tiertrack.rules.criterion import Criterion
from tiertrack.rules.edition import Edition, columns_of
from tiertrack.rules.fact_sheet import fact_notes_in, materials_for
from tiertrack.rules.reads import Column, Origin, column_of, feeding_slot

_HOW = {
    Kind.MONEY: "以万元计，可带小数，也可以写上单位，如 5200万元",
    Kind.SHARE: "写百分数，如 12 或 12%",
    Kind.PEOPLE: "写整数",
    Kind.COUNT: "写整数，没有的写 0",
    Kind.RANK: "写名次，如 1",
    Kind.POINTS: "写分数，如 61.5",
    Kind.DATE: "写日期，如 2019-03-12",
    Kind.CHOICE: "从下拉列表里选",
    Kind.FLAG: "从下拉列表里选“是”或“否”",
    Kind.JUDGEMENT: "从下拉列表里选“是”或“否”",
}
_UNKNOWN = "不知道的留空，不要写 0。"


@frozen(eq=False)
class Questions:
    """What editions that stand side by side ask on a day."""

    editions: tuple[Edition, ...]
    on: dt.date
    columns: tuple[Column, ...] = field(init=False)

    @columns.default
    def _read(self) -> tuple[Column, ...]:
        return columns_of(self.editions, self.on)

    @functools.cached_property
    def facts(self) -> tuple[Column, ...]:
        """The facts: in the order in which they are first read, the latest year of each first."""
        of_facts = [column for column in self.columns if column.origin is Origin.OBSERVATION]
        places = {column.key: place for place, column in reversed([*enumerate(of_facts)])}
        return tuple(sorted(of_facts, key=lambda column: (places[column.key], -(column.year or 0))))

    @functools.cached_property
    def judgements(self) -> Mapping[str, str]:
        """The judgements by their keys, each by the name it is chosen by: that of a whole criterion is its clause."""
        # Of several standards the widest stands first.
        criteria = {f"{CRITERION_PREFIX}{one.key}": one for one in reversed([*self._criteria])}
        named: dict[str, str] = {}
        for column in self.columns:
            if column.origin is Origin.JUDGEMENT:
                found = criteria.get(column.key)
                name = judgement_label(column.key) if found is None else f"主管部门认定符合：{found.label}"
                # Two criteria of one name are told apart by what they are about.
                named[column.key] = f"{name}（{found.gist}）" if found and name in named.values() else name
        return named

    @property
    def clauses_judged(self) -> Mapping[str, str]:
        """The judgements of whole criteria by the names they are chosen by, which only this template knows."""
        return {name: key for key, name in self.judgements.items() if key.startswith(CRITERION_PREFIX)}

    @functools.cached_property
    def titles(self) -> Mapping[str, str]:
        """The titles, held or applied for, by their keys, each by its name."""
        keys = [column.key for column in self.columns if column.origin in (Origin.TITLE, Origin.APPLICATION)]
        return {key: TITLES[key] for key in dict.fromkeys(keys)}

    @property
    def counts_rights(self) -> bool:
        """Whether a list of rights is counted."""
        return any(edition.ip is not None for edition in self.editions)

    @property
    def _criteria(self) -> Iterator[Criterion]:
        return (criterion for edition in self.editions for criterion in edition.criteria)

    @functools.cached_property
    def _asked_by(self) -> Mapping[str, tuple[tuple[Edition, Criterion], ...]]:
        """The criteria that read a column, by its name."""
        found: dict[str, dict[str, tuple[Edition, Criterion]]] = {}
        for edition in self.editions:
            for criterion in edition.criteria:
                for name in _read_by(criterion, self.on):
                    found.setdefault(name, {})[f"{edition.key} {criterion.key}"] = (edition, criterion)
        return {name: tuple(criteria.values()) for name, criteria in found.items()}

    def clauses(self, name: str) -> Iterator[str]:
        """The clauses that ask for a column, each with its gist."""
        several = len(self.editions) > 1
        said: dict[str, None] = {}
        for edition, criterion in self._asked_by.get(name, ()):
            text = f"{criterion.label}：{criterion.gist}"
            # What a place asks as the country does is said once.
            if text not in said or edition.variant:
                yield " ".join((*(_which(edition) if several else ()), text))
            said[text] = None

    def _first(self, name: str) -> tuple[str, ...]:
        return tuple(islice(self.clauses(name), 1))

    def note(self, column: Column) -> str:
        """What is said of the column of a fact: what it is, how it is filled in, what proves it, and which clauses ask
        for it."""
        materials = (one for edition in self.editions for one in materials_for(edition, (column.key,)))
        proof = "、".join(dict.fromkeys(material.described for material in materials))
        return "\n".join(
            (
                f"{column.label}。{'；'.join(self._defined(column.key))}",
                f"填法：{how_filled(FACTS[column.key])}。",
                *([f"佐证：{proof}。"] if proof else []),
                *self._asking(column.name),
            )
        )

    def _defined(self, key: str) -> list[str]:
        """What a fact covers and which document says so; where none does, how it is filled in all the same."""
        notes = dict.fromkeys(note for edition in self.editions for note in fact_notes_in(edition, key))
        undefined = [UNDEFINED] if all(note.citation is None for note in notes) else []
        return [*undefined, *map(_noted, notes)]

    def _asking(self, name: str) -> Iterator[str]:
        if clauses := [*self.clauses(name)]:
            yield "用于："
            yield from clauses
            # How the sources were seen is of no interest to the firm.
            yield f"依据 {'；'.join(dict.fromkeys(map(provisions_text, self.editions)))}"

    # The sheets.

    def firm_columns(self) -> list[SheetColumn]:
        """The columns of the sheet of facts."""
        return [
            *who(),
            SheetColumn("所在地", note=f"写名称或六位代码，照“{sheets.REGIONS}”。", narrowest=16),
            SheetColumn("行业", note=f"写国民经济行业代码，如 C3484，照“{sheets.INDUSTRIES}”。", narrowest=18),
            SheetColumn(sheets.SOURCE, note=_SOURCE, narrowest=16),
            *(fact_column(FACTS[column.key], column.year, self.note(column)) for column in self.facts),
        ]

    def judgement_columns(self) -> list[SheetColumn]:
        """The columns of the sheet of judgements."""
        asked = [f"{label}\n　{clause}" for key, label in self.judgements.items() for clause in self._first(key)]
        return [
            *who(),
            SheetColumn(
                sheets.JUDGED, note="\n".join(("只有主管部门能判断的事，一行一项：", *asked)), narrowest=48, widest=60
            ),
            SheetColumn(sheets.HOLDS, note="从下拉列表里选“是”或“否”。", narrowest=8),
            SheetColumn(sheets.AUTHORITY, note="作出判断的机关全称。", narrowest=30),
            SheetColumn(sheets.JUDGED_ON, Look.DAY, "作出判断之日；在所问的日子以后的不算。", narrowest=13),
        ]

    def title_columns(self) -> list[SheetColumn]:
        """The columns of the sheet of titles."""
        asked = [
            f"{label}\n　{clause}"
            for key, label in self.titles.items()
            for clause in [*self.clauses(f"title:{key}")][:1]
        ]
        product = [SheetColumn(sheets.PRODUCT, note="单项冠军证书上的产品；没有的留空。", narrowest=14)]
        return [
            *who(),
            SheetColumn(sheets.HELD, note="\n".join(("一行一个称号：", *asked)), narrowest=26),
            SheetColumn(sheets.SITUATION, note=_SITUATIONS, narrowest=12),
            SheetColumn(sheets.ON, Look.DAY, _TITLED_ON, narrowest=13),
            SheetColumn(sheets.STARTS, Look.DAY, "有效期的第一日；文件没有写的留空。", narrowest=13),
            SheetColumn(sheets.THROUGH, Look.DAY, "证书上的最后一日；没有期限的留空。", narrowest=13),
            *(product if any(map(held_per_product, self.titles)) else []),
            SheetColumn(sheets.BATCH, note="文件写明批次的照写，如 第七批。", narrowest=12),
            SheetColumn(sheets.DOCUMENT, note="认定的文件名称或文号，或在哪里查的。", narrowest=30),
        ]

    def right_columns(self) -> list[SheetColumn]:
        """The columns of the sheet of rights."""
        defined = [
            f"{count.label}：{count.gist}" for edition in self.editions if edition.ip for count in edition.ip.counts
        ]
        one = "一行一项；确实一项也没有的，写一行“无”。没有列出的企业按不知道算，照件数那几列判断。"
        notes = {**_RIGHT_NOTES, sheets.RIGHT: "\n".join((one, *dict.fromkeys(defined)))}
        return [*who(), *right_columns(notes)]


def _which(edition: Edition) -> list[str]:
    """What tells an edition from those beside it: its board, its place."""
    place = edition.region.label if edition.region else ""
    return [word for word in (place, edition.variant.label if edition.variant else "") if word]


def _noted(note: FactNote) -> str:
    # How the sources were seen is of no interest to the firm.
    return note.text if note.citation is None else f"{note.text}（{note.citation.provision}）"


def who() -> list[SheetColumn]:
    """The columns that name the firm, on every sheet."""
    return [
        SheetColumn(sheets.NAME, note="照营业执照写全称。各表里写得一样。", narrowest=30),
        SheetColumn(sheets.CREDIT_CODE, note="18 位。同名的靠它分清。", narrowest=22),
    ]


_SOURCE = (
    "这一行的数从哪里来，如 企业填报、2025 年度审计报告。\n"
    "出处不同的，同一企业另写一行，名称、代码照写，只填那个出处的数。"
)
_SITUATIONS = (
    "持有：认定为这个称号\n复核通过：复核通过、有效期接着算\n经查不持有：查过，没有这个称号\n申报：已经申报、还没有结果"
)
_TITLED_ON = "持有、复核通过：文件公布之日，不知道的留空，按有效期起算\n经查不持有：查询之日\n申报：申报之日"
_RIGHT_NOTES = {
    sheets.SOURCE: (
        "这一项由谁列出，如 企业填报、专利局；先写上的照旧。\n各来源的清单各是整份的：删去一行，就是那个来源不再列它。"
    ),
    sheets.NUMBER: "授权号、登记号或公告号。",
    "acquired": "受让、受赠、并购得来的选“转入”。",
    "transferred_on": "转入的写到企业名下之日。",
    "granted_on": "授权公告日或登记日。",
    "through": "保护期的最后一日；没有期限的写“长期”。",
    "holder_rank": "企业在权利人里排第几。",
    "pledge": "以万元计；没有的留空。",
}


def how_filled(fact: Fact) -> str:
    """How the cells of a fact are filled in."""
    bound = ""
    if fact.highest is not None and fact.kind is Kind.LEVEL:
        bound = f"，{fact.lowest} 至 {fact.highest} 级"
    return f"{_HOW.get(fact.kind, '照实填写')}{bound}"


def _read_by(criterion: Criterion, on: dt.date) -> Iterator[str]:
    """The names of the columns that a criterion reads, that of its authority's judgement among them."""
    for symbol in compile_test(AllOf((expand(criterion.test),))).symbols:
        if isinstance(symbol, Slot):
            for slot in (symbol, feeding_slot(symbol)):
                if slot is not None:
                    yield column_of(slot, on).name
    if criterion.authority is not None:
        yield f"{CRITERION_PREFIX}{criterion.key}"


def cover_lines(questions: Questions, region: str | None) -> Iterator[tuple[str, str]]:
    """What the cover says, item by item: the reader knows by it what it reads."""
    first = questions.editions[0]
    yield sheets.TITLE, first.tier.label
    yield sheets.ACT, first.act_label or first.act.label
    yield sheets.DAY, questions.on.isoformat()
    yield sheets.REGION, region or "未指明"
    for edition in questions.editions:
        yield "标准", "　".join((*_which(edition), provisions_text(edition), _since(edition)))
    yield "单位", "金额以万元计，比例以 % 计；年度、单位写在各列的标题里"


def _since(edition: Edition) -> str:
    start, last = edition.period.start, edition.period.last
    since = f"{start} 起" if start else ""
    return f"{since}{f'至 {last} ' if last else ''}施行" if start or last else ""


def small_print(questions: Questions) -> Iterator[tuple[str, str]]:
    """What nobody but the reader of the template needs: which editions it is of."""
    for edition in questions.editions:
        yield sheets.EDITION, edition.key
        yield sheets.FINGERPRINT, edition.digest


def filling_in(questions: Questions) -> Sequence[tuple[str, str]]:
    """How the sheets are filled in, sheet by sheet."""
    rights = [(sheets.RIGHTS, "一行一项。填了清单的，按清单计数；没有填的，照“企业”表里的件数")]
    # A column that only one place asks for is nothing to the firms of the others.
    several = len({edition.region for edition in questions.editions}) > 1
    own = "批注里写着地名的，只有那里的企业要填。" if several else ""
    return (
        ("怎么填", f"只填这一版标准要用的列。{own}{_UNKNOWN}标题、各表的名称不要改；列的次序可以换，多出来的列不读"),
        (sheets.FIRMS, "一行一家企业。标题上有批注：是什么、怎么填、哪一条用到"),
        *([(sheets.JUDGEMENTS, "一行一项判断，企业名称照“企业”表")] if questions.judgements else []),
        *([(sheets.TITLES, "一行一个称号：持有的、查过没有的都写，没写的按不知道算")] if questions.titles else []),
        *(rights if questions.counts_rights else []),
        ("填好以后", "交回发表的单位，由它用 tiertrack import 读入；有错的一处不写入，另存一份标红的，逐格说明"),
    )
