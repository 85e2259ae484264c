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

  function unmet(criterion, found) {
    const line = document.createElement("li"), seen = found.observed.map(seenText).join("；");
    line.append(made("strong", criterion.title), "：" + (found.shortfall || seen || "见要求"));
    line.append(made("small", (page.data.applied ? "要求：" : "指标：") + criterion.text + "（" + criterion.clause + "，" + criterion.confidence + "）"));
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
  function said(judged, decisive) {
    const word = page.data.words[judged.truth][0];
    if (judged.truth === "unknown") {
      const lacking = page.places(judged.missing).length;
      const beside = decisive.length ? "，已有 " + decisive.length + " 条" + (page.data.applied ? "未达到" : "触及") : "";
      return word + "：还缺 " + lacking + " 项" + beside;
    }
    return word + (decisive.length ? "：" + decisive.length + " 条" : "");
  }

  /* What a settled verdict leaves out: other criteria that nobody has looked at yet. */
  function further(judged) {
    const open = judged.truth === "unknown" ? [] : byTruth(judged, "unknown");
    return open.length ? "另有 " + open.length + " 条没有填到，不影响这个结论；想知道那几条怎样，请接着填（选“全部列出”，勾上“也列出不影响结论的题”）。" : "";
  }

  /* What stands beside the verdict, in a few words. */
  function beside(judged, decisive, missing) {
    const told = decisive ? decisive + " 条" + (page.data.applied ? "未达到" : "触及") : "";
    return [told, judged.truth === "unknown" ? "还缺 " + missing + " 项" : ""].filter(Boolean).join("，");
  }

  page.show = function (judged) {
    const words = page.data.words[judged.truth], decisive = byTruth(judged, DECISIVE);
    const missing = page.places(judged.missing), verdict = page.element("verdict");
    verdict.className = "verdict " + COLOURS[judged.truth];
    page.element("word").textContent = words[0];
    page.element("count").textContent = beside(judged, decisive.length, missing.length);
    const line = said(judged, decisive);
    // Said again only where it changed: who listens is not to hear it at every letter.
    if (page.element("said").textContent !== line) page.element("said").textContent = line;
    page.element("below").textContent = words[1] + further(judged);
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
      const line = made("li", pair[0].title + "：" + pair[0].text);
      line.append(made("small", pair[0].clause + "，" + pair[0].confidence));
      return line;
    }));
    page.showAnswers();
  };

  /* The answers as they stand on paper. */
  page.showAnswers = function () {
    const lines = [];
    page.facts.forEach(function (fact, place) {
      const value = page.read(place).value;
      if (value === null || value === undefined) return;
      const pair = document.createElement("div");
      pair.append(made("dt", fact.name), made("dd", TierTrack.write(fact, value)));
      lines.push(pair);
    });
    fill(page.element("answers"), lines);
    const firm = page.element("firm").value.trim();
    page.element("whose").textContent = firm ? "　" + firm : "";
  };
})(window.SelfCheck);
