"""What has to be said beside an answer, though it does not change the standard or its truth: that there is no title to
review, that a document of the place was not read, that a city sets its own."""

from __future__ import annotations

from collections.abc import Iterator

from tiertrack.errors import Fault
from tiertrack.facts.dossier import ENTERPRISE
from tiertrack.law.planned_cities import planned_city_of
from tiertrack.law.provincial_instruments import 未读到条款
from tiertrack.law.regions import Region
from tiertrack.law.scope import Act
from tiertrack.law.states import Actor
from tiertrack.law.titles import title_definition
from tiertrack.rules.assessment import Assessment

# That there is no title comes with the verdict itself.
NOT_HELD = "E764"


def caveats(assessment: Assessment) -> tuple[Fault, ...]:
    """Everything that has to be said beside an answer, what touches it most first."""
    where = assessment.given.where or assessment.edition.region
    said = (not_held(assessment), *local_caveats(assessment, where))
    return tuple(one for one in said if one is not None)


def not_held(assessment: Assessment) -> Fault | None:
    """That the enterprise does not hold the title whose review or delisting is asked about, or may not; None where it
    does, and for an act that asks for no title."""
    edition, dossier, on = assessment.edition, assessment.given, assessment.asof.on
    if edition.act is Act.RECOGNITION or dossier.subject != ENTERPRISE:
        return None
    held = dossier.holds_title(edition.tier.value, on)
    if held:
        return None
    name, label = dossier.name, edition.tier.label
    act = edition.act_label
    if held is None:
        remedy = f"请先写明它持有哪些称号，再看能否{act}"
        return Fault("E764", f"不知道{name}在 {on} 有没有{label}的称号", remedy)
    if (last := dossier.last_held(edition.tier.value, on)) is not None:
        return Fault("E764", f"{name}的{label}称号已于 {last} 到期", "到期以后是否还受理，以当年的通知为准")
    return Fault("E764", f"{name}在 {on} 没有{label}的称号", f"没有称号，谈不上{act}")


def not_held_by_some(act: Act) -> Fault | None:
    """The same of many enterprises, which are judged whether they hold the title or not; None for an act that asks for
    no title."""
    if act is Act.RECOGNITION:
        return None
    what = f"{act.label}只看标准：没有这个称号的企业也算在各数里"
    return Fault("E764", what, "是否持有，请看写成文件的“现有称号”一列，或用 firms 列出持有的")


def local_caveats(assessment: Assessment, where: Region | None) -> Iterator[Fault]:
    """What is not known of the rules of a place."""
    if where is None:
        return
    edition, on = assessment.edition, assessment.asof.on
    yield from (
        Fault(
            "E765",
            f"当地另有《{one.instrument.title}》，条款没有读到",
            "这里按读到的标准判断，请对照当地的文件",
        )
        for one in 未读到条款
        if edition.tier.value in one.titles and one.region.contains(where) and one.instrument.may_apply_on(on)
    )
    city = planned_city_of(where)
    if city is None:
        return
    if edition.region is not None and edition.region.contains(city) and edition.region != city:
        what = f"{city.label}是计划单列市，{edition.region.label}的标准在本市是否适用没有读到"
        yield Fault("E768", what, "请以本市的通知为准")
    elif edition.region is None and edition.basis.is_national and _is_recognised_by_provinces(edition.tier.value):
        what = f"{city.label}是计划单列市，自行组织，没有读到本市的条款，按全国标准"
        yield Fault("E768", what, "请以本市的通知为准")


def _is_recognised_by_provinces(title: str) -> bool:
    """Whether provinces recognise a title, and so does a city that stands beside them."""
    return title_definition(title).procedure.authority is Actor.PROVINCE
