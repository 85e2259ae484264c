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

  const DAY = /^\s*(?:(\d{4})\s*[-/.年]\s*)?(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?\s*$/;

  // The days that are asked for: without a year those of every year, the last first; none where there is no such day,
  // null where no day is asked for.
  function daysAsked(text) {
    const said = text.normalize("NFKC").match(DAY);
    if (!said || !(said[1] || said[0].includes("月"))) return null;
    const last = Math.max(new Date().getFullYear(), Number(index.days[index.days.length - 1].slice(0, 4)));
    const years = said[1] ? [said[1]] : [];
    for (let year = last; !said[1] && year >= Number(index.days[0].slice(0, 4)); year -= 1) years.push(String(year));
    return years
      .map(function (year) { return year + "-" + said[2].padStart(2, "0") + "-" + said[3].padStart(2, "0"); })
      .filter(function (day) {
        const date = new Date(day + "T00:00:00Z");
        return !isNaN(date) && date.toISOString().slice(0, 10) === day;
      });
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

  function tell(days) {
    const there = days.filter(function (day) { return pageOfDay(day) !== null; });
    list.append.apply(list, there.map(function (day) {
      const page = pageOfDay(day);
      const about = page === day ? "这一天各称号各事项所用的标准" : "自 " + page + " 至这一天，所用的标准没有变";
      return shown("日", day, about, "on/" + page + "/index.html");
    }));
    const several = there.length > 1 ? "，没有写年份，各年的都列出" : "";
    if (there.length) told.textContent = "找到 " + there.length + " 天" + several + "。";
    else told.textContent = days.length ? "手册从 " + index.days[0] + " 起。" : "没有这一天，请核对年月日。";
  }

  function find() {
    const text = field.value;
    list.replaceChildren();
    if (!text.trim()) {
      told.textContent = "";
      return;
    }
    const days = daysAsked(text);
    if (days !== null) {
      tell(days);
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
