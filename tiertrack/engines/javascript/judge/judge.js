/* Judges by a program that `tiertrack policy export` writes: docs/program.md describes the format.
 *
 *   TierTrack.judge(program, answers)  the answer: truth, criteria, missing, moot, score
 *   TierTrack.next(program, answers)   the fact to ask for next, null where there is none; a third argument lists the
 *                                      keys of facts that were asked for and nobody knows
 *   TierTrack.read(fact, text)         {value} of what somebody wrote, or {fault: {code, what, remedy}}
 *   TierTrack.write(fact, value)       a value in words
 *
 * There is no threshold in here: they all come from the program. Numbers are whole and exact (BigInt), unknown is null
 * and travels as Kleene has it. No dependency, no module; BigInt is all that it asks of a browser beyond ES2015.
 */
(function (root) {
  "use strict";

  var FORMAT = 1;
  var big = root.BigInt;
  if (typeof big !== "function") {
    // A page says so in words; there is nothing that could judge.
    root.TierTrack = { FORMAT: FORMAT, isSupported: false };
    return;
  }
  var ZERO = big(0), ONE = big(1), TWO = big(2), TEN = big(10);

  /* PARTS */

  root.TierTrack = { FORMAT: FORMAT, isSupported: true, judge: judge, next: next, read: readText, write: write };
})(typeof globalThis === "undefined" ? self : globalThis);
