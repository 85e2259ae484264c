"""What PyInstaller has to be told of this package: the modules found by their names only, and the files beside them."""

from importlib.util import find_spec

from PyInstaller.utils.hooks import collect_data_files, collect_submodules

from tiertrack.shipped import shipped

# The steps of features are for pytest, and the job for a cluster is handed to spark-submit: no part of a program.
_APART = ("tiertrack.bdd", "tiertrack.cluster")

hiddenimports = [
    *collect_submodules("tiertrack", filter=lambda name: not name.startswith(_APART)),
    # The revisions are files that are run, and import these.
    *("alembic.context", "alembic.op"),
]
datas = [(str(shipped(folder)), f"tiertrack/_shipped/{folder}") for folder in ("migrations", "features", "seeds")]
datas += collect_data_files("tiertrack")
# The words of Gherkin in every language stand in a file of its own.
if find_spec("gherkin") is not None:
    datas += collect_data_files("gherkin")
