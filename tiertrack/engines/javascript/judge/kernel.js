/* The six kernel nodes: the truth of a test, unknown as null. */

var parsed = new WeakMap();

// A polynomial, read once: [[factor, symbol…]…].
function termsOf(written) {
  if (!parsed.has(written)) {
    parsed.set(written, written.map(function (term) {
      return {
        factor: big(term[0]),
        symbols: term.slice(1).map(function (symbol) {
          var parts = /^([sc])(\d+)([nd]?)$/.exec(symbol);
          return { name: symbol, isSlot: parts[1] === "s", place: +parts[2], side: parts[3] };
        })
      };
    }));
  }
  return parsed.get(written);
}

function isKnown(data, symbol) {
  return !symbol.isSlot || data.values[symbol.place] !== null;
}

function valueOf(data, symbol) {
  var value = symbol.isSlot ? data.values[symbol.place] : data.cutoffs[symbol.place];
  return value !== null && symbol.side ? value[symbol.side] : value;
}

// The sum of the terms; what is unknown counts as nothing.
function sum(data, written) {
  return termsOf(written).reduce(function (total, term) {
    return total + term.symbols.reduce(function (product, symbol) {
      return product * (isKnown(data, symbol) ? valueOf(data, symbol) : ZERO);
    }, term.factor);
  }, ZERO);
}

function compared(data, node) {
  var unsigned = node.unsigned || [], early = node.early || [];
  // Whether all is known but, on the side that is left open, what is never negative.
  function isKnownBut(open) {
    return termsOf(node.compare).every(function (term) {
      return term.symbols.every(function (symbol) {
        return isKnown(data, symbol) || (open(term.factor) && isOf(unsigned, symbol.name));
      });
    });
  }
  var reached = null;
  function isReached() {
    if (reached === null) {
      var total = sum(data, node.compare);
      reached = node.strict ? total > ZERO : total >= ZERO;
    }
    return reached;
  }
  if (isKnownBut(function () { return false; })) return isReached();
  if (isOf(early, true) && isKnownBut(function (factor) { return factor > ZERO; }) && isReached()) return true;
  if (isOf(early, false) && isKnownBut(function (factor) { return factor < ZERO; }) && !isReached()) return false;
  return null;
}

function all(truths) {
  return isOf(truths, false) ? false : isOf(truths, null) ? null : true;
}

function any(truths) {
  return isOf(truths, true) ? true : isOf(truths, null) ? null : false;
}

function kernel(data, node, parts) {
  function truthOf(inner) { return kernel(data, inner, parts); }
  if (node.part !== undefined) return parts[node.part].truth;
  if (node.compare) return compared(data, node);
  if (node.one_of) {
    var value = data.values[node.slot];
    return value === null ? null : isOf(node.one_of, value);
  }
  if (node.all) return all(node.all.map(truthOf));
  if (node.any) return any(node.any.map(truthOf));
  if (node.given) {
    var held = all(node.given.map(truthOf));
    return held === true ? truthOf(node.then) : held === null ? null : node.otherwise;
  }
  var low = 0, high = 0;
  node.total.forEach(function (line) {
    var points = line.bands ? bandPoints(line.bands.map(function (band) {
      return { points: band.points, truth: truthOf(band.where) };
    }), line.otherwise) : measuredPoints(data.values[line.measured], line.full);
    low += points.low;
    high += points.high;
  });
  return low >= node.bound ? !node.below : high < node.bound ? node.below : null;
}

// The fewest and the most points that a line can still give: those of the first band that holds, or may hold.
function bandPoints(bands, otherwise) {
  function first(counts) {
    var found = bands.filter(counts)[0];
    return found ? found.points : otherwise;
  }
  return {
    low: first(function (band) { return band.truth === true; }),
    high: first(function (band) { return band.truth !== false; })
  };
}

function measuredPoints(value, full) {
  if (value === null) return { low: 0, high: full };
  var capped = value > big(full) ? full : Number(value);
  return { low: capped, high: capped };
}
