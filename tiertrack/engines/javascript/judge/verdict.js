/* What comes of all criteria together. */

// The last verdict: it is told, and what to ask next is looked for, of the same answers.
var last = { program: null, answers: [], verdict: null };

function judged(program, answers) {
  if (program.format !== FORMAT) throw new RangeError("程序的格式是第 " + program.format + " 版，这里只读第 " + FORMAT + " 版");
  var written = program.facts.map(function (fact) { return answers[fact.key]; });
  var isSame = program === last.program && written.every(function (one, place) { return one === last.answers[place]; });
  if (!isSame) last = { verdict: verdict(program, answers), program: program, answers: written };
  return last.verdict;
}

function verdict(program, answers) {
  var data = read(program, answers), fold = program.fold === "all" ? all : any;
  var found = program.criteria.map(function (criterion) { return explain(data, criterion.test); });
  var lacking = found.map(function (one) { return missing(data, one); });
  var together = program.together.map(function (node) { return kernel(data, node, []); });
  var truth = fold(truths(found).concat(together));
  // Not all criteria can be met, though none of them fails.
  var isClash = program.fold === "all" && truth === false && !isOf(truths(found), false);
  var isOpen = program.criteria.some(function (criterion, place) {
    return criterion.authority !== null && found[place].truth === null;
  });
  if (!isClash && isOpen) {
    program.criteria.forEach(function (criterion, place) {
      // What no fact can decide is up to the authority.
      if (criterion.authority === null || found[place].truth !== null || lacking[place].length) return;
      found[place] = byAuthority(data, criterion.authority, found[place]);
      lacking[place] = missing(data, found[place]);
    });
    truth = fold(truths(found));
  }
  return { data: data, truth: truth, isClash: isClash, found: found, missing: lacking };
}

function byAuthority(data, authority, found) {
  var judged = data.values[authority], node = { kind: "holds", text: data.program.slots[authority].name };
  return finding(node, judged, [authority], [judged], [found]);
}

function truths(found) {
  return found.map(function (one) { return one.truth; });
}
