/* What was compared, beside its limit: 2024年研发费用占营业收入 2.4%（120 万元 / 5000 万元），低于 3%. */

// What is told of a number that was compared, null where none was or where it is open; `lacking` is how much is lacking.
function comparisonText(data, found, lacking) {
  var node = found.node, says = node.says;
  if (!says) return null;
  if (isBlocked(data, found)) return notWorkedOut(data, found);
  if (found.truth === null) return null;
  var subject = node.text.slice(0, -says.met.length), value = node.lacks.value ? measureOf(data, node.lacks) : null;
  var limit = pair(node.lacks.limit), tell = teller(data, value === null || isClose(value, limit));
  var seen = says.worked_out ? "（" + workedOutOf(data, found, tell) + "）" : "";
  if (lacking && lacking.about === node.lacks.near) return subject + says.near + seen + "：" + lacking.text;
  var size = says.worked_out
    ? (boundOf(found) + rateText(found, value, limit)).replace(" 约", "约")
    : tell(found.reads[0], found.given[0]);
  var text = subject + " " + size + seen + "，" + (found.truth ? says.met : says.unmet);
  return lacking ? text + (says.root ? "：" : "，") + lacking.text : text;
}

function notWorkedOut(data, found) {
  var bases = [].concat.apply([], found.node.denominators.filter(function (slots) {
    return isNotPositive(data, slots);
  })).map(function (place) {
    return data.program.slots[place].name + " " + inWords(wordsOf(data.program, place), data.values[place]);
  });
  return found.node.text + "　　无从计算：" + bases.join("、") + "，不是正数" + (found.truth === null ? "" : "，按不满足计");
}

// The value of what was compared; where it is decided before all is known, the nearest to the limit that it can be.
function measureOf(data, lacks) {
  return fraction(sum(data, lacks.value[0]), sum(data, lacks.value[1]));
}

// Whether a value lies within a hundredth of its limit, so that its last digits may decide.
function isClose(value, limit) {
  return magnitude(value.n * limit.d - limit.n * value.d) * big(100) <= magnitude(limit.n) * value.d;
}

function teller(data, isExact) {
  return function (place, value) {
    var words = wordsOf(data.program, place);
    if (value === null) return "未知";
    return words.kind === "money" ? (isExact ? moneyText(value) : readableMoney(value)) : inWords(words, value);
  };
}

// The values that something was worked out from: the sides of a ratio, or each by its name.
function workedOutOf(data, found, tell) {
  var sides = found.node.says.worked_out;
  if (sides.length) return sides.map(function (side) { return sideText(data, side, tell); }).join(" / ");
  return found.reads.map(function (place, index) {
    return data.program.slots[place].name + " " + tell(place, found.given[index]);
  }).join("、");
}

function sideText(data, side, tell) {
  if (!Array.isArray(side)) return tell(side, data.values[side] || ZERO);
  var values = side.map(function (place) { return data.values[place]; });
  var total = values.reduce(function (whole, value) { return whole + (value || ZERO); }, ZERO);
  return "合计" + (isOf(values, null) ? "至少" : "") + " " + tell(side[0], total);
}

// Of a value that some of its facts already settle whether it is the least or the most that it can be.
function boundOf(found) {
  var open = unknownReads(found), whole = [].concat(found.node.says.worked_out.slice(1)[0]);
  if (!open.length) return "";
  return open.every(function (place) { return isOf(whole, place); }) ? "至多 " : "至少 ";
}

function rateText(found, value, limit) {
  var says = found.node.says, kind = found.node.lacks.kind, rate = says.root ? compoundRate(found.given, says.root) : value;
  if (rate === null) return "";
  if (kind === "share") return shareText(rate, limit);
  if (kind === "money") return isClose(rate, limit) ? moneyText(rate) : readableMoney(rate);
  return counted(rate.n / rate.d, kind, "");
}

// A rate over several years at once, to eighteen decimals, downwards.
function compoundRate(given, years) {
  var newest = given[0], oldest = given[given.length - 1], scale = power(TEN, 18);
  if (oldest <= ZERO || newest < ZERO) return null;
  return fraction(rootOf(newest * power(scale, years) / oldest, years) - scale, scale);
}

// The largest whole number whose power does not exceed another.
function rootOf(number, degree) {
  var low = ZERO, high = power(TWO, Math.floor(number.toString(2).length / degree) + 1);
  while (low < high) {
    var middle = (low + high + ONE) / TWO;
    if (power(middle, degree) <= number) low = middle;
    else high = middle - ONE;
  }
  return low;
}

// Everything of a test that was compared: where it failed what made it fail, with how much is lacking; else all that is
// told, of alternatives of which one holds that one's.
function comparisons(data, found) {
  if (found.truth === false) return shortfalls(data, found).map(function (one) { return one.told; });
  var own = comparisonText(data, found, null);
  if (own !== null) return [own];
  if (found.node.kind === "scorecard") return [];
  var isSettled = found.truth === true && isOf(["any", "at_least"], found.node.kind);
  var texts = new Set();
  found.parts.forEach(function (part) {
    if (isForOthers(part) || (isSettled && part.truth !== true)) return;
    comparisons(data, part).forEach(function (text) { texts.add(text); });
  });
  return Array.from(texts);
}
