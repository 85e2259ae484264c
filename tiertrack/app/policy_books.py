"""The rulebook as a policy handbook: pages in a folder that are read without a server."""

from __future__ import annotations

from collections import Counter

from tiertrack.app.book_folder import write_book
from tiertrack.district.loading import chosen_rulebook
from tiertrack.input_file import PathLike, as_path
from tiertrack.pages.handbook.feature_file import shipped_features
from tiertrack.pages.handbook.page_frame import Book
from tiertrack.pages.handbook.scenario_results import Outcome, ScenarioResults, read_results
from tiertrack.pages.handbook.whole_book import pages_of
from tiertrack.render.written_book import PolicyBook, ScenarioRun
from tiertrack.rules.rulebook import Rulebook
from tiertrack.temporal import DayLike, as_day
from tiertrack.version import __version__


def policy_book(
    into: PathLike,
    rulebook: Rulebook | None = None,
    *,
    results: PathLike | None = None,
    selfchecks_on: DayLike | None = None,
) -> PolicyBook:
    """The standards as a handbook for people: a page for each edition, title, fact, document, region, day and feature,
    which a browser shows from a folder, without a server, a network or (but for the search) a script.

    Args:
        into: The folder: a new one, an empty one, or an earlier handbook, which is replaced when all is written.
        rulebook: The editions it is of; those of ``load_rulebook()`` unless given.
        results: The file that ``pytest --tiertrack-results`` wrote of a run of the features; without it the pages say
            that the scenarios were not run. Results of another version or of other rules are shown with that said.
        selfchecks_on: The day of self-checks, one for each edition in force then; without it there are none.

    Returns:
        What was written; ``index.html`` in the folder is the first page. ``to_text`` has it in Chinese.

    Raises:
        BadFile: The folder holds something else (E778), is none (E779) or cannot be written; the results cannot be
            read (E776). Nothing is written then.
        BadInput: That is no day, or the libraries that make the pages are not installed.

    Examples:
        >>> from tiertrack import Rulebook, edition_of, policy_book
        >>> of_one = Rulebook((edition_of("小巨人", "复核", year=2026),))
        >>> book = policy_book("手册", of_one)
        >>> book.into, book.editions, book.run
        ('手册', 1, None)
    """
    folder = as_path(into)
    found = None if results is None else read_results(as_path(results))
    checked_on = None if selfchecks_on is None else as_day(selfchecks_on)
    book = Book(chosen_rulebook(rulebook), shipped_features(), found, checked_on)
    about = {"version": __version__, "fingerprint": book.fingerprint}
    count = write_book(folder, lambda: pages_of(book), about)
    run = None if found is None else _run(found)
    return PolicyBook(str(folder), count, len(book.rulebook.editions), __version__, book.fingerprint, run, book.doubts)


def _run(results: ScenarioResults) -> ScenarioRun:
    counts = Counter(one.outcome for one in results.scenarios)
    return ScenarioRun(results.on, results.version, {outcome.value: counts[outcome] for outcome in Outcome})
