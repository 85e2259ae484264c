"""A small service of a bank with a database of its own: customers, loans, and their own revisions of both."""

from __future__ import annotations

from pathlib import Path

from alembic.config import Config
from sqlalchemy import ForeignKey
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

REVISIONS = Path(__file__).parent / "revisions"


class Base(DeclarativeBase):
    """The bank's own tables, one of them called as one of the register's was once."""


class Enterprise(Base):
    """A customer, with the stable id the register gave it."""

    __tablename__ = "enterprises"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    in_register: Mapped[int | None]


class Loan(Base):
    """A loan to a customer."""

    __tablename__ = "loans"
    id: Mapped[int] = mapped_column(primary_key=True)
    enterprise_id: Mapped[int] = mapped_column(ForeignKey("enterprises.id"))
    amount: Mapped[int]


def alembic_config(url: str, *version_locations: str) -> Config:
    """The bank's Alembic, with further folders of revisions."""
    config = Config()
    config.set_main_option("script_location", str(REVISIONS))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", "\n".join([str(REVISIONS / "versions"), *version_locations]))
    return config
