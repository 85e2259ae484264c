"""What a title is: its key and names, who confers it and where, its procedure, and whether it is held per product."""

from __future__ import annotations

from attrs import field, frozen

from tiertrack.brevity import briefly
from tiertrack.labels import Labelled
from tiertrack.law.exchanges import Board
from tiertrack.law.instrument import Citation
from tiertrack.law.procedure import Procedure
from tiertrack.law.regions import Region
from tiertrack.law.scope import Variant
from tiertrack.temporal import Period


class Level(Labelled):
    """The level of government that confers a title; the label is how it stands before the title's name."""

    NATIONAL = "national", "国家级"
    PROVINCIAL = "provincial", "省级"
    MUNICIPAL = "municipal", "市级"
    DISTRICT = "district", "区级"


@frozen
class OldName:
    """A name a title had: ``label`` as its lists print it, and what else it is called (``also``).

    ``period`` are the days on which it was given by this name; it may be reviewed or revoked by it long after.
    ``conferred`` says whether it was the title itself (else a place in the pool for it), ``board`` the board it names.
    """

    label: str
    title: str
    period: Period
    citation: Citation
    conferred: bool = True
    also: tuple[str, ...] = ()
    board: Board | None = None

    __repr__ = briefly


@frozen
class TitleDefinition:
    """A title: ``key`` in files, columns and JSON, ``label`` as its certificates print it, and its ``procedure``.

    ``level`` is who confers it (None: several levels, or no authority) and ``region`` whose title it is (None: one for
    the whole country, whichever province confers it). ``aliases`` are what else it is called today, ``old_names`` what
    it was called once, and ``short_names`` what people say for it and no document does: they are understood where a
    title is asked for, and never looked for in a text. ``held_per_product`` titles print a product on their
    certificate, and an enterprise may hold one for each of several. ``variants`` are the standards side by side that
    people ask for as if they were titles, as 创新层. ``origin`` is the file or distribution of a district's own title,
    None for those of this package. The key alone tells titles apart.
    """

    key: str
    label: str = field(eq=False)
    procedure: Procedure = field(eq=False, repr=False)
    level: Level | None = field(default=None, eq=False)
    region: Region | None = field(default=None, eq=False)
    aliases: tuple[str, ...] = field(default=(), eq=False)
    old_names: tuple[OldName, ...] = field(default=(), eq=False, repr=False)
    held_per_product: bool = field(default=False, eq=False)
    origin: str | None = field(default=None, eq=False)
    short_names: tuple[str, ...] = field(default=(), eq=False)
    variants: tuple[Variant, ...] = field(default=(), eq=False, repr=False)

    __repr__ = briefly

    @property
    def value(self) -> str:
        """The key, by the name it has on a rung."""
        return self.key

    @property
    def is_local(self) -> bool:
        """As of a rung: none of these is left to the districts."""
        return False
