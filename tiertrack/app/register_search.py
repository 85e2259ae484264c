"""Looking for enterprises of an open register by a part of a name, for whoever does not know how it is written."""

from __future__ import annotations

from attrs import frozen

from tiertrack.app.listed import refuse_few
from tiertrack.app.register_questions import RegisterQuestions
from tiertrack.enterprise import Enterprise
from tiertrack.errors import AmbiguousEnterprise, UnknownEnterprise
from tiertrack.facts.line_text import name_line
from tiertrack.temporal import AsOfLike, as_of

# As many as somebody looks through.
MOST = 50


@frozen(eq=False)
class RegisterSearch(RegisterQuestions):
    """The part of a ``Registry`` that looks for enterprises."""

    def search(self, words: str, asof: AsOfLike, *, limit: int = MOST) -> tuple[Enterprise, ...]:
        """The enterprises that a name, a part of one or a code may mean.

        Args:
            words: A name or a part of it (of a former one too), a credit code or a stock code.
            asof: The day of which names and places are given, and the instant by which they had to be on record.
            limit: How many names are looked at at most.

        Returns:
            The one that answers to the words, as ``find`` has it; else those whose names have them in them, in the
            order they were enrolled; nobody where nobody does.

        Raises:
            BadInput: It is no line of text, or the number not positive.

        Examples:
            >>> [one.name for one in register.search("新材料", asof)]
            ['重庆示例新材料有限公司（虚构）']
        """
        wanted, moment = name_line(words), as_of(asof)
        refuse_few(limit, "limit")
        with self._database.reading() as register:
            try:
                keys: tuple[int, ...] = (register.find(wanted, moment.on, moment.known_at),)
            except AmbiguousEnterprise as error:
                keys = tuple(one.id for one in error.candidates)
            except UnknownEnterprise:
                keys = register.called(wanted, limit, moment.known_at)
            return register.enterprises(keys, moment) if keys else ()
