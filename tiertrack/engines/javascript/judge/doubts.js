/* What is hardly true of the answers: nothing is refused for it, nor altered. */

// What there is to doubt: the keys of the facts it is about, and the words.
function doubted(program, data) {
  var found = [];
  // A program that an earlier version wrote has none.
  (program.doubts || []).forEach(function (doubt) {
    doubt.of.forEach(function (places) {
      var values = places.map(function (place) { return data.given[place]; });
      if (isOf(values, null)) return;
      doubt.cases.forEach(function (one) {
        if (kernel({ values: values }, one.when, []) === true) found.push(suspicion(program, one.text, places, values));
      });
    });
  });
  return found;
}

function suspicion(program, text, places, values) {
  var facts = places.map(function (place) { return program.facts[place]; });
  return {
    facts: facts.map(function (fact) { return fact.key; }),
    text: text.replace(/\{(name|value)(\d+)\}/g, function (_all, part, place) {
      return part === "name" ? facts[place].name : inWords(facts[place], values[place]);
    })
  };
}
