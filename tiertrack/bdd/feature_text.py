"""What Gherkin passes over in silence: a keyword with a full-width colon is taken for a description, and what it begins
is never run."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from gherkin.dialect import Dialect
from pytest_bdd.parser import Feature

from tiertrack.errors import Fault


def silent_keywords(features: Mapping[str, Feature]) -> Iterator[Fault]:
    """A fault for each keyword of the feature files, by their paths, that a full-width colon makes a description."""
    for path, feature in features.items():
        keyword = _keyword(feature.language)
        lines = Path(path).read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, 1):
            if keyword.match(line):
                what = "关键字后面是全角冒号，它下面的内容不会运行"
                yield Fault("E731", what, "请改用半角冒号 :", line.strip(), f"{path} 第 {number} 行")


def _keyword(language: str) -> re.Pattern[str]:
    dialect = Dialect.for_name(language)
    assert dialect is not None, language  # The file has been parsed in it.
    words = [
        *dialect.feature_keywords,
        *dialect.rule_keywords,
        *dialect.background_keywords,
        *dialect.scenario_keywords,
        *dialect.scenario_outline_keywords,
        *dialect.examples_keywords,
    ]
    return re.compile(rf"\s*(?:{'|'.join(map(re.escape, words))})\s*：")
