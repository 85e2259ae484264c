"""What is recorded through the pages: only by whoever signed in, from a form of these pages, and tried first."""

from __future__ import annotations

import json
import re
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import make_url
from starlette.testclient import TestClient

from tests.support.commands import Run
from tests.support.page_tags import links, tags, words
from tests.support.serving import EXAMPLES, ON, OWN, TOKEN, browsing, desk_of, fill
from tiertrack.errors import BadFile, BadInput
from tiertrack.intake.title_list import read_title_list
from tiertrack.web.access import Access, token_in
from tiertrack.web.desk import Desk, Writing

DAY = {"on": ON}
GRANTED = {"title": "专精特新", "event": "认定", "day": "2026-06-15", "document": "渝经信中小〔2026〕15号"}


@pytest.fixture
def desk(sqlite_register: str) -> Iterator[Desk]:
    fill(sqlite_register)
    with desk_of(sqlite_register, Writing.ALLOWED) as opened:
        yield opened


@pytest.fixture
def client(desk: Desk) -> Iterator[TestClient]:
    """A browser in which somebody signed in."""
    with browsing(desk) as opened:
        assert opened.post("/sign-in", data={"token": TOKEN}, headers=OWN).status_code == 303
        yield opened


def form(client: TestClient, path: str, **asked: str) -> dict[str, str]:
    """What the form of a page brings by itself."""
    shown = client.get(path, params={**DAY, **asked})
    assert shown.status_code == 200, words(shown.text)
    hidden = [tag.attributes for tag in tags(shown.text) if tag.attributes.get("type") == "hidden"]
    # The form to sign out stands below it, that of the day above.
    return {one["name"]: one["value"] for one in reversed(hidden) if one["name"] in ("form_token", "sheet", "seen")}


def send(client: TestClient, path: str, said: dict[str, str], **more: Any) -> Any:
    """What somebody sees who sends a form: where it was taken, what came of it, at an address of its own."""
    asked = {**DAY, **more.pop("params", {})}
    return client.post(path, params=asked, data=said, headers=OWN, follow_redirects=True, **more)


def test_an_event_is_recorded_as_the_command_line_records_it(client: TestClient, desk: Desk) -> None:
    done = send(client, "/firms/2/record", {**form(client, "/firms/2/record"), **GRANTED})
    assert "已登记" in words(done.text)
    assert "新增 专精特新中小企业" in words(done.text)
    assert "srdi_sme" in {holding.title for holding in desk.register.standing(2, ON).standing.held}
    assert "渝经信中小〔2026〕15号" in words(client.get("/firms/2", params=DAY).text)


def test_what_the_rules_refuse_is_not_recorded_and_what_is_written_wrongly_is_told_in_the_form(
    client: TestClient, desk: Desk
) -> None:
    before = len(desk.register.history(2, ON).events)
    asked = form(client, "/firms/2/record")
    wrong = send(client, "/firms/2/record", {**asked, **GRANTED, "title": "专精特精", "day": "15日"})
    assert {"E321", "E109"} <= set(re.findall(r"E\d{3}", words(wrong.text)))
    assert 'value="15日"' in wrong.text
    unfit = send(client, "/firms/2/record", {**asked, "title": "小巨人", "event": "申报", "day": ON})
    assert "没有登记" in words(unfit.text)
    assert len(desk.register.history(2, ON).events) == before


def test_a_list_is_tried_first_and_imported_once_it_was_seen_and_taken_back_again(
    client: TestClient, desk: Desk
) -> None:
    content = (
        "企业名称,称号,事项,日期,文件\n重庆新来某某有限公司,创新型中小企业,认定,2026-06-01,渝经信〔2026〕1号\n".encode()
    )
    said = {**form(client, "/import"), "kind": "名单"}
    tried = send(client, "/import", said, files={"file": ("名单.csv", content)})
    assert "什么也没有写入" in words(tried.text)
    assert desk.register.search("新来某某", ON) == ()
    hidden = {
        tag.attributes["name"]: tag.attributes["value"]
        for tag in tags(tried.text)
        if tag.attributes.get("name") in ("waiting", "confirm")
    }
    token = token_in_page(tried.text)
    done = send(client, "/import/confirm", {**hidden, **token})
    assert "已导入：名单.csv" in words(done.text)
    (found,) = desk.register.search("新来某某", ON)
    # It waits no more.
    assert "E401" in words(send(client, "/import/confirm", {**hidden, **token}).text)
    number = desk.register.imports()[-1].number
    undo = form(client, f"/imports/{number}/undo")
    assert desk.register.search("新来某某", ON) == (found,)
    assert "已取消" in words(send(client, f"/imports/{number}/undo", {**undo, "reason": "试一试"}).text)
    assert desk.register.search("新来某某", ON) == ()


