/* An answer as it is told to whoever asks. */

var WORDS = new Map([[true, "true"], [false, "false"], [null, "unknown"]]);

function judge(program, answers) {
  var result = judged(program, answers), data = result.data, score = null, lacking = [], unknown = [];
  var criteria = program.criteria.map(function (criterion, place) {
    var found = result.found[place], slots = result.missing[place], open = unknownSlots(found);
    walk(found, function (one) {
      if (one.node.kind === "scorecard" && score === null) score = scored(one);
    });
    if (result.truth === null) lacking = lacking.concat(slots);
    unknown = unknown.concat(open);
    var keys = keysOf(program, slots);
    return {
      key: criterion.key,
      truth: WORDS.get(found.truth),
      missing: keys,
      moot: keysOf(program, open, keys),
      shortfall: shortfalls(data, found).map(function (one) { return one.about + one.text; }).join("；") || null,
      compared: comparisons(data, found),
      observed: observed(data, found),
      finding: told(found)
    };
  });
  var keys = keysOf(program, lacking);
  return {
    truth: WORDS.get(result.truth),
    clash: result.isClash,
    criteria: criteria,
    missing: keys,
    moot: keysOf(program, unknown, keys),
    score: score && inPoints(score),
    doubts: doubted(program, data)
  };
}

// The keys of slots, each once, without those of others.
function keysOf(program, slots, but) {
  var left = new Set(slots.map(function (place) { return program.slots[place].key; }));
  (but || []).forEach(function (key) { left.delete(key); });
  return Array.from(left);
}

function told(found) {
  return { truth: WORDS.get(found.truth), text: found.node.text, findings: found.parts.map(told) };
}

function inPoints(score) {
  return {
    low: score.low / 100,
    high: score.high / 100,
    pass: score.passing / 100,
    sections: score.sections.map(function (section) {
      return {
        name: section.name,
        minimum: section.minimum === undefined ? null : section.minimum / 100,
        lines: section.lines.map(function (line) {
          return { name: line.name, low: line.low / 100, high: line.high / 100 };
        })
      };
    })
  };
}

// What was seen of each fact; of one that is read in two ways the last.
function observed(data, found) {
  var seen = new Map(), program = data.program;
  walk(found, function (one) {
    one.reads.forEach(function (place, index) { seen.set(program.slots[place].key, [place, one.given[index]]); });
  });
  return Array.from(seen.values()).filter(function (one) { return one[1] !== null; }).map(function (one) {
    var slot = program.slots[one[0]];
    return { fact: slot.key, name: slot.name, value: inWords(wordsOf(program, one[0]), one[1]) };
  });
}
