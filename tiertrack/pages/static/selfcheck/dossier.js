/* The answers as a dossier: the form that `tiertrack assess` and `tiertrack import` read. */
(function (page) {
  "use strict";

  const data = page.data, program = page.program, base = data.base;

  /* Where an answer is from that nobody else gave. */
  const SOURCE = "企业自测（" + program.on + "）";
  const NOBODY = "主管部门（自测所填，没有写明机关）";
  const UNNAMED = { code: "E301", what: "没有" + (data.subject === "name" ? "企业" : "成果") + "名称", remedy: "请写全称，档案要有名称" };
  const UNREAD_REGION = { code: "E203", what: "地区读不出来", remedy: "请写全称或六位代码，如 重庆市巴南区 或 500113" };

  /* Where the firm is: what was prefilled by its code, else as it is written. Whether there is such a place is told by
     whoever reads the dossier, who has all their names. */
  function region() {
    const text = page.element("region").value.normalize("NFKC").trim(), plain = text.replace(/\s/g, "");
    if (!text) return { value: null };
    if (text === data.region.name) return { value: data.region.code };
    return /^([1-9]\d{5}|[\u4e00-\u9fff]{2,40})$/.test(plain) ? { value: plain } : { fault: UNREAD_REGION };
  }

  function stated(fact, value) {
    const words = TierTrack.write(fact, value);
    if (fact.kind === "money") return words;
    if (fact.kind === "points") return words.replace(" 分", "");
    if (fact.kind === "share") return /^约/.test(words) ? value : words;
    if (["people", "count", "rank", "level"].indexOf(fact.kind) < 0) return value;
    return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  }

  function isAsGiven(fact, value) {
    return base !== null && value !== null && data.given[fact.key] === value;
  }

  function putFact(made, fact, value) {
    if (data.counted.indexOf(fact.key) >= 0 || isAsGiven(fact, value)) return;
    if (value === null && (base === null || data.given[fact.key] === undefined)) return;
    const facts = made.facts || (made.facts = {}), year = fact.year === null ? null : String(fact.year);
    const place = year === null ? facts : facts[fact.fact] || (facts[fact.fact] = {});
    const name = year === null ? fact.fact : year;
    if (value === null) {
      delete place[name];
      if (year !== null && !Object.keys(place).length) delete facts[fact.fact];
    } else {
      const isSame = data.given[fact.key] === value && data.sources[fact.key];
      place[name] = { value: stated(fact, value), source: isSame ? data.sources[fact.key] : SOURCE };
    }
  }

  function putIdentity(made, fact, value) {
    if (isAsGiven(fact, value)) return;
    if (value === null) delete made[fact.fact];
    else made[fact.fact] = fact.kind === "credit_code" ? creditCode(fact, value) : value;
  }

  /* A code that does not pass its check was taken with the remark that the licence has it so. */
  function creditCode(fact, value) {
    return TierTrack.read(fact, value).fault ? value + "（凭证照）" : value;
  }

  function putJudgement(made, fact, place, value) {
    if (isAsGiven(fact, value) && page.isBesideAsGiven(place)) return;
    if (value === null) {
      if (made.judgements && data.given[fact.key] !== undefined) delete made.judgements[fact.fact];
      return;
    }
    const judgements = made.judgements || (made.judgements = {});
    judgements[fact.fact] = {
      value: value, by: page.words(place, "by") || NOBODY, on: page.day(place, "on") || program.on
    };
  }

  function withoutCriteria(answers) {
    const found = Object.assign({}, answers);
    page.facts.filter(page.isOfCriterion).forEach(function (fact) { delete found[fact.key]; });
    return found;
  }

  /* What is known of titles, or of what was applied for: what is listed, and of which that is known. Where a list was
     `closed`, what is not on it is known not to be, until one of them is not known any more. */
  function putHeld(made, listed, known, changes, closed) {
    if (!changes.length) return;
    if (!made[listed]) made[listed] = [];
    if (!made[known] && !closed) made[known] = [];
    if (!made[known] && changes.some(function (change) { return change.value === null; })) made[known] = data.titles.slice();
    changes.forEach(function (change) {
      const without = made[listed].filter(function (one) { return change.isOther(one); });
      if (change.value !== false || without.length !== made[listed].length) made[listed] = without;
      if (change.value === true) made[listed].push(change.entry);
      if (made[known] && change.value !== null && made[known].indexOf(change.key) < 0) made[known].push(change.key);
      if (made[known] && change.value === null) {
        made[known] = made[known].filter(function (key) { return key !== change.key; });
      }
    });
  }

  const heldKeys = new Map(((base && base.titles) || []).map(function (one, place) {
    return [JSON.stringify(one), data.held[place]];
  }));

  /* The key of a title that is listed, by whatever name: of the same entry there may be many copies. */
  function keyOf(one) { return heldKeys.get(JSON.stringify(one)) || one.title; }

  function changedTitles(answers) {
    const lacking = [], changes = [];
    page.facts.forEach(function (fact, place) {
      const value = answers[fact.key] === undefined ? null : answers[fact.key];
      if (fact.origin !== "title" || (isAsGiven(fact, value) && page.isBesideAsGiven(place))) return;
      if (value === null && data.given[fact.key] === undefined) return;
      const from = page.day(place, "from"), through = page.day(place, "through");
      if (value === true && !from) lacking.push(place);
      const days = Object.assign({}, from ? { from: from } : {}, through ? { through: through } : {});
      changes.push({
        key: fact.fact, value: value, entry: Object.assign({ title: fact.fact }, days),
        // What ended before the day is no part of the answer; nothing at all is, where nobody knows.
        isOther: function (one) {
          return keyOf(one) !== fact.fact || (value !== null && Boolean(one.through && one.through < program.on));
        }
      });
    });
    return { changes: changes, lacking: lacking };
  }

  function changedApplications(answers) {
    return page.facts.map(function (fact, place) {
      const value = answers[fact.key] === undefined ? null : answers[fact.key];
      if (fact.origin !== "application" || isAsGiven(fact, value)) return null;
      if (value === null && data.given[fact.key] === undefined) return null;
      return {
        key: fact.fact, value: value, entry: { title: fact.fact, on: page.day(place, "on") || program.on },
        isOther: function (one) { return one.title !== fact.fact || one.on.slice(0, 4) !== program.on.slice(0, 4); }
      };
    }).filter(Boolean);
  }

  /* The dossier, or the faults of what it would have to say: `{made, faults: [{place, fault}]}`. */
  page.dossier = function () {
    const answers = page.answers(), faults = [], made = {};
    const name = page.element("firm").value.trim(), code = page.element("code");
    if (!name) faults.push({ id: "firm", fault: UNNAMED });
    page.facts.forEach(function (_fact, place) {
      const found = page.read(place).fault;
      if (found) faults.push({ place: place, fault: found });
    });
    made[data.subject] = name;
    Object.assign(made, base === null ? {} : JSON.parse(JSON.stringify(base)));
    made[data.subject] = name;
    // The order in which values were told is not that of what is added.
    delete made.facts_order;
    delete made.judgements_order;
    const where = region();
    if (where.fault) faults.push({ id: "region", fault: where.fault });
    else if (where.value !== null) made.region = where.value;
    else delete made.region;
    if (code) {
      const found = TierTrack.read(data.code, code.value);
      if (found.fault) faults.push({ id: "code", fault: found.fault });
      else if (found.value !== null) made.uscc = creditCode(data.code, found.value);
      else delete made.uscc;
    }
    const titles = changedTitles(answers);
    titles.lacking.forEach(function (place) {
      faults.push({
        place: place,
        fault: { code: "E325", what: "没有写证书有效期起", remedy: "请照证书写，档案要有这一天" }
      });
    });
    const isListed = Boolean(base && base.titles), isAsked = isListed || Boolean(base && base.applications);
    putHeld(made, "titles", "known_titles", titles.changes, isListed);
    const applications = changedApplications(answers);
    if (!applications.length && titles.changes.length && !isAsked && !made.known_applications) {
      // Whoever lists titles is taken to know what was applied for as well.
      made.known_applications = [];
    }
    putHeld(made, "applications", "known_applications", applications, isAsked);
    const isUpToAuthority = page.upToAuthority(TierTrack.judge(program, withoutCriteria(answers)));
    page.facts.forEach(function (fact, place) {
      const value = answers[fact.key] === undefined ? null : answers[fact.key];
      if (page.isOfCriterion(fact) && !isUpToAuthority(fact) && !isAsGiven(fact, value)) return;
      if (fact.origin === "observation") putFact(made, fact, value);
      if (fact.origin === "identity") putIdentity(made, fact, value);
      if (fact.origin === "judgement") putJudgement(made, fact, place, value);
    });
    return { made: made, faults: faults };
  };
})(window.SelfCheck);
