"""`python -m tests.bench.programs`: what a verdict by a program takes in Chromium, of the widest editions."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from tests.support.browsers import opened_browser, opened_page
from tests.support.scripts import in_page
from tiertrack import judge_source, national_rulebook, policy_program, policy_vectors, to_dict

_ON = dt.date(2026, 6, 30)
_WIDEST, _ROUNDS = 4, 50
_TIMED = """(function () {
  var slowest = 0, whole = 0;
  given.answers.forEach(function (one) {
    var from = performance.now();
    for (var i = 0; i < given.rounds; i++) { TierTrack.judge(given.program, one); TierTrack.next(given.program, one); }
    var took = (performance.now() - from) / given.rounds;
    whole += took;
    slowest = Math.max(slowest, took);
  });
  return [whole / given.answers.length, slowest];
})()"""


def _size(data: Any) -> int:
    return len(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode())


def main() -> None:
    """Prints the table."""
    keys = [edition.key for edition in national_rulebook().editions if _ON in edition.period]
    programs = {key: to_dict(policy_program(key, _ON)) for key in keys}
    widest = sorted(keys, key=lambda key: -_size(programs[key]))[:_WIDEST]
    print(f"judge.js {len(judge_source().encode()) / 1000:.0f} kB\n")
    print("| 程序 | kB | 判断并问下一项，平均 毫秒 | 最慢的一家 毫秒 |\n|---|---|---|---|")
    with opened_browser() as browser, opened_page(browser) as page:
        engine = in_page(page)
        for key in widest:
            answers = [dict(vector.answers) for vector in policy_vectors(key, _ON).vectors]
            mean, slowest = engine.value(_TIMED, program=programs[key], answers=answers, rounds=_ROUNDS)
            print(f"| {key} | {_size(programs[key]) / 1000:.0f} | {mean:.2f} | {slowest:.2f} |")


if __name__ == "__main__":
    main()
