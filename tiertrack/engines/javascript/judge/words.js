/* Values in words. */

// Rounded half up, away from nothing, to so many decimals: as a whole number of the last of them.
function rounded(over, under, digits) {
  var size = (TWO * magnitude(over) * power(TEN, digits) + under) / (TWO * under);
  return over < ZERO ? -size : size;
}

// The same as a text, without trailing zeros.
function decimals(over, under, digits) {
  var found = rounded(over, under, digits), scale = power(TEN, digits), part = String(magnitude(found) % scale);
  while (part.length < digits) part = "0" + part;
  var text = String(magnitude(found) / scale) + (digits ? "." + part : "");
  if (digits) text = text.replace(/\.?0+$/, "");
  return found < ZERO ? "-" + text : text;
}

function areEnough(value, digits) {
  return power(TEN, digits) % value.d === ZERO;
}

var YI = big("10000000000"), WAN = big(1000000);

// An amount of whole fen or, of one that was worked out, of their fraction: to ten decimals where it is not whole.
function moneyText(fen) {
  var exact = typeof fen === "object" ? fen : { n: fen, d: ONE }, size = magnitude(exact.n);
  var unit = size >= YI * exact.d ? [YI, 10, " 亿元"] : size >= WAN * exact.d ? [WAN, 6, " 万元"] : [big(100), 2, " 元"];
  return decimals(exact.n, exact.d * unit[0], exact.d === ONE ? unit[1] : 10) + unit[2];
}

// An amount that decides nothing by its last digits: to six of them where it takes more than seven.
function readableMoney(fen) {
  var exact = typeof fen === "object" ? fen : { n: fen, d: ONE }, whole = rounded(exact.n, exact.d, 0);
  var size = String(magnitude(whole));
  if (exact.d === ONE && size.replace(/0+$/, "").length <= 7) return moneyText(exact.n);
  var step = power(TEN, Math.max(size.length - 6, 0));
  return "约 " + moneyText(rounded(whole, step, 0) * step);
}

// What is lacking, to five digits from 万元 up and rounded up, so that it is enough.
function roundedMoney(fen) {
  var excess = String(fen).length - 5, step = power(TEN, Math.max(excess, 0));
  if (fen < WAN || fen % step === ZERO) return moneyText(fen);
  return "约 " + moneyText(-floored(-fen, step) * step);
}

// A share in percent: exact where four decimals do, else rounded so that it stays on its side of what it is held against.
function shareText(share, against) {
  var percent = fraction(share.n * big(100), share.d), digits = 2;
  if (areEnough(percent, 4)) return decimals(percent.n, percent.d, 4) + "%";
  if (against) {
    var limit = fraction(against.n * big(100), against.d), side = sideOf(percent, limit);
    while (sideOf({ n: rounded(percent.n, percent.d, digits), d: power(TEN, digits) }, limit) !== side) digits++;
  }
  return "约 " + decimals(percent.n, percent.d, digits) + "%";
}

function sideOf(value, limit) {
  var apart = value.n * limit.d - limit.n * value.d;
  return apart > ZERO ? 1 : apart < ZERO ? -1 : 0;
}

var LARGER = { "股": [["万股", 4]], "美元": [["亿美元", 8], ["万美元", 4]] };

function counted(value, kind, unit) {
  if (kind === "points") return decimals(value, big(100), 2) + " 分";
  if (kind === "level") return value + " 级";
  var isWhole = typeof value !== "object";
  var larger = isWhole && (LARGER[unit] || []).filter(function (one) { return value >= power(TEN, one[1]); })[0];
  if (larger) return decimals(value, power(TEN, larger[1]), larger[1]) + " " + larger[0];
  return (isWhole ? value : value.n + "/" + value.d) + " " + (unit || (kind === "people" ? "人" : "项"));
}

function inWords(fact, value) {
  if (typeof value === "boolean") return value ? "是" : "否";
  if (typeof value === "string") {
    var choice = (fact.choices || []).filter(function (one) { return one[0] === value; })[0];
    return choice ? choice[1] : value;
  }
  if (fact.kind === "money") return moneyText(value);
  if (fact.kind === "share") return shareText(value);
  if (fact.kind === "date") return iso(value);
  if (fact.kind === "rank") return value === ZERO ? "没有" : "第 " + value + " 名";
  return counted(value, fact.kind, fact.unit);
}

// What a slot is told by: its own choices, or those and the unit of the fact it is read from.
function wordsOf(program, place) {
  var slot = program.slots[place];
  return slot.choices ? slot : program.facts[slot.fact];
}

function write(fact, value) {
  var known = answered(fact, value);
  return known === null ? "" : inWords(fact, known);
}
