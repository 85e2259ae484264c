"use strict";
// Finds words in the index the page brings along: every word, or what the handbook says for it, has to stand in an
// entry, and those whose name has them come first. A day leads to the page that tells of it.
(function () {
  const index = JSON.parse(document.getElementById("index").textContent);
  const form = document.getElementById("search");
  const field = document.getElementById("words");
  const list = document.getElementById("found");
  const told = document.getElementById("told");
  const SHOWN = 60;
  const LONGEST = 90;

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

  function linkTo(address, text) {
    const link = document.createElement("a");
    link.href = index.up + address;
    link.textContent = text;
    return link;
  }

  function shown(kind, name, about, address) {
    const item = document.createElement("li");
    const badge = document.createElement("span");
    badge.className = "badge";
    badge.textContent = kind;
    const said = document.createElement("span");
    said.className = "where";
    said.textContent = about;
    item.append(badge, " ", linkTo(address, name), document.createElement("br"), said);
    return item;
  }

  // Of a long text the part in which the first of the words stands.
  function excerpt(text, words) {
    if (text.length <= LONGEST) return text;
    const at = Math.max(0, words.map(function (word) { return text.indexOf(word); }).find(function (one) { return one >= 0; }) || 0);
    const from = Math.min(Math.max(0, at - 20), text.length - LONGEST);
    return (from ? "…" : "") + text.slice(from, from + LONGEST) + (from + LONGEST < text.length ? "…" : "");
  }

  // What several editions say alike, once: the first of them, and the others folded away.
  function alike(hits) {
    const groups = new Map();
    hits.forEach(function (hit) {
      const entry = hit.one.entry, key = entry[5] ? entry.slice(0, 3).join("\n") : entry[3];
      if (groups.has(key)) groups.get(key).push(entry);
      else groups.set(key, [entry]);
    });
    return Array.from(groups.values());
  }

  function shownOnce(group, words) {
    const first = group[0], about = excerpt(first[2], words);
    const item = shown(first[0], first[1], (first[5] ? first[5] + "　" : "") + about, first[3]);
    if (group.length === 1) return item;
    const others = document.createElement("details"), heading = document.createElement("summary");
    heading.textContent = "另有 " + (group.length - 1) + " 版相同";
    others.append(heading);
    group.slice(1).forEach(function (entry, place) {
      others.append(place ? "、" : "", linkTo(entry[3], entry[5]));
    });
    item.append(others);
    return item;
  }

  // The ways in which a word may stand in an entry: as it is, and as the handbook says it. Each is what has to be there.
  function waysOf(word) {
    const said = Object.keys(index.words).filter(function (one) { return word.includes(one); });
    // 营收 within 主营收入 is no word.
    const whole = said.filter(function (one) {
      return !said.some(function (other) { return other !== one && other.includes(one); });
    });
    return [[word]].concat(whole.map(function (one) {
      return word.split(one).filter(Boolean).concat(index.words[one]);
    }));
  }

  function standsIn(ways, text) {
    return ways.some(function (parts) {
      return parts.every(function (part) { return text.includes(part); });
    });
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
    const ways = words.map(waysOf);
    const hits = entries
      .filter(function (one) {
        return ways.every(function (way) { return standsIn(way, one.all); });
      })
      .map(function (one, place) {
        const named = ways.filter(function (way) { return standsIn(way, one.name); }).length;
        return { one: one, named: named, place: place };
      })
      .sort(function (a, b) { return b.named - a.named || a.place - b.place; });
    const found = alike(hits), also = ways.flatMap(function (way) { return way.slice(1); });
    const sought = words.concat.apply(words, also);
    list.append.apply(list, found.slice(0, SHOWN).map(function (group) { return shownOnce(group, sought); }));
    const more = found.length > SHOWN ? "，列出前 " + SHOWN + " 处" : "";
    const other = also.length ? "，也找了“" + also.map(function (parts) { return parts.join(" "); }).join("”“") + "”" : "";
    told.textContent = found.length ? "找到 " + found.length + " 处" + more + other + "。" : "没有找到；请换几个词，词之间用空格隔开。";
  }

  form.hidden = false;
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    find();
  });
  field.addEventListener("input", find);
  find();
})();
