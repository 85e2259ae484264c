"""The root of the command line: its commands, in the order of its help."""

from __future__ import annotations

import click

from tiertrack.cli.candidate_commands import candidates
from tiertrack.cli.case_commands import case, record
from tiertrack.cli.compare_command import compare
from tiertrack.cli.config_command import config
from tiertrack.cli.demo import demo
from tiertrack.cli.dossier_commands import assess, ladder, replay
from tiertrack.cli.example_commands import example
from tiertrack.cli.export_commands import export
from tiertrack.cli.mcp_command import mcp
from tiertrack.cli.notice_command import notice
from tiertrack.cli.policy_commands import policy
from tiertrack.cli.proof_commands import checkpoint, key, prove, verify
from tiertrack.cli.register_commands import (
    downgrade,
    enrol,
    import_,
    imports,
    init,
    match,
    merge,
    seed,
    undo,
    unmerge,
)
from tiertrack.cli.report_command import report
from tiertrack.cli.screening_commands import impact, screen, typed_tables
from tiertrack.cli.selfcheck_command import selfcheck
from tiertrack.cli.serve_command import serve
from tiertrack.cli.skin import ChineseGroup
from tiertrack.cli.standing_commands import due, firms, history, indicators, renamed, standing
from tiertrack.cli.template_command import template
from tiertrack.version import __version__


@click.group(cls=ChineseGroup)
@click.version_option(__version__, message="%(version)s")
def tiertrack() -> None:
    """企业梯度培育：按任何一天有效的标准，判断够不够格、为什么、还差什么。

    退出码：0 符合，1 不符合，3 待补充，2 输入有误。
    """


for _command in (
    *(assess, notice, selfcheck, compare, replay, ladder, policy, example),
    *(init, downgrade, seed, enrol, template, import_, imports, undo, match, merge, unmerge),
    *(record, case),
    *(firms, candidates, standing, history, renamed, due, indicators, report, export),
    *(verify, checkpoint, prove, key),
    demo,
    *(screen, impact, typed_tables),
    *(serve, mcp, config),
):
    tiertrack.add_command(_command)
