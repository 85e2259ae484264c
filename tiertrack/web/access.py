"""Who may see the pages, and who may write: a token, the session it opens, and requests that come from these pages.

Over the network everybody signs in; on this machine only whoever writes. A page of somebody else can neither read this
server by a name of its own (the Host header is checked) nor send its forms (a cookie that stays on this site, the
origin, and a token of each form).
"""

from __future__ import annotations

import hmac
import ipaddress
import re
import secrets
import time
from collections.abc import Callable, Collection, Mapping
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from attrs import field, frozen

from tiertrack.errors import BadInput, Fault
from tiertrack.input_file import private_text
from tiertrack.web.desk import Writing

# A cookie of this name cannot be set by another host of the same site, nor for another path.
COOKIE = "tiertrack_session"
# A working day, in seconds; and so many sessions, of which the oldest gives way.
_LASTING, _MOST = 12 * 3600, 1000
_SHORTEST = 16
# What somebody who guesses waits for each guess, in seconds.
_PAUSE = 0.5


# A number of six parts in brackets or anything else without, and a port.
_HOST = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([\w.-]+))(?::[0-9]{1,5})?", re.ASCII)


@frozen
class Session:
    """Somebody who signed in: what their forms are signed with, and until when by the clock of the machine."""

    id: str
    key: bytes = field(repr=False)
    until: float

    def form_token(self, path: str) -> str:
        """What a form sent to a path has to bring."""
        return hmac.new(self.key, path.encode(), sha256).hexdigest()


def token_in(path: Path) -> str:
    """The token in a file.

    Raises BadFile where it cannot be read or others may read it (E672), BadInput where the token is too short (E791).
    """
    token = private_text(path, "口令文件").strip()
    if len(token) < _SHORTEST:
        what, remedy = "没有可用的口令：太短", f"口令至少 {_SHORTEST} 个字符，如 openssl rand -hex 32 的输出"
        raise BadInput(Fault("E791", what, remedy, place=str(path)))
    return token


def is_loopback(host: str) -> bool:
    """Whether an address is one that only this machine reaches."""
    if host == "localhost":
        return True
    address = _address(host)
    return address is not None and address.is_loopback


def refuse_public(host: str) -> None:
    """Raises BadInput for an address that others reach, where there is no token (E791)."""
    if not is_loopback(host):
        what = "没有可用的口令：别的机器也看得到这个地址"
        remedy = "请给出口令文件（token-file 选项），或只给本机看（host 选项写 127.0.0.1）"
        raise BadInput(Fault("E791", what, remedy, host, "host"))


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return None


class Access:
    """The door: what the ``host`` and further ``names`` of this server are, its ``token``, and the sessions."""

    def __init__(
        self,
        host: str,
        writing: Writing = Writing.REFUSED,
        token: str | None = None,
        names: Collection[str] = (),
        now: Callable[[], float] = time.monotonic,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        if token is None:
            refuse_public(host)
        self.writing = writing
        self.has_sign_in: bool = token is not None
        self._is_private = is_loopback(host)
        self._host = host.strip("[]")
        self._names = {name.lower() for name in names}
        self._token = (token or "").encode()
        self._now, self._pause = now, pause
        self._sessions: dict[str, Session] = {}

    # Whom the server answers to.

    def knows_host(self, header: str) -> bool:
        """Whether a Host header names this server: no page can make a browser take it for a site of its own."""
        named = _HOST.fullmatch(header)
        host = (named[1] or named[2]).lower() if named else ""
        if host in self._names or host == self._host.lower():
            return True
        if self._is_private:
            return is_loopback(host)
        # Of a server at every address only its numbers are known; a page that gives itself a name has no number.
        listening = _address(self._host)
        return listening is not None and listening.is_unspecified and _address(host) is not None

    def refuse_foreign(self, headers: Mapping[str, str]) -> None:
        """Raises BadInput for a form that another page may have sent (E792)."""
        origin = headers.get("origin", "null")
        if origin == "null":
            # What pages that give no referrer send; then the browser says itself where the form comes from.
            is_own = headers.get("sec-fetch-site") == "same-origin"
        else:
            is_own = _place(origin) == headers.get("host")
        if not is_own:
            what, remedy = "请求不是从这里的页面发出的", "请回到这里的页面再做一次；浏览器太旧的请换新的"
            raise BadInput(Fault("E792", what, remedy, None if origin == "null" else origin))

    # Who signed in.

    @property
    def is_closed(self) -> bool:
        """Whether nobody sees anything without signing in."""
        return not self._is_private

    def sign_in(self, token: str) -> Session:
        """The session that a token opens; raises BadInput for any other (E792)."""
        if not self.has_sign_in or not hmac.compare_digest(token.strip().encode(), self._token):
            self._pause(_PAUSE)
            raise BadInput(Fault("E792", "口令不对", "请核对口令：启动时打印的，或口令文件里的", place="token"))
        session = Session(secrets.token_urlsafe(32), secrets.token_bytes(32), self._now() + _LASTING)
        while len(self._sessions) >= _MOST:
            self._sessions.pop(next(iter(self._sessions)), None)
        self._sessions[session.id] = session
        return session

    def sign_out(self, session: Session) -> None:
        """Ends a session."""
        self._sessions.pop(session.id, None)

    def session(self, cookies: Mapping[str, str]) -> Session | None:
        """The session a request belongs to; None where there is none any more."""
        found = self._sessions.get(cookies.get(COOKIE, ""))
        if found is not None and found.until <= self._now():
            self.sign_out(found)
            return None
        return found

    def refuse_unsigned(self, session: Session | None, path: str, token: str) -> Session:
        """The session of whoever sent a form; raises BadInput where nobody signed in or it is not their form (E792)."""
        if session is None:
            raise not_signed_in(path)
        if not hmac.compare_digest(session.form_token(path).encode(), token.encode()):
            raise BadInput(Fault("E792", "表单不是这次登录的", "请回到页面再做一次", place=path))
        return session


def not_signed_in(path: str | None = None) -> BadInput:
    """The error of whoever has not signed in, or not lately (E792)."""
    return BadInput(Fault("E792", "没有登录，或登录已过期", "请先用口令登录", place=path))


def _place(origin: str) -> str | None:
    """The host an origin names; None where it is no address."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return None
