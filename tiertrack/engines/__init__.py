"""Ring 5: the same rules over many enterprises at once, as column expressions of a database or a data frame.

``columns`` turns kernel nodes into expressions, ``answers`` a whole question into the columns of its answer; what an
engine must supply is in ``words``. No engine knows a threshold: everything comes from the editions.
"""
