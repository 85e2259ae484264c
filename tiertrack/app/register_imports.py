"""What a register is brought in from files, import by import, and taking one of them back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from attrs import evolve, frozen

from tiertrack.app.commit import Commit
from tiertrack.app.register_names import RegisterNames
from tiertrack.app.undoing import imported_list, undo
from tiertrack.facts.asked import RegionLike
from tiertrack.facts.not_found import NotFound
from tiertrack.given import member, of_kind
from tiertrack.import_reports import Import, UndoReport
from tiertrack.input_file import PathLike, as_path
from tiertrack.intake.fact_list import FactReading, Unsourced
from tiertrack.intake.factless import Factless
from tiertrack.intake.title_list import TitleList
from tiertrack.output_file import Existing
from tiertrack.ports import Register
from tiertrack.progress import Progress, silent
from tiertrack.register_reports import ImportReport, TitleReport

_Result = TypeVar("_Result")
_Report = TypeVar("_Report", ImportReport, TitleReport)


@frozen(eq=False)
class RegisterImports(RegisterNames):
    """The part of a ``Registry`` that brings files in and takes them back; that says how an enterprise is named."""

    def import_facts(
        self,
        path: PathLike,
        money_unit: str | None = None,
        source: str | None = None,
        not_found: Iterable[str | int] | Mapping[str, object] = (),
        rest: PathLike | None = None,
        existing: Existing = Existing.KEPT,
        sheet: str | None = None,
        commit: Commit = Commit.YES,
    ) -> ImportReport:
        """Brings a table of facts, or the dossier of an enterprise or achievement, into the register: all or nothing
        or, of a table, the rows that are sound.

        Args:
            path: A CSV or XLSX file of one enterprise a row, or a JSON file.
            money_unit: The unit of amounts that print none, as 万元.
            source: The source of values that name none, and the document of a dossier's titles. It need not be given
                where every value names its own.
            not_found: The codes for values that nobody found: numbers for the whole table, as ``(-1,)``, or a code for
                each column by its heading, key or Chinese name, as ``{"从业人员": 0}``.
            rest: A CSV file for the rows that are not sound, with their faults in a last column; all or nothing unless
                given. Where every row is sound there is no such file.
            existing: Whether a file of that name is kept, and the import refused, or replaced.
            sheet: The sheet of a workbook that has several.
            commit: Whether the import is to last.

        Returns:
            What it changed, enterprise by enterprise, what is hardly true of the figures, which columns were not read,
            and the number by which ``undo`` takes it back.

        Raises:
            BadFile: The file cannot be read, or the one for the rest not written.
            BadDossier: Something in it is wrong, values have no source, or it is a list of titles or of nothing but
                firms; every fault is named.
            BadInput: A code is for a column that the table does not have.

        Examples:
            >>> register.import_facts(Path("firm.json"), source="企业填报").known
            13
        """
        from tiertrack.app.import_files import facts_import, today

        member(Existing, existing, "existing")
        how = FactReading(money_unit, source, NotFound.of(not_found), sheet, Unsourced.REFUSED, Factless.REFUSED)
        file, left = as_path(path), None if rest is None else as_path(rest)
        asked, rules = member(Commit, commit, "commit"), lambda: self._rulebook
        with facts_import(file, how, today(self._clock), left, existing, rules, asked) as bring:
            return self.bring_in(bring, asked)

    def import_titles(
        self,
        titles: TitleList,
        progress: Progress = silent,
        commit: Commit = Commit.YES,
        complete: RegionLike | None = None,
    ) -> TitleReport:
        """Brings a published list of titles into the register: all or nothing.

        Args:
            titles: The list, of ``read_title_list``.
            progress: Called with the number of rows done since the last call, again and again.
            commit: Whether the import is to last.
            complete: The region all of whose holders the list names, of the title and on the day said for the whole of
                it: whoever is in it and not on the list is recorded as not holding the title.

        Returns:
            What it changed, enterprise by enterprise, how many rows wait for somebody to say which they are about, how
            the file was read: what was left out of it, and why; and the number by which ``undo`` takes it back.

        Raises:
            BadInput: It is complete, but not said of which title, on which day, by which document.
            BadFile: The file cannot be read, or was read off a page and nobody has confirmed what was read.
            BadDossier: Something in it is wrong, or it is complete and a row grants another title, or none; every fault
                is named.

        Examples:
            >>> titles = tiertrack.read_title_list(Path("titles.csv"))
            >>> register.import_titles(titles).known
            5
        """
        from tiertrack.app.complete_list import CompleteList
        from tiertrack.app.title_import import import_titles

        whole = None if complete is None else CompleteList.of(titles, complete)

        def attempt(register: Register) -> TitleReport:
            return import_titles(register, titles, self._rulebook, progress, whole)

        if member(Commit, commit, "commit") is Commit.YES:
            titles.refuse_unseen()
        return self.bring_in(lambda register: imported_list(register, attempt, titles.file, titles.source), commit)

    def imports(self) -> tuple[Import, ...]:
        """The imports on record, in their order, those that were taken back as well; among them the reviews that were
        closed and the rows that waited and were settled.

        Returns:
            Each with its number, its instant, its file and what that held, of how many enterprises and rows it told,
            and whether it was taken back.

        Examples:
            >>> [one.file for one in register.imports() if one.withdrawn]
            []
        """
        with self._database.reading() as register:
            return register.imports()

    def undo(self, number: int, reason: str | None = None, commit: Commit = Commit.YES) -> UndoReport:
        """Takes an import back as a unit, or a review that was closed, or the settling of rows that waited. What it
        wrote stays on record and is passed over from now on; whoever asks what was known before still sees it. To bring
        it back, the file is imported again.

        Args:
            number: The number of the import, as ``imports`` lists it.
            reason: Why; kept with it.
            commit: Whether it is to last, or only to show what it would take back.

        Returns:
            The import, the enterprises it told of, and those that are not on record any more.

        Raises:
            BadInput: There is no such import, or it was taken back before.
            StoreError: What was recorded since leans on it; everything that does is named.

        Examples:
            >>> report = register.import_facts(Path("firm.json"), source="区经信委")
            >>> register.undo(report.number, "重复导入").undone.file
            'firm.json'
        """
        asked = of_kind(int, number, "导入的编号", "imports 所列的编号，如 3", "number")
        return self._done(lambda register: undo(register, asked, reason), member(Commit, commit, "commit"))

    def bring_in(self, attempt: Callable[[Register], _Report], commit: Commit = Commit.YES) -> _Report:
        """What an import did, or would do; it has no number where it does not last.

        Args:
            attempt: The import; it may be called more than once.
            commit: Whether it is to last.

        Returns:
            Its report.

        Raises:
            StoreError: Another writer came first every time.

        Examples:
            >>> from tiertrack import Commit, ImportReport
            >>> register.bring_in(lambda unit: ImportReport(known=len(unit.keys())), Commit.DRY_RUN).number is None
            True
        """
        report = self._done(attempt, member(Commit, commit, "commit"))
        return report if commit is Commit.YES else evolve(report, number=None)

    def _done(self, attempt: Callable[[Register], _Result], commit: Commit) -> _Result:
        """Does something, or sees what it would do and leaves nothing behind."""
        if commit is Commit.YES:
            return self.write(attempt)
        with self._database.writing(self._clock) as register:
            return attempt(register)
