"""How a template becomes a page: everything written into it is escaped and made visible, nothing is left out in
silence, and the page itself tells the browser that it runs what it brought along and nothing else.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import json
from collections.abc import Sequence
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from tiertrack.engines.javascript.policy_program import judge_source
from tiertrack.extras import require
from tiertrack.outgoing import visible

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

STYLE = "page.css"
JUDGE = "judge.js"
# Within a script element nothing is escaped, so that what could end it, or begin a comment, is written by its number.
_WITHIN_SCRIPT = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


# Where the forms of a page may be sent: nowhere, or to where the page itself came from.
NOWHERE, HERE = "'none'", "'self'"


def page(
    template: str, *, scripts: Sequence[str] = (), styles: Sequence[str] = (), forms: str = NOWHERE, **values: Any
) -> str:
    """A page as one file, with its style and its scripts in it.

    Args:
        template: the name of its template among ``tiertrack/pages/templates``.
        styles: the names of the styles in ``tiertrack/pages/static`` that it has beside the one of every page.
        scripts: the names of the scripts in ``tiertrack/pages/static`` that it runs, in this order.
        forms: where its forms may be sent.
        values: what the template reads; texts are escaped where they are written.

    Raises:
        BadInput: E826, the library for templates is not installed.
        jinja2.UndefinedError: the template reads what is not among the values.
        TypeError: the template writes None, which no reader understands.
    """
    sources = [static_text(name) for name in scripts]
    style = "".join(map(static_text, (STYLE, *styles)))
    policy = _policy(style, sources, forms)
    shown = {"style": _literal(style), "scripts": [_literal(one) for one in sources], "policy": policy}
    return _environment().get_template(template).render(**shown, **values)


def data_block(data: Any) -> Markup:
    """Plain data as JSON for a script element of the type application/json, which no text in it can leave."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return _literal(text.translate(_WITHIN_SCRIPT))


@functools.cache
def static_text(name: str) -> str:
    """The text of a style or a script of the pages; ``judge.js`` is the engine that judges by programs."""
    if name == JUDGE:
        return judge_source()
    return (files("tiertrack.pages") / "static" / name).read_text(encoding="utf-8")


def _policy(style: str, scripts: Sequence[str], forms: str) -> str:
    """What the page may load and run: what it brought along, known by its digest."""
    allowed = " ".join(map(_digest, scripts)) or "'none'"
    return (
        f"default-src 'none'; style-src {_digest(style)}; script-src {allowed}; img-src data:; "
        f"base-uri 'none'; form-action {forms}"
    )


def _digest(source: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"


@functools.cache
def _environment() -> Environment:
    require("pages", "jinja2")
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("tiertrack.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_written,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _written(value: Any) -> Any:
    if value is None:
        raise TypeError("a page cannot write None")
    # Markup stays what it is; whatever is no text is written as the text it has.
    return type(value)(visible(value)) if isinstance(value, str) else visible(str(value))


def _literal(text: str) -> Markup:
    from markupsafe import Markup

    return Markup(text)