def test_a_dossier_that_names_no_source_is_taken_as_the_command_line_takes_it(client: TestClient, desk: Desk) -> None:
    held = {"title": "innovative_sme", "from": "2025-07-01", "through": "2028-06-30"}
    dossier = {"name": "重庆自测某某有限公司", "region": "500113", "facts": {"class1_ip": 4}, "titles": [held]}
    file = {"file": ("自测.json", json.dumps(dossier).encode())}
    # What is wrong in the form does not lose the file that was chosen.
    wrong = send(client, "/import", {**form(client, "/import"), "title": "专精特新", "batch": "第一批"}, files=file)
    assert "称号、批次：这一项不用于“事实”" in words(wrong.text)
    assert "已选的文件：自测.json" in words(wrong.text)
    tried = send(client, "/import", {**form(client, "/import"), **waiting_in(wrong.text)})
    assert "什么也没有写入" in words(tried.text)
    done = send(client, "/import/confirm", {**token_in_page(tried.text), **waiting_in(tried.text)})
    assert "已导入：自测.json" in words(done.text)
    (firm,) = desk.register.search(dossier["name"], ON)
    (event,) = desk.register.history(firm, ON).events
    assert (event.document, event.is_self_reported) == ("企业档案 自测.json", True)
    assert {one.source for one in desk.register.dossier(firm, ON).data} == {"企业档案 自测.json"}


def test_numbers_of_a_table_that_names_no_source_are_said_to_have_none(client: TestClient, desk: Desk) -> None:
    table = "企业名称,2025年营业收入（万元）\n重庆无出处某某有限公司,5200\n".encode()
    tried = send(client, "/import", form(client, "/import"), files={"file": ("表.csv", table)})
    send(client, "/import/confirm", {**token_in_page(tried.text), **waiting_in(tried.text)})
    (firm,) = desk.register.search("无出处", ON)
    page = " ".join(words(client.get(f"/firms/{firm.id}", params=DAY).text).split())
    assert "2025年营业收入 5200 万元 （没有写出处）" in page
    # The verdict on a rung is told once, and in no word of the rulebooks' insides.
    assert "标准：待补充·本地缺省口径（第 1 版） 重庆无出处某某有限公司" in page
    assert "2 套条件，符合其一即可" in page
    assert "画像" not in page


def waiting_in(page: str) -> dict[str, str]:
    """The file that a page says is waiting."""
    return {"waiting": re.findall(r'name="waiting" value="([^"]+)"', page)[0]}


def token_in_page(page: str) -> dict[str, str]:
    """What the form of a page has to bring."""
    return {"form_token": re.findall(r'name="form_token" value="([^"]+)"', page)[0]}


def test_a_file_that_is_wrong_is_told_whole_and_nothing_of_it_is_written(client: TestClient, desk: Desk) -> None:
    before = desk.register.imports()
    said = {**form(client, "/import"), "kind": "事实", "source": "审计报告"}
    wrong = send(client, "/import", said, files={"file": ("../../坏<b>.csv", b"\xff\xfe\x00nonsense")})
    assert re.search(r"E\d{3}", words(wrong.text))
    assert "<b>" not in wrong.text.replace("<b>E", "")
    assert "E788" in words(send(client, "/import", said).text)
    table = (EXAMPLES / "enterprises.csv").read_bytes().replace(b"C3484", b"C9999")
    assert "E2" in words(send(client, "/import", said, files={"file": ("表.csv", table)}).text)
    assert desk.register.imports() == before


