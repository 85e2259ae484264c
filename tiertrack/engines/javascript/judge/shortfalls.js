/* How far what failed is from its limit. */

// What lacks where a finding failed: what it is about, how much, and both as they are told beside what was found; of
// alternatives that of every branch.
function shortfalls(data, found) {
  if (found.truth !== false) return [];
  if (found.node.kind === "scorecard") return shortPoints(scored(found));
  var own = shortfall(data, found);
  if (own && own.text) return [{ about: own.about, text: own.text, told: comparisonText(data, found, own) || own.about + own.text }];
  if (found.node.kind === "not") return [];
  var meant = found.parts.filter(function (part) { return !isForOthers(part); });
  var parts = meant.length ? meant : found.parts, every = new Map();
  var sets = found.node.kind === "any" ? parts.filter(function (part) { return part.node.label; }) : [];
  parts.forEach(function (part) {
    var set = sets.length > 1 && isOf(sets, part) ? part.node.text + " " : "";
    shortfalls(data, part).forEach(function (one) {
      var said = { about: set + one.about, text: one.text, told: set + one.told };
      every.set(said.about + "\n" + said.text, said);
    });
  });
  return Array.from(every.values());
}

// A branch for other enterprises, as another revenue bracket.
function isForOthers(found) {
  return found.parts.slice(0, found.node.scope || 0).some(function (part) { return part.truth === false; });
}

function shortPoints(score) {
  var found = [];
  function add(name, lacking) {
    var text = "差 " + decimals(big(lacking), big(100), 2) + " 分";
    if (lacking > 0) found.push({ about: name, text: text, told: name + text });
  }
  add("评价得分", score.passing - score.high);
  score.sections.forEach(function (section) {
    add(section.name, (section.minimum || 0) - section.lines.reduce(function (high, line) { return high + line.high; }, 0));
  });
  return found;
}

function shortfall(data, found) {
  var lacks = found.node.lacks;
  if (!lacks) return null;
  if (lacks.since) return { about: lacks.about, text: late(data, lacks.since, found.given[0]) };
  if (found.node.kind === "rank") {
    var over = found.given[0] - big(lacks.limit[0]);
    return found.given[0] === ZERO ? null : { about: lacks.about, text: "差 " + over + " 名" };
  }
  return isBlocked(data, found) ? null : ofDegree(data, found, lacks);
}

function late(data, since, start) {
  var day = data.cutoffs[+since.day.slice(1)] - big(since.less);
  if (!since.latest) return "最早应自 " + iso(day) + " 起，早了 " + (day - start) + " 天";
  return "最晚应自 " + iso(day) + " 起，差 " + (start - day) + " 天";
}

var UNSEEN = big(20000);

function ofDegree(data, found, lacks) {
  var isEarly = isOf(found.given, null), limit = pair(lacks.limit), gap = null, parts = [];
  if (lacks.value) {
    var over = sum(data, lacks.value[0]), under = sum(data, lacks.value[1]);
    // What is open of a share is its whole, or a part of it, of which the least counts.
    gap = fraction(magnitude(limit.n * under - over * limit.d), magnitude(limit.d * under));
  }
  var change = isEarly || !lacks.lever ? null : changeOf(data, lacks.lever);
  var isNear = change !== null && lacks.near !== undefined && (gap ? gap.n > ZERO && gap.n * UNSEEN < gap.d : isNearly(found, lacks));
  if (gap && gap.n !== ZERO && !isNear) parts.push((isEarly ? "至少" : "") + lacks.word + amount(gap, lacks.kind, lacks.unit));
  if (change !== null && !(lacks.lever.direct && (gap === null || gap.n !== ZERO))) {
    var size = amount({ n: magnitude(change), d: ONE }, lacks.lever.kind, lacks.lever.unit);
    parts.push(lacks.lever.whose + (change > ZERO ? "还差" : "须减少") + size);
  }
  return { about: isNear ? lacks.near : lacks.about, text: parts.join("，") };
}

// Whether a compound rate is above what is just short of its limit.
function isNearly(found, lacks) {
  if (!lacks.nearly) return false;
  var factor = pair(lacks.nearly), given = found.given;
  return given[0] * factor.d > given[given.length - 1] * factor.n;
}

// The smallest whole change of the first fact that would make the comparison hold; null where none would.
function changeOf(data, lever) {
  var value = data.values[lever.slot], slope = sum(data, lever.slope), rest = sum(data, lever.rest);
  if (value === null || slope === ZERO) return null;
  var edge = slope > ZERO ? -floored(rest, slope) : floored(-rest, slope);
  if (lever.strict && edge * slope + rest === ZERO) edge += slope > ZERO ? ONE : -ONE;
  return edge - value;
}

function amount(gap, kind, unit) {
  var text;
  if (kind === "money") {
    text = roundedMoney(-floored(-gap.n, gap.d));
  } else if (kind === "share") {
    var points = fraction(gap.n * big(100), gap.d), digits = 2;
    while (points.n !== ZERO && decimals(points.n, points.d, digits) === "0") digits++;
    text = (areEnough(points, digits) ? "" : "约 ") + decimals(points.n, points.d, digits) + " 个百分点";
  } else {
    text = counted(gap.d === ONE ? gap.n : gap, kind, unit);
  }
  return text.charAt(0) === "约" ? text : " " + text;
}
