"""Nothing in the pages can drift: their tables are the code's, their blocks run, their links and names exist."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

import tiertrack
from tests.docs.pages import PAGES, README, ROOT, blocks, part_names, projected, with_parts
from tests.support.recording import written_in
from tiertrack.cli import main
from tiertrack.cli.root import tiertrack as commands
from tiertrack.facts.dossier_file import dossier_from_json

TEXTS = {str(page.relative_to(ROOT)): page.read_text(encoding="utf-8") for page in PAGES}
# What makes tests of scenarios is run by pytest, among the files the page puts beside it.
PYTHON = [(page, code) for page, text in TEXTS.items() for code in blocks(text, "python") if "\nscenarios(" not in code]


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the example files where the project has them, and the dossier the README says to write."""
    (tmp_path / "firm.json").write_text(blocks(TEXTS["README.md"], "json")[0], encoding="utf-8")
    shutil.copytree(ROOT / "seeds/examples", tmp_path / "seeds/examples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def commands_of(text: str) -> list[tuple[str, list[str]]]:
    """Each command of a page, in order, with the lines of its output that are shown."""
    found: list[tuple[str, list[str]]] = []
    for line in (line for block in blocks(text, "console") for line in block.splitlines()):
        if line.startswith("$ "):
            found.append((line.removeprefix("$ tiertrack "), []))
        else:
            found[-1][1].append(line.strip())
    return found


def pytest_of(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Runs pytest in a folder."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", *words, "-p", "no:cacheprovider"],
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def as_pattern(shown: list[str]) -> str:
    """What output may stand behind the lines shown of it: all of them as they are, … for one line or more."""
    return "".join(r"(?:.*\n)+" if line == "…" else re.escape(f"{line}\n") for line in shown)


@pytest.mark.parametrize("page", TEXTS)
def test_the_tables_are_those_of_the_code(page: str) -> None:
    assert with_parts(TEXTS[page]) == TEXTS[page], "请运行 make pages"


def test_every_generated_part_is_on_a_page() -> None:
    assert {name for text in TEXTS.values() for name in part_names(text)} == set(projected())


def test_the_readme_can_be_read_in_a_sitting() -> None:
    assert len(TEXTS["README.md"].splitlines()) <= 150
    (shown,) = blocks(TEXTS["README.md"], "json")
    assert dossier_from_json(shown).name == "重庆某某精密制造有限公司"


@pytest.mark.parametrize("page", [page for page, text in TEXTS.items() if blocks(text, "json")])
def test_the_dossiers_shown_can_be_read(page: str) -> None:
    for shown in blocks(TEXTS[page], "json"):
        assert dossier_from_json(shown).name


@pytest.mark.parametrize("page", [page for page, text in TEXTS.items() if blocks(text, "toml")])
def test_the_toml_shown_can_be_read(page: str) -> None:
    for shown in blocks(TEXTS[page], "toml"):
        assert tomllib.loads(shown)


@pytest.mark.parametrize(("page", "code"), PYTHON, ids=[f"{page}: {code.splitlines()[0]}" for page, code in PYTHON])
def test_every_python_block_runs(page: str, code: str, desk: Path) -> None:
    exec(compile(code, page, "exec"), {"__name__": "shown"})


@pytest.mark.slow
def test_the_feature_of_another_project_runs_from_the_files_shown(tmp_path: Path) -> None:
    section = TEXTS["docs/embedding.md"].partition("## 中文步骤")[2]
    names, shown = (
        re.findall(r"^- `(\S+)`：", section, flags=re.M),
        re.findall(r"^```\w+\n(.*?)^```", section, re.S | re.M),
    )
    assert names[0] == "hard_tech.py"
    shutil.copy(ROOT / "seeds/examples/district/hard_tech.py", tmp_path)
    for name, text in zip(names[1:], shown, strict=True):
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = pytest_of(tmp_path)
    assert "1 passed" in done.stdout, done.stdout + done.stderr


@pytest.mark.parametrize("page", [page for page, text in TEXTS.items() if blocks(text, "console")])
def test_the_commands_of_a_page_run_one_after_another_and_print_what_is_shown(
    page: str, desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for line, shown in commands_of(TEXTS[page]):
        with pytest.raises(SystemExit) as left:
            main(shlex.split(line))
        printed = capsys.readouterr()
        assert left.value.code in (0, 1, 3), printed.err
        assert printed.out, line
        if shown:
            lines = [f"{words.strip()}\n" for words in printed.out.splitlines()]
            assert re.fullmatch(as_pattern(shown), "".join(lines)), f"{line}\n{printed.out}"


def test_every_command_is_in_the_table() -> None:
    named = set(re.findall(r"^\| `tiertrack (\w+)", TEXTS["docs/commands.md"], flags=re.M))
    assert named == set(commands.commands) - {"demo"}


def members(value: object, path: str = "") -> Iterator[str]:
    """The paths of the members of an answer; what is written as another part of it is not entered again."""
    match value:
        case dict() if path not in ("variants[]", "grade.criteria[]"):
            for key, inner in value.items():
                yield from members(inner, f"{path}.{key}".removeprefix("."))
        case [dict(), *_]:
            for inner in value:
                yield from members(inner, f"{path}[]")
        case _:
            yield path


def test_the_json_members_promised_are_those_given(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def given(tier: str, dossier: str = "firm.json") -> set[str]:
        with pytest.raises(SystemExit):
            main(["assess", dossier, "--tier", tier, "--on", "2026-06-30", "--format", "json"])
        found = set(members(json.loads(capsys.readouterr().out)))
        # A list that is empty here and has members there.
        return {path for path in found if not any(other.startswith(f"{path}[]") for other in found)}

    sections = re.split(r"^##+ .+\n", TEXTS["docs/embedding.md"].partition("\n## JSON\n")[2], flags=re.M)
    always, sometimes, several = (
        {
            member
            for cell in re.findall(r"^\| (`.+?) \|", section, flags=re.M)
            for member in re.findall(r"`(.+?)`", cell)
        }
        for section in sections[1:4]
    )
    listed = json.loads(blocks(TEXTS["docs/dossier.md"], "json")[0])
    listed["ip"] += [
        {**listed["ip"][0], "name": "转入的", "number": "乙", "acquired": "转入"},
        {"name": "不明的", "kind": "发明专利"},
    ]
    (desk / "rights.json").write_text(json.dumps(listed, ensure_ascii=False), encoding="utf-8")
    graded = given("hard_tech", "seeds/examples/meets.json")
    assert given("little_giant") == always
    assert given("innovative_sme") | given("srdi_sme", "rights.json") | graded == always | sometimes | several
    assert given("listed") == graded - sometimes == always - {"variant", "basis", "moot"} | several


def test_the_make_targets_named_exist() -> None:
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.M))
    for text in TEXTS.values():
        assert set(re.findall(r"`make (\w+)[^`]*`", text)) <= targets


# A word nobody's test has any more selects nothing, and a reader takes silence for success.
SELECTING = sorted(
    {line for text in TEXTS.values() for line in re.findall(r"python -m (pytest [^`\n]* -k [^`\n]+)", text)}
)


# All of them in one Python: to start one, and to read the features, takes longer than to select.
COLLECTING = """\
import shlex, sys
import pytest

for line in sys.argv[1:]:
    print("$", line, flush=True)
    pytest.main([*shlex.split(line)[1:], "--collect-only", "-q", "-o", "addopts=", "-p", "no:cacheprovider"])
"""


@pytest.fixture(scope="module")
def selected() -> dict[str, set[str]]:
    """The names of the tests that each command selects, without the examples of a test."""
    command = [sys.executable, "-c", COLLECTING, *SELECTING]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True).stdout
    parts = re.split(r"^\$ (.+)\n", listed, flags=re.M)[1:]
    return {
        line: set(re.findall(r"^[^\s\[]+::(test_\w+)", told, re.M))
        for line, told in zip(parts[::2], parts[1::2], strict=True)
    }