def test_a_firm_is_enrolled_once_and_a_name_of_another_is_told_in_the_form(client: TestClient, desk: Desk) -> None:
    firm = {"name": "重庆新办某某有限公司", "region": "巴南区", "industry": "C3484"}
    done = send(client, "/enrol", {**form(client, "/enrol"), **firm})
    assert "已登记" in words(done.text)
    (found,) = desk.register.search(firm["name"], ON)
    assert (found.region, found.industry) == ("500113", "C3484")
    assert client.get(done.url.copy_with(path=f"{done.url.path}.json")).json()["enterprise"] == firm["name"]
    again = send(client, "/enrol", {**form(client, "/enrol"), **firm, "industry": "Z99"})
    assert {"E206"} == set(re.findall(r"E\d{3}", words(again.text)))
    namesake = send(client, "/enrol", {**form(client, "/enrol"), **firm})
    assert "E639" in words(namesake.text)
    assert f'value="{firm["name"]}"' in namesake.text
    assert desk.register.search(firm["name"], ON) == (found,)


def test_what_is_wrong_with_a_form_is_told_by_the_names_of_its_fields(client: TestClient) -> None:
    said = {"region": "火星", "industry": "Z99"}
    enrolling = words(send(client, "/enrol", {**form(client, "/enrol"), **said}).text)
    assert {"企业全称：没有写这一项", "所在地：", "行业代码："} <= {
        *re.findall(r"企业全称：没有写这一项|所在地：|行业代码：", enrolling)
    }
    assert re.search(r"region|industry", enrolling) is None
    refused = words(client.post("/sign-in", data={"token": "x"}, headers=OWN).text)
    assert "口令：口令不对" in refused
    assert "地区：" in words(client.get("/firms", params={**DAY, "region": "火星"}).text)


def test_a_form_says_which_events_need_a_document_and_the_rules_keep_to_it(client: TestClient) -> None:
    path = "/firms/2/record"
    page = words(client.get(path, params=DAY).text)
    needed, ruled = (re.findall(rf"{head}：([^。]+)。", page)[0] for head in ("须写文件", "能办才登记"))
    assert "认定" in needed.split("、")
    for kind in (*needed.split("、"), *ruled.split("、")):
        said = {**form(client, path), "title": "专精特新", "event": kind, "day": ON, "year": "2026"}
        assert ("E322" in send(client, path, said).text) is (kind in needed.split("、")), kind


def test_an_entry_made_by_mistake_is_voided_from_the_page_of_its_firm(client: TestClient, desk: Desk) -> None:
    (event,) = desk.register.history(2, ON).events
    page = client.get("/firms/2", params=DAY)
    (link,) = [one for one in links(page.text) if "/void" in one]
    assert f"version={event.version}" in link
    which = {"title": event.title, "version": str(event.version)}
    asked = form(client, "/firms/2/void", **which)
    wrong = send(client, "/firms/2/void", {**asked, "day": "昨天"}, params=which)
    assert "E109" in words(wrong.text)
    done = send(client, "/firms/2/void", {**asked, "day": ON, "document": "登错了"}, params=which)
    assert "已作废 创新型中小企业 第 1 项" in words(done.text)
    assert not desk.register.history(2, ON).counts(event)
    gone = client.get("/firms/2/void", params={**DAY, **which})
    assert (gone.status_code, "E769" in words(gone.text)) == (404, True)
    # What took it back stands for good, and is offered to nobody.
    assert [one for one in links(client.get("/firms/2", params=DAY).text) if "/void" in one] == []
    which["version"] = str(event.version + 1)
    assert client.get("/firms/2/void", params={**DAY, **which}).status_code == 404


