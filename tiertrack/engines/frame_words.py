"""What to do about a column, in the words of the library its frame is of: what one calls there, not on a command
line."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from tiertrack.logic.quantity import Kind


@frozen
class FrameWords:
    """How a library rounds a column, makes it whole, and shows a frame's values: templates with the heading, and the
    decimals there may be; ``eager`` is how a lazy frame becomes one whose values can be looked at, empty for others."""

    rounds: str
    whole: str
    truths: str
    eager: str = ""

    def remedy_of_part(self, heading: str, parts: int) -> str:
        """What to do about numbers that are no whole number of parts."""
        if parts == 1:
            return f"请核对这些数；确是整数的，请写 {self.whole.format(heading)}"
        return f"请四舍五入到分：{self.rounds.format(heading, len(str(parts)) - 1)}"

    def remedy_of_type(self, kind: Kind, heading: str, unit: str | None = None) -> str:
        """What to do about a column of a type that cannot be read; ``unit`` is that of its amounts, if said."""
        lazily = f"；文字和有小数的，惰性的框不能先看内容，请先 {self.eager}" if self.eager else ""
        match kind:
            case Kind.MONEY if unit:
                return f"请改成数（单位{unit}），或写着金额的文字{lazily}"
            case Kind.MONEY:
                fen = self.whole.format(heading)
                named = f'请在列名里写单位，如“{heading}（万元）”，或写 money_unit="万元"'
                return f"{named}；不写单位的须是整数（分）：{fen}{lazily}"
            case Kind.SHARE:
                return "请改成带 % 的文字，或 0 到 1 之间的小数"
            case Kind.DATE:
                return "请改成日期，或写成 年-月-日 的文字"
            case Kind.POINTS:
                return "请改成整数或小数"
            case Kind.CHOICE:
                return "请改成文字"
            case _ if kind.is_yes_or_no:
                return f"请改成布尔值（真、假或空）：{self.truths.format(heading)}{lazily}"
            case _:
                return f"请改成整数：{self.whole.format(heading)}{lazily}"

    def remedy_beyond(self) -> str:
        """What to do about numbers beyond what a fact can be."""
        return "请核对数值和单位；查不到的请改成空值，不要写 -1 或 0"


_POLARS = FrameWords(
    'frame.with_columns(pl.col("{0}").round({1}))',
    'frame.with_columns(pl.col("{0}").cast(pl.Int64))',
    'frame.with_columns(pl.col("{0}").cast(pl.Boolean))',
)
_SQL = FrameWords('ROUND("{0}", {1})', 'CAST("{0}" AS BIGINT)', 'CAST("{0}" AS BOOLEAN)')
WORDS: Mapping[str, FrameWords] = {
    "pandas": FrameWords(
        'frame["{0}"] = frame["{0}"].round({1})',
        'frame["{0}"] = frame["{0}"].astype("Int64")',
        'frame["{0}"] = frame["{0}"].astype("boolean")',
    ),
    "polars": _POLARS,
    "polars lazy": FrameWords(_POLARS.rounds, _POLARS.whole, _POLARS.truths, ".collect()"),
    "pyarrow": FrameWords(
        'pyarrow.compute.round(table["{0}"], {1})',
        'table["{0}"].cast("int64")',
        'table["{0}"].cast("bool")',
    ),
    "duckdb": FrameWords(_SQL.rounds, _SQL.whole, _SQL.truths, ".pl()"),
    "pyspark": FrameWords(_SQL.rounds, _SQL.whole, _SQL.truths, ".toPandas()"),
}
