"use strict";
// Finds words in the index the page brings along: every word has to stand in an entry, and those whose name has them
// come first. A day leads to the page that tells of it.
(function () {
  const index = JSON.parse(document.getElementById("index").textContent);
  const form = document.getElementById("search");
  const field = document.getElementById("words");
  const list = document.getElementById("found");
  const told = document.getElementById("told");
  const SHOWN = 60;

  function plain(text) {
    return text.normalize("NFKC").toLowerCase().replace(/[“”"'《》〔〕（）()，。；、\s]+/g, " ");
  }

  function joined(text) {
    return plain(text).replace(/ /g, "");
  }

  const entries = index.entries.map(function (entry) {
    return { entry: entry, name: joined(entry[1]), all: joined(entry.join(" ")) };
  });

  function dayAsked(text) {
    const said = text.normalize("NFKC").match(/^\s*(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?\s*$/);
    if (!said) return null;
    const day = said[1] + "-" + said[2].padStart(2, "0") + "-" + said[3].padStart(2, "0");
    const date = new Date(day + "T00:00:00Z");
    return !isNaN(date) && date.toISOString().slice(0, 10) === day ? day : null;
  }

  function pageOfDay(day) {
    let found = null;
    for (const one of index.days) {
      if (one > day) break;
      found = one;
    }
    return found;
  }

  function shown(kind, name, about, address) {
    const item = document.createElement("li");
    const badge = document.createElement("span");
    badge.className = "badge";
    badge.textContent = kind;
    const link = document.createElement("a");
    link.href = index.up + address;
    link.textContent = name;
    const said = document.createElement("span");
    said.className = "where";
    said.textContent = about;
    item.append(badge, " ", link, document.createElement("br"), said);
    return item;
  }

  function find() {
    const text = field.value;
    list.replaceChildren();
    if (!text.trim()) {
      told.textContent = "";
      return;
    }
    const day = dayAsked(text);
    if (day !== null) {
      const page = pageOfDay(day);
      if (page === null) {
        told.textContent = "手册从 " + index.days[0] + " 起。";
        return;
      }
      const about = page === day ? "这一天各称号各事项所用的标准" : "自 " + page + " 至这一天，所用的标准没有变";
      list.append(shown("日", day, about, "on/" + page + "/index.html"));
      told.textContent = "找到 1 天。";
      return;
    }
    const words = plain(text).split(" ").filter(Boolean);
    const found = entries
      .filter(function (one) {
        return words.every(function (word) { return one.all.includes(word); });
      })
      .map(function (one, place) {
        const named = words.filter(function (word) { return one.name.includes(word); }).length;
        return { one: one, named: named, place: place };
      })
      .sort(function (a, b) { return b.named - a.named || a.place - b.place; });
    const first = found.slice(0, SHOWN);
    list.append.apply(list, first.map(function (hit) {
      const entry = hit.one.entry;
      return shown(entry[0], entry[1], entry[2], entry[3]);
    }));
    const more = found.length > SHOWN ? "，列出前 " + SHOWN + " 处" : "";
    told.textContent = found.length ? "找到 " + found.length + " 处" + more + "。" : "没有找到；请换几个词，词之间用空格隔开。";
  }

  form.hidden = false;
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    find();
  });
  field.addEventListener("input", find);
  find();
})();
