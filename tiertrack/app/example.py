"""The example of a district's own rules, written to where somebody wants to begin from it."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from tiertrack.errors import BadFile, Fault
from tiertrack.foreign_errors import reason_of
from tiertrack.output_file import Existing, written_whole
from tiertrack.shipped import shipped


def write_district_example(into: Path, existing: Existing = Existing.KEPT) -> tuple[Path, ...]:
    """Writes the example of a district (rules, limits, a firm) into a folder, all of it or nothing.

    Returns the files. Raises BadFile where the folder cannot be made or written to, or one of them is there already.
    """
    sources = sorted(one for one in (shipped("seeds") / "examples" / "district").iterdir() if one.is_file())
    try:
        into.mkdir(parents=True, exist_ok=True)
    except (OSError, ValueError) as error:
        # A name with a NUL is a ValueError.
        what, remedy = f"文件夹建不了：{reason_of(error)}", "请核对路径和写入权限"
        raise BadFile(Fault("E825", what, remedy, str(into))) from None
    with ExitStack() as all_of_them:
        for source in sources:
            written_to = all_of_them.enter_context(written_whole(into / source.name, existing))
            written_to.write_bytes(source.read_bytes())
    return tuple(into / source.name for source in sources)
