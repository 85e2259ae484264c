"""The questions an open register answers about many enterprises at once; nothing here writes to what is on record."""

from __future__ import annotations

import os
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

from tiertrack.app.listed import refuse_few
from tiertrack.app.register_firms import RegisterFirms
from tiertrack.district.loading import chosen_edition
from tiertrack.enterprise import Reference
from tiertrack.facts.asked import (
    ActLike,
    RegionLike,
    TitleLike,
    as_act,
    as_applied_for,
    as_member,
    as_region,
    as_share,
    as_title,
)
from tiertrack.given import member
from tiertrack.input_file import PathLike, as_path
from tiertrack.ladder.distance import WITHIN
from tiertrack.law.scope import Act
from tiertrack.output_file import CsvHeadings, Existing
from tiertrack.ports import Clock
from tiertrack.progress import Progress, silent
from tiertrack.register_reports import ListReport
from tiertrack.rules.edition import Edition
from tiertrack.screening.answer_form import AnswerForm, Holders
from tiertrack.screening.candidates import Candidates
from tiertrack.screening.results import Impact, NearMisses, Screening
from tiertrack.temporal import AsOf, AsOfLike, as_of

if TYPE_CHECKING:
    from tiertrack.screening.register import RegisterSource


@frozen(eq=False)
class RegisterLists(RegisterFirms):
    """The part of a ``Registry`` that asks about many enterprises; that says how one is named."""

    _clock: Clock

    def screen(
        self,
        tier: TitleLike,
        act: ActLike,
        asof: AsOfLike,
        region: RegionLike | None = None,
        variant: str | None = None,
        *,
        into: str | Path | None = None,
        existing: Existing = Existing.KEPT,
        headings: CsvHeadings | str = CsvHeadings.KEYS,
        holders: Holders | str | None = None,
        limit: int | None = None,
        sample: int | None = None,
        progress: Progress = silent,
    ) -> Screening:
        """Which enterprises on record met the standard in force on a day; the database answers for all at once.

        Args:
            tier: The title asked about.
            act: Its recognition or its review.
            asof: The day, and the instant by which something had to be on record to count.
            region: Where all are judged; each where it is unless given.
            variant: The key of one of several standards that stand side by side.
            into: Where all answers go: a ``.csv``, ``.parquet`` or ``.xlsx`` file (that one in Chinese), or a table of
                the register's database.
            existing: Whether a file of that name is kept, and the screening refused, or replaced.
            headings: Whether the columns of a ``.csv`` file are headed by their keys or in Chinese, truths in words.
            holders: With a file, which then has a column of the titles held on the day: whether those that hold the
                title asked about are ``"included"`` in it, or ``"left_out"`` and counted. Unless given the file has no
                such column, and everyone.
            limit: Only so many, the first enrolled.
            sample: Only about so many, evenly drawn, always the same ones.
            progress: Called with each step.

        Returns:
            How many meet the standard, do not, and leave it open, by each criterion too; and the first that meet it.

        Raises:
            NoEditionInForce: No standard is encoded for that title, act, day and region.
            UnknownEdition: There is no such variant.
            EditionOverlap: Two editions of one variant are in force at once.
            BadFrame: What is on record cannot be judged by.
            BadFile: The file is there already, or cannot be written.
            BadInput: The register is in memory, the table is not one of answers, a number is not positive, or there are
                no such headings or holders.

        Examples:
            >>> found = register.screen(Tier.SRDI_SME, Act.RECOGNITION, asof)
            >>> found.total == found.met + found.failed + found.open
            True
        """
        from tiertrack.app.answer_workbook import screened
        from tiertrack.screening.question import ask

        asof = as_of(asof)
        question = ask(tier, act, asof.on, region, variant, self._rulebook)
        place, existing = None if into is None else str(into), member(Existing, existing, "existing")
        form = AnswerForm(
            as_member(CsvHeadings, headings, "标题"),
            None if holders is None else as_member(Holders, holders, "持有企业的去留"),
        )
        return screened(self._source(asof, limit, sample), question, place, progress, existing, form)

    def near(
        self,
        tier: TitleLike,
        act: ActLike,
        asof: AsOfLike,
        region: RegionLike | None = None,
        variant: str | None = None,
        *,
        within: Fraction | str = WITHIN,
        limit: int | None = None,
        sample: int | None = None,
        progress: Progress = silent,
    ) -> NearMisses:
        """The enterprises on record that fell short of the standard in force on a day by little.

        Args:
            tier: The title asked about.
            act: Its recognition or its review.
            asof: The day, and the instant by which something had to be on record to count.
            region: Where all are judged; each where it is unless given.
            variant: The key of one of several standards that stand side by side.
            within: No farther than this share from any limit, as ``"10%"``; a fifth unless given. What is no matter of
                degree, as a title not held, is never near; whom no effort brings there, as one that is too large,
                stands apart.
            limit: Only so many, the first enrolled.
            sample: Only about so many, evenly drawn, always the same ones.
            progress: Called with each step.

        Returns:
            The near misses, the nearest first, each with what it would take.

        Raises:
            NoEditionInForce: No standard is encoded for that title, act, day and region.
            UnknownEdition: There is no such variant.
            EditionOverlap: Two editions of one variant are in force at once.
            BadFrame: What is on record cannot be judged by.
            BadQuantity: The share is none from 0 to 100 %.
            BadInput: The register is in memory, a number is not positive, or the share not exact.

        Examples:
            >>> register.near(Tier.SRDI_SME, Act.RECOGNITION, asof, within="10%").found
            ()
        """
        from tiertrack.screening.question import ask

        asof = as_of(asof)
        question = ask(tier, act, asof.on, region, variant, self._rulebook)
        return self._source(asof, limit, sample).near(question, as_share(within, "within"), progress)

    def candidates(
        self,
        tier: TitleLike,
        asof: AsOfLike,
        act: ActLike = Act.RECOGNITION,
        *,
        region: RegionLike | None = None,
        variant: str | None = None,
        within: Fraction | str = WITHIN,
        progress: Progress = silent,
    ) -> Candidates:
        """Who on record may go for a title: who qualifies, who lacks only facts, and who is one step away.

        The database leaves out who is known to hold the title on the day and who is far away from it; each of the
        others is judged where it is. For a review those are asked about who hold the title.

        Args:
            tier: The title asked about.
            asof: The day, and the instant by which something had to be on record to count.
            act: Its recognition or its review.
            region: Only those in it; all unless given.
            variant: The key of one of several standards that stand side by side; the one that takes least unless given.
            within: One step away is whoever fails no limit by more than this share of it, or one thing alone that is no
                matter of degree, as a title still to be had.
            progress: Called with each step.

        Returns:
            The candidates, each in a group of its ``readiness``, those with the least to do first. Whom only such
            things keep from it as no effort cures (it is too large, or in another industry) are a group of their own;
            those farther away are counted.

        Raises:
            NoEditionInForce: No standard is encoded for that title, act and day.
            UnknownEdition: There is no such variant.
            EditionOverlap: Two editions of one variant are in force at once.
            BadFrame: What is on record cannot be judged by.
            BadQuantity: The share is none from 0 to 100 %.
            BadInput: The register is in memory, or the share not exact.

        Examples:
            >>> found = register.candidates(Tier.SRDI_SME, asof)
            >>> [(one.readiness.label, one.name, len(one.missing)) for one in found.found][:1]
            [('只缺资料', '重庆示例新材料有限公司（虚构）', 3)]
        """
        from tiertrack.screening.question import ask
        from tiertrack.screening.register_candidates import register_candidates

        asof = as_of(asof)
        place = as_region(region, asof.on)
        question = ask(tier, as_applied_for(act), asof.on, None, variant, self._rulebook)
        share = as_share(within, "within")
        return register_candidates(self._source(asof, None, None), question, place, share, progress)

    def impact(
        self,
        before: Edition | str,
        after: Edition | str,
        asof: AsOfLike,
        *,
        limit: int | None = None,
        sample: int | None = None,
        progress: Progress = silent,
    ) -> Impact:
        """Who of the enterprises on record would gain, keep and lose a title when one edition follows another.

        Args:
            before: The edition so far, or its key.
            after: The new edition, or its key, as ``srdi_sme/recognition/2026``.
            asof: The day both are judged on, and the instant by which something had to be on record to count.
            limit: Only so many, the first enrolled.
            sample: Only about so many, evenly drawn, always the same ones.
            progress: Called with each step.

        Returns:
            The numbers, by region and industry, and what each clause costs.

        Raises:
            UnknownEdition: No edition has that key.
            BadFrame: What is on record cannot be judged by.
            BadInput: One edition is about achievements and the other about enterprises, or is of an act nobody applies
                for (``compare_all`` tells who is hit by which indicator); the register is in memory, or a number is not
                positive.

        Examples:
            >>> effects = register.impact("srdi_sme/recognition/2022", "srdi_sme/recognition/2026", asof)
            >>> sum(cell.count for cell in effects.cells) == register.screen(Tier.SRDI_SME, Act.RECOGNITION, asof).total
            True
        """
        asof = as_of(asof)
        old, new = (chosen_edition(one, self._given) for one in (before, after))
        return self._source(asof, limit, sample).impact(old, new, asof.on, progress)

    def rebuild_typed_tables(self, *, progress: Progress = silent) -> int:
        """Works out anew, from the register alone, what screenings kept to begin from the next time.

        They look after it by themselves; this is for whoever does not trust it any more.

        Args:
            progress: Called with each step.

        Returns:
            How many tables there are.

        Raises:
            BadFrame: What is on record cannot be judged by.
            BadInput: The register is in memory.

        Examples:
            >>> register.rebuild_typed_tables() == register.drop_typed_tables()
            True
        """
        from tiertrack.screening.typed_upkeep import rebuild_typed_tables

        return rebuild_typed_tables(self._database.bind, self._database.schema, progress)

    def drop_typed_tables(self) -> int:
        """Drops what screenings kept to begin from the next time; the next one works everything out from the register.

        Returns:
            How many tables there were.

        Raises:
            BadInput: The register is in memory.

        Examples:
            >>> register.drop_typed_tables()
            0
        """
        from tiertrack.screening.typed_upkeep import drop_typed_tables

        return drop_typed_tables(self._database.bind, self._database.schema)

    def _source(self, asof: AsOf, limit: int | None, sample: int | None) -> RegisterSource:
        from tiertrack.screening.register import RegisterSource

        for name, count in (("limit", limit), ("sample", sample)):
            refuse_few(count, name)
        return RegisterSource(
            self._database.bind, asof.known_at, limit, sample, self._clock, schema=self._database.schema
        )

    def export(
        self,
        asof: AsOfLike,
        into: PathLike,
        *,
        region: RegionLike | None = None,
        existing: Existing = Existing.KEPT,
        headings: CsvHeadings | str = CsvHeadings.CHINESE,
        progress: Progress = silent,
    ) -> int:
        """Writes what is on record of every enterprise to a file, from one state of the register.

        A ``.xlsx`` file is a workbook for people (台账): 企业, 数值, 称号, 事项, 到期, 认定, 知识产权 and 备注, a sheet
        each; ``import_facts`` reads it again. A ``.jsonl`` file has everything, an enterprise a line: its id, names and
        codes, ``facts`` and ``judgements`` in the form of a dossier's file, and every event. A ``.csv`` file has the
        facts as each source last stated them, in a table that ``import_facts`` takes.

        Args:
            asof: The day of which names, places and events are given, and the instant by which something had to be on
                record.
            into: The file.
            region: Only the enterprises in it; all unless given.
            existing: Whether a file of that name is kept, and the export refused, or replaced.
            headings: Whether the columns of a ``.csv`` file are headed in Chinese, or by their keys.
            progress: Called with the number of enterprises done since the last call, again and again.

        Returns:
            How many enterprises were written; ``later_events`` says what came after the day and is left out.

        Raises:
            BadFile: The file has another ending, is there already, or cannot be written; a workbook has no room for
                all of it.
            BadInput: The headings are neither; the library that writes workbooks is not installed.

        Examples:
            >>> register.export(asof, "everything.jsonl") == len(list(register.firms(asof)))
            True
            >>> register.export(asof, "台账.xlsx", region="巴南区")
            4
        """
        from tiertrack.app.export import Export, export

        moment, kept = as_of(asof), member(Existing, existing, "existing")
        named = as_member(CsvHeadings, headings, "标题")
        wanted = Export(moment, self._rulebook, as_region(region, moment.on), named)
        with self._database.reading() as register:
            return export(register, wanted, as_path(into), kept, progress)

    def template(
        self,
        tier: TitleLike,
        act: ActLike,
        asof: AsOfLike,
        into: PathLike,
        *,
        region: RegionLike | None = None,
        firms: Iterable[Reference] | PathLike | None = None,
        variant: str | None = None,
        existing: Existing = Existing.KEPT,
    ) -> ListReport:
        """Writes a workbook to be filled in for a title (``tiertrack.template``), with what is on record of the
        enterprises already in it.

        Args:
            tier: The title.
            act: Its recognition or its review.
            asof: The day asked about, and the instant by which something had to be on record.
            into: The ``.xlsx`` file.
            region: Where the standard is to apply, and the enterprises are; unless given everywhere, by the standard of
                where each of them is, all in one workbook.
            firms: The enterprises; or a table that names some, those that are not on record among them. All of the
                region unless given.
            variant: One of several standards that stand side by side; all of them unless given.
            existing: Whether a file of that name is kept, and nothing written, or replaced.

        Returns:
            How many rows about how many enterprises are filled in, the file, and the enterprises for whose place there
            is no standard.

        Raises:
            NoEditionInForce: No standard is encoded for that title, act, day and region.
            BadFile: The file has another ending, is there already, or cannot be written.

        Examples:
            >>> register.template("小巨人", "认定", asof, "一家的填报表.xlsx", firms=[firm]).firms
            1
        """
        from tiertrack.app.template_file import Wanted, written
        from tiertrack.app.template_firms import registered_firms

        moment, kept = as_of(asof), member(Existing, existing, "existing")
        place = as_region(region, moment.on)
        wanted = Wanted(as_title(tier), as_act(act), moment.on, place, self._rulebook, variant)
        listed = as_path(firms) if isinstance(firms, str | os.PathLike) else firms
        with self._database.reading() as register:
            known = registered_firms(register, listed, place, moment)
        return written(wanted, known, as_path(into), kept, [listed] if isinstance(listed, Path) else [])
