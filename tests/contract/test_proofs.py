"""What a register shows of itself holds for others: signatures, checkpoints, and proofs checked by the program of the
page on integrity, which knows nothing of ours."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

import tiertrack
from tests.support.clocks import SetClock
from tests.support.commands import Run
from tests.support.schemas import take_down
from tests.support.sealing import signing_key, write_first_tables
from tiertrack import Checkpoint, StoreError, from_dict, to_dict, to_text
from tiertrack.app.sealing_keys import make_key
from tiertrack.errors import BadFile, BadInput
from tiertrack.store.codec import EVENT_COLUMNS, encoded
from tiertrack.store.database import Database
from tiertrack.store.merkle import path as path_in_tree
from tiertrack.store.migrate import upgrade
from tiertrack.store.proofs import seal_leaf
from tiertrack.store.row_digests import form_of
from tiertrack.store.seals import RowSealing, digest_of
from tiertrack.store.tables import METADATA, PREFIX

FIRM = "重庆虚构甲机械厂"
Program = Callable[[Any, Any], list[dict[str, Any]]]


def _program_shown() -> str:
    page = (Path(__file__).parents[2] / "docs" / "integrity.md").read_text(encoding="utf-8")
    (code,) = (block for block in re.findall(r"^```python\n(.*?)^```", page, re.S | re.M) if "def climb" in block)
    return str(code)


@pytest.fixture(scope="module")
def page_names() -> dict[str, Any]:
    """What the program of the page defines."""
    code = _program_shown()
    assert len([line for line in code.splitlines() if line.strip()]) < 60
    names: dict[str, Any] = {"__name__": "shown"}
    exec(compile(code, "integrity.md", "exec"), names)
    return names


@pytest.fixture(scope="module")
def program(page_names: dict[str, Any]) -> Program:
    """The program of the page, as a bank would run it."""

    def run(proof: Any, public: Path) -> list[dict[str, Any]]:
        key = page_names["load_pem_public_key"](public.read_bytes())
        # As it would come out of a file.
        return list(page_names["check"](json.loads(json.dumps(proof)), key))

    return run


def test_a_bank_checks_an_event_with_the_proof_and_the_public_key_alone(
    register_url: str, tmp_path: Path, program: Program
) -> None:
    private, public = signing_key(tmp_path)
    clock = SetClock()
    with tiertrack.open(register_url, clock=clock, seal_key=private) as register:
        write_first_tables(register._database, clock)  # type: ignore[arg-type]
        event, name, code = program(to_dict(register.prove(FIRM, "srdi_sme", 2)), public)
    assert (event["event"], event["effective_on"], event["version"]) == ("updated", "2025-04-01", 2)
    assert (name["name"], code["code"]) == (FIRM, "91500113MA0000015Q")


@pytest.fixture(scope="module")
def signed_proof(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], Path]:
    """The plain data of a proof, and the public key."""
    private, public = signing_key(tmp_path_factory.mktemp("signed"))
    clock = SetClock()
    with tiertrack.open("memory:", clock=clock, seal_key=private) as register:
        write_first_tables(register._database, clock)  # type: ignore[arg-type]
        return to_dict(register.prove(FIRM, "srdi_sme", 1)), public


def _members(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for key, part in parts for place in _members(part, (*path, key))] or [path]


# What only says in words what the rows say, and the signature under a seal, which the checkpoint is signed without.
_TOLD = {"enterprise", "title", "version", "signature", "key_id", "undone_by"}


def test_no_member_of_a_proof_can_be_changed(sqlite_register: str, tmp_path: Path, program: Program) -> None:
    private, public = signing_key(tmp_path)
    clock = SetClock()
    with tiertrack.open(sqlite_register, clock=clock, seal_key=private) as register:
        write_first_tables(register._database, clock)  # type: ignore[arg-type]
        proof = json.loads(json.dumps(to_dict(register.prove(FIRM, "srdi_sme", 1))))
    program(proof, public)
    for path in _members(proof):
        if path == ("checkpoint", "key_id") or (path[0] != "checkpoint" and _TOLD & {*path}):
            continue
        changed = json.loads(json.dumps(proof))
        part = changed
        for key in path[:-1]:
            part = part[key]
        value = part[path[-1]]
        part[path[-1]] = value + 1 if isinstance(value, int) else "left" if value == "right" else f"{value or ''}00"
        with pytest.raises(Exception):  # noqa: B017, PT011
            program(changed, public)


@pytest.mark.parametrize(
    "relabel",
    [
        lambda names, row: (names.insert(names.index("valid_through"), names.pop(names.index("starts_on"))), row),
        lambda names, row: (names.__setitem__(names.index("document"), "batch"), row),
        lambda names, row: (names.__setitem__(names.index("document"), "note"), row),
        lambda names, row: (names.pop(), row),
        lambda names, row: (names.append("later"), row),
        lambda names, row: (names.append("later"), row.append("valid_through")),
        lambda names, row: (names.pop(), row.pop()),
    ],
    ids=["swapped", "repeated", "renamed", "shortened", "lengthened", "lengthened with the row", "cut with the row"],
)
def test_names_of_columns_are_those_the_program_knows(
    relabel: Callable[[list[str], list[Any]], Any],
    signed_proof: tuple[dict[str, Any], Path],
    program: Program,
) -> None:
    proof, public = signed_proof
    proof = json.loads(json.dumps(proof))
    program(proof, public)
    relabel(proof["rows"][0]["columns"], proof["rows"][0]["row"])
    with pytest.raises(ValueError, match="第 1 行"):
        program(proof, public)


@pytest.mark.parametrize("place", [1, 2])
def test_names_of_columns_of_a_name_and_a_code_are_those_the_program_knows(
    place: int, signed_proof: tuple[dict[str, Any], Path], program: Program
) -> None:
    proof, public = signed_proof
    for wrong in (lambda names: names[::-1], lambda names: names[:-1], lambda names: [*names[:-1], "name"]):
        changed = json.loads(json.dumps(proof))
        changed["rows"][place]["columns"] = wrong(changed["rows"][place]["columns"])
        with pytest.raises(ValueError, match=f"第 {place + 1} 行的列名或写法不对"):
            program(changed, public)


def test_the_program_knows_the_columns_of_the_register(page_names: dict[str, Any]) -> None:
    columns = {name: told.split() for name, told in page_names["COLUMNS"].items()}
    assert columns.pop("title_events") == ["previous", *EVENT_COLUMNS[: EVENT_COLUMNS.index("digest")]]
    for name, told in columns.items():
        assert told == ["table", "id", *form_of(METADATA.tables[f"{PREFIX}{name}"]).columns]


def test_the_program_says_in_one_sentence_that_a_proof_is_forged(sqlite_register: str, tmp_path: Path) -> None:
    private, public = signing_key(tmp_path)
    (tmp_path / "check.py").write_text(_program_shown(), encoding="utf-8")
    with tiertrack.open(sqlite_register, clock=SetClock(), seal_key=private) as register:
        write_first_tables(register._database, SetClock())  # type: ignore[arg-type]
        proof = json.loads(json.dumps(to_dict(register.prove(FIRM, "srdi_sme", 1))))

    def run(proof: Any) -> subprocess.CompletedProcess[str]:
        (tmp_path / "proof.json").write_text(json.dumps(proof), encoding="utf-8")
        words = [sys.executable, "check.py", "proof.json", str(public)]
        return subprocess.run(words, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False)

    assert (run(proof).returncode, FIRM in run(proof).stdout) == (0, True)
    proof["rows"][-1]["row"][-1] = "别的"
    forged = run(proof)
    assert (forged.returncode, forged.stdout) == (1, "")
    assert forged.stderr.startswith("这份证明不能采信：")
    assert "Traceback" not in forged.stderr


def test_a_seal_of_before_is_shown_by_all_digests_of_its_unit(
    register_url: str, tmp_path: Path, program: Program
) -> None:
    private, public = signing_key(tmp_path)
    clock = SetClock()
    with Database.open(register_url) as database:
        write_first_tables(database, clock)
    take_down(register_url, "tiertrack_0006")
    upgrade(register_url)
    with tiertrack.open(register_url, seal_key=private) as register:
        proof = register.prove(FIRM, "srdi_sme", 1)
        assert register.verify().faults == ()
        (found,) = register.verify().found
    assert (len(proof.rows[0].digests or ()), proof.rows[1].digests) == (2, None)
    event, name, _code = program(to_dict(proof), public)
    assert (event["document"], name["name"]) == ("渝虚〔2024〕1号", FIRM)
    assert found.rows > 20


def test_a_digest_given_as_a_source_is_no_digest_of_an_event(tmp_path: Path, program: Program) -> None:
    private, public = signing_key(tmp_path)
    with tiertrack.open("memory:", clock=SetClock(), seal_key=private) as register:
        write_first_tables(register._database, register._clock)  # type: ignore[arg-type]
        made_up = to_dict(register.prove(FIRM, "srdi_sme", 1))["rows"][0]
        made_up["row"][made_up["columns"].index("valid_through")] = "2099-12-31"
        digest = hashlib.sha256(encoded(made_up["row"]).encode()).hexdigest()
        register.observe(FIRM, {"employees": {2023: 5}}, source=digest)
        whole = to_dict(register.prove(FIRM, "srdi_sme", 1))
        with register._database.reading() as reader:
            seals = [*reader._session.seals()]  # type: ignore[attr-defined]
            rows = [*reader._session.sealed_rows(_FACTS, ("id", *form_of(_FACTS).columns))]  # type: ignore[attr-defined]
    before, seal = seals[-2:]
    (row,) = (row[1:] for row in rows if row[0] == seal.id)
    content = f"\0{encoded(['fact_observations', *row])}"
    sealing = RowSealing(seal.unit)
    sealing.add_rows("fact_observations", (row[0], row[0]), [hashlib.sha256(content.encode()).digest()])
    sealed = sealing.sealed(before.digest, seal.id, seal.recorded_at, seal.key_id)
    tree = path_in_tree(seal.id - 1, seal.id, (seal_leaf(one.digest) for one in seals))
    assert digest_of(sealed) == seal.digest
    made_up |= {"digests": [*content.partition(digest)], "seal": sealed, "unit": []}
    made_up["tree"] = [[side, hashed.hex()] for side, hashed in tree]
    with pytest.raises(ValueError, match="第 1 行的列名或写法不对"):
        program({**whole, "rows": [made_up, *whole["rows"][1:]]}, public)


_FACTS = METADATA.tables[f"{PREFIX}fact_observations"]


def test_a_proof_says_whether_its_event_was_put_right_or_taken_back(
    registry: tiertrack.Registry, clock: SetClock
) -> None:
    write_first_tables(registry._database, clock)  # type: ignore[arg-type]
    standing = registry.prove(FIRM, "srdi_sme", 1)
    assert (standing.undone_by, "作废" in to_text(standing)) == (None, False)
    registry.void(FIRM, "srdi_sme", 1, "2025-05-01")
    undone = registry.prove(FIRM, "srdi_sme", 1)
    assert (undone.undone_by, to_dict(undone)["undone_by"]) == (3, 3)
    assert "这一项以后由第 3 项更正或作废" in to_text(undone)
    assert undone.rows[0].row == standing.rows[0].row


def test_what_is_not_there_is_not_proved(registry: tiertrack.Registry, clock: SetClock) -> None:
    with pytest.raises(StoreError, match="E671"):
        registry.checkpoint()
    write_first_tables(registry._database, clock)  # type: ignore[arg-type]
    with pytest.raises(StoreError, match=r"E671.*专精特新.*没有第 9 项.*第 2 项"):
        registry.prove(FIRM, "srdi_sme", 9)
    with pytest.raises(StoreError, match=r"E671.*没有第 1 项.*核对企业和称号"):
        registry.prove(FIRM, "little_giant", 1)


def test_what_was_changed_is_not_proved(register_url: str, clock: SetClock) -> None:
    with tiertrack.open(register_url, clock=clock) as register:
        write_first_tables(register._database, clock)  # type: ignore[arg-type]
        engine = create_engine(register_url)
        with engine.begin() as connection:
            connection.execute(text("UPDATE tiertrack_enterprise_names SET name = '丙厂' WHERE id = 1"))
        engine.dispose()
        with pytest.raises(StoreError, match=r"E624.*verify"):
            register.prove("91500113MA0000015Q", "srdi_sme", 1)


def test_a_checkpoint_is_of_its_register_alone_and_holds_as_it_goes_on(
    registry: tiertrack.Registry, clock: SetClock
) -> None:
    write_first_tables(registry._database, clock)  # type: ignore[arg-type]
    noted = to_dict(registry.checkpoint())
    registry.enrol("重庆虚构丙机械厂")
    point = from_dict(noted, Checkpoint)
    assert registry.verify(checkpoint=point).faults == ()
    with tiertrack.open("memory:") as another:
        another.seed()
        with pytest.raises(BadInput, match="E676"):
            another.verify(checkpoint=point)


@pytest.mark.parametrize(
    ("statement", "others"),
    [
        ("DELETE FROM tiertrack_seals WHERE id = 1", "E623"),
        ("UPDATE tiertrack_seals SET digest = unit WHERE id = 1", "E624"),
        ("DELETE FROM tiertrack_seals", "E621"),
    ],
)
def test_a_register_whose_first_seal_was_touched_has_all_its_faults_listed_with_the_checkpoint_among_them(
    run: Run, own_folder: None, clock: SetClock, statement: str, others: str
) -> None:
    run("init")
    with tiertrack.open("sqlite:///tiertrack.db", clock=clock) as register:
        write_first_tables(register._database, clock)  # type: ignore[arg-type]
    run("checkpoint", "--into", "point.json")
    engine = create_engine("sqlite:///tiertrack.db")
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()
    code, out, _err = run("verify", "--checkpoint", "point.json")
    assert (code, others in out) == (1, True)
    assert "E674" in out if statement.endswith("seals") else "E676" in out


def test_keys_may_be_changed_and_all_that_signed_are_needed(sqlite_register: str, tmp_path: Path) -> None:
    first, second = (make_key(tmp_path / f"{name}.pem") for name in ("first", "second"))
    with tiertrack.open(sqlite_register) as register:
        register.enrol("甲厂")
    for key, name in ((first, "乙厂"), (second, "丙厂")):
        with tiertrack.open(sqlite_register, seal_key=key["private"]) as register:
            register.enrol(name)
    with tiertrack.open(sqlite_register) as register:
        report = register.verify(keys=[first["public"], second["public"]])
        assert (report.faults, report.signed, report.signed_from) == ((), 2, 2)
        (fault,) = register.verify(keys=[first["public"]]).faults
        assert (fault.code, fault.place) == ("E675", "封印 3")
        register.enrol("丁厂")
        (fault,) = register.verify(keys=[first["public"], second["public"]]).faults
        assert (fault.code, fault.place) == ("E677", "封印 4")


def test_a_key_that_others_can_read_is_refused_and_so_is_what_is_no_key(
    sqlite_register: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = make_key(tmp_path / "seal.pem")
    with pytest.raises(BadFile, match=r"E829.*换一个名字；密钥不覆盖") as refused:
        make_key(tmp_path / "seal.pem")
    assert "--overwrite" not in str(refused.value)
    assert (tmp_path / "seal.pem").stat().st_mode & 0o777 == 0o600
    (tmp_path / "seal.pem").chmod(0o640)
    with pytest.raises(BadFile, match=r"E672.*0640.*chmod 600"):
        tiertrack.open(sqlite_register, seal_key=made["private"])
    (tmp_path / "seal.pem").chmod(0o600)
    for wrong in (made["public"], str(tmp_path / "no.txt")):
        (tmp_path / "no.txt").write_text("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")
        Path(wrong).chmod(0o600)
        with pytest.raises(BadFile, match="E673"):
            tiertrack.open(sqlite_register, seal_key=wrong)
    with tiertrack.open(sqlite_register) as register, pytest.raises(BadFile, match=r"E673.*公钥"):
        register.verify(keys=[made["private"]])
    monkeypatch.setenv("TIERTRACK_SEAL_KEY_FILE", made["private"])
    with tiertrack.open(sqlite_register) as register:
        register.enrol("甲厂")
        assert register.verify(keys=[made["public"]]).signed == 1


def test_a_check_says_what_it_was_held_against(sqlite_register: str, tmp_path: Path) -> None:
    key = make_key(tmp_path / "seal.pem")
    with tiertrack.open(sqlite_register) as register:
        register.enrol("甲厂")
        assert "\n对照：封印没有签名。" in to_text(register.verify())
    with tiertrack.open(sqlite_register, seal_key=key["private"]) as register:
        register.enrol("乙厂")
        point, noted = register.checkpoint(), register.verify().seal
        register.enrol("丙厂")
        told = "\n对照：封印有签名 2 个，自封印 2 起，没有核对（核对请用 keys= 写明公钥）。"
        assert told in to_text(register.verify())
        report = register.verify(noted, keys=[key["public"]], checkpoint=point)
    told = (
        "\n对照：封印有签名 2 个，自封印 2 起，与公钥相符的 2 个；"
        f"是检查点（2 个封印，{point.at}）的延续；所给的封印 {noted} 在链上。"
    )
    assert told in to_text(report)
    data = to_dict(report)
    assert (data["signatures"], data["signatures_from"]) == (2, 2)
    assert (data["continues"], data["noted"]) == (to_dict(point), noted)
    other = make_key(tmp_path / "other.pem")
    with tiertrack.open(sqlite_register) as register:
        assert "自封印 2 起，与公钥相符的 0 个。" in to_text(register.verify(keys=[other["public"]]))
    with tiertrack.open("memory:") as another:
        another.enrol("甲厂")
        data = to_dict(another.verify(noted))
    assert (data["signatures_from"], data["continues"], data["noted"]) == (None, None, None)


def test_the_commands_show_and_check_what_the_register_shows(run: Run, own_folder: None) -> None:
    assert run("init")[0] == 0
    assert run("seed")[0] == 0
    assert run("key", "new", "--into", "seal.pem")[0] == 0
    code, out, _err = run("checkpoint", "--into", "point.json", "--format", "json")
    assert (code, json.loads(Path("point.json").read_text(encoding="utf-8"))) == (0, json.loads(out))
    assert run("verify", "--checkpoint", "point.json")[0] == 0
    # Nobody has signed anything.
    assert run("verify", "--key", "seal.pub.pem")[0] == 1
    assert "E675" in run("verify", "--key", "seal.pub.pem", "--checkpoint", "point.json")[2]
    Path("point.json").write_text('{"size": 0}', encoding="utf-8")
    code, _out, err = run("verify", "--checkpoint", "point.json")
    assert (code, err.count("E304"), "E362" in err) == (2, 3, True)
    for wrong, said in (("[1]", "E680"), ("7", "E680"), ("{", "E403"), ("[" * 100_000, "E403")):
        Path("point.json").write_text(wrong, encoding="utf-8")
        code, _out, err = run("verify", "--checkpoint", "point.json")
        assert (code, said in err, "档案" in err, "point.json" in err) == (2, True, False, True)
    assert "E671" in run("prove", "重庆四方新材股份有限公司", "--title", "srdi_sme", "--version", "7")[2]
