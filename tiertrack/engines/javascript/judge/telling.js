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
      shortfall: shortfalls(data, found).map(function (one) { return one.join(""); }).join("；") || null,
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

function observed(data, found) {
  var seen = new Map();
  walk(found, function (one) {
    one.reads.forEach(function (place, index) {
      var slot = data.program.slots[place];
      var words = slot.choices ? slot : data.program.facts[slot.fact];
      seen.set(slot.key, { fact: slot.key, name: slot.name, words: words, value: one.given[index] });
    });
  });
  return Array.from(seen.values()).filter(function (one) { return one.value !== null; }).map(function (one) {
    return { fact: one.fact, name: one.name, value: inWords(one.words, one.value) };
  });
}
