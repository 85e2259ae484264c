/* What is filled in of a question, read and written: the fields are the one place where an answer is kept. */
(function (root) {
  "use strict";

  const page = (root.SelfCheck = {});
  const data = JSON.parse(document.getElementById("data").textContent);
  page.data = data;
  page.program = data.program;
  page.facts = data.program.facts;

  page.element = function (id) { return document.getElementById(id); };

  /* What is asked of the firm itself beside the questions, by the fields. */
  page.particulars = ["firm", "code", "region"].filter(page.element);

  page.box = function (place) { return page.element("q" + place); };

  function part(box, name) { return box.querySelector('[data-part="' + name + '"]'); }

  function parts(box) { return Array.from(box.querySelectorAll("[data-part]")); }

  function checked(box) { return box.querySelector("input[type=radio]:checked"); }

  // An amount that says its unit needs none beside it.
  const OWN_UNIT = /[元万亿千百]/, USUAL_UNIT = "万元";

  const YES_OR_NO = ["flag", "title", "judgement"];

  function isYesOrNo(fact) { return YES_OR_NO.indexOf(fact.kind) >= 0; }

  /* What was written, with the unit that stands beside it. */
  function written(fact, box) {
    const unit = box.querySelector(".unit"), beside = unit ? unit.textContent : "";
    let text = part(box, "text").value.trim();
    // Somebody may write out the unit that stands there already.
    if (beside && beside !== "%" && text.slice(-beside.length) === beside) text = text.slice(0, -beside.length).trim();
    if (!text) return "";
    if (fact.kind === "money" && !OWN_UNIT.test(text)) return text + part(box, "unit").value;
    return fact.kind === "share" && !/[%％\/]/.test(text) ? text + "%" : text;
  }

  /* The one of a list that the text of an amount says itself; "" where it says another. */
  function unitIn(text) {
    const found = /^[^元万亿千百]*(元|[万亿]元?)$/.exec(text.trim());
    return found ? found[1].replace(/元?$/, "元") : "";
  }

  /* What an amount is read as stands below it. The unit beside it is the one that the text says, which alone counts. */
  function showAmount(place) {
    const fact = page.facts[place], box = page.box(place), unit = part(box, "unit");
    if (!unit) return;
    const text = part(box, "text"), isSaid = OWN_UNIT.test(text.value), line = page.element("q" + place + "-read");
    if (isSaid) unit.value = unitIn(text.value);
    else if (unit.disabled && (!unit.value || !text.value.trim())) unit.value = USUAL_UNIT;
    unit.disabled = isSaid || text.disabled;
    const value = page.read(place).value, words = value ? "读作 " + TierTrack.write(fact, value) : "";
    if (line.textContent !== words) line.textContent = words;
  }

  function fault(code, what, remedy) { return { fault: { code: code, what: what, remedy: remedy } }; }

  /* The answer to a question: its value, null where it is unknown, or what is wrong with what was written. */
  function read(fact, box) {
    if (fact.kind === "choice" || isYesOrNo(fact)) {
      const chosen = checked(box);
      if (!chosen || chosen.dataset.part === "unknown") return { value: null };
      const value = isYesOrNo(fact) ? chosen.value === "yes" : chosen.value;
      return readParts(fact, box, value) || { value: value };
    }
    const unknown = part(box, "unknown");
    if (unknown && unknown.checked) return { value: null };
    const found = TierTrack.read(fact, written(fact, box));
    if (found.fault && fact.kind === "industry") found.fault.remedy = page.industryRemedy(part(box, "text").value, found.fault.remedy);
    return found.fault ? found : settled(fact, found.value) || found;
  }

  /* A day that settled the matter under an earlier standard is not answered by this one. */
  function settled(fact, value) {
    const program = page.program;
    if (program.settled_on === null || page.facts[program.settled_on] !== fact || !value || !program.from) return null;
    if (value >= program.from) return null;
    return fault("E772", "这一版自 " + program.from + " 起施行，那一天适用的是前一版", "请另按那一天适用的版本自测");
  }

  /* What is wrong with the days beside an answer. */
  function readParts(fact, box, value) {
    // What stands beside a yes is not asked of a no.
    if (value === false && fact.kind !== "judgement") return null;
    const on = page.program.on, days = {};
    for (const name of ["on", "from", "through"]) {
      const field = part(box, name), found = field && TierTrack.read({ kind: "date" }, field.value);
      if (found && found.fault) return found;
      days[name] = found ? found.value : null;
    }
    // An application, and the judgement of a whole criterion, count in the year they are made.
    const isOfYear = fact.origin === "application" || fact.key.indexOf("criterion:") === 0;
    if (days.on && (days.on > on || (isOfYear && days.on.slice(0, 4) !== on.slice(0, 4)))) {
      return fault("E781", "这一天作出的到 " + on + " 不算数", "请核对日期；当时还没有的，选“不清楚”");
    }
    if (fact.origin === "title" && value === true) return held(fact, days, on);
    return null;
  }

  function held(fact, days, on) {
    if (days.from && days.through && days.from > days.through) {
      return fault("E313", "有效期止于开始以前", "请核对证书上的有效期");
    }
    if ((days.from && days.from > on) || (days.through && days.through < on)) {
      return fault("E780", "到 " + on + " 不在这个有效期里", "请核对日期；确实不在的，选“否”");
    }
    const isYearly = page.data.yearly.indexOf(fact.fact) >= 0;
    if (isYearly && days.from && !days.through && days.from.slice(0, 4) !== on.slice(0, 4)) {
      return fault("E780", "这个称号没有写有效期至的，只到当年年底", "请写有效期至，或选“否”");
    }
    return null;
  }

  /* Whether somebody has said something to a question, be it that nobody knows. */
  page.isTouched = function (place) {
    const fact = page.facts[place], box = page.box(place);
    if (fact.kind === "choice" || isYesOrNo(fact)) return checked(box) !== null;
    const unknown = part(box, "unknown");
    return part(box, "text").value.trim() !== "" || (unknown !== null && unknown.checked);
  };

  page.read = function (place) { return read(page.facts[place], page.box(place)); };

  /* All answers as the program takes them; what is wrong is unknown to it. */
  page.answers = function () {
    const found = {};
    page.facts.forEach(function (fact, place) {
      const value = page.read(place).value;
      if (value !== null && value !== undefined) found[fact.key] = value;
    });
    return found;
  };

  page.day = function (place, name) {
    const field = part(page.box(place), name), found = field && TierTrack.read({ kind: "date" }, field.value);
    return (found && found.value) || null;
  };

  /* Whether what stands beside an answer is what it was beforehand. */
  page.isBesideAsGiven = function (place) {
    const box = page.box(place), given = data.given_parts[page.facts[place].key] || {};
    return ["by", "on", "from", "through"].every(function (name) {
      const field = part(box, name);
      return field === null || field.value.trim() === (given[name] || "");
    });
  };

  page.words = function (place, name) { return part(page.box(place), name).value.trim(); };

  /* Says in place what is wrong with an answer; what was said before is taken back. */
  page.tell = function (place, told) {
    const box = page.box(place), line = page.element("q" + place + "-fault");
    const words = told ? told.what + "。" + told.remedy + "。（" + told.code + "）" : "";
    if (line.textContent !== words) line.textContent = words;
    parts(box).forEach(function (field) {
      if (field.type === "text") field.setAttribute("aria-invalid", String(Boolean(told)));
    });
  };

  page.isTold = function (place) { return page.element("q" + place + "-fault").textContent !== ""; };

  /* What stands with an answer: what is asked beside a yes, and what an amount is read as. */
  page.showWith = function (place) {
    showAmount(place);
    showParts(place);
  };

  function showParts(place) {
    const box = page.box(place), beside = box.querySelector(".parts"), chosen = checked(box);
    if (!beside) return;
    const isAnswered = chosen && chosen.dataset.part !== "unknown";
    beside.hidden = !(isAnswered && (chosen.value === "yes" || page.facts[place].kind === "judgement"));
  }

  page.setUnknown = function (place) {
    const unknown = part(page.box(place), "unknown");
    if (unknown) unknown.checked = true;
    page.showWith(place);
  };

  /* Writes an answer into its fields, with what stands beside it. */
  page.put = function (place, value, beside) {
    const fact = page.facts[place], box = page.box(place);
    if (isYesOrNo(fact)) {
      part(box, value ? "yes" : "no").checked = true;
    } else if (fact.kind === "choice") {
      const chosen = part(box, value);
      if (chosen) chosen.checked = true;
    } else {
      const words = TierTrack.write(fact, value), text = part(box, "text"), unit = part(box, "unit");
      const money = unit && /^(-?[\d.]+) (元|万元|亿元)$/.exec(words);
      if (money) {
        text.value = money[1];
        unit.value = money[2];
      } else if (fact.kind === "share") {
        text.value = /^约/.test(words) ? value : words.replace("%", "");
      } else {
        text.value = fact.kind === "points" ? words.replace(" 分", "") : value;
      }
    }
    Object.keys(beside || {}).forEach(function (name) { part(box, name).value = beside[name]; });
    page.showWith(place);
  };

  /* The fields of a question as they stand, and set to what they were. */
  page.fields = function (place) {
    const found = {};
    parts(page.box(place)).forEach(function (field) {
      const value = field.type === "radio" || field.type === "checkbox" ? field.checked : field.value;
      if (value !== false && value !== "") found[field.dataset.part] = value;
    });
    return found;
  };

  page.setFields = function (place, kept) {
    parts(page.box(place)).forEach(function (field) {
      const value = kept[field.dataset.part];
      if (field.disabled) return;
      if (field.type === "radio" || field.type === "checkbox") field.checked = value === true;
      else if (typeof value === "string") field.value = value;
      else if (field.tagName === "INPUT") field.value = "";
    });
    page.showWith(place);
  };
})(window);
