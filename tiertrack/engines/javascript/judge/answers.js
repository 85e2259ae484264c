/* What is answered, as the values a program reads. */

var WHOLE = /^-?\d+$/, SHARE = /^(-?\d+)(?:\/([1-9]\d*))?$/;
var NUMBERS = ["money", "people", "count", "points", "rank", "level"];
var YES_OR_NO = ["flag", "title", "judgement"];

function isOf(kinds, kind) {
  return kinds.indexOf(kind) >= 0;
}

function answered(fact, raw) {
  if (raw === null || raw === undefined) return null;
  var isText = typeof raw === "string", isWhole = typeof raw === "bigint" || Number.isSafeInteger(raw);
  if (isOf(NUMBERS, fact.kind) && (isWhole || (isText && WHOLE.test(raw)))) return big(raw);
  if (fact.kind === "share" && (isWhole || (isText && SHARE.test(raw)))) {
    var parts = SHARE.exec(String(raw));
    return fraction(big(parts[1]), big(parts[2] || 1));
  }
  if (fact.kind === "date" && isText) return dayOf(raw);
  if (isOf(YES_OR_NO, fact.kind) && typeof raw === "boolean") return raw;
  if (isOf(["choice", "industry", "credit_code"], fact.kind) && isText) return raw;
  throw new TypeError("“" + fact.name + "”的答案不是程序所用的写法：" + String(raw));
}

// What a code says, by the way a program has for it.
function readBy(way, fact, code) {
  if (code === null || way.kind === "unknown") return null;
  if (way.kind === "credit_code") return legalForm(fact.codes, code);
  if (!new RegExp(fact.pattern).test(code)) return null;
  if (way.kind === "beginning") return code.slice(0, way.length);
  for (var length = code.length; length > 0; length--) {
    var found = way.prefixes[code.slice(0, length)];
    if (found !== undefined) return found;
  }
  return way.whole[code] === undefined ? null : way.whole[code];
}

// What a credit code says of its bearer; one that does not pass its check was copied from a licence all the same.
function legalForm(codes, code) {
  var form = codes.beginnings[code.slice(0, 2)];
  if (form === undefined || code.length <= codes.weights.length) return null;
  return checkCharacter(codes, code) === code.slice(codes.weights.length) ? form : codes.unchecked;
}

function checkCharacter(codes, code) {
  var total = codes.weights.reduce(function (sum, weight, place) {
    return sum + weight * codes.characters.indexOf(code[place]);
  }, 0);
  var many = codes.characters.length;
  return codes.characters[(many - (total % many)) % many];
}

// The answers to all questions, the values of all slots, and the cut-off days.
function read(program, answers) {
  var given = program.facts.map(function (fact) { return answered(fact, answers[fact.key]); });
  return {
    program: program,
    given: given,
    values: program.slots.map(function (slot) {
      var value = given[slot.fact];
      if (slot.way) return readBy(program.ways[slot.way], program.facts[slot.fact], value);
      if (slot.fed_by === undefined) return value;
      // A title that is held settles the fact; one that is not leaves it to what is stated.
      var held = given[slot.fed_by];
      return held || value === null ? held : value;
    }),
    cutoffs: program.cutoffs.map(function (cutoff) {
      var decided = cutoff.decided === undefined || cutoff.decided === null ? null : given[cutoff.decided];
      if (decided === null) return dayOf(cutoff.day);
      return cutoff.days === undefined ? yearsBefore(decided, cutoff.years) : decided - big(cutoff.days);
    })
  };
}
