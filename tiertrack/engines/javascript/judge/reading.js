/* What people write, read as answers. */

// The marks of footnotes and what is written over or in a ring are no digits.
var MARKS = /[\u00aa\u00b2\u00b3\u00b9\u00ba\u00bc-\u00be\u2070-\u209c\u2150-\u215f\u2189\u2460-\u24ea\u3251-\u325f\u3280-\u3289\u32b1-\u32bf]/;

function plain(text) {
  return Array.from(text).map(function (letter) {
    return MARKS.test(letter) && !/[\u2474-\u24b5]/.test(letter) ? letter : letter.normalize("NFKC");
  }).join("").replace(/\u2212/g, "-").trim();
}

function folded(text) {
  return text.normalize("NFKC").replace(/\s/g, "");
}

function Fault(code, what, remedy) {
  this.code = code;
  this.what = what;
  this.remedy = remedy;
}

function fault(code, what, remedy) {
  throw new Fault(code, what, remedy);
}

var NUMBER = "([+-]?(?:\\d{1,40}|\\d{1,3}(?:,\\d{3}){1,12}))(?:\\.(\\d{1,40}))?";
var AMOUNT = new RegExp("^" + NUMBER + "\\s*(\\D*)$"), PERCENT = new RegExp("^" + NUMBER + "%$");
var RATIO = /^(-?\d{1,40})\/([1-9]\d{0,39})$/;
var ZEROS = {
  "": 0, "百": 2, "千": 3, "万": 4, "十万": 5, "百万": 6, "千万": 7, "亿": 8, "十亿": 9, "百亿": 10, "千亿": 11, "万亿": 12
};

// The fen of a unit as ten to a power; null where it is none. 百 and 千 by themselves leave open of what.
function unitOf(word) {
  var name = folded(word), isShort = /[万亿]$/.test(name), multiple = isShort ? name : name.replace(/元$/, "");
  var isUnit = (isShort || multiple !== name) && Object.prototype.hasOwnProperty.call(ZEROS, multiple);
  return isUnit ? ZEROS[multiple] + 2 : null;
}

function digitsOf(match) {
  return big((match[1].replace(/,/g, "") + (match[2] || "")).replace(/^\+/, ""));
}

function readMoney(fact, text) {
  var match = AMOUNT.exec(plain(text)), unit = match && match[3] ? unitOf(match[3]) : null;
  if (!match || (match[3] && unit === null)) fault("E101", "金额读不出来", "请写数字加单位：元、万元或亿元，如 5200万元");
  if (unit === null) fault("E102", "金额没有单位", "请加上元、万元或亿元，如 5200万元");
  var fen = digitsOf(match) * power(TEN, unit), below = power(TEN, (match[2] || "").length);
  if (fen % below !== ZERO) fault("E104", "金额精确到分以下", "请四舍五入到分");
  fen /= below;
  if (magnitude(fen) > big(fact.largest)) {
    fault("E105", "金额超出可处理的范围（正负 " + moneyText(big(fact.largest)).replace(/0000 亿元$/, " 万亿元") + "）", "请核对单位是否写错");
  }
  return bounded(fact, { n: fen, d: ONE }, text);
}

function readShare(fact, text) {
  var written = plain(text), percent = PERCENT.exec(written), ratio = RATIO.exec(written);
  if (!percent && !ratio) fault("E106", "比例读不出来", "请写百分数如 12%，或准确的分数如 3/25");
  var value = percent
    ? fraction(digitsOf(percent), power(TEN, 2 + (percent[2] || "").length))
    : fraction(big(ratio[1]), big(ratio[2]));
  return bounded(fact, value, text);
}

function readWhole(fact, text) {
  var written = plain(text);
  if (!/^[+-]?\d+$/.test(written) || written.length > 15) fault("E107", "须为整数", "请写不带小数和单位的整数");
  return bounded(fact, { n: big(written.replace(/^\+/, "")), d: ONE }, text);
}

function readPoints(fact, text) {
  var match = /^(\d{1,3})(?:\.(\d{1,2}))?$/.exec(plain(text).replace(/分$/, "").trim());
  if (!match) fault("E108", "得分读不出来", "请写 0 到 100 之间、至多两位小数的分数，如 58.5");
  return bounded(fact, { n: big(match[1]) * big(100) + big(((match[2] || "") + "00").slice(0, 2)), d: ONE }, text);
}

var DAYS = [
  /^(\d{4})-(\d{1,2})-(\d{1,2})$/, /^(\d{4})\/(\d{1,2})\/(\d{1,2})$/, /^(\d{4})\.(\d{1,2})\.(\d{1,2})$/,
  /^(\d{4})年(\d{1,2})月(\d{1,2})日$/, /^(\d{4})(\d{2})(\d{2})$/
];

// What to do about a month without its day; null where it is none. What begins on its last is never reckoned too long.
function monthRemedy(written) {
  var match = /^(\d{4})[-/.年](\d{1,2})月?$/.exec(written), parts = match ? match.slice(1, 3).map(Number) : [0, 0];
  if (!parts[0] || parts[1] < 1 || parts[1] > 12) return null;
  var last = new Date(0);
  last.setUTCFullYear(parts[0], parts[1], 0);
  return "只写到月，请写明是哪一日；证书、合同上也查不到的，起始日写当月最后一日（" + last.toISOString().slice(0, 10) + "），年限只会少算";
}

