"""How the package behaves inside another program: it leaves no trace when it is imported, and its log is quiet."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from typing import Any

import pytest

import tiertrack
from tiertrack.app.registry import Registry
from tiertrack.app.retries import Retries
from tiertrack.errors import Fault, WritersCollided
from tiertrack.ports import SystemClock
from tiertrack.shipped import PACKAGE
from tiertrack.store.database import Database

# The libraries are imported first, with whatever they do by themselves, and then the package anew.
IMPORTED = """\
import importlib, json, locale, logging, os, pkgutil, signal, sys, threading, warnings
import tiertrack

def all_of_it():
    for module in pkgutil.walk_packages(sys.modules["tiertrack"].__path__, "tiertrack."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)

def state():
    return {
        "threads": threading.active_count(), "locale": locale.setlocale(locale.LC_ALL), "folder": os.getcwd(),
        "filters": list(map(repr, warnings.filters)), "handlers": list(map(repr, logging.root.handlers)),
        "level": logging.root.level, "disabled": logging.root.manager.disable, "signal": str(signal.getsignal(2)),
        "environment": dict(os.environ), "path": list(sys.path), "recursion": sys.getrecursionlimit(),
        "hook": repr(sys.excepthook), "streams": list(map(id, (sys.stdin, sys.stdout, sys.stderr))),
    }

all_of_it()
for name in [name for name in sys.modules if name.partition(".")[0] == "tiertrack"]:
    del sys.modules[name]
done = []

def watch(event, words):
    if event == "open" and isinstance(words[2], int) and words[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        done.append(f"writes {words[0]}")
    elif event in ("socket.connect", "subprocess.Popen", "os.mkdir", "tempfile.mkdtemp", "tempfile.mkstemp"):
        done.append(event)

before = state()
sys.addaudithook(watch)
import tiertrack
all_of_it()
after = state()
print(json.dumps([done, [name for name in before if before[name] != after[name]]]))
"""


@pytest.mark.slow
def test_importing_all_of_the_package_leaves_no_trace() -> None:
    command = [sys.executable, "-B", "-W", "ignore", "-c", IMPORTED]
    told = subprocess.run(command, capture_output=True, text=True, check=True)
    assert json.loads(told.stdout) == [[], []]


def test_importing_the_package_imports_no_library() -> None:
    code = (
        "import sys; before = set(sys.modules); import tiertrack;"
        "print(sorted({name.partition('.')[0] for name in set(sys.modules) - before} - sys.stdlib_module_names))"
    )
    # Without the libraries' own places on the path.
    command = [sys.executable, "-S", "-c", code]
    told = subprocess.run(command, cwd=PACKAGE.parent, check=True, capture_output=True, text=True)
    assert told.stdout.strip() == "['tiertrack']"


def attempts(failing: int) -> Any:
    """What is done to a register, with other writers coming first so many times."""
    left = iter(range(failing))

    def attempt(_register: object) -> str:
        if next(left, None) is not None:
            raise WritersCollided(Fault("E612", "与别人的写入互相等待，本次没有写入", "请重做一次"))
        return "写成了"

    return attempt


def told_of(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str]]:
    return [(record.levelname, record.getMessage()) for record in caplog.records if record.name == "tiertrack"]


def test_a_write_that_is_done_again_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "tiertrack")
    retries = Retries(tries=3, sleep=lambda _seconds: None)
    with Registry(Database.open("memory:"), None, SystemClock(), retries) as register:
        assert register.write(attempts(failing=1)) == "写成了"
        assert told_of(caplog) == [("INFO", "别的写入先到，第 1 次重做（E612）")]
        caplog.clear()
        with pytest.raises(WritersCollided):
            register.write(attempts(failing=9))
        assert told_of(caplog)[-1] == ("WARNING", "重做了 2 次仍没有写成（E612）")


def test_making_a_register_and_waiting_for_the_turn_are_logged(
    caplog: pytest.LogCaptureFixture, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG, "tiertrack")
    url = f"sqlite:///{tmp_path / 'register.db'}"
    tiertrack.initialise(url)
    ((level, message),) = told_of(caplog)
    assert level == "INFO"
    assert message.startswith(f"登记库 {url} 的表（原为版本 None）已改好，用了 ")
    caplog.clear()
    with tiertrack.open(url) as register:
        register.write(lambda unit: unit.take_turn())
        assert [level for level, message in told_of(caplog) if message.startswith("等到了轮次")] == ["DEBUG"]
        caplog.clear()
        monkeypatch.setattr("tiertrack.store.writer._LONG_WAIT", 0)
        register.write(lambda unit: unit.take_turn())
        assert [level for level, message in told_of(caplog) if message.startswith("等到了轮次")] == ["WARNING"]


def test_the_log_says_nothing_unless_somebody_listens() -> None:
    code = "import tiertrack.log as log; log.LOG.warning('重做'); print(log.LOG.level, log.LOG.propagate)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (told.stdout.split(), told.stderr) == (["0", "True"], "")
