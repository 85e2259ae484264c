"""An officer's morning in a real browser, by clicks: what is due, one firm, who may apply, a list that came in."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe

from tests.support.browsers import needs_browser
from tests.support.serving import ON, TOKEN, desk_of, fill
from tiertrack.web.access import Access
from tiertrack.web.desk import Desk, Writing
from tiertrack.web.server import application

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [needs_browser, pytest.mark.slow]
FIRM = "重庆示例新材料有限公司（虚构）"


@pytest.fixture
def desk(sqlite_register: str) -> Iterator[Desk]:
    fill(sqlite_register)
    with desk_of(sqlite_register, Writing.ALLOWED) as opened:
        yield opened


@pytest.fixture
def address(desk: Desk) -> Iterator[str]:
    """Where the pages are served on this machine."""
    app: Any = application(desk, Access("127.0.0.1", Writing.ALLOWED, TOKEN, pause=lambda _seconds: None))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        pass
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://localhost:{port}"
    server.should_exit = True
    thread.join()


def serious(page: Page) -> list[str]:
    """What of a page keeps somebody from using it."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found if one["impact"] in ("serious", "critical")
    ]


def fits(page: Page) -> bool:
    """Whether nobody has to move the page sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"))


def test_an_officer_finds_what_the_morning_needs_by_clicks(page: Page, address: str) -> None:
    page.goto(address)
    assert page.url.endswith(f"/start?on={ON}")
    assert serious(page) == []
    page.get_by_role("navigation").get_by_role("link", name="到期").click()
    assert page.get_by_role("heading", level=1).inner_text() == f"{ON} 起到期的"
    assert serious(page) == []
    # Another day is a matter of choosing it.
    page.get_by_label("哪一天").fill("2026-03-10")
    page.get_by_role("button", name="看这一天").click()
    assert "on=2026-03-10" in page.url
    page.go_back()
    page.get_by_role("link", name="企业梯度登记库").click()
    page.get_by_label("找企业").fill("示例新材料")
    page.get_by_role("button", name="找", exact=True).click()
    assert page.get_by_role("heading", level=1).inner_text() == FIRM
    page.get_by_role("link", name="逐条的理由和出处").nth(2).click()
    assert page.get_by_role("heading", level=1).inner_text() == "专精特新中小企业"
    assert page.get_by_text("近两年每年研发费用不低于100万元").first.is_visible()
    assert serious(page) == []
    # The firm answers the rest by itself, beginning with what is on record.
    page.get_by_role("link", name="自测").click()
    assert page.locator("#firm").input_value() == FIRM
    page.go_back()
    page.get_by_role("navigation").get_by_role("link", name="候选").click()
    page.get_by_role("main").get_by_role("link", name="专精特新中小企业").click()
    assert page.get_by_role("heading", name="只缺资料").is_visible()
    assert serious(page) == []


def test_what_was_published_is_recorded_and_a_wrong_list_taken_back_by_clicks(
    page: Page, address: str, desk: Desk, tmp_path: Path
) -> None:
    page.goto(address)
    page.get_by_role("link", name="登录后可以登记").click()
    page.get_by_label("口令").fill(TOKEN)
    page.get_by_role("button", name="登录").click()
    page.get_by_label("找企业").fill("示例新材料")
    page.get_by_role("button", name="找", exact=True).click()
    page.get_by_role("link", name="登记一件事").click()
    assert serious(page) == []
    page.get_by_label("称号（企业本身的事写“企业”）").fill("专精特新")
    page.get_by_label("发生了什么").fill("认定")
    page.get_by_label("依据的文件").fill("渝经信中小〔2026〕15号")
    page.get_by_role("button", name="登记", exact=True).click()
    assert page.get_by_role("heading", level=1).inner_text() == "已登记"
    assert "srdi_sme" in {holding.title for holding in desk.register.standing(2, ON).standing.held}
    # A list that came in is tried, looked at, imported and, being the wrong one, taken back.
    listed = tmp_path / "名单.csv"
    row = "重庆新来某某有限公司,创新型中小企业,认定,2026-06-01,渝经信〔2026〕1号"
    listed.write_text(f"企业名称,称号,事项,日期,文件\n{row}\n", encoding="utf-8")
    page.get_by_role("navigation").get_by_role("link", name="导入").click()
    page.get_by_role("link", name="导入一个文件").click()
    assert serious(page) == []
    page.get_by_label("文件（CSV").set_input_files(listed)
    page.get_by_label("文件里是什么").select_option("称号名单")
    page.get_by_role("button", name="试算").click()
    assert page.get_by_text("这是试算").is_visible()
    assert desk.register.search("新来某某", ON) == ()
    page.get_by_role("button", name="就照此导入").click()
    assert len(desk.register.search("新来某某", ON)) == 1
    page.get_by_role("link", name="取消这一次导入").click()
    page.get_by_label("为什么取消").fill("名单是去年的")
    page.get_by_role("button", name="取消这一次导入").click()
    assert desk.register.search("新来某某", ON) == ()
    page.get_by_role("button", name="退出登录").click()
    assert page.get_by_role("link", name="登录后可以登记").is_visible()


def test_on_a_phone_every_page_fits_and_can_be_used(phone: Page, address: str, desk: Desk) -> None:
    long = desk.register.enrol(f"{'长' * 190}有限公司").enterprise.id
    desk.register.observe(1, {"revenue": {"2025": "5200万元"}}, source="没有空格的出处" * 30)
    title = "专精特新"
    for path in (
        "/start",
        "/firms",
        "/firms/1",
        f"/firms/{long}",
        f"/candidates?title={title}",
        "/due",
        "/policy",
        "/imports",
    ):
        phone.goto(f"{address}{path}{'&' if '?' in path else '?'}on=2026-03-10")
        assert phone.get_by_role("heading", level=1).is_visible()
        assert fits(phone), path
        assert serious(phone) == []
