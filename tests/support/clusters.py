"""A Spark cluster of several worker processes on this machine."""

from __future__ import annotations

import functools
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

# Two worker processes with one core and 1 GiB of memory each.
MASTER = "local-cluster[2,1,1024]"

# What lives for a minute is not worth optimising.
_SHORT_LIVED = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:+UnlockDiagnosticVMOptions -XX:-BytecodeVerificationRemote"

SETTINGS = {
    "spark.driver.extraJavaOptions": _SHORT_LIVED,
    "spark.executor.extraJavaOptions": _SHORT_LIVED,
    "spark.ui.showConsoleProgress": "false",
    "spark.ui.enabled": "false",
    "spark.sql.shuffle.partitions": "2",
    "spark.log.level": "ERROR",
    # What it cannot make code of it would work out node by node: an answer too wide for its code is an error here.
    "spark.sql.codegen.factoryMode": "CODEGEN_ONLY",
    # It asks the JVM seven things for each one a column is made of, so that errors could name the line of Python.
    "spark.python.sql.dataFrameDebugging.enabled": "false",
}


def why_none() -> str | None:
    """Why there can be no cluster here, if so."""
    try:
        import pyspark  # noqa: F401
    except ModuleNotFoundError:
        return "PySpark is not installed: pip install 'tiertrack[cluster]'"
    java = Path(os.environ["JAVA_HOME"], "bin", "java") if "JAVA_HOME" in os.environ else "java"
    if shutil.which(java) is None:
        return "PySpark needs Java 17 or later, and there is none: apt-get install default-jre-headless"
    return None


def environment(folder: Path) -> Mapping[str, str]:
    """Variables under which Spark keeps to this machine and leaves what its workers write in a folder of ours, where it
    would otherwise lie beside the installed package."""
    import pyspark

    home = folder / "spark"
    home.mkdir()
    for part in ("bin", "jars"):
        home.joinpath(part).symlink_to(Path(pyspark.__file__).parent / part)
    return {"SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_LOCAL_HOSTNAME": "localhost"}


@contextmanager
def opened_cluster(folder: Path) -> Iterator[Any]:
    """A session of such a cluster, which ends with it."""
    from pyspark.sql import SparkSession
    from pyspark.sql.functions import builtin

    # A function is looked for in the JVM whenever it is called: a fifth of the time of planning.
    once = mock.patch.object(builtin, "_get_jvm_function", functools.cache(builtin._get_jvm_function))
    with mock.patch.dict(os.environ, environment(folder)), once:
        builder = SparkSession.builder.master(MASTER).appName("tiertrack tests")
        for name, value in SETTINGS.items():
            builder = builder.config(name, value)
        session = builder.getOrCreate()
        yield session
        session.stop()


needs_cluster = pytest.mark.skipif(why_none() is not None, reason=why_none() or "")
