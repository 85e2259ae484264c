"""What can be wrong with a rulebook before any enterprise is judged by it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations, groupby, pairwise

from tiertrack.errors import Fault
from tiertrack.facts.vocabulary import BESIDE, FACTS, JUDGEMENTS, nearest
from tiertrack.law.instrument import Citation
from tiertrack.law.titles import TITLES
from tiertrack.logic import expr
from tiertrack.logic.expr import refs, walk
from tiertrack.logic.lower import kind_of, lower
from tiertrack.logic.quantity import Kind
from tiertrack.rules.criterion import Criterion
from tiertrack.rules.edition import Edition
from tiertrack.rules.ip_counting import RIGHT_COUNTS, IpCount
from tiertrack.rules.numbers import describe, full_marks, in_expression, in_words
from tiertrack.rules.reads import origin_of
from tiertrack.rules.rulebook import Rulebook, period_text

_KNOWN = {**FACTS, **BESIDE}


def check_rulebook(rulebook: Rulebook) -> tuple[Fault, ...]:
    """Faults of every edition, and overlaps and gaps between the editions of a tier, act and region."""
    each = [fault for edition in rulebook.editions for fault in check_edition(edition)]
    return (*each, *overlaps(rulebook.editions), *gaps(rulebook.editions))


def check_edition(edition: Edition) -> tuple[Fault, ...]:
    """Uncited clauses, unknown facts, clashing units, unequal numbers, repeated keys, expressions that do not lower."""
    criteria = (*edition.criteria, *edition.grading)
    repeated = [key for key, times in Counter(criterion.key for criterion in criteria).items() if times > 1]
    faults = [Fault("E511", "条件的编号重复", "请使每个条件的编号唯一", key) for key in repeated]
    for criterion in criteria:
        faults += [fault.at(f"条件 {criterion.key}") for fault in _criterion_faults(criterion)]
    faults += [fault.at("知识产权口径") for fault in _definition_faults(edition)]
    faults += _material_faults(edition)
    return tuple(fault.at(edition.key) for fault in faults)


def _criterion_faults(criterion: Criterion) -> Iterator[Fault]:
    yield from _uncited(criterion.citation)
    yield from _unknown_facts(criterion)
    yield from _wording_faults(criterion)


def _definition_faults(edition: Edition) -> Iterator[Fault]:
    """What is wrong with the definition of the numbers of rights an edition reads."""
    if edition.ip is None:
        return
    yield from _uncited(edition.ip.citation)
    read = {ref.key for criterion in edition.criteria for ref in refs(criterion.test)}
    for key in RIGHT_COUNTS:
        if key in read - edition.ip.keys:
            yield Fault("E540", f"读了“{FACTS[key].label}”而没有写怎样计数", "请在口径里加上它的 计数", key)
    for count in edition.ip.counts:
        yield from (fault.at(count.key) for fault in _wording_faults(count))


def _material_faults(edition: Edition) -> Iterator[Fault]:
    """What is wrong with the documents that are to prove what an edition reads."""
    read = {ref.key for criterion in (*edition.criteria, *edition.grading) for ref in refs(criterion.test)}
    for name, times in Counter(material.name for material in edition.materials).items():
        if times > 1:
            yield Fault("E771", "佐证材料重名", "请并成一件，或改写其中一件的名称", name)
    for material in edition.materials:
        place = f"佐证材料 {material.name}"
        yield from (fault.at(place) for fault in _uncited(material.citation))
        for key in material.proves:
            if key not in read:
                remedy = "请删去这一项，或补上读它的条件"
                yield Fault("E770", "佐证材料证明的事实，这一版没有条件读", remedy, key).at(place)


def _uncited(citation: Citation) -> Iterator[Fault]:
    if not citation.provision.path:
        yield Fault("E512", "没有写明条款", "请在 依据 写出附件和款项")


def _wording_faults(worded: Criterion | IpCount) -> Iterator[Fault]:
    yield from _unit_clashes(worded.test)
    yield from _unequal_numbers(worded)
    yield from _not_lowered(worded.test)


def _unknown_facts(criterion: Criterion) -> Iterator[Fault]:
    for ref in refs(criterion.test):
        known: Iterable[str] = {Kind.TITLE: TITLES, Kind.JUDGEMENT: JUDGEMENTS}.get(ref.kind, _KNOWN)
        _origin, key = origin_of(ref.key)
        if key not in known:
            yield Fault("E513", "读了词汇表里没有的事实", nearest(key, known), key)
        elif key in _KNOWN and known is _KNOWN and _KNOWN[key].kind is not ref.kind:
            yield Fault(
                "E514", "事实的种类与词汇表不同", f"词汇表里是 {_KNOWN[key].kind.value}", f"{key} {ref.kind.value}"
            )


def _unit_clashes(test: expr.Test) -> Iterator[Fault]:
    for node in walk(test):
        if isinstance(node, expr.Threshold) and not _fits(node):
            clash = f"{kind_of(node.term).value} 与 {node.limit.kind.value}"
            yield Fault("E515", "比较的两边单位不同", "请使界线与所比的事实同类", clash)
        if isinstance(node, expr.Ratio) and kind_of(node.part) is not kind_of(node.whole):
            clash = f"{kind_of(node.part).value} 与 {kind_of(node.whole).value}"
            yield Fault("E515", "占比的两边单位不同", "请使分子与分母同类", clash)
        if isinstance(node, expr.TopRank) and node.ref.kind is not Kind.RANK:
            yield Fault("E548", "只有位次能比名次", "请改用 不低于、不高于", node.ref.key)


def _fits(test: expr.Threshold) -> bool:
    """Whether a limit is of the kind of what is held against it; a tenure is counted in years or in days."""
    if isinstance(test.term, expr.Tenure):
        return test.limit.kind in (Kind.YEARS, Kind.DAYS)
    return kind_of(test.term) is test.limit.kind


def _unequal_numbers(worded: Criterion | IpCount) -> Iterator[Fault]:
    words, expression = in_words(worded.gist), in_expression(worded.test)
    if words != expression:
        only_words, only_expression = describe(words - expression), describe(expression - words)
        what = f"要点与表达式的数字不同：要点另有 {only_words}，表达式另有 {only_expression}"
        yield Fault("E516", what, "请使两处的数字和期间一致", worded.gist)
    for node in walk(worded.test):
        if isinstance(node, expr.Section):
            yield from _unequal_marks(node.name, sum(item.highest for item in node.items))
        if isinstance(node, expr.Item):
            yield from _unequal_marks(node.name, node.highest)


def _unequal_marks(name: str, highest: int) -> Iterator[Fault]:
    stated = full_marks(name)
    if stated != highest:
        printed = "没有写" if stated is None else f"写作 {stated // 100} 分"
        yield Fault(
            "E517", f"计分表的满分{printed}，各档最高合计 {highest // 100} 分", "请在名称后写出满分，如（20分）", name
        )


def _not_lowered(test: expr.Test) -> Iterator[Fault]:
    try:
        lower(test)
    except ValueError as error:
        yield Fault("E518", str(error), "请改写表达式")


def overlaps(editions: Iterable[Edition]) -> Iterator[Fault]:
    """Editions of one scope of which more than one would govern the same day."""
    for group in _by_scope(editions):
        for earlier, later in combinations(group, 2):
            if earlier.period.overlaps(later.period):
                yield _between(earlier, later, "E519", "两个版本的期间重叠", "请使前一版本止于后一版本起始之前")


def gaps(editions: Iterable[Edition]) -> Iterator[Fault]:
    """Editions of one scope with days between them that neither governs."""
    for group in _by_scope(editions):
        for earlier, later in pairwise(group):
            if not earlier.period.overlaps(later.period) and earlier.period.end != later.period.start:
                yield _between(earlier, later, "E520", "两个版本之间有空档", "请补上空档，或写明为何没有标准")


def _between(earlier: Edition, later: Edition, code: str, what: str, remedy: str) -> Fault:
    both = "与 ".join(f"{edition.key}（{period_text(edition)}）" for edition in (earlier, later))
    origins = dict.fromkeys(edition.origin for edition in (earlier, later) if edition.origin)
    return Fault(code, what, remedy, both, "、".join(origins) or None)


def _by_scope(editions: Iterable[Edition]) -> Iterator[list[Edition]]:
    """The editions of each title, variant, act and region, earliest first."""

    def scope(edition: Edition) -> tuple[str, ...]:
        variant, region = edition.variant, edition.region
        return edition.tier.value, variant.key if variant else "", edition.act.value, region.code if region else ""

    def start(edition: Edition) -> tuple[tuple[str, ...], str]:
        return scope(edition), str(edition.period.start or "")

    for _scope, group in groupby(sorted(editions, key=start), key=scope):
        yield list(group)