def test_who_a_row_is_about_is_settled_once(client: TestClient, desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "名单.csv"
    head, row = "企业名称,称号,事项,日期,文件", "重庆示例新材料公司,小巨人,认定,2026-06-01,渝经信〔2026〕1号"
    file.write_text(f"{head}\n{row}\n", encoding="utf-8")
    desk.register.import_titles(read_title_list(file))
    first, second = (one.key for one in desk.register.proposals())
    assert [one["proposal"] for one in client.get("/matches.json").json()["matches"]] == [first, second]
    path = f"/matches/{first}"
    asked = form(client, path)
    assert "E788" in words(send(client, path, asked).text)
    done = send(client, path, {**asked, "becomes": "是登记库里的一家"})
    assert "已确认" in words(done.text)
    assert [one.key for one in desk.register.proposals()] == [second]
    late = send(client, path, {**form_of(asked), "becomes": "是新的一家"})
    assert "E712" in words(late.text)
    other = f"/matches/{second}"
    assert "E705" in words(send(client, other, {**form(client, other), "becomes": "不采用这一行"}).text)
    send(client, other, {**form(client, other), "becomes": "不采用这一行", "why": "事项写错"})
    assert desk.register.proposals() == ()


# -------------------------------------------------------------------------------------------- two tabs, and two writers


def form_of(sent: dict[str, str]) -> dict[str, str]:
    """Another sheet of the same form, as a second tab has it."""
    return {**sent, "sheet": "another"}


def test_a_form_that_is_sent_twice_is_done_once(client: TestClient, desk: Desk) -> None:
    said = {**form(client, "/firms/2/record"), **GRANTED}
    done, again = (send(client, "/firms/2/record", said) for _time in range(2))
    assert len(desk.register.history(2, ON).events) == 2
    assert "已经提交过了，没有再做一次" in words(again.text)
    assert "已经提交过" not in words(done.text)
    assert again.url.path == done.url.path


def test_a_form_opened_before_something_else_was_recorded_is_not_taken_unseen(client: TestClient, desk: Desk) -> None:
    first = {**form(client, "/firms/2/record"), **GRANTED}
    second = {**form(client, "/firms/2/record"), **GRANTED, "title": "小巨人"}
    send(client, "/firms/2/record", first)
    late = client.post("/firms/2/record", params=DAY, data=second, headers=OWN)
    assert (late.status_code, "E773" in words(late.text), 'value="小巨人"' in late.text) == (409, True, True)
    assert len(desk.register.history(2, ON).events) == 2
    # Whoever has seen how it stands now may send it again as it was written.
    sheet, seen = (re.findall(rf'name="{name}" value="([^"]+)"', late.text)[0] for name in ("sheet", "seen"))
    assert "已登记" in words(send(client, "/firms/2/record", {**second, "sheet": sheet, "seen": seen}).text)


def test_while_somebody_else_writes_nothing_is_lost_and_everybody_is_told_to_come_back(sqlite_register: str) -> None:
    fill(sqlite_register)
    with (
        desk_of(f"{sqlite_register}?timeout=0.05", Writing.ALLOWED) as desk,
        browsing(desk) as client,
        closing(sqlite3.connect(make_url(sqlite_register).database or "", isolation_level=None)) as other,
    ):
        client.post("/sign-in", data={"token": TOKEN}, headers=OWN)
        said = {**form(client, "/firms/2/record"), **GRANTED}
        other.execute("BEGIN IMMEDIATE")
        held = client.post("/firms/2/record", params=DAY, data=said, headers=OWN)
        assert (held.status_code, held.headers["retry-after"], "E616" in words(held.text)) == (503, "5", True)
        assert f'value="{GRANTED["document"]}"' in held.text
        other.execute("ROLLBACK")
        other.execute("BEGIN EXCLUSIVE")
        for path in ("/firms/2", "/firms.json", "/due"):
            shut = client.get(path, params=DAY)
            assert (shut.status_code, shut.headers["retry-after"], "E616" in words(shut.text)) == (503, "5", True)
        shut = client.post("/firms/2/record", params=DAY, data=said, headers=OWN)
        assert (shut.status_code, "E616" in words(shut.text)) == (503, True)
        other.execute("ROLLBACK")
        assert "已登记" in words(send(client, "/firms/2/record", said).text)


# ------------------------------------------------------------------------------------------------- who may not write


@pytest.mark.parametrize(
    "path",
    [
        *("/firms/2/record", "/firms/2/void", "/enrol", "/matches/1", "/import", "/import/confirm", "/imports/1/undo"),
        *("/start", "/firms"),
    ],
)
def test_a_register_that_is_only_read_takes_nothing_in(sqlite_register: str, path: str) -> None:
    fill(sqlite_register)
    with desk_of(sqlite_register) as desk, browsing(desk) as client:
        file = Path(make_url(sqlite_register).database or "")
        before = file.read_bytes()
        refused = client.post(path, params=DAY, data=GRANTED, headers=OWN)
        assert refused.status_code == 405
        assert "E790" in words(refused.text)
        assert file.read_bytes() == before


@pytest.mark.parametrize(
    ("headers", "said"),
    [
        ({"origin": "https://evil.example"}, {}),
        ({"origin": "null"}, {}),
        ({"origin": "http://["}, {}),
        ({}, {}),
        ({"origin": "null", "sec-fetch-site": "cross-site"}, {}),
        (OWN, {"form_token": "0" * 64}),
        (OWN, {"form_token": ""}),
    ],
)
def test_a_form_that_another_page_sends_is_refused(
    client: TestClient, desk: Desk, headers: dict[str, str], said: dict[str, str]
) -> None:
    asked = {**form(client, "/firms/2/record"), **GRANTED, **said}
    refused = client.post("/firms/2/record", params=DAY, data=asked, headers=headers)
    assert refused.status_code == 403
    assert "E792" in words(refused.text)
    assert len(desk.register.history(2, ON).events) == 1


def test_the_token_of_one_form_opens_no_other_and_nobody_writes_without_signing_in(client: TestClient) -> None:
    token = form(client, "/import")
    assert send(client, "/firms/2/record", {**token, **GRANTED}).status_code == 403
    client.cookies.clear()
    for headers in (OWN, {}):
        refused = client.post("/firms/2/record", params=DAY, data={**token, **GRANTED}, headers=headers)
        assert (refused.status_code, "没有登录" in words(refused.text)) == (403, True)
    assert client.get("/firms/2/record", params=DAY).headers["location"].startswith("/sign-in")


def test_whoever_signs_out_or_stays_too_long_has_to_sign_in_again(desk: Desk) -> None:
    now = [0.0]
    access = Access("127.0.0.1", Writing.ALLOWED, TOKEN, now=lambda: now[0], pause=lambda _seconds: None)
    with browsing(desk, access) as client:
        client.post("/sign-in", data={"token": TOKEN}, headers=OWN)
        own = form(client, "/import")
        now[0] += 13 * 3600
        assert send(client, "/import", own).status_code == 403
        client.post("/sign-in", data={"token": TOKEN}, headers=OWN)
        kept = client.cookies["tiertrack_session"]
        shown = client.get("/start", params=DAY).text
        token = re.findall(r'name="form_token" value="([^"]+)"', shown)[-1]
        send(client, "/sign-out", {"form_token": token})
        assert client.get("/import", params=DAY, headers={"cookie": f"tiertrack_session={kept}"}).status_code == 303


def test_a_wrong_token_lets_nobody_in_and_takes_its_time(desk: Desk) -> None:
    waited: list[float] = []
    access = Access("127.0.0.1", Writing.ALLOWED, TOKEN, pause=waited.append)
    with browsing(desk, access) as client:
        for guess in ("", "x", TOKEN[:-1], "口" * 1000):
            assert "set-cookie" not in client.post("/sign-in", data={"token": guess}, headers=OWN).headers
    assert len(waited) == 4


def test_a_token_is_read_only_from_a_file_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("0123456789abcdef\n", encoding="utf-8")
    file.chmod(0o644)
    with pytest.raises(BadFile, match=r"E672.*chmod 600"):
        token_in(file)
    file.chmod(0o600)
    assert token_in(file) == "0123456789abcdef"
    file.write_text("short", encoding="utf-8")
    with pytest.raises(BadInput, match="E791"):
        token_in(file)


# ------------------------------------------------------------------------------------------------------- the command


def test_the_command_refuses_what_would_show_the_register_to_everybody(run: Run, empty_register: None) -> None:
    left, _out, err = run("serve", "--host", "0.0.0.0")
    assert (left, "E791" in err) == (2, True)
    Path("token").write_text("0123456789abcdef", encoding="utf-8")
    Path("token").chmod(0o640)
    left, _out, err = run("serve", "--host", "0.0.0.0", "--token-file", "token")
    assert (left, "E672" in err) == (2, True)
    left, _out, err = run("serve", "--host", "203.0.113.1", "--write", "--port", "0")
    assert (left, "E791" in err) == (2, True)


def test_an_address_that_is_taken_is_told_as_such(run: Run, empty_register: None) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        left, _out, err = run("serve", "--port", str(taken.getsockname()[1]))
    assert (left, "E707" in err) == (2, True)


@pytest.mark.slow
def test_the_command_serves_until_it_is_interrupted(sqlite_register: str) -> None:
    words = [sys.executable, "-m", "tiertrack", "serve", "--db", sqlite_register, "--port", "0", "--write", "--on", ON]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as served:
        assert served.stdout is not None
        address = served.stdout.readline().partition("　")[0]
        assert len(served.stdout.readline().strip().partition("：")[2]) > 40
        assert httpx.get(address, follow_redirects=True).url.query == f"on={ON}".encode()
        served.send_signal(signal.SIGINT)
        assert served.wait(20) == 0
        assert served.stderr is not None
        assert "Traceback" not in served.stderr.read()
