"""The server of the pages, by Starlette: it finds the page of an address, lets in whoever may see it, and sends what
the page answers, for people or as JSON. Each request is answered on a thread of its own.
"""

from __future__ import annotations

import html
import re
import socket
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Any

import anyio.to_thread
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from tiertrack.errors import (
    AmbiguousEnterprise,
    BadInput,
    DatabaseUnavailable,
    Fault,
    NoEditionInForce,
    RevisionMismatch,
    StaleStanding,
    TiertrackError,
    UnknownEdition,
    UnknownEnterprise,
    WritersCollided,
)
from tiertrack.facts.units import parse_date
from tiertrack.foreign_errors import reason_of, unforeseen
from tiertrack.outgoing import json_text
from tiertrack.render.answers import to_dict
from tiertrack.web.access import Access, not_signed_in
from tiertrack.web.desk import Answer, Desk, Given, Page, no_such_page, refusal_to_write
from tiertrack.web.entries import Entries
from tiertrack.web.frame import Frame
from tiertrack.web.handbook_shelf import PATH as HANDBOOK
from tiertrack.web.handbook_shelf import HandbookShelf
from tiertrack.web.openapi import openapi
from tiertrack.web.parameters import labels_of, read_parameters
from tiertrack.web.site import PAGES

# As many at once as a database has connections for.
_THREADS = 15
# No page has a longer address; of a longer one a number in it may be more than can be read.
_LONGEST_PATH = 2000
_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
_FRAMELESS = "frame-ancestors 'none'"
_NOTHING = f"default-src 'none'; {_FRAMELESS}"
_POLICY = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
_STATUS: tuple[tuple[type[TiertrackError], int], ...] = (
    (UnknownEnterprise, 404),
    (UnknownEdition, 404),
    (NoEditionInForce, 404),
    (AmbiguousEnterprise, 409),
    (StaleStanding, 409),
    (WritersCollided, 503),
    (DatabaseUnavailable, 503),
    (RevisionMismatch, 503),
)
# Of the codes those that a browser has a status of its own for.
_STATUS_OF_CODE = {"E769": 404, "E773": 409, "E789": 404, "E790": 405, "E792": 403, "E799": 500}
# When to ask again, in seconds, what could not be answered because somebody else was writing.
_AGAIN = "5"
_NO_LABELS: Mapping[str, str] = {}
_HEADINGS = {
    403: "没有许可",
    404: "没有找到",
    405: "不能这样做",
    409: "不止一家对得上",
    500: "软件内部出错",
    503: "登记库用不了",
}


def serve(desk: Desk, access: Access, host: str, port: int, ready: Callable[[str], object]) -> None:
    """Answers browsers at an address until it is interrupted; ``ready`` is told where.

    Raises BadInput where nobody can listen there.
    """
    import uvicorn

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family)
    except (OSError, OverflowError) as error:
        remedy = f"这个地址和端口用不了（{reason_of(error)}），请换一个"
        raise BadInput(Fault("E707", "参数的值不对", remedy, f"{host}:{port}", "port")) from None
    with listening:
        shown = f"[{host}]" if ":" in host else host
        ready(f"http://{shown}:{listening.getsockname()[1]}/")
        how = uvicorn.Config(
            application(desk, access), log_level="error", access_log=False, server_header=False, proxy_headers=False
        )
        # To be interrupted is how it ends.
        with suppress(KeyboardInterrupt):
            uvicorn.Server(how).run(sockets=[listening])


def application(desk: Desk, access: Access) -> ASGIApp:
    """The pages of a desk, for whatever runs ASGI."""
    site = _Site(desk, access)
    entries = Entries(desk, access, site)

    @asynccontextmanager
    async def running(_app: Starlette) -> AsyncIterator[None]:
        anyio.to_thread.current_default_thread_limiter().total_tokens = _THREADS
        yield
        entries.close()

    described = openapi(PAGES)
    routes = [
        Route("/", site.begin),
        Route("/handbook", lambda _request: _moved(f"{HANDBOOK}index.html")),
        Route(f"{HANDBOOK}{{address:path}}", site.handbook),
        Route("/openapi.json", lambda _request: _data(described)),
        *(Route(f"{page.path}.json", site.data_of(page)) for page in PAGES),
        *entries.routes(),
        *(Route(page.path, site.page_of(page)) for page in PAGES),
    ]
    app = Starlette(routes=routes, lifespan=running, exception_handlers={HTTPException: site.refused})
    return _Guarded(app, site)