@pytest.mark.slow
@pytest.mark.parametrize("line", SELECTING)
def test_a_command_that_selects_tests_selects_some(line: str, selected: dict[str, set[str]]) -> None:
    assert selected[line]


@pytest.mark.slow
def test_a_folder_or_a_file_of_features_is_run_alone_by_its_path(selected: dict[str, set[str]]) -> None:
    of_paths = [(line, wanted) for line in SELECTING for wanted in re.findall(r" -k features/(\S+)$", line)]
    assert {wanted.count("/") for _line, wanted in of_paths} == {0, 1}, "a folder and a file"
    for line, wanted in of_paths:
        folder, _, file = wanted.partition("/")
        written = [name for name, _folder, _title in written_in([folder]) if name.startswith(file)]
        assert len(selected[line]) == len(written) > 0, line


# Folders a page may name in code type; what stands below them must be there.
NAMED = re.compile(r"`((?:tiertrack|tests|features|seeds|migrations|docs)/[\w./-]*)`")


@pytest.mark.parametrize("page", TEXTS)
def test_the_files_named_exist(page: str) -> None:
    for named in NAMED.findall(TEXTS[page]):
        assert (ROOT / named).exists(), named


def slugs(text: str) -> set[str]:
    """The anchors of a page: its headings, and the names whose docstrings it shows."""
    plain = re.sub(r"^```.*?^```", "", text, flags=re.S | re.M)
    headings = re.findall(r"^#+ (.+)$", plain, flags=re.M)
    shown = re.findall(r"^::: (\S+)$", plain, flags=re.M)
    return {re.sub(r"[^\w\- ]", "", one).strip().lower().replace(" ", "-") for one in headings} | set(shown)


