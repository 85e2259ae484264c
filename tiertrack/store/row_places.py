"""What a row is called where a check speaks of it: of which enterprise or achievement, in which table, which row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from sqlalchemy import Table

from tiertrack.store.codec import Row
from tiertrack.store.session import Session
from tiertrack.store.tables import PREFIX, achievement_names

_LABELS: Final[Mapping[str, str]] = {
    "enterprises": "企业",
    "enterprise_names": "名称",
    "enterprise_codes": "代码",
    "enterprise_traits": "所在地与行业",
    "fact_observations": "事实",
    "attestations": "认定意见",
    "match_proposals": "待确认",
    "match_decisions": "确认",
    "achievements": "成果",
    "achievement_names": "成果名称",
    "achievement_registrations": "成果登记号",
    "achievement_statements": "成果档案",
    "achievement_observations": "成果的事实",
    "achievement_relations": "成果与企业",
    "ip_rights": "知识产权",
    "title_events": "事项",
    "imports": "导入",
    "import_withdrawals": "取消的导入",
}


def table_label(table: Table) -> str:
    """What a table is called."""
    name = table.name.removeprefix(PREFIX)
    return _LABELS.get(name, name)


def place_of(session: Session, table: Table, row: Row, named: Callable[[int], str]) -> str:
    """Whose a row is, and which; ``named`` gives the name of an enterprise."""
    return " ".join([*_owner(session, table, row, named), table_label(table), f"第 {row['id']} 行"])


def _owner(session: Session, table: Table, row: Row, named: Callable[[int], str]) -> list[str]:
    name = table.name.removeprefix(PREFIX)
    enterprise = row["id"] if name == "enterprises" else row.get("enterprise_id")
    achievement = row["id"] if name == "achievements" else row.get("achievement_id")
    # A row that was tampered with may say anything.
    if isinstance(achievement, int):
        names = session.find(achievement_names, achievement_id=achievement)
        return [str(names[-1]["name"]) if names else str(achievement)]
    if isinstance(enterprise, int):
        return [named(enterprise)]
    return [str(row["place"])] if name == "match_proposals" else []
