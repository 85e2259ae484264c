/* What came of each test, and which facts could still decide it. */

// What came of a test: its truth, what it read itself, and what came of the tests it is folded from.
function explain(data, node) {
  var reads = node.reads || [], given = reads.map(function (place) { return data.values[place]; }), parts;
  if (node.kind === "switch" && given[0] !== null) {
    // Of a choice that is known only the case chosen is looked at.
    var chosen = node.cases.indexOf(given[0]);
    parts = chosen < 0 ? [] : [explain(data, node.parts[chosen])];
    return finding(node, chosen < 0 ? kernel(data, node.kernel, []) : parts[0].truth, reads, given, parts);
  }
  parts = (node.parts || []).map(function (part) { return explain(data, part); });
  return finding(node, kernel(data, node.kernel, parts), reads, given, parts);
}

function finding(node, truth, reads, given, parts) {
  return { node: node, truth: truth, reads: reads, given: given, parts: parts };
}

// Whether a denominator is known and not positive, so that there is no answer.
function isBlocked(data, found) {
  return (found.node.denominators || []).some(function (slots) { return isNotPositive(data, slots); });
}

function isNotPositive(data, slots) {
  var values = slots.map(function (place) { return data.values[place]; });
  return !isOf(values, null) && values.reduce(function (total, value) { return total + value; }, ZERO) <= ZERO;
}

function unknownReads(found) {
  return found.reads.filter(function (_place, index) { return found.given[index] === null; });
}

// The slots that are unknown and could still decide.
function missing(data, found) {
  if (found.truth !== null || isBlocked(data, found)) return [];
  if (found.node.kind === "switch" && !found.parts.length) return [];
  if (found.node.kind === "scorecard") return missingPoints(data, found);
  return thatAdd(found).reduce(function (slots, part) {
    return slots.concat(missing(data, part));
  }, unknownReads(found));
}

// The parts without the alternatives that add nothing to another, the last ones first left out.
function thatAdd(found) {
  var left = found.parts.slice();
  (found.node.absorbed || []).forEach(function (absorbed) {
    var others = absorbed.by.filter(function (one) { return left[one.part] !== null; });
    var isAdded = left[absorbed.part].truth === null && others.some(function (one) {
      return wouldHold(left[one.part], one.holds);
    });
    if (isAdded) left[absorbed.part] = null;
  });
  return left.filter(function (part) { return part !== null; });
}

function wouldHold(found, holds) {
  if (found.truth !== null || typeof holds === "boolean") return found.truth === null ? holds : found.truth;
  var parts = found.parts.map(function (part, place) { return wouldHold(part, holds[place]); });
  return found.node.kind === "all" ? !isOf(parts, false) : isOf(parts, true);
}

// The sections of a scorecard with the points, in hundredths, that each line can still give.
function scored(found) {
  var next = 0, read = 0, low = 0, high = 0;
  var sections = found.node.sections.map(function (section) {
    var lines = section.lines.map(function (line) {
      var points, bands = [];
      if (line.measured !== undefined) {
        points = measuredPoints(found.given[read++], line.full);
      } else {
        bands = line.bands.map(function (worth) { return { points: worth, part: found.parts[next++] }; });
        points = bandPoints(bands.map(function (band) {
          return { points: band.points, truth: band.part.truth };
        }), line.otherwise);
      }
      low += points.low;
      high += points.high;
      return { name: line.name, low: points.low, high: points.high, measured: line.measured, bands: bands };
    });
    return { name: section.name, minimum: section.minimum, lines: lines };
  });
  return { low: low, high: high, passing: found.node.passing, sections: sections };
}

function missingPoints(data, found) {
  var slots = [];
  scored(found).sections.forEach(function (section) {
    section.lines.forEach(function (line) {
      if (line.low === line.high) return;
      if (line.measured !== undefined) slots.push(line.measured);
      line.bands.forEach(function (band) {
        if (band.points > line.low) slots = slots.concat(missing(data, band.part));
      });
    });
  });
  return slots;
}

function walk(found, visit) {
  visit(found);
  found.parts.forEach(function (part) { walk(part, visit); });
}

function unknownSlots(found) {
  var slots = [];
  walk(found, function (one) { slots = slots.concat(unknownReads(one)); });
  return slots;
}
