"""What the library says in the words of a program or of the command line, in those of the pages: what is a function, a
command or a parameter there is a page here, a button or a field.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from tiertrack.pages.answer_lines import AnswerLine, answer_lines

# The longer ones first.
PHRASES: Mapping[str, str] = {
    "，请用 tiertrack case rename 登记": "，请在它的页上“登记一件事”里登记“更名”",
    "用 tiertrack case void 作废": "在企业的页上的“登记过的事项”里作废",
    "请用 tiertrack case void": "请在企业的页上的“登记过的事项”里作废",
    "，请写明它的序号（tiertrack case void）": "，请在企业的页上的“登记过的事项”里选",
    "；或用 tiertrack record）": "；或用“登记一件事”）",
    "（tiertrack record）": "（“登记一件事”）",
    "用 tiertrack record 登记": "用“登记一件事”登记",
    "先用 tiertrack match accept 确认": "先在“待确认”里确认",
    "用 tiertrack match dismiss 去掉": "在“待确认”里选“不采用这一行”",
    "（tiertrack match list）": "（见“待确认”）",
    "见 tiertrack match list": "见“待确认”",
    "先用 tiertrack enrol 登记它": "先在“登记一家企业”里登记它",
    "或先用 tiertrack import 导入": "或先在“导入”里导入",
    "请用 enrol 逐家登记": "请在“登记一家企业”里逐家登记",
    "enrol、find 给出的企业或它的 id（整数）": "编号",
    "请用 tiertrack undo": "请在“导入”里取消那一次",
    "tiertrack imports": "“导入”",
    "请用 source 写明从哪里来": "请在“出处”里写明从哪里来",
    "请用 read_title_list 为全表写明称号、日期和文件": "请在“称号名单：全表相同的”里写明称号、日期和文件",
    "请用 read_title_list 导入": "请在“文件里是什么”里选“称号名单”",
    "请用 read_title_list 读": "请在“文件里是什么”里选“称号名单”",
    "要留请用 read_title_list": "要留请在“文件里是什么”里选“称号名单”",
    "（read_title_list）": "（“称号名单”）",
    "proposals(Waiting.NOT_ONLY)": "“待确认”",
    "请用 accept_as_new 确认": "请选“是新的一家”",
    "或用 accept_as_new 确认为新的一家": "或选“是新的一家”",
    "请不用 accept_as_new 再确认": "请选“是登记库里的一家”再确认",
    "（to_text 全部列出）": "（全部见本页的 JSON）",
    "请用 sheet= 写明读哪一个，或只留一个，其余的删去或隐藏": "请只留要读的一个，其余的删去或隐藏",
    "money_unit= 的": "所选单位的",
    "money_unit=": "“没有单位的金额，单位是”",
}
# What a text has where it has one of these phrases; hardly any answer does, and answers are long.
_SIGNS: frozenset[str] = frozenset(sign for phrase in PHRASES for sign in re.findall("[a-z_]{5,}", phrase)[:1])
_UNDO = re.compile(r"(?:用 )?tiertrack undo (\d+)")
_PROFILES = "个画像，符合其一"
# What there is no page for is done where the register is kept.
_COMMAND = re.compile(r" ?\btiertrack (?=[a-z])")


def told(text: str) -> str:
    """A text of the library as a page tells it."""
    text = text.replace(_PROFILES, "套条件，符合其一")
    if not any(sign in text for sign in _SIGNS):
        return text
    text = _UNDO.sub(r"在“导入”里取消第 \1 次", text)
    for phrase, said in PHRASES.items():
        text = text.replace(phrase, said)
    return _COMMAND.sub("命令行的 tiertrack ", text)


def told_lines(text: str) -> tuple[AnswerLine, ...]:
    """The lines of a text of ``to_text`` as a page lays them out."""
    return answer_lines(told(text))


def told_place(place: str, labels: Mapping[str, str]) -> str:
    """The place of a fault: a field by what the page calls it, wherever it stands in what was sent."""
    name, gap, within = place.partition(" ")
    return f"{labels.get(name, name)}{gap}{within}"