function readDay(_fact, text) {
  var written = plain(text).replace(/\s/g, "");
  var match = DAYS.reduce(function (found, form) { return found || form.exec(written); }, null);
  if (!match) fault("E109", "日期读不出来", monthRemedy(written) || "请写成 年-月-日，如 2023-01-01");
  var parts = match.slice(1, 4).map(Number), found = null;
  if (parts[0] > 0) {
    var day = new Date(0);
    day.setUTCFullYear(parts[0], parts[1] - 1, parts[2]);
    if (day.getUTCMonth() === parts[1] - 1 && day.getUTCDate() === parts[2]) found = day.toISOString().slice(0, 10);
  }
  if (!found) fault("E110", "没有这一天", "请核对年月日");
  if (parts[0] < 1949 || parts[0] > 2199) fault("E115", "日期不在 1949 年与 2199 年之间", "请核对年份；没有最后一日的请留空");
  return found;
}

function labelOf(fact) {
  return fact.year ? fact.name.slice((fact.year + "年").length) : fact.name;
}

function readYesOrNo(fact, text) {
  var word = text.trim().toLowerCase();
  if (word === "是" || word === "true") return true;
  if (word === "否" || word === "false") return false;
  return fault("E113", "“" + labelOf(fact) + "”须回答是或否", "请写 是 或 否；不知道的留空");
}

function readChoice(fact, text) {
  var word = text.trim();
  var found = fact.choices.filter(function (one) { return one[0] === word || one[1] === word; })[0];
  var also = fact.also.filter(function (one) { return one[0] === word; })[0];
  if (found || also) return found ? found[0] : also[1];
  var names = fact.choices.map(function (one) { return one[1]; });
  return fault("E114", "“" + labelOf(fact) + "”没有这个选项", "请写其中一个：" + names.join("、") + "；不知道的留空");
}

function readIndustry(fact, text) {
  var code = folded(text).toUpperCase(), pattern = new RegExp(fact.pattern);
  var found = /^\d/.test(code) ? "ABCDEFGHIJKLMNOPQRST".split("").map(function (letter) { return letter + code; }) : [code];
  found = found.filter(function (one) { return pattern.test(one); });
  if (found.length === 1) return found[0];
  return fault(
    "E206", "行业代码读不出来，须为国民经济行业分类（GB/T 4754-2017）的门类字母加二至四位数字", "请写如 C3484、I65 或 C"
  );
}

var COPIED = /\((?:未过校验,)?凭(?:营业执照|证照|执照)\)$/;

function readCreditCode(fact, text) {
  var written = folded(text), remedy = "请照营业执照抄写 18 位统一社会信用代码", codes = fact.codes;
  var code = written.replace(COPIED, "").replace(/-/g, "").toUpperCase(), name = "统一社会信用代码";
  if (Array.from(code).length !== 18) fault("E201", name + "须为 18 位，这里有 " + Array.from(code).length + " 位", remedy);
  var wrong = Array.from(code).filter(function (one, place, letters) {
    return codes.characters.indexOf(one) < 0 && letters.indexOf(one) === place;
  });
  if (wrong.length) fault("E202", name + "不得含有 " + wrong.sort().join("、"), "代码不用 I、O、S、V、Z，请核对形近字符");
  if (!/^..\d{6}/.test(code)) fault("E204", name + "第 3 至 8 位须为数字", remedy);
  if (codes.beginnings[code.slice(0, 2)] === undefined) {
    fault("E212", "没有以 " + code.slice(0, 2) + " 开头的" + name, "企业的代码以 91 开头，请照营业执照核对");
  }
  var check = checkCharacter(codes, code);
  if (check !== code[17] && !COPIED.test(written)) {
    fault("E205", name + "校验码不符，应为 " + check, remedy + "；证照上确实如此的，请在代码后写（凭证照）");
  }
  return code;
}

function bounded(fact, value, text) {
  function limit(bound) { return inWords(fact, fact.kind === "share" ? { n: big(bound), d: ONE } : big(bound)); }
  if (fact.lowest !== null && value.n < big(fact.lowest) * value.d) {
    var what = big(fact.lowest) === ZERO ? "不能为负" : "不能小于 " + limit(fact.lowest);
    fault("E111", "“" + labelOf(fact) + "”" + what, "请核对；查不到的数请留空，不要写 0 或 -1");
  }
  if (fact.highest !== null && value.n > big(fact.highest) * value.d) {
    fault("E111", "“" + labelOf(fact) + "”不能超过 " + limit(fact.highest), "请核对数值和单位");
  }
  return value.d === ONE ? String(value.n) : value.n + "/" + value.d;
}

var READERS = {
  money: readMoney, share: readShare, points: readPoints, date: readDay, choice: readChoice,
  people: readWhole, count: readWhole, rank: readWhole, level: readWhole,
  flag: readYesOrNo, title: readYesOrNo, judgement: readYesOrNo,
  industry: readIndustry, credit_code: readCreditCode
};

function readText(fact, text) {
  if (!text.trim()) return { value: null };
  try {
    return { value: READERS[fact.kind](fact, text) };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { fault: { code: error.code, what: error.what, remedy: error.remedy } };
  }
}
