"""Rules as column expressions of a database or a data frame, for many enterprises at once.

``kernel_columns`` turns kernel nodes into expressions, ``missing_columns`` counts the missing facts, ``plan`` makes the
columns of a whole answer; each engine implements a ``dialect``. No engine knows a threshold: they come from editions.
"""
