"""The use cases: each answers one question or does one thing; databases are opened nowhere further in.

The names of ``__init__.pyi`` are imported when they are first used: a question about a dossier loads no register.
"""

from tiertrack.face import public_face

__getattr__, __dir__, __all__ = public_face(__name__)