class _Site:
    """How requests are answered."""

    def __init__(self, desk: Desk, access: Access) -> None:
        self.desk = desk
        self.access = access
        self._shelf = HandbookShelf(desk.rulebook, desk.results)

    def frame(self, request: Request) -> Frame:
        """What the page of a request shows around its answer."""
        written = tuple((name, value) for name, value in request.query_params.multi_items())
        try:
            day = parse_date(dict(written).get("on", ""))
        except BadInput:
            day = self.desk.today
        return Frame(self.desk, request.url.path, written, day, self.access.session(request.cookies))

    def begin(self, request: Request) -> Response:
        """Where a browser begins."""
        return self.moved(self.frame(request), "/start")

    def handbook(self, request: Request) -> Response:
        """A page of the policy handbook."""
        return self.answered(self.frame(request), lambda: _page(self._shelf.page(request.path_params["address"])))

    def sent(self, text: str, status: int = 200) -> Response:
        """A page as it is sent."""
        return _page(text, status)

    def status_of(self, error: TiertrackError) -> int:
        """The status of an error."""
        return status_of(error)

    def data(self, answer: Callable[[], Any]) -> Response:
        """Plain data that is answered, or that of what is wrong."""
        try:
            return _data(answer())
        except TiertrackError as error:
            return _wrong(error)
        except Exception as error:
            return _wrong(TiertrackError(unforeseen(error)))

    def page_of(self, page: Page) -> Callable[[Request], Response]:
        """What answers a request for a page."""

        def endpoint(request: Request) -> Response:
            frame = self.frame(request)
            asks_day = any(one.name == "on" and one.is_required for one in page.parameters)
            if asks_day and not dict(frame.written).get("on", "").strip():
                return self.moved(frame, frame.path)
            return self.answered(frame, lambda: self._shown(page, request, frame), labels_of(page.parameters))

        return endpoint

    def _shown(self, page: Page, request: Request, frame: Frame) -> Response:
        answer = page.asked(self.desk, _given(page, request))
        if answer.elsewhere:
            return _moved(frame.link(answer.elsewhere))
        if answer.whole is not None:
            return _page(answer.whole())
        names = [one.name for one in page.parameters]
        json = "" if answer.lacks else frame.again(f"{frame.path}.json")
        return _page(frame.page(answer.template, answer.shows(), names=names, json=json))

    def data_of(self, page: Page) -> Callable[[Request], Response]:
        """What answers a request for the data of a page."""

        def endpoint(request: Request) -> Response:
            def data() -> Any:
                answer: Answer = page.asked(self.desk, _given(page, request))
                if answer.lacks is not None:
                    raise answer.lacks
                return answer.data()

            return self.data(data)

        return endpoint

    def answered(
        self, frame: Frame, answer: Callable[[], Response], labels: Mapping[str, str] = _NO_LABELS
    ) -> Response:
        """What is answered, or the page of what is wrong, with the parameters by their ``labels``."""
        try:
            return answer()
        except TiertrackError as error:
            return self.error_page(frame, error, labels)
        except Exception as error:
            return self.error_page(frame, TiertrackError(unforeseen(error)))

    def error_page(self, frame: Frame, error: TiertrackError, labels: Mapping[str, str] = _NO_LABELS) -> Response:
        """The page of an error, with the status a browser knows it by."""
        status = status_of(error)
        return _page(frame.error_page(_HEADINGS.get(status, "这样查不了"), error, labels), status)

    def moved(self, frame: Frame, path: str) -> Response:
        """Where a page that names no day begins: on the day of the desk, which stands in the address from then on."""
        said = {name: value for name, value in frame.written if name != "on"}
        return _moved(Frame(self.desk, path, (), self.desk.today).again(**said, on=self.desk.today.isoformat()))

    def refused(self, request: Request, error: Exception) -> Response:
        """What the framework refuses: an address that is no page, a way of asking that a page does not know."""
        status = error.status_code if isinstance(error, HTTPException) else 404
        refusal = BadInput(refusal_to_write(self.desk)) if status == 405 else no_such_page(request.url.path)
        return self.error(request, refusal)

    def error(self, request: Request, error: TiertrackError) -> Response:
        """An error as whoever asked reads it."""
        return _wrong(error) if request.url.path.endswith(".json") else self.error_page(self.frame(request), error)


class _Guarded:
    """Lets through what is asked of this server by whoever may ask, and sends every answer with the headers that keep a
    browser from doing anything else with it."""

    def __init__(self, app: ASGIApp, site: _Site) -> None:
        self._app = app
        self._site = site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                there = {name for name, _value in message["headers"]}
                more = {**_HEADERS, "content-security-policy": _NOTHING}
                message["headers"] = [
                    *message["headers"],
                    *((name.encode(), value.encode()) for name, value in more.items() if name.encode() not in there),
                ]
            await send(message)

        request = Request(scope)
        refusal = await anyio.to_thread.run_sync(self._refusal, request)
        await (refusal or self._app)(scope, receive, guarded)

    def _refusal(self, request: Request) -> Response | None:
        access, header = self._site.access, request.headers.get("host", "")
        if not access.knows_host(header):
            remedy = "请用启动时打印的地址；要用别的名称，请在启动时写明（name 选项）"
            return self._site.error(request, BadInput(Fault("E792", "这个名称不是这里的", remedy, header, "Host")))
        if len(request.url.path) > _LONGEST_PATH:
            return self._site.error(request, no_such_page(None))
        if access.is_closed and request.url.path != "/sign-in" and access.session(request.cookies) is None:
            if request.method == "GET" and not request.url.path.endswith(".json"):
                return _moved("/sign-in")
            return self._site.error(request, not_signed_in())
        return None


def _given(page: Page, request: Request) -> Given:
    in_path = ((name, str(value)) for name, value in request.path_params.items())
    return read_parameters(page.parameters, [*in_path, *request.query_params.multi_items()])


def status_of(error: TiertrackError) -> int:
    """The status of an error."""
    by_kind = (status for kind, status in _STATUS if isinstance(error, kind))
    by_code = (_STATUS_OF_CODE[fault.code] for fault in error.faults if fault.code in _STATUS_OF_CODE)
    return next(by_kind, None) or next(by_code, 400)


def _page(text: str, status: int = 200) -> Response:
    """A page, with the policy it brought along in its header too; there it can say that nobody may frame it."""
    found = _POLICY.search(text)
    policy = f"{html.unescape(found[1])}; {_FRAMELESS}" if found else _NOTHING
    return HTMLResponse(text, status, {"content-security-policy": policy, **_later(status)})


def _data(data: Any, status: int = 200) -> Response:
    return Response(json_text(data), status, _later(status), media_type="application/json")


def _later(status: int) -> dict[str, str]:
    return {"retry-after": _AGAIN} if status == 503 else {}


def _wrong(error: TiertrackError) -> Response:
    return _data(to_dict(error), status_of(error))


def _moved(address: str) -> Response:
    return RedirectResponse(address, 303)
