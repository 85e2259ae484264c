/* Where the answers lead: the verdict, what is not met and by how much, what lacks, what no longer matters. */
(function (page) {
  "use strict";

  const DECISIVE = page.data.applied ? "false" : "true", CLEAR = page.data.applied ? "true" : "false";
  const COLOURS = page.data.applied
    ? { true: "true", false: "false", unknown: "unknown" }
    : { true: "false", false: "true", unknown: "unknown" };

  const factOf = new Map(page.program.slots.map(function (slot) { return [slot.key, slot.fact]; }));

  /* The places of the facts that keys of an answer are read from, each once. */
  page.places = function (keys) {
    return Array.from(new Set(keys.map(function (key) { return factOf.get(key); })));
  };

  /* Whether a fact is the judgement of a whole criterion: of one that facts can decide nobody takes it. */
  page.isOfCriterion = function (fact) { return fact.key.indexOf("criterion:") === 0; };

  page.upToAuthority = function (judged) {
    const keys = [].concat.apply([], judged.criteria.map(function (one) { return one.missing; }));
    return function (fact) { return keys.indexOf(fact.key) >= 0; };
  };

  page.question = function (place) {
    return page.element("q" + place + "-text").textContent;
  };

  function made(tag, text, name) {
    const found = document.createElement(tag);
    found.textContent = text;
    if (name) found.className = name;
    return found;
  }

  function fill(box, lines) {
    while (box.firstChild) box.removeChild(box.firstChild);
    lines.forEach(function (line) { box.append(line); });
  }

  function list(id, heading, lines) {
    const box = page.element(id);
    box.hidden = lines.length === 0;
    box.firstElementChild.textContent = heading;
    fill(box.querySelector("ul"), lines);
  }

  /* A link to a question. */
  function toQuestion(place) {
    const link = made("a", page.question(place));
    link.href = "#q" + place;
    link.dataset.to = String(place);
    return link;
  }

  /* What is known of a fact, as it is said of somebody. */
  function seenText(one) {
    const said = page.data.said[one.fact];
    if (said && one.value === "是") return said[0];
    return said && (one.value === "否" || one.value === "没有") ? said[1] : one.name + " " + one.value;
  }

  /* What the answers come to where a criterion looks at them: each number beside its limit, as an explanation says it. */
  function foundText(found) {
    return found.compared.join("；") || found.observed.map(seenText).join("；");
  }

  function unmet(criterion, found) {
    const line = document.createElement("li");
    line.append(made("strong", criterion.title), "：" + (foundText(found) || "见要求"));
    line.append(made("small", (page.data.applied ? "要求：" : "指标：") + criterion.text + "（" + criterion.clause + "，" + criterion.confidence + "）"));
    return line;
  }

  function met(criterion, found) {
    const line = made("li", criterion.title + "：" + criterion.text);
    // Of an indicator that is not hit nobody is told how much is lacking towards it.
    const told = page.data.applied ? found.compared.join("；") : found.observed.map(seenText).join("；");
    if (told) line.append(made("small", told));
    line.append(made("small", criterion.clause + "，" + criterion.confidence));
    return line;
  }

  function scoreText(score) {
    const range = score.low === score.high ? score.low + " 分" : "在 " + score.low + " 分至 " + score.high + " 分之间";
    return "评价得分" + (score.low === score.high ? " " : "") + range + "，" + score.pass + " 分达标。";
  }

  function byTruth(judged, truth) {
    return page.program.criteria.map(function (criterion, place) {
      return [criterion, judged.criteria[place]];
    }).filter(function (pair) { return pair[1].truth === truth; });
  }

  /* What is said in a line of how it stands. */
  function said(judged, decisive, doubts) {
    const word = page.data.words[judged.truth][0], doubted = doubts.length ? "，" + doubtedText(doubts) : "";
    if (judged.truth === "unknown") {
      const lacking = page.places(judged.missing).length;
      const beside = decisive.length ? "，已有 " + decisive.length + " 条" + (page.data.applied ? "未达到" : "触及") : "";
      return word + "：还缺 " + lacking + " 项" + beside + doubted;
    }
    return word + (decisive.length ? "：" + decisive.length + " 条" : "") + doubted;
  }

  function doubtedText(doubts) { return "有 " + doubts.length + " 处数值可疑"; }

  function isUnclear(place) { return page.isTouched(place) && !page.read(place).fault; }

  /* What a settled verdict leaves out: other criteria, of which somebody does not know or that nobody has looked at yet.
     How to go on with those is said where there are any, of what is not chosen yet. */
  page.showFurther = function (judged) {
    const open = judged.truth === "unknown" ? [] : byTruth(judged, "unknown").map(function (pair) {
      return page.places(pair[1].missing);
    });
    const unclear = open.filter(function (places) { return places.length && places.every(isUnclear); }).length;
    const unasked = open.length - unclear, told = [];
    if (unasked) told.push(unasked + " 条没有填到");
    if (unclear) told.push(unclear + " 条不清楚");
    const ways = [];
    if (!document.body.classList.contains("listed")) ways.push("选“全部列出”");
    if (!page.element("folded").checked) ways.push("勾上“也列出不影响结论的题”");
    page.element("further").textContent = told.length ? "另有 " + told.join("、") + "，不影响这个结论。" : "";
    page.element("onward").textContent = unasked && ways.length ? "想知道没有填到的怎样，请接着填（" + ways.join("，") + "）。" : "";
  };

  /* What stands beside the verdict, in a few words. */
  function beside(judged, decisive, missing, doubts) {
    const told = decisive ? decisive + " 条" + (page.data.applied ? "未达到" : "触及") : "";
    const lacking = judged.truth === "unknown" ? "还缺 " + missing + " 项" : "";
    return [told, lacking, doubts.length ? doubtedText(doubts) : ""].filter(Boolean).join("，");
  }

  function toQuestions(heading, places) {
    const line = made("small", heading);
    places.forEach(function (place, number) { line.append(number ? "、" : "", toQuestion(place)); });
    return line;
  }

  /* What is hardly true, at the answers it is about and all together. */
  function showDoubts(doubts) {
    const words = page.facts.map(function () { return []; });
    list("doubts", "数值可疑，请核对（" + doubts.length + " 处）", doubts.map(function (doubt) {
      const line = made("li", "⚠ " + doubt.text), about = placesOf(doubt.facts);
      about.forEach(function (place) { words[place].push("⚠ " + doubt.text); });
      line.append(toQuestions("改：", about));
      return line;
    }));
    words.forEach(function (told, place) {
      const box = page.element("q" + place + "-doubt"), text = told.join("；");
      if (box.textContent !== text) box.textContent = text;
    });
  }

  function placesOf(keys) {
    return keys.map(function (key) { return page.facts.findIndex(function (fact) { return fact.key === key; }); });
  }

  page.show = function (judged, doubts) {
    const words = page.data.words[judged.truth], decisive = byTruth(judged, DECISIVE);
    const missing = page.places(judged.missing), verdict = page.element("verdict");
    verdict.className = "verdict " + COLOURS[judged.truth];
    page.element("word").textContent = words[0];
    page.element("count").textContent = beside(judged, decisive.length, missing.length, doubts);
    const line = said(judged, decisive, doubts);
    // Said again only where it changed: who listens is not to hear it at every letter.
    if (page.element("said").textContent !== line) page.element("said").textContent = line;
    page.element("meant").textContent = words[1];
    page.element("score").hidden = judged.score === null;
    if (judged.score !== null) page.element("score").textContent = scoreText(judged.score);
    const clash = judged.clash ? byTruth(judged, "unknown") : decisive;
    const heading = judged.clash ? "不能同时达到，不论所缺的数是多少" : page.data.applied ? "未达到" : "触及的指标";
    list("unmet", heading + "（" + clash.length + " 条）", clash.map(function (pair) { return unmet(pair[0], pair[1]); }));
    list("missing", "还缺（" + missing.length + " 项）", missing.map(function (place) {
      const line = document.createElement("li");
      line.append(toQuestion(place));
      return line;
    }));
    const moot = page.places(judged.moot).filter(function (place) { return missing.indexOf(place) < 0 && !page.isTouched(place); });
    list("moot", "不再影响结论，不用填的 " + moot.length + " 项", moot.map(function (place) {
      const line = document.createElement("li");
      line.append(toQuestion(place));
      return line;
    }));
    const clear = byTruth(judged, CLEAR);
    list("met", (page.data.applied ? "已达到 " : "未触及 ") + clear.length + " 条", clear.map(function (pair) {
      return met(pair[0], pair[1]);
    }));
    const begun = byTruth(judged, "unknown").filter(function (pair) { return pair[1].compared.length; });
    list("begun", "没有填全、已能算出一部分的 " + begun.length + " 条", begun.map(function (pair) {
      return met(pair[0], pair[1]);
    }));
    showDoubts(doubts);
    page.showAnswers(judged);
  };

  /* What stands beside an answer: of a title its days, of a judgement whose it is and when it was made. */
  function besideText(fact, place, value) {
    if (fact.origin === "title" && value) {
      const from = page.day(place, "from"), through = page.day(place, "through");
      if (from && through) return from + " 至 " + through;
      return from ? "自 " + from + " 起" : through ? "至 " + through : "";
    }
    if (fact.origin === "application" && value) return page.day(place, "on");
    return fact.kind === "judgement" ? [page.words(place, "by"), page.day(place, "on")].filter(Boolean).join(" ") : "";
  }

  function answerText(fact, place, value) {
    const told = besideText(fact, place, value);
    return TierTrack.write(fact, value) + (told ? "（" + told + "）" : "");
  }

  /* The answers as they stand on paper, and what is not among them. */
  page.showAnswers = function (judged) {
    const lines = [], left = { unclear: [], unread: [], unfilled: [] }, isUpToAuthority = page.upToAuthority(judged);
    page.facts.forEach(function (fact, place) {
      const found = page.read(place);
      if (found.value !== null && found.value !== undefined) {
        const pair = document.createElement("div");
        pair.append(made("dt", fact.name), made("dd", answerText(fact, place, found.value)));
        lines.push(pair);
      } else if (found.fault) left.unread.push(fact.name);
      else if (page.isTouched(place)) left.unclear.push(fact.name);
      else if (!page.isOfCriterion(fact) || isUpToAuthority(fact)) left.unfilled.push(fact.name);
    });
    fill(page.element("answers"), lines);
    showLeft("unclear", "不清楚", left.unclear);
    showLeft("unread", "写得不对、没有采用", left.unread);
    showLeft("unfilled", "未填写", left.unfilled);
    page.element("whose").textContent = page.particulars.map(function (id) {
      const text = page.element(id).value.trim();
      return text ? "　" + text : "";
    }).join("");
  };

  function showLeft(id, heading, names) {
    page.element(id).hidden = names.length === 0;
    page.element(id).textContent = heading + "（" + names.length + " 项）：" + names.join("；");
  }
})(window.SelfCheck);
