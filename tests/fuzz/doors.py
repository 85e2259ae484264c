"""The doors through which something is handed in, each with what a sound input looks like."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import openpyxl
import polars as pl
from attrs import frozen

from tests.fuzz.mutation import ODD_WORDS, mutated
from tests.support.documents import Rows, ods, pdf, word, xls
from tests.support.sheets import GOOD
from tiertrack.law.titles import TITLES

_ROOT = Path(__file__).parents[2]
_EXAMPLES = _ROOT / "seeds" / "examples"

_TITLES = (
    "2025年度专精特新中小企业名单（虚构）,,,,,\n"
    "企业名称,称号,事项,日期,有效期至,文件\n"
    "重庆虚构甲某精密有限公司,专精特新中小企业,认定,2023-01-01,2025-12-31,渝虚〔2023〕23号\n"
    "*重庆虚构乙某材料有限公司（原：重庆虚构乙某贸易有限公司）,创新型中小企业,认定,2024/7/1,2027-06-30,渝虚〔2024〕2号\n"
    "重庆虚构丙某股份有限公司,小巨人,复核通过,2024年9月2日,2027-06-30,渝虚〔2024〕9号\n"
)
_FACTS = (
    "企业名称,统一社会信用代码,所在地,行业,年度,营业收入（万元）,从业人员,研发费用（万元）\n"
    "重庆虚构甲某精密有限公司,91500113MA0000015Q,巴南区,C3484,2025,5200,86,260\n"
    "重庆虚构乙某材料有限公司,,500113,C3985,2025,0.9亿,120,300万元\n"
)
_PARAMETERS = '[hard_tech]\nrd_share = "8%"\n'


def _workbook(text: str) -> bytes:
    book = openpyxl.Workbook()
    for line in text.splitlines():
        book.active.append([float(cell) if cell.isdigit() else cell for cell in line.split(",")])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _titles_as(make: Callable[[Path, Rows], Path]) -> bytes:
    """The list of titles as another format has it."""
    with tempfile.TemporaryDirectory() as folder:
        rows = [line.split(",") for line in _TITLES.splitlines()]
        return make(Path(folder) / "t", rows).read_bytes()


def _screened() -> str:
    return pl.DataFrame([GOOD, {**GOOD, "企业名称": "差一点", "rd_expense:2025": "150万元"}]).write_csv()


@frozen
class Door:
    """A command and the input it is given: a file, whose content is one of several, or none where its own words are
    what is handed in."""

    name: str
    words: Callable[[Random], Sequence[str]]
    file: str | None = None
    contents: tuple[bytes, ...] = ()

    def knock(self, folder: Path, random: Random) -> tuple[list[str], int]:
        """The words of a command upon a mutated input, which lies in the folder, and the size of that input."""
        words = list(self.words(random))
        if self.file is None:
            for _ in range(random.randint(1, 2)):
                words[random.randrange(1, len(words))] = random.choice(ODD_WORDS)
            return words, sum(map(len, words))
        content = mutated(random.choice(self.contents), random)
        (folder / self.file).write_bytes(content)
        return words, len(content)


def _any_title(random: Random) -> str:
    return random.choice(list(TITLES))


_REGISTER = ("--db", "sqlite:///register.db")
_ON = ("--on", "2026-06-30")
_DOSSIERS = tuple(path.read_bytes() for path in sorted(_EXAMPLES.glob("*.json")))
_ENTERPRISES, _LISTED = ((_EXAMPLES / name).read_bytes() for name in ("enterprises.csv", "titles.csv"))
_COMMANDS = (
    (
        "record",
        "重庆虚构甲某精密有限公司",
        "--title",
        "srdi_sme",
        "--event",
        "recognised",
        *_ON,
        "--document",
        "渝〔1〕",
    ),
    ("case", "apply", "重庆虚构甲某精密有限公司", "--title", "srdi_sme", *_ON),
    ("standing", "重庆虚构甲某精密有限公司", *_ON, "--known-at", "2026-06-30"),
    ("history", "重庆虚构甲某精密有限公司"),
    ("due", *_ON, "--within", "90d"),
    ("indicators", *_ON, "--region", "500113"),
    ("policy", "list", *_ON, "--region", "500113"),
    ("policy", "show", "srdi_sme/recognition/2026"),
)


def _any_command(random: Random) -> Sequence[str]:
    words = random.choice(_COMMANDS)
    return words if words[0] == "policy" else (*words, *_REGISTER)


_OTHER_FORMATS: tuple[Callable[[Path, Rows], Path], ...] = (
    lambda path, rows: xls(path, {"名单": rows}),
    lambda path, rows: ods(path, {"名单": rows}),
    pdf,
    word,
)
DOORS = (
    Door("dossier", lambda random: ("assess", "firm.json", "--tier", _any_title(random), *_ON), "firm.json", _DOSSIERS),
    Door("ladder", lambda _: ("ladder", "firm.json", *_ON, "--format", "json"), "firm.json", _DOSSIERS),
    Door("dossier import", lambda _: ("import", "firm.json", *_REGISTER), "firm.json", _DOSSIERS),
    Door(
        "facts csv",
        lambda _: ("import", "facts.csv", *_REGISTER),
        "facts.csv",
        (_FACTS.encode(), (_EXAMPLES / "enterprises.csv").read_bytes()),
    ),
    Door("facts xlsx", lambda _: ("import", "facts.xlsx", *_REGISTER), "facts.xlsx", (_workbook(_FACTS),)),
    Door(
        "titles csv",
        lambda _: ("import", "t.csv", "--kind", "titles", *_REGISTER),
        "t.csv",
        (_TITLES.encode(), _TITLES.encode("gb18030"), _LISTED),
    ),
    # Whatever its name, a file is read as what it is.
    Door(
        "titles in other formats",
        lambda _: ("import", "t.xlsx", "--kind", "titles", *_REGISTER),
        "t.xlsx",
        (_workbook(_TITLES), *map(_titles_as, _OTHER_FORMATS)),
    ),
    Door(
        "screening",
        lambda random: ("screen", "s.csv", "--tier", "srdi_sme", *_ON, *random.choice(((), ("--near",)))),
        "s.csv",
        (_screened().encode(), _FACTS.encode()),
    ),
    Door(
        "screening into a file",
        lambda _: ("screen", "s.csv", "--tier", "above_scale", *_ON, "--into", "answers.csv", "--overwrite"),
        "s.csv",
        (_screened().encode(),),
    ),
    Door(
        "parameters",
        lambda _: ("policy", "show", "hard_tech:star/recognition/2024", "--parameters", "p.toml"),
        "p.toml",
        (_PARAMETERS.encode(),),
    ),
    Door("words of a command", _any_command),
)