@pytest.mark.parametrize("page", TEXTS)
def test_every_link_leads_somewhere(page: str) -> None:
    folder = (ROOT / page).parent
    for target in re.findall(r"\]\(([^)\s]+)\)", TEXTS[page]):
        assert not re.match(r"[a-z]+:", target), f"{target} needs a network"
        file, _, anchor = target.partition("#")
        found = (folder / file).resolve() if file else ROOT / page
        assert found.is_file(), target
        if anchor:
            assert anchor in slugs(found.read_text(encoding="utf-8")), target


def test_every_page_can_be_reached_from_the_readme_and_stands_in_the_contents() -> None:
    pages = {page.removeprefix("docs/") for page in TEXTS if page.startswith("docs/")} - {"index.md"}
    linked = set(re.findall(r"\]\(docs/([\w-]+\.md)", TEXTS["README.md"]))
    contents = set(re.findall(r'"([\w-]+\.md)"', (ROOT / "zensical.toml").read_text(encoding="utf-8"))) - {"index.md"}
    assert linked == contents == pages


def test_the_public_names_are_sorted_and_documented() -> None:
    names = [name for name in tiertrack.__all__ if name != "__version__"]
    assert names == sorted(names)
    stub = (Path(tiertrack.__file__).with_name("__init__.pyi")).read_text(encoding="utf-8")
    assert sorted(re.findall(r'^    "(\w+)",$', stub, flags=re.M)) == sorted(tiertrack.__all__)
    for name in names:
        assert getattr(tiertrack, name).__doc__, name


def test_the_reference_shows_every_public_name_once() -> None:
    shown = Counter(re.findall(r"^::: tiertrack\.(\w+)$", TEXTS["docs/api.md"], flags=re.M))
    assert shown == Counter(name for name in tiertrack.__all__ if name != "__version__")


def test_the_words_of_the_glossary_are_those_of_the_code() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "tiertrack").rglob("*.py")))
    names = set(re.findall(r"^\s*(?:class |def )?(\w+)(?:\(|:| =)", code, flags=re.M))
    for cell in re.findall(r"^\| (`.+?) \|", TEXTS["docs/glossary.md"], flags=re.M):
        assert set(re.findall(r"`(\w+)`", cell)) <= names


def test_every_module_says_what_it_is_for() -> None:
    for path in sorted(Path(tiertrack.__file__).parent.rglob("*.py")):
        assert path.read_text(encoding="utf-8").startswith('"""'), path


def test_the_readme_is_the_one_packaged() -> None:
    assert tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["readme"] == README.name


def test_what_is_checked_before_a_commit_is_the_fast_part_of_make_test() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (recipe,) = re.findall(r"^test: .*\n((?:\t.+\n)+)", makefile, flags=re.M)
    fast = [line for line in re.findall(r"\$\(BIN\)/(.+)", recipe) if "pytest" not in line]
    hooks = re.findall(
        r"^ +entry: \.venv/bin/(.+)$", (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"), flags=re.M
    )
    assert fast
    assert hooks == fast
