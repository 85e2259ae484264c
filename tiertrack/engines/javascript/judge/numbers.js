/* Days by their ordinals, and exact numbers. */

var DAY = 86400000, EPOCH = 719163;

function ordinal(year, month, day) {
  return Math.round(Date.UTC(year, month - 1, day) / DAY) + EPOCH;
}

function iso(number) {
  return new Date((Number(number) - EPOCH) * DAY).toISOString().slice(0, 10);
}

function dayOf(text) {
  var parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  var found = parts && big(ordinal(+parts[1], +parts[2], +parts[3]));
  if (!parts || iso(found) !== text) throw new TypeError("不是日期：" + text);
  return found;
}

function isLeap(year) {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

// The latest start with so many full years behind it; a term from 29 February is full on 28 February.
function yearsBefore(number, years) {
  var parts = iso(number).split("-").map(Number), year = parts[0] - years;
  if (parts[1] !== 2 || parts[2] < 28) return big(ordinal(year, parts[1], parts[2]));
  var last = isLeap(year) ? 29 : 28;
  return big(ordinal(year, 2, parts[2] === 28 && isLeap(parts[0]) ? 28 : last));
}

function magnitude(number) {
  return number < ZERO ? -number : number;
}

function floored(number, divisor) {
  var whole = number / divisor;
  return number % divisor !== ZERO && number < ZERO !== divisor < ZERO ? whole - ONE : whole;
}

function power(base, exponent) {
  var found = ONE;
  for (var i = 0; i < exponent; i++) found *= base;
  return found;
}

function divisor(a, b) {
  return b === ZERO ? magnitude(a) : divisor(b, a % b);
}

function fraction(over, under) {
  var sign = under < ZERO ? -ONE : ONE, common = divisor(over, under) || ONE;
  return { n: (sign * over) / common, d: (sign * under) / common };
}

function pair(written) {
  return { n: big(written[0]), d: big(written[1]) };
}
