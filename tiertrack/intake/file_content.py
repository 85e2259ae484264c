"""What a file that is imported may hold."""

from __future__ import annotations

from tiertrack.labels import Labelled


class Content(Labelled):
    """What a file that is imported holds."""

    FACTS = "facts", "事实", "事实表"
    TITLES = "titles", "称号名单", "名单", "称号"
    RIGHTS = "rights", "知识产权", "知识产权清单"
