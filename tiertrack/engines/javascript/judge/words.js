/* Values in words. */

// Rounded half up to at most so many decimals, without trailing zeros.
function decimals(over, under, digits) {
  var scale = power(TEN, digits), rounded = (TWO * magnitude(over) * scale + under) / (TWO * under);
  var part = String(rounded % scale);
  while (part.length < digits) part = "0" + part;
  var text = String(rounded / scale) + (digits ? "." + part : "");
  if (digits) text = text.replace(/\.?0+$/, "");
  return over < ZERO && rounded !== ZERO ? "-" + text : text;
}

function areEnough(value, digits) {
  return power(TEN, digits) % value.d === ZERO;
}

var YI = big("10000000000"), WAN = big(1000000);

function moneyText(fen) {
  var size = magnitude(fen);
  if (size >= YI) return decimals(fen, YI, 10) + " 亿元";
  return size >= WAN ? decimals(fen, WAN, 6) + " 万元" : decimals(fen, big(100), 2) + " 元";
}

// What is lacking, to five digits from 万元 up and rounded up, so that it is enough.
function roundedMoney(fen) {
  var excess = String(fen).length - 5, step = power(TEN, Math.max(excess, 0));
  if (fen < WAN || fen % step === ZERO) return moneyText(fen);
  return "约 " + moneyText(-floored(-fen, step) * step);
}

function shareText(share) {
  var percent = fraction(share.n * big(100), share.d);
  return areEnough(percent, 4) ? decimals(percent.n, percent.d, 4) + "%" : "约 " + decimals(percent.n, percent.d, 2) + "%";
}

var LARGER = { "股": [["万股", 4]], "美元": [["亿美元", 8], ["万美元", 4]] };

function counted(value, kind, unit) {
  if (kind === "points") return decimals(value, big(100), 2) + " 分";
  if (kind === "level") return value + " 级";
  if (typeof value === "object") return value.n + "/" + value.d + " " + (unit || (kind === "people" ? "人" : "项"));
  var larger = (LARGER[unit] || []).filter(function (one) { return value >= power(TEN, one[1]); })[0];
  if (larger) return decimals(value, power(TEN, larger[1]), larger[1]) + " " + larger[0];
  return value + " " + (unit || (kind === "people" ? "人" : "项"));
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

function write(fact, value) {
  var known = answered(fact, value);
  return known === null ? "" : inWords(fact, known);
}
