"""`make bench`: what a verdict by a program takes in Chromium, and an answer to a self-check with all that it shows, of
the widest editions, as medians, which a busy machine moves least; a verdict is to take less than 5 ms, a self-check
less than 300 kB."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from tests.support.browsers import opened_browser, opened_page
from tests.support.scripts import in_page
from tiertrack import judge_source, national_rulebook, to_dict
from tiertrack.app.programs import every_program
from tiertrack.engines.javascript.rule_vectors import vectors_of
from tiertrack.pages.selfcheck.selfcheck_page import page_of

_ON = dt.date(2026, 6, 30)
_WIDEST, _ROUNDS = 4, 50
# One firm after the other in each round, since the verdict on the answers judged last is not worked out again.
_TIMED = """(function () {
  var took = given.answers.map(function () { return []; });
  for (var i = 0; i < given.rounds; i++) given.answers.forEach(function (one, place) {
    var from = performance.now();
    TierTrack.judge(given.program, one);
    TierTrack.next(given.program, one);
    took[place].push(performance.now() - from);
  });
  var medians = took.map(function (one) { return one.sort(function (a, b) { return a - b; })[one.length >> 1]; });
  var longest = Math.max.apply(null, took.map(function (one) { return one[one.length - 1]; }));
  var sum = medians.reduce(function (sum, one) { return sum + one; }, 0);
  return [sum / medians.length, Math.max.apply(null, medians), longest];
})()"""

# An answer as it is typed, the median of its letters: all fields are read, judged, told, and the list of questions is
# folded.
_ANSWERED = """(given) => {
  SelfCheck.facts.forEach((fact, place) => {
    if (given.answers[fact.key] !== undefined) SelfCheck.put(place, given.answers[fact.key]);
  });
  document.querySelector("input[value=all]").click();
  const field = document.querySelector(".question [data-part=text]"), took = [];
  for (let i = 0; i < given.rounds; i++) {
    field.value += "0";
    const from = performance.now();
    field.dispatchEvent(new Event("input", { bubbles: true }));
    took.push(performance.now() - from);
  }
  return took.sort((a, b) => a - b)[took.length >> 1];
}"""


def _size(data: Any) -> int:
    return len(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode())


def main() -> None:
    """Prints the table."""
    programs = {one: to_dict(one) for one in every_program(national_rulebook(), _ON)}
    widest = sorted(programs, key=lambda one: -_size(programs[one]))[:_WIDEST]
    print(f"judge.js {len(judge_source().encode()) / 1000:.0f} kB\n")
    print("| 程序 | kB | 判断并问下一项 毫秒 | 最慢的一家 毫秒 | 最久的一次 毫秒 |\n|---|---|---|---|---|")
    with opened_browser() as browser, opened_page(browser) as page:
        engine = in_page(page)
        for one in widest:
            answers = [dict(vector.answers) for vector in vectors_of(one).vectors]
            mean, slowest, longest = engine.value(_TIMED, program=programs[one], answers=answers, rounds=_ROUNDS)
            told = " | ".join(f"{each:.2f}" for each in (mean, slowest, longest))
            print(f"| {one.edition.key} | {_size(programs[one]) / 1000:.0f} | {told} |")
        print("\n| 自测 | kB | 填一笔到结论和各题更新 毫秒 |\n|---|---|---|")
        for one in widest:
            text = page_of(one)
            page.set_content(text)
            answers = dict(vectors_of(one).vectors[1].answers)
            took = page.evaluate(_ANSWERED, {"answers": answers, "rounds": _ROUNDS})
            print(f"| {one.edition.key} | {len(text.encode()) / 1000:.0f} | {took:.2f} |")


if __name__ == "__main__":
    main()
