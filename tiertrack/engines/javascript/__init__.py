"""Editions as plain data that one JavaScript file judges by, for browsers and for other languages.

``rule_nodes`` turns tests and kernel nodes into JSON, ``rule_slots`` numbers the values they read, ``doubt_nodes``
what is hardly true. The folder ``judge`` is the engine, one file a job. It knows no threshold either.
"""
