/* The answers kept in this browser, where it lets a page keep anything; only when somebody asks for it. */
(function (page) {
  "use strict";

  const edition = page.program.edition;
  const KEY = ["tiertrack", edition.key, edition.digest, page.program.on, page.data.firm].join("|");
  const FORBIDDEN = "这个浏览器不让网页存东西（如无痕浏览），没有留着。请打印，或存成档案。";

  let isOn = false;

  function say(words) { page.element("kept").textContent = words; }

  function shown() {
    page.element("keep").hidden = isOn;
    page.element("forget").hidden = !isOn;
  }

  function kept() {
    const found = { fields: {} };
    page.particulars.forEach(function (id) { found[id] = page.element(id).value; });
    page.facts.forEach(function (fact, place) { found.fields[fact.key] = page.fields(place); });
    return JSON.stringify(found);
  }

  page.keepOn = function () {
    if (!isOn) return;
    try {
      window.localStorage.setItem(KEY, kept());
    } catch (_refused) {
      isOn = false;
      say(FORBIDDEN);
      shown();
    }
  };

  function keep() {
    isOn = true;
    say("留在这台设备的这个浏览器里，下次打开接着填；别人用这台设备也看得到。");
    page.keepOn();
    shown();
  }

  function forget() {
    try {
      window.localStorage.removeItem(KEY);
      say("留着的已经清除；这一页上填的还在。");
    } catch (_refused) {
      say(FORBIDDEN);
    }
    isOn = false;
    shown();
  }

  /* Sets the fields to what was kept; whether there was anything. What is no longer read so is left out. */
  page.recall = function () {
    page.element("keep").addEventListener("click", keep);
    page.element("forget").addEventListener("click", forget);
    let found = null;
    try {
      found = JSON.parse(window.localStorage.getItem(KEY));
    } catch (_refused) {
      found = null;
    }
    if (!found || typeof found.fields !== "object" || !found.fields) return;
    isOn = true;
    page.facts.forEach(function (fact, place) {
      const fields = found.fields[fact.key];
      if (fields && typeof fields === "object") page.setFields(place, fields);
    });
    page.particulars.forEach(function (id) {
      if (typeof found[id] === "string") page.element(id).value = found[id];
    });
    say("接着上次留着的填。");
    shown();
  };
})(window.SelfCheck);
