"""The job as a script of its own: nothing beside it could be taken for another module."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from tiertrack.cli import options
from tiertrack.cli.shell import leave
from tiertrack.cli.skin import ChineseCommand
from tiertrack.errors import BadInput, Fault
from tiertrack.outgoing import visible

if TYPE_CHECKING:
    from tiertrack.law.regions import Region
    from tiertrack.law.scope import Act
    from tiertrack.law.titles import Title
    from tiertrack.rules.rulebook import Rulebook


def _tell_where(context: click.Context, _option: click.Parameter, asked: bool) -> None:
    if asked:
        click.echo(__file__)
        context.exit()


@click.command(cls=ChineseCommand)
@click.argument("source", metavar="表")
@click.argument("into", metavar="结果")
@options.tier
@options.variant
@options.act
@options.on
@options.region
@options.money_unit
@options.strict
@options.rulebook
@click.option(
    "--where", is_flag=True, is_eager=True, expose_value=False, callback=_tell_where, help="只说出这个程序在哪里。"
)
def job(
    source: str,
    into: str,
    tier: Title,
    variant: str | None,
    act: Act,
    on: dt.date,
    region: Region | None,
    money_unit: str | None,
    strict: bool,
    rulebook: Rulebook,
) -> int:
    """在 Spark 集群上筛查 Parquet 表里的企业（一家一行），结果写成 Parquet，最后说出各有多少家。

    用 spark-submit 运行；表和结果可以是 Spark 能读写的任何地址，表可以分区。列名用键：name、uscc、region、industry，
    revenue:2025，title:srdi_sme，认定事项的键。结果全部写完才有它的名字；同名的结果已经有了，就不再写。
    """
    from tiertrack.render.screening_text import screened_text
    from tiertrack.screening.question import ask
    from tiertrack.screening.spark import screen_cluster

    question = ask(tier, act, on, region, variant, rulebook)
    with _session() as session:
        click.echo(visible(screened_text(screen_cluster(session, source, into, question, money_unit, strict=strict))))
    return 0


# In bytes: HotSpot interprets methods that are longer.
_LONGEST_COMPILED = 8000


@contextmanager
def _session() -> Iterator[Any]:
    """The session spark-submit means, or one of this machine's own; raises BadInput where there can be none."""
    try:
        from pyspark.errors import PySparkRuntimeError
        from pyspark.sql import SparkSession
    except ModuleNotFoundError:
        remedy = "请用 spark-submit 运行，或先运行 pip install 'tiertrack[cluster]'"
        raise BadInput(Fault("E826", "没有安装 PySpark", remedy)) from None
    builder = SparkSession.builder.appName("tiertrack")
    # A cell that cannot be read, or a number that does not fit, is an error and not an unknown.
    builder = builder.config("spark.sql.ansi.enabled", "true")
    # Spark would note the line of Python each of thousands of parts of an expression was written in.
    builder = builder.config("spark.python.sql.dataFrameDebugging.enabled", "false")
    # One method for a whole answer is longer than those Java compiles; each step by itself is cut into shorter ones.
    builder = builder.config("spark.sql.codegen.hugeMethodLimit", str(_LONGEST_COMPILED))
    try:
        session = builder.getOrCreate()
    except PySparkRuntimeError as error:
        remedy = "请安装 Java 17 或更新的版本（Debian：apt-get install default-jre-headless）"
        raise BadInput(Fault("E830", "Spark 启动不了", remedy, error.getCondition())) from None
    try:
        yield session
    finally:
        session.stop()


if __name__ == "__main__":
    leave(job, "python -m tiertrack.cluster")
