"""``python -m tiertrack``: the command line where no script is on the path."""

from tiertrack.cli import main

main()
