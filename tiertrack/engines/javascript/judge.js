/* Judges by a program that `tiertrack policy export` writes: docs/program.md describes the format.
 *
 *   TierTrack.judge(program, answers)  the answer: truth, criteria, missing, moot, score
 *   TierTrack.next(program, answers)   the fact to ask for next, null where there is none; a third argument lists the
 *                                      keys of facts that were asked for and nobody knows
 *   TierTrack.read(fact, text)         {value} of what somebody wrote, or {fault: {code, what, remedy}}
 *   TierTrack.write(fact, value)       a value in words
 *
 * There is no threshold in here: they all come from the program. Numbers are whole and exact (BigInt), unknown is null
 * and travels as Kleene has it. No dependency, no module; BigInt is all that it asks of a browser beyond ES2015.
 */
(function (root) {
  "use strict";

  var FORMAT = 1;
  var big = root.BigInt;
  if (typeof big !== "function") {
    // A page says so in words; there is nothing that could judge.
    root.TierTrack = { FORMAT: FORMAT, isSupported: false };
    return;
  }
  var ZERO = big(0), ONE = big(1), TWO = big(2), TEN = big(10);

  // ------------------------------------------------------------------------------------------------ days and numbers

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

  // ------------------------------------------------------------------------------------------------ what is answered

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

  // The values of all slots, and the cut-off days.
  function read(program, answers) {
    if (program.format !== FORMAT) throw new RangeError("程序的格式是第 " + program.format + " 版，这里只读第 " + FORMAT + " 版");
    var given = program.facts.map(function (fact) { return answered(fact, answers[fact.key]); });
    return {
      program: program,
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

  // ------------------------------------------------------------------------------------------------ six kernel nodes

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

  // ------------------------------------------------------------------------------------------------------- findings

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
    return (found.node.denominators || []).some(function (slots) {
      var values = slots.map(function (place) { return data.values[place]; });
      return !isOf(values, null) && values.reduce(function (total, value) { return total + value; }, ZERO) <= ZERO;
    });
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

  function keysOf(program, slots, but) {
    var keys = slots.map(function (place) { return program.slots[place].key; });
    return keys.filter(function (key, place) { return keys.indexOf(key) === place && !isOf(but || [], key); });
  }

  // What no fact can decide is up to the authority.
  function byAuthority(data, criterion, found) {
    if (criterion.authority === null || found.truth !== null || missing(data, found).length) return found;
    var reads = [criterion.authority], judged = data.values[criterion.authority];
    return finding({ kind: "holds", text: data.program.slots[criterion.authority].name }, judged, reads, [judged], [found]);
  }

  function truths(found) {
    return found.map(function (one) { return one.truth; });
  }

  function judged(program, answers) {
    var data = read(program, answers), fold = program.fold === "all" ? all : any;
    var found = program.criteria.map(function (criterion) { return explain(data, criterion.test); });
    var together = program.together.map(function (node) { return kernel(data, node, []); });
    var truth = fold(truths(found).concat(together));
    // Not all criteria can be met, though none of them fails.
    var isClash = program.fold === "all" && truth === false && !isOf(truths(found), false);
    var isOpen = program.criteria.some(function (criterion, place) {
      return criterion.authority !== null && found[place].truth === null;
    });
    if (!isClash && isOpen) {
      found = found.map(function (one, place) { return byAuthority(data, program.criteria[place], one); });
      truth = fold(truths(found));
    }
    return { data: data, truth: truth, isClash: isClash, found: found };
  }

  var WORDS = new Map([[true, "true"], [false, "false"], [null, "unknown"]]);

  function judge(program, answers) {
    var result = judged(program, answers), data = result.data, score = null, lacking = [], unknown = [];
    var criteria = program.criteria.map(function (criterion, place) {
      var found = result.found[place], slots = missing(data, found), open = unknownSlots(found);
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
      score: score && inPoints(score)
    };
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

  // ----------------------------------------------------------------------------------------------------- shortfalls

  // What lacks where a finding failed, [about, how much] each; of alternatives that of every branch.
  function shortfalls(data, found) {
    if (found.truth !== false) return [];
    if (found.node.kind === "scorecard") return shortPoints(scored(found));
    var own = shortfall(data, found);
    if (own && own[1]) return [own];
    if (found.node.kind === "not") return [];
    var meant = found.parts.filter(function (part) { return !isForOthers(part); });
    var parts = meant.length ? meant : found.parts, pairs = [];
    var sets = found.node.kind === "any" ? parts.filter(function (part) { return part.node.label; }) : [];
    parts.forEach(function (part) {
      shortfalls(data, part).forEach(function (one) {
        var isOfSet = sets.length > 1 && isOf(sets, part);
        pairs.push(isOfSet ? [part.node.text + " " + one[0], one[1]] : one);
      });
    });
    return pairs.filter(function (one, place) {
      return place === pairs.findIndex(function (other) { return other[0] === one[0] && other[1] === one[1]; });
    });
  }

  // A branch for other enterprises, as another revenue bracket.
  function isForOthers(found) {
    return found.parts.slice(0, found.node.scope || 0).some(function (part) { return part.truth === false; });
  }

  function shortPoints(score) {
    var pairs = [];
    function add(name, lacking) {
      if (lacking > 0) pairs.push([name, "差 " + decimals(big(lacking), big(100), 2) + " 分"]);
    }
    add("评价得分", score.passing - score.high);
    score.sections.forEach(function (section) {
      add(section.name, (section.minimum || 0) - section.lines.reduce(function (high, line) { return high + line.high; }, 0));
    });
    return pairs;
  }

  function shortfall(data, found) {
    var lacks = found.node.lacks;
    if (!lacks) return null;
    if (lacks.since) return [lacks.about, late(data, lacks.since, found.given[0])];
    if (found.node.kind === "rank") {
      var over = found.given[0] - big(lacks.limit[0]);
      return found.given[0] === ZERO ? null : [lacks.about, "差 " + over + " 名"];
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
    return [isNear ? lacks.near : lacks.about, parts.join("，")];
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

  // ---------------------------------------------------------------------------------------------------------- words

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

  // -------------------------------------------------------------------------------------------- what people write

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

  function readDay(_fact, text) {
    var written = plain(text).replace(/\s/g, "");
    var match = DAYS.reduce(function (found, form) { return found || form.exec(written); }, null);
    if (!match) fault("E109", "日期读不出来", "请写成 年-月-日，如 2023-01-01");
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

  // ------------------------------------------------------------------------------------------------- what to ask next

  // Of the criterion that the fewest facts settle the fact that most open criteria lack; what only an authority can
  // tell is asked last. Where that leaves several, the first in reading order.
  function next(program, answers, skipped) {
    var result = judged(program, answers), found = new Map();
    if (result.truth !== null) return null;
    result.found.forEach(function (one) {
      var facts = missing(result.data, one).map(function (place) { return program.slots[place].fact; });
      facts = facts.filter(function (fact, place) {
        return facts.indexOf(fact) === place && !isOf(skipped || [], program.facts[fact].key);
      });
      facts.forEach(function (fact) {
        var before = found.get(fact) || { fewest: facts.length, lacking: 0 };
        found.set(fact, { fewest: Math.min(before.fewest, facts.length), lacking: before.lacking + 1 });
      });
    });
    var best = null;
    found.forEach(function (measure, fact) {
      var rank = [program.facts[fact].kind === "judgement" ? 1 : 0, measure.fewest, -measure.lacking, fact];
      if (best === null || isBefore(rank, best.rank)) best = { rank: rank, fact: fact };
    });
    return best && program.facts[best.fact];
  }

  function isBefore(left, right) {
    var place = left.findIndex(function (one, index) { return one !== right[index]; });
    return place >= 0 && left[place] < right[place];
  }

  root.TierTrack = { FORMAT: FORMAT, isSupported: true, judge: judge, next: next, read: readText, write: write };
})(typeof globalThis === "undefined" ? self : globalThis);
