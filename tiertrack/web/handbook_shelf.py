"""The policy handbook as the server has it: a part of it is written when it is first asked for, and kept."""

from __future__ import annotations

import threading
import zlib

from tiertrack.pages.handbook.addresses import START
from tiertrack.pages.handbook.feature_file import shipped_features
from tiertrack.pages.handbook.page_frame import Book
from tiertrack.pages.handbook.scenario_results import ScenarioResults
from tiertrack.pages.handbook.whole_book import part_at
from tiertrack.rules.rulebook import Rulebook
from tiertrack.web.desk import no_such_page

PATH = "/handbook/"


class HandbookShelf:
    """The handbook of a rulebook with the ``results`` of a run of the scenarios; its pages say where there was none."""

    def __init__(self, rulebook: Rulebook, results: ScenarioResults | None = None) -> None:
        self._book = Book(rulebook, shipped_features(), results)
        self._lock = threading.Lock()
        # Some thousand pages, of which each is mostly its style.
        self._pages: dict[str, bytes] = {}
        self._written: set[str] = set()

    def page(self, address: str) -> str:
        """The page at an address within the handbook; raises BadInput where there is none (E789)."""
        address = f"{address}{START}" if address == "" or address.endswith("/") else address
        folder = address.partition("/")[0]
        with self._lock:
            if folder not in self._written:
                self._written.add(folder)
                for one in part_at(address, self._book):
                    self._pages[one.address] = zlib.compress(one.text.encode(), 1)
            found = self._pages.get(address)
        if found is None:
            raise no_such_page(f"{PATH}{address}")
        return zlib.decompress(found).decode()
