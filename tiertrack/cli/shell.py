"""Running a command: output in UTF-8, every error one Chinese message, and the exit code the contract fixes."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from typing import NoReturn

import click

from tiertrack.cli.phrasing import told
from tiertrack.cli.skin import usage_fault
from tiertrack.errors import BadInput, Fault, TiertrackError
from tiertrack.foreign_errors import unforeseen

BAD_INPUT = 2


def leave(command: click.Command, name: str, arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command of some name and leave with its exit code: 0, 1 and 3 as answers, 2 for anything wrong."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    sys.exit(_run(command, name, arguments))


def _run(command: click.Command, name: str, arguments: Sequence[str] | None) -> int:
    try:
        _refuse_unreadable(sys.argv[1:] if arguments is None else arguments)
        code = command.main(arguments, prog_name=name, standalone_mode=False)
        return code if isinstance(code, int) else 0
    except click.exceptions.NoArgsIsHelpError as error:
        return _complain(error.ctx.get_help() if error.ctx else "")
    except click.ClickException as error:
        return _complain(str(usage_fault(error)))
    except TiertrackError as error:
        return _complain(str(error))
    except (click.Abort, KeyboardInterrupt):
        return _complain("已中断。")
    except BrokenPipeError:
        # The reader of our output left; what it did not read is no error of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        return _complain(str(unforeseen(error)))


def _refuse_unreadable(words: Sequence[str]) -> None:
    """Passes words that are text; raises BadInput for one that is not in the encoding of the system, or has a NUL."""
    if faults := [
        Fault("E729", "命令行里有读不出来的字符", "请核对终端的编码，去掉不可见的字符", word, f"第 {place} 个参数")
        for place, word in enumerate(words, 1)
        if any(character == "\0" or "\ud800" <= character <= "\udfff" for character in word)
    ]:
        raise BadInput(*faults)


def _complain(message: str) -> int:
    click.echo(told(message), err=True)
    return BAD_INPUT
