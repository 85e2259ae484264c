"""The pages of a register: they answer as the command line does, every link leads somewhere, no text gets out of them,
and nobody but whoever may sees or changes anything.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import attrs
import pytest
from jsonschema import Draft202012Validator, FormatChecker
from sqlalchemy import make_url
from starlette.testclient import TestClient

import tiertrack
from tests.support.commands import Run, answer
from tests.support.page_tags import links, tags, words
from tests.support.serving import ON, browsing, desk_of, fill
from tiertrack.errors import BadInput
from tiertrack.pages.handbook.scenario_results import Outcome, ScenarioOutcome, ScenarioResults
from tiertrack.render.assessment_text import overall_verdict
from tiertrack.rulebooks import national_rulebook
from tiertrack.rules.rulebook import Rulebook
from tiertrack.version import __version__
from tiertrack.web.access import Access
from tiertrack.web.desk import Desk, Writing
from tiertrack.web.openapi import json_path
from tiertrack.web.phrasing import told_lines
from tiertrack.web.site import PAGES

DAY = {"on": ON}
# Its page asks for the title.
_UNASKED = f"/candidates.json?on={ON}"
FIRM = "重庆示例新材料有限公司（虚构）"
# What each page is asked beside the day, and the way to it.
ASKED: dict[str, tuple[str, dict[str, str]]] = {
    "/start": ("/start", {}),
    "/find": ("/find", {"q": "虚构"}),
    "/firms": ("/firms", {"limit": "3"}),
    "/firms/{id:int}": ("/firms/2", {}),
    "/firms/{id:int}/assess": ("/firms/2/assess", {"title": "小巨人"}),
    "/candidates": ("/candidates", {"title": "专精特新"}),
    "/due": ("/due", {}),
    "/report": ("/report", {"region": "巴南区"}),
    "/policy": ("/policy", {}),
    "/policy/{key:path}": ("/policy/srdi_sme/recognition/2026", {}),
    "/selfcheck/{key:path}": ("/selfcheck/srdi_sme/recognition/2026", {"firm": "2"}),
    "/imports": ("/imports", {}),
    "/matches": ("/matches", {}),
}


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory, sqlite_pattern: Path) -> str:
    """A register that has read a few files."""
    url = f"sqlite:///{tmp_path_factory.mktemp('web') / 'tiertrack.db'}"
    shutil.copyfile(sqlite_pattern, make_url(url).database or "")
    fill(url)
    return url


@pytest.fixture(scope="module")
def desk(filled: str) -> Iterator[Desk]:
    with desk_of(filled) as opened:
        yield opened


@pytest.fixture(scope="module")
def client(desk: Desk) -> Iterator[TestClient]:
    with browsing(desk) as opened:
        yield opened


def data(client: TestClient, path: str, **asked: str) -> Any:
    answered = client.get(f"{path}.json", params={**DAY, **asked})
    assert answered.status_code == 200, answered.text
    return answered.json()


def codes(answered: Any) -> list[str]:
    return [fault["code"] for fault in answered.json()["faults"]]


# --------------------------------------------------------------------------------------- the same as the command line


def test_the_pages_answer_as_the_command_line_does(client: TestClient, filled: str, run: Run) -> None:
    db = ("--db", filled, "--on", ON)
    assert data(client, "/firms")["firms"] == answer(run, "firms", *db, "--limit", "50")
    assert data(client, "/due")["duties"] == answer(run, "due", *db)
    assert data(client, "/candidates", title="专精特新") == answer(run, "candidates", *db, "--tier", "专精特新")
    assert data(client, "/policy")["editions"] == answer(run, "policy", "list", "--on", ON)
    assert data(client, "/report", region="巴南区") == answer(run, "report", *db, "--region", "巴南区")
    assert data(client, "/imports")["imports"] == answer(run, "imports", "--db", filled)
    firm = data(client, "/firms/2")
    assert firm["enterprise"]["name"] == FIRM
    assert firm["standing"] == answer(run, "standing", FIRM, *db)
    assert firm["history"] == answer(run, "history", FIRM, *db)
    assert firm["climb"] == answer(run, "ladder", "--enterprise", FIRM, *db)
    left, out, _err = run("assess", "--enterprise", FIRM, *db, "--tier", "little_giant", "--format", "json")
    assert left == 1
    assert json.loads(out) in firm["answers"]
    assert json.loads(out) == data(client, "/firms/2/assess", title="小巨人")


def test_a_title_of_which_nothing_is_on_record_is_not_said_to_have_no_holders(client: TestClient, desk: Desk) -> None:
    told = {one["title"]: one for one in data(client, "/start")["titles"]}
    report = desk.register.report(ON)
    for rung in report.rungs:
        one = told[rung.title.value]
        assert (one["held"], one["recorded"]) == (len(rung.stock), report.is_on_record(rung))
    assert {one["recorded"] for one in told.values()} == {True, False}
    text = " ".join(words(client.get("/start", params=DAY).text).split())
    for one in told.values():
        shown = f"{one['held']} 家" if one["recorded"] else "没有登记"
        assert f"{one['name']} {shown}" in text


def test_a_list_is_gone_through_page_by_page_as_the_library_goes(client: TestClient, desk: Desk) -> None:
    found, after = [], ""
    while True:
        part = data(client, "/firms", limit="4", after=after)
        found += [one["id"] for one in part["firms"]]
        if part["next"] is None:
            break
        after = str(part["next"])
    assert found == [one.id for one in desk.register.firms(ON)]


def test_candidates_are_looked_for_part_by_part_as_in_the_whole_register(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = {"title": "专精特新"}
    whole = data(client, "/candidates", **asked)
    monkeypatch.setattr("tiertrack.web.candidate_page._PART", 3)
    found, total, after = [], 0, ""
    while True:
        part = data(client, "/candidates", **asked, after=after)
        found, total = [*found, *part["candidates"]], total + part["counts"]["total"]
        shown = client.get("/candidates", params={**DAY, **asked, "after": after}).text
        assert ("接着找下一批" in shown) is (part["next"] is not None)
        if part["next"] is None:
            break
        after = str(part["next"])
    assert total == whole["counts"]["total"]
    assert sorted(found, key=str) == sorted(whole["candidates"], key=str)


def test_the_page_of_a_firm_says_what_the_command_line_says_of_it(client: TestClient, desk: Desk) -> None:
    text = " ".join(words(client.get("/firms/2", params=DAY).text).split())
    account, climb = desk.register.standing(2, ON), desk.register.climb(2, ON)
    judged = [(overall_verdict(rung.answers), rung.answers) for rung in climb.rungs if rung.answers]
    # What a line begins with stands beside the name of the rung.
    briefs = [tiertrack.to_text(answers, brief="screen").removeprefix(f"{verdict}：") for verdict, answers in judged]
    assert [verdict for verdict, _answers in judged] == re.findall(r"标准：(\S+(?: 1 版）)?)", text)
    for line in told_lines("\n".join([tiertrack.to_text(account).partition("\n")[2], *briefs])):
        assert " ".join(line.text.split()) in text
    whole = " ".join(words(client.get("/firms/2/assess", params={**DAY, "title": "小巨人"}).text).split())
    for line in told_lines(tiertrack.to_text(desk.register.assess_each(2, "小巨人", "认定", ON))):
        assert " ".join(line.text.split()) in whole
    for datum in desk.register.dossier(2, ON).data:
        assert str(datum.source) in text


# ------------------------------------------------------------------------------------------------------- the contract


def test_what_a_page_answers_is_what_its_description_says(client: TestClient) -> None:
    described = client.get("/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    assert set(ASKED) == {one.path for one in PAGES}
    for one in PAGES:
        operation = described["paths"][json_path(one)]["get"]
        path, asked = ASKED[one.path]
        schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
        found = data(client, path, **asked)
        assert [
            error.message for error in Draft202012Validator(schema, format_checker=FormatChecker()).iter_errors(found)
        ] == []
        assert {parameter["name"] for parameter in operation["parameters"]} >= {"on", *asked}
        wrong = client.get(f"{path}.json", params={**DAY, **asked, "nonsense": "1"})
        problem = operation["responses"]["400"]["content"]["application/json"]["schema"]
        assert list(Draft202012Validator(problem).iter_errors(wrong.json())) == []


@pytest.mark.parametrize(
    ("path", "status", "expected"),
    [
        ("/firms.json", 400, ["E788"]),
        ("/firms.json?on=2026-06-30&on=2026-07-01", 400, ["E787"]),
        ("/firms.json?on=x&titel=小巨人&limit=0", 400, ["E787", "E109", "E707"]),
        ("/firms.json?on=2026-06-30&region=火星", 400, ["E203"]),
        ("/firms/999.json?on=2026-06-30", 404, ["E603"]),
        (_UNASKED, 400, ["E788"]),
        ("/candidates.json?on=2016-06-30&title=little_giant", 404, ["E501"]),
        ("/policy/none/recognition/2026.json", 404, ["E503"]),
        ("/nowhere.json", 404, ["E789"]),
        (f"/firms/{'9' * 5000}.json?on=2026-06-30", 404, ["E789"]),
    ],
)
def test_what_is_asked_wrongly_is_told_by_its_code_and_never_by_a_traceback(
    client: TestClient, path: str, status: int, expected: list[str]
) -> None:
    answered = client.get(path)
    assert (answered.status_code, codes(answered)) == (status, expected)
    shown = client.get(path.replace(".json", ""))
    if shown.status_code != 303 and path != _UNASKED:
        assert shown.status_code == status
        assert all(code in words(shown.text) for code in expected)
        assert "Traceback" not in shown.text


def test_a_fault_of_ours_is_told_as_one(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(client.app._site.desk.register), "imports", lambda _self: 1 / 0)  # type: ignore[attr-defined]
    answered = client.get("/imports.json")
    assert (answered.status_code, codes(answered)) == (500, ["E799"])
    assert client.get("/imports").status_code == 500


def test_a_page_without_a_day_leads_to_one_whose_address_says_the_day(client: TestClient) -> None:
    assert client.get("/").headers["location"] == f"/start?on={ON}"
    assert client.get("/firms?limit=3").headers["location"] == f"/firms?limit=3&on={ON}"


def test_a_search_leads_to_the_firm_it_can_only_mean(client: TestClient) -> None:
    assert client.get("/find", params={**DAY, "q": "示例新材料"}).headers["location"] == f"/firms/2?on={ON}"
    assert len(data(client, "/find", q="虚构")["found"]) > 1
    assert "没有哪家企业" in client.get("/find", params={**DAY, "q": "查无此家"}).text


def test_a_self_check_of_a_firm_has_what_is_on_record_of_it_filled_in(client: TestClient) -> None:
    shown = client.get("/firms/2/assess", params={**DAY, "title": "专精特新"}).text
    address = next(link for link in links(shown) if link.startswith("/selfcheck/"))
    filled_in = client.get(address)
    assert filled_in.status_code == 200
    assert FIRM in filled_in.text
    assert "script-src 'sha256-" in filled_in.headers["content-security-policy"]
    assert FIRM not in client.get("/selfcheck/srdi_sme/recognition/2026", params=DAY).text


def test_the_handbook_shows_the_results_of_a_run_and_says_where_there_was_none(filled: str, tmp_path: Path) -> None:
    rules = Rulebook((national_rulebook().edition("little_giant/review/2026"),))
    feature, scenario = "little_giant/miit-2022-63.feature", "主营占比的界线"
    told = (ScenarioOutcome(feature, scenario, {"事项": "复核", "判断日": "2026-05-20"}, Outcome.PASSED),)
    results = ScenarioResults(__version__, (rules.digest,), dt.date(2026, 7, 1), told)
    page = f"/handbook/features/{feature.removesuffix('.feature')}/index.html"
    for found, says in ((results, "✓ 通过"), (None, "未运行")):
        with desk_of(filled, rulebook=rules, results=found) as desk, browsing(desk) as client:
            shown = " ".join(words(client.get(page).text).split())
            assert says in shown
            assert ("✓ 通过" in shown) is (found is not None)
            # It is the handbook of the rules that are served, and of no others.
            assert "个版本" in words(client.get("/handbook/index.html").text)
            assert client.get("/handbook/editions/srdi_sme/recognition/2026/index.html").status_code == 404


def test_answers_kept_by_other_rules_are_not_served(sqlite_register: str, tmp_path: Path) -> None:
    fill(sqlite_register)
    fresh = f"sqlite:///{tmp_path / 'fresh.db'}"
    shutil.copyfile(make_url(sqlite_register).database or "", make_url(fresh).database or "")
    edition = national_rulebook().edition("srdi_sme/recognition/2026")
    others = [one for one in national_rulebook().editions if one.key != edition.key]
    easier = Rulebook((*others, attrs.evolve(edition, criteria=edition.criteria[:2])))
    answers = []
    for url, rules in ((sqlite_register, None), (sqlite_register, easier), (fresh, easier), (sqlite_register, None)):
        with desk_of(url, Writing.ALLOWED, rules) as desk, browsing(desk) as client:
            answers.append(data(client, "/candidates", title="专精特新"))
    by_rules, by_easier, anew, again = answers
    assert by_easier == anew
    assert by_easier != by_rules == again


def test_every_link_of_the_pages_leads_somewhere(client: TestClient) -> None:
    waiting, seen = [f"/start?on={ON}"], set()
    while waiting:
        address = waiting.pop()
        seen.add(address)
        found = client.get(address)
        assert found.status_code in (200, 303), (address, found.text[:500])
        if found.status_code == 303:
            waiting += {found.headers["location"]} - seen
        elif "text/html" in found.headers["content-type"] and not address.startswith(("/handbook/", "/selfcheck/")):
            assert len(tags(found.text)) > 10
            more = {link for link in links(found.text) if link.startswith("/")} - seen
            # The firms and standards are alike: a few of each are enough.
            waiting += sorted(link for link in more if _is_new_of_its_kind(link, seen | {*waiting}))
    assert len(seen) > 25


def _is_new_of_its_kind(link: str, seen: set[str]) -> bool:
    if link.startswith("/handbook/"):
        # Its own links are looked after where it is made.
        return link == "/handbook/index.html"
    kind = re.sub(r"\d+|=[^&]*", "", link.partition("?")[0])
    return sum(re.sub(r"\d+|=[^&]*", "", one.partition("?")[0]) == kind for one in seen) < 3


# --------------------------------------------------------------------------------------------- what people wrote


def test_names_with_markup_and_ten_thousand_letters_are_shown_as_they_are(sqlite_register: str) -> None:
    with desk_of(sqlite_register) as desk, browsing(desk) as client:
        long = "甲" * 190 + "有限公司"
        for name in ("<script>alert(1)</script>有限公司", '"><img src=x onerror=alert(1)>有限公司', long):
            desk.register.enrol(name)
        desk.register.observe(1, {"revenue": {"2025": "5200万元"}}, source="<b>审计</b>&")
        for path in ("/firms", "/firms/1", "/firms/2", "/firms/3", "/start", "/find"):
            found = client.get(path, params={**DAY, **({"q": "x" * 10_000} if path == "/find" else {})})
            assert found.status_code in (200, 400), found.text
            assert "<script" not in found.text
            assert "<img" not in found.text
            assert "<b>审计" not in found.text
        assert "<script>alert(1)</script>有限公司" in words(client.get("/firms", params=DAY).text)


# ---------------------------------------------------------------------------------------------------- who may see it


def test_a_browser_is_told_to_do_nothing_else_with_what_it_gets(client: TestClient) -> None:
    for path in ("/start", "/firms/2", "/firms.json", "/nowhere", "/report", "/handbook/search/index.html"):
        headers = client.get(path, params=DAY).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cache-control"] == "no-store"
        policy = headers["content-security-policy"]
        assert "frame-ancestors 'none'" in policy
        assert "default-src 'none'" in policy
    shown = client.get("/start", params=DAY)
    policy = shown.headers["content-security-policy"]
    assert "script-src 'none'" in policy
    assert "form-action 'self'" in policy
    assert " style=" not in shown.text


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "evil.example:8765", "[::1].evil"])
def test_a_name_that_is_not_this_servers_is_not_answered(client: TestClient, host: str) -> None:
    refused = client.get("/firms.json", params=DAY, headers={"host": host})
    assert (refused.status_code, codes(refused)) == (403, ["E792"])
    assert FIRM not in client.get("/firms", params=DAY, headers={"host": host}).text


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:8765", "[::1]:8765"])
def test_this_machine_is_answered_by_whatever_it_calls_itself(client: TestClient, host: str) -> None:
    assert client.get("/firms.json", params=DAY, headers={"host": host}).status_code == 200


def test_a_public_address_without_a_token_is_refused() -> None:
    for host in ("0.0.0.0", "::", "192.168.1.20", "register.example"):
        with pytest.raises(BadInput, match="E791"):
            Access(host)


def test_at_a_public_address_nobody_sees_anything_without_signing_in(desk: Desk) -> None:
    access = Access("192.168.1.20", token="0123456789abcdef", pause=lambda _seconds: None)
    with browsing(desk, access) as client:
        here = {"host": "192.168.1.20:8765"}
        assert client.get("/firms", params=DAY, headers=here).headers["location"] == "/sign-in"
        assert codes(client.get("/firms.json", params=DAY, headers=here)) == ["E792"]
        own = {**here, "origin": "http://192.168.1.20:8765"}
        wrong = client.post("/sign-in", data={"token": "0123456789abcdee"}, headers=own)
        assert "口令不对" in wrong.text
        let_in = client.post("/sign-in", data={"token": "0123456789abcdef"}, headers=own)
        cookie = let_in.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "samesite=strict" in cookie.lower()
        again = {**here, "cookie": cookie.partition(";")[0]}
        assert client.get("/firms.json", params=DAY, headers=again).status_code == 200


def test_a_register_of_postgresql_is_served_like_any_other(postgres_register: str) -> None:
    fill(postgres_register)
    with desk_of(postgres_register) as desk, browsing(desk) as client:
        assert data(client, "/firms/2")["enterprise"]["name"] == FIRM
        assert data(client, "/candidates", title="专精特新")["title"] == "专精特新中小企业"
        assert client.get(f"/start?{urlencode(DAY)}").status_code == 200
