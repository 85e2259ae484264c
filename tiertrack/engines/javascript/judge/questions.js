/* What to ask next. */

// Of the criterion that the fewest facts settle the fact that most open criteria lack; what only an authority can
// tell is asked last. Where that leaves several, the first in reading order.
function next(program, answers, skipped) {
  var result = judged(program, answers), found = new Map();
  if (result.truth !== null) return null;
  result.missing.forEach(function (slots) {
    var asked = new Set(slots.map(function (place) { return program.slots[place].fact; }));
    var facts = Array.from(asked).filter(function (fact) { return !isOf(skipped || [], program.facts[fact].key); });
    facts.forEach(function (fact) {
      var before = found.get(fact) || { fewest: facts.length, lacking: 0 };
      found.set(fact, { fewest: Math.min(before.fewest, facts.length), lacking: before.lacking + 1 });
    });
  });
  var best = null;
  found.forEach(function (measure, fact) {
    var rank = [program.facts[fact].kind === "judgement" ? 1 : 0, measure.fewest, -measure.lacking, fact];
    if (best === null || isBefore(rank, best.rank)) best = { rank: rank, fact: fact };
  });
  return best && program.facts[best.fact];
}

function isBefore(left, right) {
  var place = left.findIndex(function (one, index) { return one !== right[index]; });
  return place >= 0 && left[place] < right[place];
}
