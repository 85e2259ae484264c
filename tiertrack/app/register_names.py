"""Which record an enterprise's is: enrolling it, settling the rows of lists that wait, joining two records of it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable
from typing import TypeVar

from attrs import frozen

from tiertrack.app.enrolment import enrol
from tiertrack.app.merging import merge, unmerge
from tiertrack.app.register_comparisons import RegisterComparisons
from tiertrack.enterprise import Reference
from tiertrack.enumeration import first_few
from tiertrack.errors import BadInput, Fault
from tiertrack.facts.asked import RegionLike, as_region
from tiertrack.facts.credit_code import normalise_credit_code
from tiertrack.facts.identity import Identity, normalise_stock_code
from tiertrack.facts.industry_reading import normalise_industry
from tiertrack.facts.line_text import name_line, one_line
from tiertrack.given import of_kind
from tiertrack.intake.proposals import Proposal
from tiertrack.ports import Register
from tiertrack.register_reports import Enrolment, Merger, TitleReport
from tiertrack.temporal import BEIJING
from tiertrack.titles.joining import Said

_Result = TypeVar("_Result")


@frozen(eq=False)
class RegisterNames(RegisterComparisons):
    """The part of a ``Registry`` that settles which record an enterprise's is; that says how one is named."""

    @abstractmethod
    def write(self, attempt: Callable[[Register], _Result]) -> _Result:
        """Does something to the register as one unit of work; ``Registry`` describes it."""

    def enrol(
        self,
        name: str,
        uscc: str | None = None,
        stock_code: str | None = None,
        region: RegionLike | None = None,
        industry: str | None = None,
    ) -> Enrolment:
        """Adds an enterprise; the one on record that has its credit code already is given back as it is then.

        Args:
            name: Its full name. Another one than on record with the credit code is its name from now on.
            uscc: Its unified social credit code of 18 characters, the one thing that surely tells whether it is on
                record.
            stock_code: Its stock code of six digits.
            region: Its district, city or province, or the code or name of it.
            industry: The code of its industry in GB/T 4754, as ``C3484``.

        Returns:
            The enterprise with its id, whether it is new, and those on record under names so like it that it may be
            one of them.

        Raises:
            BadIdentifier: A code that cannot be right.
            BadDossier: A name of several lines, with control characters, or too long to be one.
            AmbiguousEnterprise: There is an enterprise of that name, and no credit codes tell the two apart; it is
                among the ``candidates`` of the error.
            BadInput: The credit code is one enterprise's, the name another's; or a name or code is no text.
            StoreError: A stock code that another enterprise has.

        Examples:
            >>> enrolled = register.enrol("重庆虚构丁某制造有限公司", "91500113MA0000015Q", region="500113")
            >>> enrolled.enterprise.name, enrolled.alike
            ('重庆虚构丁某制造有限公司', ())
            >>> again = register.enrol("重庆虚构丁某制造有限公司", "91500113MA0000015Q")
            >>> again.enterprise == enrolled.enterprise
            True
        """
        place = None if region == "" else as_region(region)
        identity = Identity(
            name=name_line(of_kind(str, name, "企业名称", "企业全称", "name")),
            uscc=_code(uscc, "统一社会信用代码", "uscc", normalise_credit_code),
            stock_code=_code(stock_code, "证券代码", "stock_code", normalise_stock_code),
            region=None if place is None else place.code,
            industry=_code(industry, "行业代码", "industry", normalise_industry),
        )
        return self.write(lambda register: enrol(register, identity))

    def accept(self, proposal: int, enterprise: Reference | None = None, told_by: str | None = None) -> TitleReport:
        """Settles a proposal, and every other row that waits under its name, on an enterprise. It answers to that name
        from then on; it is renamed only where a row says that its name was one of the former ones.

        Args:
            proposal: The key of the proposal.
            enterprise: A name, code or id, or an ``Enterprise``; its only candidate unless given.
            told_by: Who settled it.

        Returns:
            What it changed, how many rows of any name wait still, and the number by which ``undo`` takes it back.

        Raises:
            BadInput: There is no such proposal, it is settled, it has several candidates and none is named, or the
                name is that of another enterprise.

        Examples:
            >>> register.accept(1, told_by="巴南区经济信息委").new
            1
        """
        by = told_by and one_line(told_by)
        return self.write(lambda register: self._settled(register, proposal, enterprise, by))

    def accept_as_new(self, proposal: int, told_by: str | None = None) -> TitleReport:
        """Settles a proposal, and every other row that waits under its name, as an enterprise of its own.

        Args:
            proposal: The key of the proposal.
            told_by: Who settled it.

        Returns:
            What it changed, how many rows of any name wait still, and the number by which ``undo`` takes it back.

        Raises:
            BadInput: There is no such proposal, it is settled, or the name is that of an enterprise on record.

        Examples:
            >>> register.accept_as_new(1).new
            1
        """
        from tiertrack.app.settling import settle, waiting_proposal

        by = told_by and one_line(told_by)

        def attempt(register: Register) -> TitleReport:
            register.take_turn()
            return settle(register, waiting_proposal(register, proposal), None, self._rulebook, by)

        return self.write(attempt)

    def dismiss(self, proposals: Iterable[int], why: str, told_by: str | None = None) -> tuple[Proposal, ...]:
        """Says of rows that wait that they are not taken, as of one read with a wrong event; nothing of them is
        recorded, and they wait no longer.

        Args:
            proposals: The keys of the proposals.
            why: The reason, which stays on record.
            told_by: Who said so.

        Returns:
            The proposals as they stand then, in the order given.

        Raises:
            BadInput: There is no such proposal, it is settled or dismissed, or no reason is given; every one is named.

        Examples:
            >>> [proposal.dismissed for proposal in register.dismiss([1], "事项写错，已另有一行")]
            ['事项写错，已另有一行']
        """
        from tiertrack.app.settling import dismiss

        keys, reason, said = tuple(proposals), one_line(why), self._said(None, told_by)
        return self.write(lambda register: dismiss(register, keys, reason, said))

    def _settled(self, register: Register, key: int, enterprise: Reference | None, told_by: str | None) -> TitleReport:
        from tiertrack.app.settling import settle, waiting_proposal

        register.take_turn()
        proposal = waiting_proposal(register, key)
        if enterprise is not None:
            return settle(register, proposal, register.find(enterprise), self._rulebook, told_by)
        if len(proposal.candidates) != 1:
            names = first_few((candidate.name for candidate in proposal.candidates), "家")
            what = f"有 {len(proposal.candidates)} 家可能：{names}" if names else "现在没有一家可能"
            raise BadInput(Fault("E713", what, "请写明是哪一家，或用 accept_as_new 确认为新的一家", str(key)))
        return settle(register, proposal, proposal.candidates[0].enterprise, self._rulebook, told_by)

    def merge(
        self,
        enterprise: Reference,
        other: Reference,
        uscc: str | None = None,
        document: str | None = None,
        told_by: str | None = None,
    ) -> Merger:
        """Joins two records of one enterprise: from now on both names answer, and what is on record of either is one's.

        Nothing is moved, and ``unmerge`` separates them again; before it was recorded, they are two.

        Args:
            enterprise: A name, code or id of the record whose name is shown.
            other: The same of the record that is joined to it.
            uscc: The credit code that is right, where the two records have different ones.
            document: The document that says so.
            told_by: Who said so.

        Returns:
            The name that is shown, the other one, and the credit code.

        Raises:
            BadInput: They are one record already, or the code is neither's.
            StoreError: They have different credit codes and none is said to be right, or events that contradict each
                other.

        Examples:
            >>> for name in ("重庆虚构丁某制造有限公司", "重庆虚构丁某制造股份有限公司"):
            ...     _ = register.enrol(name)
            >>> register.merge("重庆虚构丁某制造有限公司", "重庆虚构丁某制造股份有限公司").enterprise
            '重庆虚构丁某制造有限公司'
        """
        code, said = _code(uscc, "统一社会信用代码", "uscc", normalise_credit_code), self._said(document, told_by)

        def attempt(register: Register) -> Merger:
            register.take_turn()
            return merge(register, register.find(enterprise), register.find(other), code, said)

        return self.write(attempt)

    def unmerge(self, enterprise: Reference, document: str | None = None, told_by: str | None = None) -> Merger:
        """Separates a record from the one it was joined to; what was recorded in the meantime stays with that one.

        Args:
            enterprise: A name, code or id of the record that was joined to another.
            document: The document that says so.
            told_by: Who said so.

        Returns:
            The name of the record it was joined to, its own, and its credit code.

        Raises:
            BadInput: The record was not joined to another.

        Examples:
            >>> for name in ("重庆虚构丁某制造有限公司", "重庆虚构丁某制造股份有限公司"):
            ...     _ = register.enrol(name)
            >>> _ = register.merge("重庆虚构丁某制造有限公司", "重庆虚构丁某制造股份有限公司")
            >>> register.unmerge("重庆虚构丁某制造股份有限公司").other
            '重庆虚构丁某制造股份有限公司'
        """
        said = self._said(document, told_by)
        return self.write(lambda register: unmerge(register, enterprise, said))

    def _said(self, document: str | None, told_by: str | None) -> Said:
        today = self._clock.now().astimezone(BEIJING).date()
        return Said(today, document and one_line(document), told_by and one_line(told_by))


def _code(given: str | None, what: str, place: str, normalised: Callable[[str], str]) -> str | None:
    """A code as it is kept, None where there is none or it is left empty; raises BadInput for a number."""
    if given is None or given == "":
        return None
    return normalised(of_kind(str, given, what, "文字，代码请加引号", place))
