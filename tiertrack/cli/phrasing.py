"""What the library says in the words of a program, in those of the command line: its parameters are options there.

Texts of the library are read by whoever called it, as a program or as a command. They name parameters, as
``money_unit=``, and functions; a command is told the option or the command that does the same.
"""

from __future__ import annotations

import re

from tiertrack.outgoing import visible

# The longer ones first.
_PHRASES = {
    "keep 留下的答复或它的文件": "tiertrack assess --keep 写下的文件",
    "请用 read_title_list 为全表写明称号、日期和文件": "请用 --title、--on、--document 为全表写明",
    "on_record=ListOnRecord.NONE": "--without-list",
    "to_text 全部列出": "--full 全部列出",
    "to_json 的输出": "assess --format json 的输出",
    "以后用 keep 留下": "以后用 assess --keep 留存",
    "proposals(Waiting.NOT_ONLY)": "tiertrack match list --all",
    "existing=Existing.REPLACED": "--overwrite",
    "请写明是哪一天的": "请用 --on 写明是哪一天的",
    "请写明是哪一年的": "请用 --year 写明是哪一年的",
    "请写 holders=Holders.INCLUDED": "请加 --with-holders",
    "不用 accept_as_new": "不加 --new",
    "accept_as_new": "tiertrack match accept 编号 --new",
    "；要全部比较，请用 assess_each": "（写 --variant）",
    "，并指明板块": "，并写 --board",
    "，并指明层": "，并写 --variant",
    "请用 enrol 逐家登记": "请写明 --kind 事实",
    "read_title_list": "--kind 名单",
    "Commit.DRY_RUN": "--dry-run",
    "to_json": "--format json",
    "rest=": "--keep-good",
    "faults_into=": "--faults-into",
    "keys=": "--key",
}
PARAMETERS = (
    *(
        "confirm",
        "dossier",
        "known_at",
        "lose_rows",
        "money_unit",
        "not_found",
        "results",
        "rulebook",
        "seal",
        "sheet",
        "uscc",
    ),
)
_INITIALISED = re.compile(r'initialise\("([^"]*)"\)')
_PARAMETER = re.compile(rf"\b({'|'.join(PARAMETERS)})=(?=(\w?))")


def told(text: str) -> str:
    """A text of the library as a command tells it, harmless to the terminal."""
    for phrase, said in _PHRASES.items():
        text = text.replace(phrase, said)
    text = _INITIALISED.sub(r"tiertrack init --db \1", text)
    return visible(_PARAMETER.sub(_as_option, text))


def _as_option(named: re.Match[str]) -> str:
    return f"--{named[1].replace('_', '-')}{' ' if named[2] else ''}"
