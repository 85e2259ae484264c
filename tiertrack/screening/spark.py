"""Screening a table on a Spark cluster: checked, answered, written beside, counted, and only then given its name."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tiertrack.errors import BadFile, BadFrame, Fault
from tiertrack.facts.units import money_unit_named
from tiertrack.foreign_errors import quoted
from tiertrack.screening.question import Question
from tiertrack.screening.results import (
    SHOWN,
    Absent,
    Screening,
    absent_columns,
    first_failure,
    first_name,
    flag_counts,
    unread_columns,
)

if TYPE_CHECKING:
    from tiertrack.engines.table_checks import Check


def screen_cluster(
    session: Any, source: str, into: str, question: Question, money_unit: str | None = None, *, strict: bool = False
) -> Screening:
    """Answers a question for every row of a Parquet table, partitioned or not, at any address Spark reads.

    The answers go ``into`` a Parquet table that must not be there yet. Until all are written they are in one beside it,
    named ``….unfinished-…``; what goes wrong leaves neither. Where a name cannot be changed at a stroke, as in a store
    of objects, ``_SUCCESS`` in it says that it is whole. ``strict`` takes no table that lacks a column.

    Raises BadFile, or BadFrame with every fault; then nothing is written.
    """
    import narwhals as nw

    from tiertrack.engines.table_checks import range_checks

    money_unit = money_unit_named(money_unit)
    with _spark_faults(source):
        # Parts written at different times may have different columns; without this Spark looks into one of them.
        frame = nw.from_native(session.read.option("mergeSchema", "true").parquet(source))
        schema = frame.collect_schema()
        question = question.of_table(schema.names())
        absent = _absent(question, schema.names(), source, strict)
        checks = range_checks(question.columns, schema, money_unit)
        with _written_beside(session, into) as target:
            try:
                schema_written, beyond = _written(question, frame, money_unit, target)
            except Exception:
                # A number out of range may not fit what it is multiplied into: told as what it is, if so.
                _refuse_out_of_range(frame, checks)
                raise
            if beyond:
                _refuse_out_of_range(frame, checks)
            # Their columns are known: Spark need not look into them for that.
            answers = session.read.schema(schema_written).parquet(target)
            counts = _counts(question, answers)
            rows = tuple(row.asDict() for row in answers.filter("truth").take(SHOWN))
            unread = unread_columns(schema.names(), question)
            return Screening.of_counts(question, counts, rows=rows, absent=absent, unread=unread, into=into)


_BEYOND, _FIRST = "out of range", "first failure"


def _written(question: Question, frame: Any, money_unit: str | None, target: str) -> tuple[Any, int]:
    """Writes the answers, and gives their columns; in how many rows a value is out of range is counted as they pass
    by."""
    import narwhals as nw
    from pyspark.sql import Observation, functions

    from tiertrack.engines.frame import answered_if_sound, read_and_checked

    passing, governing = Observation(), question.governing
    values = read_and_checked(frame, governing, question.on, money_unit, _BEYOND).to_native()
    counted = values.observe(passing, functions.count_if(_column(_BEYOND)).alias(_BEYOND))
    answer = answered_if_sound(nw.from_native(counted), governing, question.on).to_native()
    answer.write.parquet(target)
    return answer.schema, int(passing.get[_BEYOND])


def _counts(question: Question, answers: Any) -> dict[str, int]:
    """The numbers of answers. Two counts of each and where each row fails first are as much as Spark makes code of; to
    group the rows by their answers, or to count as they are written, takes several times as long."""
    from pyspark.sql import Column, functions

    def choose(failed: Column, place: int, otherwise: Column) -> Column:
        return functions.when(failed, place).otherwise(otherwise)

    names, first = ("truth", *question.criteria), functions.col(_FIRST)
    found = first_failure(question, lambda key: ~_column(key), choose, functions.lit(None))
    counts = [functions.count("*")]
    for truth in map(_column, names):
        counts += [functions.count(truth), functions.count_if(truth)]
    counts += [functions.count_if(first == place) for place in range(len(question.in_turn))]
    numbers = [count.alias(str(place)) for place, count in enumerate(counts)]
    total, *rest = answers.select(*map(_column, names), found.alias(_FIRST)).agg(*numbers).first()
    by_name, firsts = rest[: 2 * len(names)], rest[2 * len(names) :]
    return {
        **flag_counts(question, total, by_name[::2], by_name[1::2]),
        **dict(zip(map(first_name, question.in_turn), firsts, strict=True)),
    }


def _column(name: str) -> Any:
    """A column of Spark, which takes the point in the key of a criterion for the way into a nested one."""
    from pyspark.sql import functions

    return functions.col(f"`{name}`")


def _absent(question: Question, there: Sequence[str], place: str, strict: bool) -> tuple[Absent, ...]:
    """The absent columns; raises BadFrame where none is there to answer from, or none that names the enterprise."""
    faults = []
    if not {"name", "uscc"} & {*there}:
        remedy = "请加上列 name（企业名称）或 uscc（统一社会信用代码）"
        faults.append(Fault("E850", "看不出每一行是哪家企业", remedy, None, place))
    absent = absent_columns(question, there)
    if strict:
        faults += [column.fault(place) for column in absent]
    elif absent and len(absent) == len(question.needed):
        remedy = f"请核对列名，要用的有 {'、'.join(column.name for column in absent)}"
        faults.append(Fault("E832", "判断要用的列一列也没有", remedy, None, place))
    if faults:
        raise BadFrame(*faults)
    return absent


def _refuse_out_of_range(frame: Any, checks: Iterable[Check]) -> None:
    """Reads every cell once more, to tell which columns it is."""
    counts = _sums(frame, {check.key: check.flag for check in checks})
    if faults := [check.fault_of(counts[check.key]) for check in checks if counts[check.key]]:
        raise BadFrame(*faults)


def _sums(frame: Any, flags: dict[str, Any]) -> dict[str, int]:
    """The number of rows with each flag."""
    import narwhals as nw

    if not flags:
        return {}
    sums = frame.select(**{name: flag.cast(nw.Int64).sum() for name, flag in flags.items()})
    row: dict[str, Any] = sums.collect().row(0)
    return dict(zip(flags, (int(number or 0) for number in row), strict=True))


@contextmanager
def _written_beside(session: Any, into: str) -> Iterator[str]:
    """A place beside the one asked for, which takes its name when all went well and is gone when not."""
    path = session._jvm.org.apache.hadoop.fs.Path
    files = path(into).getFileSystem(session._jsc.hadoopConfiguration())
    target = f"{into.rstrip('/')}.unfinished-{uuid.uuid4().hex[:8]}"

    def refuse_what_is_there() -> None:
        if files.exists(path(into)):
            raise BadFile(Fault("E829", "结果已经有了，没有覆盖", "请换一个地址；确要重写，请先自行删去它", into))

    refuse_what_is_there()
    try:
        yield target
        # A table moved to where one is would end up inside it.
        refuse_what_is_there()
        if not files.rename(path(target), path(into)):
            raise BadFile(Fault("E825", "结果写不了", "请核对地址和写入权限", into))
    finally:
        files.delete(path(target), True)


@contextmanager
def _spark_faults(source: str) -> Iterator[None]:
    """The faults Spark meets in reading or writing, as those of a table."""
    from py4j.protocol import Py4JJavaError
    from pyspark.errors import PySparkException

    try:
        yield
    except PySparkException as error:
        condition, parameters = error.getCondition() or "", error.getMessageParameters() or {}
        if condition in _UNREADABLE:
            value = next((parameters[name] for name in _UNREADABLE[condition] if name in parameters), None)
            remedy = f"{_READABLE.get(condition, '请改成能读的值')}；查不到的请留空"
            raise BadFrame(Fault("E822", "有单元格读不出来", remedy, value, source)) from None
        raise _not_read_or_written(condition or str(error), source) from None
    except Py4JJavaError as error:
        cause = error.java_exception
        while cause.getCause() is not None:
            cause = cause.getCause()
        raise _not_read_or_written(str(cause.getMessage()), source) from None


# The conditions Spark raises for a cell it cannot read, and the parameters that hold the cell.
_UNREADABLE = {"CAST_INVALID_INPUT": ("expression",), "CANNOT_PARSE_TIMESTAMP": ("input", "message")}
# A cluster looks at no cell beforehand, so that of days written as text it reads one form alone.
_READABLE = {"CANNOT_PARSE_TIMESTAMP": "请改成日期列，或只写成 2026-06-30 这样的文字"}


def _not_read_or_written(reason: str, source: str) -> BadFile:
    what = f"Spark 读写不了：{quoted(reason)}"
    return BadFile(Fault("E820", what, "请核对地址、权限和文件是否完整", place=source))
