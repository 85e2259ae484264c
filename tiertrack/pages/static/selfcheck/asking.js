/* Asks: question by question or all on one list, judging at every answer. */
(function (page) {
  "use strict";

  if (!TierTrack.isSupported) {
    page.element("unsupported").hidden = false;
    return;
  }

  const facts = page.facts, form = page.element("form"), end = page.element("end");
  const passed = [];
  let at = null, isOnList = false, judged = null, doubts = [];

  // ------------------------------------------------------------------------------------------------------ judging

  function judge() {
    judged = TierTrack.judge(page.program, page.answers());
    // While somebody writes, nothing more is hardly true yet; what was said to be may be mended.
    doubt(judged.doubts.filter(function (one) { return doubts.some(function (other) { return other.text === one.text; }); }));
    page.keepOn();
  }

  function doubt(found) {
    doubts = found;
    page.show(judged, doubts);
    fold();
  }

  function doubtAll() { doubt(judged.doubts); }

  function keysPassed() {
    return facts.filter(function (_fact, place) { return page.isTouched(place) || page.read(place).fault; })
      .map(function (fact) { return fact.key; });
  }

  /* The place of the question to ask next, null where none is left. */
  function nextPlace() {
    const fact = TierTrack.next(page.program, page.answers(), keysPassed());
    return fact === null ? null : facts.indexOf(fact);
  }

  /* The order that decides soonest where nothing is known, and the rest behind it. */
  function inOrder() {
    const order = [];
    for (let fact; (fact = TierTrack.next(page.program, {}, order.map(function (one) { return one.key; }))) !== null;) {
      order.push(fact);
    }
    return order.concat(facts.filter(function (fact) { return order.indexOf(fact) < 0; })).map(function (fact) {
      return facts.indexOf(fact);
    });
  }

  // -------------------------------------------------------------------------------------------------- what is shown

  /* Of the list what still counts, or was answered; the rest is folded away to its name. */
  function fold() {
    const open = page.places(judged.missing), all = page.element("folded").checked;
    const moot = page.places(judged.moot), isUpToAuthority = page.upToAuthority(judged);
    facts.forEach(function (fact, place) {
      const box = page.box(place), counts = open.indexOf(place) >= 0 || page.isTouched(place);
      const isHere = box.contains(document.activeElement);
      if (!isOnList) box.hidden = place !== at;
      else if (page.isOfCriterion(fact)) box.hidden = !(isUpToAuthority(fact) || page.isTouched(place));
      else box.hidden = !(counts || isHere || all || moot.indexOf(place) >= 0);
      box.classList.toggle("folded", isOnList && !counts && !isHere && !all);
      const value = isOnList ? page.read(place).value : null;
      box.classList.toggle("answered", value !== null && value !== undefined);
    });
    page.showFurther(judged);
  }

  function focusOn(place) {
    const box = page.box(place), field = box.querySelector("input:not([disabled]):checked, input:not([disabled])");
    (field || box).focus();
    box.scrollIntoView({ block: "nearest" });
  }

  function show(place, withFocus) {
    at = place;
    end.hidden = place !== null || isOnList;
    page.element("moves").hidden = isOnList;
    page.element("next").hidden = place === null;
    page.element("back").disabled = !passed.length;
    if (place === null && !isOnList) ended();
    fold();
    if (!withFocus) return;
    if (place === null) end.focus();
    else focusOn(place);
  }

  /* What is said where no question is left. */
  function ended() {
    const left = page.places(judged.missing).length;
    const words = judged.truth !== "unknown"
      ? "结论已定，其余的题不用再答。要把资料填全存成档案，选“全部列出”。"
      : left ? "题都问过了。还有 " + left + " 项不清楚，补上才能定，见“还缺”。" : "题都问过了。";
    end.textContent = words;
  }

  // -------------------------------------------------------------------------------------------------------- moves

  function checkAt(place) {
    const found = page.read(place).fault || null;
    page.tell(place, found);
    return found === null;
  }

  function forward() {
    if (at === null) return;
    if (!checkAt(at)) {
      focusOn(at);
      return;
    }
    if (!page.isTouched(at)) page.setUnknown(at);
    passed.push(at);
    judge();
    doubtAll();
    show(nextPlace(), true);
  }

  function backward() {
    if (!passed.length) return;
    show(passed.pop(), true);
  }

  /* Goes to a question from wherever it is named. */
  function goTo(place) {
    if (!isOnList) {
      if (at !== null && at !== place) passed.push(at);
      show(place, true);
      return;
    }
    page.box(place).hidden = false;
    page.box(place).classList.remove("folded");
    focusOn(place);
  }

  function chooseWay(way) {
    isOnList = way === "all";
    page.element("order").hidden = !isOnList;
    document.body.classList.toggle("listed", isOnList);
    show(isOnList ? null : nextPlace(), false);
  }

  /* What is told to be wrong moves what stands below it: never while somebody is about to click there. */
  let isDown = false, waiting = [];

  function afterClick(act) {
    if (isDown) waiting.push(act);
    else act();
  }

  function released() {
    window.setTimeout(function () {
      isDown = false;
      waiting.splice(0).forEach(function (act) { act(); });
    }, 0);
  }

  document.addEventListener("pointerdown", function () { isDown = true; }, true);
  document.addEventListener("pointerup", released, true);
  document.addEventListener("pointercancel", released, true);

  function placeOf(target) {
    const box = target.closest ? target.closest(".question") : null;
    return box ? Number(box.dataset.place) : null;
  }

  // ------------------------------------------------------------------------------------------------------- saving

  function tellAt(id, told) {
    page.element(id + "-fault").textContent = told ? told.what + "。" + told.remedy + "。（" + told.code + "）" : "";
    page.element(id).setAttribute("aria-invalid", String(Boolean(told)));
  }

  function save() {
    const found = page.dossier();
    page.particulars.forEach(function (id) { tellAt(id, null); });
    found.faults.forEach(function (one) {
      if (one.id) tellAt(one.id, one.fault);
      else page.tell(one.place, one.fault);
    });
    page.element("file").hidden = found.faults.length > 0;
    if (found.faults.length) {
      const first = found.faults[0];
      if (first.id) page.element(first.id).focus();
      else goTo(first.place);
      page.element("kept").textContent = "还没有存：有 " + found.faults.length + " 处要先改，原因写在各处。";
      return;
    }
    page.element("kept").textContent = "";
    const text = JSON.stringify(found.made, null, 2) + "\n", link = page.element("download");
    page.element("text").value = text;
    page.element("copied").textContent = "";
    if (link.href) URL.revokeObjectURL(link.href);
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = (page.element("firm").value.trim().replace(/[\\/:*?"<>|\s]+/g, " ").slice(0, 60) || "自测") + ".json";
    page.element("text").focus();
  }

  function copy() {
    const text = page.element("text"), say = function (words) { page.element("copied").textContent = words; };
    text.focus();
    text.select();
    const byHand = function () {
      say(document.execCommand("copy") ? "已复制。" : "这个浏览器不让网页复制：文字已经选中，请长按或按 Ctrl+C 复制。");
    };
    if (!navigator.clipboard) byHand();
    else navigator.clipboard.writeText(text.value).then(function () { say("已复制。"); }, byHand);
  }

  // -------------------------------------------------------------------------------------------------------- begin

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    if (!isOnList) forward();
  });
  form.addEventListener("input", function (event) {
    const place = placeOf(event.target);
    if (place === null) return;
    const part = event.target.dataset.part, unknown = page.box(place).querySelector('input[type=checkbox][data-part="unknown"]');
    if (unknown && part === "text" && event.target.value.trim()) unknown.checked = false;
    page.showWith(place);
    // While somebody writes, nothing is wrong yet; what was told to be wrong may be mended.
    if (page.isTold(place)) page.tell(place, page.read(place).fault);
    judge();
  });
  form.addEventListener("change", function (event) {
    const place = placeOf(event.target);
    if (place !== null) afterClick(function () { checkAt(place); doubtAll(); });
    else if (event.target.name === "way") chooseWay(event.target.value);
    else fold();
  });
  document.addEventListener("click", function (event) {
    const link = event.target.closest("[data-to]");
    if (!link) return;
    event.preventDefault();
    goTo(Number(link.dataset.to));
  });
  page.element("back").addEventListener("click", backward);
  page.particulars.forEach(function (id) {
    page.element(id).addEventListener("input", function () { page.showAnswers(judged); page.keepOn(); });
  });
  page.element("print").addEventListener("click", function () { window.print(); });
  page.element("save").addEventListener("click", save);
  page.element("copy").addEventListener("click", copy);

  const questions = page.element("questions");
  inOrder().forEach(function (place) { questions.append(page.box(place)); });
  facts.forEach(function (fact, place) {
    if (page.data.given[fact.key] !== undefined) page.put(place, page.data.given[fact.key], page.data.given_parts[fact.key]);
  });
  page.recall();
  facts.forEach(function (_fact, place) { checkAt(place); });
  page.element("ways").hidden = false;
  document.body.classList.add("running");
  judge();
  doubtAll();
  show(nextPlace(), false);
})(window.SelfCheck);
