"""What is sent to the server: signing in and out, the forms that write, a file to be tried and then imported. Only
somebody who signed in may send it, from a form of these pages; what a form did is told at an address of its own.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Iterable, Mapping
from functools import partial
from typing import IO, Any, Protocol

import anyio.to_thread
from attrs import frozen
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from tiertrack.app.commit import Commit
from tiertrack.errors import BadInput, Fault, TiertrackError
from tiertrack.web import import_form
from tiertrack.web.access import COOKIE, Access, Session, not_signed_in
from tiertrack.web.desk import Desk, Writing, no_such_page, refusal_to_write
from tiertrack.web.enrol_form import ENROL
from tiertrack.web.form import OF_FORM, SEEN_FIELD, SHEET_FIELD, TOKEN_FIELD, Done, Form
from tiertrack.web.frame import Frame, causes_shown
from tiertrack.web.match_form import MATCH
from tiertrack.web.outcomes import Outcomes
from tiertrack.web.parameters import labels_of, read_parameters, text
from tiertrack.web.record_form import RECORD
from tiertrack.web.stash import LARGEST, Stash, Stashed, too_large
from tiertrack.web.undo_form import UNDO
from tiertrack.web.void_form import VOID

FORMS: tuple[Form, ...] = (ENROL, RECORD, VOID, MATCH, UNDO)
_FEW_FIELDS, _LONGEST_FIELD = 40, 64 * 1024
# What a form brings beside its file.
_ROOM = 1024 * 1024
# What is sent without having signed in.
_SIGNING = ("/sign-in", "/sign-out")
# The field that names a file which was handed in before.
_WAITING = "waiting"


class Site(Protocol):
    """What makes pages of answers."""

    def frame(self, request: Request) -> Frame:
        """What the page of a request shows around its answer."""

    def answered(self, frame: Frame, answer: Callable[[], Response], labels: Mapping[str, str] = ...) -> Response:
        """What is answered, or the page of what is wrong."""

    def sent(self, text: str, status: int = 200) -> Response:
        """A page as it is sent."""

    def status_of(self, error: TiertrackError) -> int:
        """The status of an error."""

    def data(self, answer: Callable[[], Any]) -> Response:
        """Plain data that is answered, or that of what is wrong."""


@frozen
class Sent:
    """What a form sent: its fields, and the file where it brought one."""

    fields: tuple[tuple[str, str], ...]
    name: str = ""
    file: IO[bytes] | None = None

    def said(self, *names: str) -> str:
        """The first field of one of these names; empty where there is none."""
        return next((value for name, value in self.fields if name in names), "")

    @property
    def own(self) -> tuple[tuple[str, str], ...]:
        """The fields without what the form is known by."""
        return tuple(field for field in self.fields if field[0] not in OF_FORM)


class Entries:
    """The forms and what they do."""

    def __init__(self, desk: Desk, access: Access, site: Site) -> None:
        self._desk = desk
        self._access = access
        self._site = site
        self._stash = Stash()
        self._outcomes = Outcomes()

    def close(self) -> None:
        """Forgets what waits to be imported."""
        self._stash.close()

    def routes(self) -> Iterable[Route]:
        """Where forms are shown, and sent to."""
        shown: dict[str, Callable[[Request, Frame], Response]] = {
            "/sign-in": self._sign_in_form,
            "/import": partial(self._signed, show=self._import_form),
            "/done/{name}": self._outcome,
            **{form.path: partial(self._signed, show=partial(self._written_form, form)) for form in FORMS},
        }
        done: dict[str, Callable[[Request, Frame, Sent], Response]] = {
            "/sign-in": self._sign_in,
            "/sign-out": self._sign_out,
            "/import": self._try_import,
            "/import/confirm": self._import,
            **{form.path: partial(self._do, form) for form in FORMS},
        }
        yield Route("/done/{name}.json", self._outcome_data, methods=["GET"])
        for path, show in shown.items():
            yield Route(path, partial(self._show, show=show), methods=["GET"])
        for path, do in done.items():
            yield Route(path, self._receiver(do, partial(self._refuse, path)), methods=["POST"])

    # How a form is shown, and how one is taken in.

    def _show(self, request: Request, show: Callable[[Request, Frame], Response]) -> Response:
        frame = self._site.frame(request)
        return self._site.answered(frame, lambda: show(request, frame))

    def _signed(self, request: Request, frame: Frame, show: Callable[[Request, Frame], Response]) -> Response:
        """A form that only somebody who may write is shown."""
        self._refuse_reading()
        if frame.session is None:
            return _moved(frame.link("/sign-in"))
        return show(request, frame)

    def _refuse_reading(self) -> None:
        if self._desk.writing is not Writing.ALLOWED:
            raise BadInput(refusal_to_write(self._desk))

    def _refuse(self, path: str, request: Request, frame: Frame, sent: Sent) -> None:
        """Raises BadInput for what may not be sent by whoever sends it."""
        if path == "/sign-in":
            if not self._access.has_sign_in:
                raise BadInput(refusal_to_write(self._desk))
        elif path != "/sign-out":
            self._refuse_reading()
        self._access.refuse_foreign(request.headers)
        if path != "/sign-in":
            self._access.refuse_unsigned(frame.session, request.url.path, sent.said(TOKEN_FIELD))

    def _receiver(
        self, do: Callable[[Request, Frame, Sent], Response], refuse: Callable[[Request, Frame, Sent], None]
    ) -> Callable[[Request], Awaitable[Response]]:
        async def receiver(request: Request) -> Response:
            frame = self._site.frame(request)
            # What comes from elsewhere is not even read.
            if (foreign := await anyio.to_thread.run_sync(self._foreign, request, frame)) is not None:
                return foreign
            try:
                sent = await _sent(request)
            except TiertrackError as error:
                wrong = partial(_raise, error)
                return await anyio.to_thread.run_sync(self._site.answered, frame, wrong)

            def answer() -> Response:
                refuse(request, frame, sent)
                return do(request, frame, sent)

            try:
                return await anyio.to_thread.run_sync(self._site.answered, frame, answer)
            finally:
                await request.close()

        return receiver

    def _foreign(self, request: Request, frame: Frame) -> Response | None:
        try:
            if self._desk.writing is not Writing.ALLOWED and not self._access.has_sign_in:
                raise BadInput(refusal_to_write(self._desk))
            if self._desk.writing is Writing.ALLOWED and frame.session is None and frame.path not in _SIGNING:
                # Whatever else is the matter with it, that comes first.
                raise not_signed_in(frame.path)
            self._access.refuse_foreign(request.headers)
        except BadInput as error:
            return self._site.answered(frame, partial(_raise, error))
        return None

    def _form(
        self, frame: Frame, template: str, action: str, shown: dict[str, Any], status: int = 200, **more: Any
    ) -> Response:
        token = frame.form_token(action)
        said = {"action": frame.again(action), "form_token": token, **shown, **more}
        return self._site.sent(frame.page(template, said), status)

    # Signing in and out.

    def _sign_in_form(self, _request: Request, frame: Frame, causes: Any = ()) -> Response:
        if not self._access.has_sign_in:
            raise BadInput(refusal_to_write(self._desk))
        return self._form(frame, "register/sign_in.html", "/sign-in", {"causes": causes})

    def _sign_in(self, request: Request, frame: Frame, sent: Sent) -> Response:
        try:
            session = self._access.sign_in(sent.said("token"))
        except BadInput as error:
            return self._sign_in_form(request, frame, causes_shown(error, {"token": "口令"}))
        response = _moved(frame.link("/start"))
        response.set_cookie(
            COOKIE, session.id, httponly=True, samesite="strict", secure=request.url.scheme == "https", path="/"
        )
        return response

    def _sign_out(self, _request: Request, frame: Frame, _sent: Sent) -> Response:
        if frame.session is not None:
            self._access.sign_out(frame.session)
        response = _moved(frame.link("/start"))
        response.delete_cookie(COOKIE, path="/")
        return response

    # A form that writes.

    def _written_form(
        self,
        form: Form,
        request: Request,
        frame: Frame,
        written: tuple[tuple[str, str], ...] = (),
        error: TiertrackError | None = None,
    ) -> Response:
        given, labels = read_parameters(form.asked, [*_in_path(request), *frame.written]), labels_of(form.fields)
        values = {**dict.fromkeys((one.name for one in form.fields), ""), "day": frame.day.isoformat(), **dict(written)}
        shown = {
            **form.shows(self._desk, given),
            "labels": labels,
            "values": values,
            "of_form": {SHEET_FIELD: secrets.token_urlsafe(16), SEEN_FIELD: form.state(self._desk, given)},
            "causes": causes_shown(error, labels) if error else (),
        }
        return self._form(frame, form.template, request.url.path, shown, self._status(error))

    def _status(self, error: TiertrackError | None) -> int:
        """Of a form that is shown again: what is written wrongly is told in it, as an answer like any other."""
        status = 200 if error is None else self._site.status_of(error)
        return status if status in (409, 503) else 200

    def _do(self, form: Form, request: Request, frame: Frame, sent: Sent) -> Response:
        session = _signed_in(frame)
        with self._outcomes.alone(sent.said(SHEET_FIELD), session) as sheet:
            if sheet.outcome:
                return _moved(frame.link(f"/done/{sheet.outcome}", repeated="1"))
            given = read_parameters(form.asked, [*_in_path(request), *frame.written])
            try:
                form.refuse_unseen(self._desk, given, sent.said(SEEN_FIELD))
                done = form.done(self._desk, given, read_parameters(form.fields, sent.own))
            except TiertrackError as error:
                return self._refused(form, request, frame, sent, error)
            sheet.outcome = self._outcomes.keep(done, session)
        return _moved(frame.link(f"/done/{sheet.outcome}"))

    def _refused(self, form: Form, request: Request, frame: Frame, sent: Sent, error: TiertrackError) -> Response:
        """The form once more with what is wrong; where it can be shown no more, that alone."""
        try:
            return self._written_form(form, request, frame, sent.own, error)
        except TiertrackError:
            raise error from None

    def _outcome(self, request: Request, frame: Frame) -> Response:
        done = self._told(request, frame)
        said = {**done.shows, "repeated": dict(frame.written).get("repeated") == "1"}
        return self._site.sent(frame.page(done.template, said, json=f"{frame.path}.json"))

    def _outcome_data(self, request: Request) -> Response:
        frame = self._site.frame(request)
        return self._site.data(lambda: self._told(request, frame).data)

    def _told(self, request: Request, frame: Frame) -> Done:
        done = self._outcomes.found(request.path_params["name"], _signed_in(frame))
        if done is None:
            raise no_such_page(request.url.path)
        return done

    # A file.

    def _import_form(
        self,
        _request: Request,
        frame: Frame,
        written: tuple[tuple[str, str], ...] = (),
        error: TiertrackError | None = None,
        waiting: Stashed | None = None,
    ) -> Response:
        labels = {**labels_of(import_form.FIELDS), "file": "文件"}
        values = {**dict.fromkeys(labels, ""), **dict(written)}
        # What was chosen once need not be chosen again: no page can fill that in.
        kept = {"waiting": waiting.id, "file": waiting.path.name} if waiting else {"waiting": "", "file": ""}
        causes = causes_shown(error, labels) if error else ()
        shown = {**import_form.shown(values), **kept, "labels": labels, "values": values, "causes": causes}
        return self._form(frame, "register/import.html", "/import", shown, self._status(error))

    def _try_import(self, request: Request, frame: Frame, sent: Sent) -> Response:
        written = tuple(field for field in sent.own if field[0] != _WAITING)
        waiting: Stashed | None = None
        try:
            waiting = self._chosen(sent, _signed_in(frame))
            said = read_parameters(import_form.FIELDS, written)
            tried, _data = import_form.report(self._desk, waiting.path, said, Commit.DRY_RUN)
        except TiertrackError as error:
            return self._import_form(request, frame, written, error, waiting)
        self._stash.say(waiting, dict(written))
        return self._form(frame, "register/tried.html", "/import/confirm", tried, waiting=waiting.id)

    def _chosen(self, sent: Sent, session: Session) -> Stashed:
        """The file that a form brings, or the one it brought before; raises BadInput where there is none (E788)."""
        before = sent.said(_WAITING)
        if sent.file is not None and sent.name:
            return self._stash.put(sent.name, sent.file, session)
        if not before:
            raise BadInput(Fault("E788", "没有选文件", "请选择要导入的文件", place="file"))
        return self._stash.take(before, session)

    def _import(self, _request: Request, frame: Frame, sent: Sent) -> Response:
        fields = (text(_WAITING, "文件", "试过的文件").required, text("confirm", "核对码", "试算给出的"))
        given = read_parameters(fields, sent.own)
        waiting = self._stash.take(given[_WAITING], _signed_in(frame))
        said = read_parameters(import_form.FIELDS, waiting.said.items())
        shows, data = import_form.report(self._desk, waiting.path, said, Commit.YES, given["confirm"])
        self._stash.drop(waiting)
        name = self._outcomes.keep(Done("register/imported.html", shows, data), _signed_in(frame))
        return _moved(frame.link(f"/done/{name}"))


async def _sent(request: Request) -> Sent:
    """What a form sends; raises BadInput for what is no form, and BadFile for one that is too large (E728)."""
    received = 0

    async def bounded() -> Any:
        nonlocal received
        message = await request.receive()
        received += len(message.get("body", b""))
        if received > LARGEST + _ROOM:
            raise too_large("")
        return message

    # Its own reader counts what it reads.
    counted = Request(request.scope, bounded)
    try:
        form = await counted.form(max_files=1, max_fields=_FEW_FIELDS, max_part_size=_LONGEST_FIELD)
    except (MultiPartException, ClientDisconnect) as error:
        raise BadInput(Fault("E787", "表单读不出来", "请从这里的页面发送", str(error))) from None
    files = [value for _name, value in form.multi_items() if isinstance(value, UploadFile)]
    fields = tuple((name, value) for name, value in form.multi_items() if isinstance(value, str))
    return Sent(fields, (files[0].filename or "") if files else "", files[0].file if files else None)


def _in_path(request: Request) -> Iterable[tuple[str, str]]:
    return ((name, str(value)) for name, value in request.path_params.items())


def _signed_in(frame: Frame) -> Session:
    if frame.session is None:
        raise not_signed_in()
    return frame.session


def _raise(error: TiertrackError) -> Response:
    raise error


def _moved(address: str) -> RedirectResponse:
    return RedirectResponse(address, 303)
