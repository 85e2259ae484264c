/* What an industry may be whose code is not written: by the names of divisions and groups that the page has. */
(function (page) {
  "use strict";

  const SHOWN = 3, NEAR = 0.5;
  const UNKNOWN = "代码可在国家统计局的《国民经济行业分类》里查";

  function keyOf(name) { return name.normalize("NFKC").replace(/[\s、,()]/g, "").replace(/业$/, ""); }

  function pairs(key) {
    const found = new Set();
    for (let at = 1; at < key.length; at++) found.add(key.slice(at - 1, at + 1));
    return found;
  }

  /* How near two names are, from nought to one: the pairs of letters they share. One within the other comes first. */
  function nearness(key, other) {
    if (other.indexOf(key) >= 0) return 1 + key.length / other.length;
    const mine = pairs(key), theirs = pairs(other);
    let shared = 0;
    mine.forEach(function (pair) { if (theirs.has(pair)) shared++; });
    return 2 * shared / (mine.size + theirs.size);
  }

  /* What else is said to whoever wrote a text that has no code. */
  page.industryRemedy = function (text, remedy) {
    const key = keyOf(text);
    if (!/^[\u4e00-\u9fff]{2,30}$/.test(key)) return remedy + "；" + UNKNOWN;
    const near = page.data.industries.split("|").map(function (line) {
      const code = /^[A-Z]\d+/.exec(line)[0], name = line.slice(code.length);
      return { told: code + " " + name, near: nearness(key, keyOf(name)) };
    }).filter(function (one) { return one.near >= NEAR; }).sort(function (a, b) { return b.near - a.near; }).slice(0, SHOWN);
    if (!near.length) return remedy + "；" + UNKNOWN;
    return "是否想写 " + near.map(function (one) { return one.told; }).join("、") + "；" + remedy;
  };
})(window.SelfCheck);
