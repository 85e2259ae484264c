"""What a ``Registry`` takes in of intellectual property: lists of rights."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from attrs import frozen

from tiertrack.app.commit import Commit
from tiertrack.app.register_imports import RegisterImports
from tiertrack.facts.not_found import NotFound
from tiertrack.given import member
from tiertrack.input_file import PathLike, as_path
from tiertrack.intake.fact_list import FactReading, Unsourced
from tiertrack.register_reports import ImportReport


@frozen(eq=False)
class RegisterRights(RegisterImports):
    """The part of a ``Registry`` about rights, which says how an enterprise is named and what every method raises."""

    def import_rights(
        self,
        path: PathLike,
        source: str | None = None,
        money_unit: str | None = None,
        not_found: Iterable[str | int] | Mapping[str, object] = (),
        sheet: str | None = None,
        commit: Commit = Commit.YES,
    ) -> ImportReport:
        """Brings a list of rights into the register, a right a row: all or nothing.

        The rows of an enterprise are all its source knows of: they take the place of what that source listed before,
        so that a right left out is gone. 无 for a name says that it has none.

        Args:
            path: A file of any format that tables of facts are read from.
            source: The source of rows that name none.
            money_unit: The unit of amounts that print none, as 万元.
            not_found: The codes for values that nobody found, as ``import_facts`` takes them.
            sheet: The sheet of a workbook that has several.
            commit: Whether the import is to last.

        Returns:
            How many rights are new, corrected and known, which are gone, which columns were not read, and the
            number by which ``undo`` takes it back.

        Raises:
            BadFile: The file cannot be read.
            BadDossier: Something in it is wrong, or rows have no source; every fault is named.
            BadInput: A code is for a column that the table does not have.

        Examples:
            >>> register.import_rights(Path("rights.csv"), source="专利局").observations
            3
        """
        from tiertrack.app.right_import import rights_import

        how = FactReading(money_unit, source, NotFound.of(not_found), sheet, Unsourced.REFUSED)
        return self.bring_in(rights_import(as_path(path), how), member(Commit, commit, "commit"))
