"""What an office hands out on paper: the ledger, the template and its faults, the candidates and the notice."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

import tiertrack
from tests.support.printing import needs_office, printed
from tiertrack import BadInput
from tiertrack.app.faulty_workbook import write_faults
from tiertrack.app.list_file import write_list
from tiertrack.render.register.candidate_text import CANDIDATES
from tiertrack.shipped import shipped

EXAMPLES = shipped("seeds") / "examples"
FIRM, ON = "重庆示例精密制造有限公司", "2026-06-30"


def handed_out(folder: Path) -> list[Path]:
    """Each of the files, of a register of three firms."""
    files = ledger, template, faults, candidates, notice, page = [
        folder / name
        for name in ("台账.xlsx", "填报表.xlsx", "填报表-问题.xlsx", "候选.xlsx", "告知书.docx", "网页.html")
    ]
    url = f"sqlite:///{folder / 'tiertrack.db'}"
    tiertrack.initialise(url)
    with tiertrack.open(url) as register:
        for name in ("meets", "near-miss", "with-holes"):
            # A name in a table may not end in a bracket that nobody can tell the meaning of.
            firm = (EXAMPLES / f"{name}.json").read_text(encoding="utf-8").replace("有限公司（虚构）", "有限公司")
            (folder / "企业档案.json").write_text(firm, encoding="utf-8")
            register.import_facts(folder / "企业档案.json", source="企业填报")
        register.export(ON, ledger)
        register.template("小巨人", "认定", ON, template)
        write_list(register.candidates("专精特新", ON).found, CANDIDATES, candidates)
        for into in (notice, page):
            register.notice(FIRM, "小巨人", ON, letterhead="某区经济和信息化委员会", contact="王某", into=into)
        book = load_workbook(template)
        book["企业"].cell(2, 6).value, book["企业"].cell(2, 7).value = "很多", "不少"
        book.save(folder / "填错.xlsx")
        with pytest.raises(BadInput) as refused:
            register.import_facts(folder / "填错.xlsx", source="企业填报")
        assert write_faults(folder / "填错.xlsx", refused.value.faults, faults) == 2
    return files


@pytest.mark.slow
@needs_office
def test_every_file_comes_out_on_paper_the_notice_on_one_page_the_template_without_its_codes(
    tmp_path: Path,
) -> None:
    ledger, template, faults, candidates, notice, page = printed(handed_out(tmp_path), tmp_path)
    for pages, word in (
        (ledger, "营业收入"),
        (template, "填报表"),
        (faults, "很多"),
        (candidates, "组别"),
        (notice, "告知书"),
        (page, "告知书"),
    ):
        assert word in "".join(pages).replace("\n", "")
    assert len(notice) == 1
    # A page for the cover, one to four for each sheet to fill in, one for each of codes.
    assert len(template) <= 20
