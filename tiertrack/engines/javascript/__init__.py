"""Editions as plain data that one JavaScript file judges by, for browsers and for other languages.

``rule_nodes`` turns tests and kernel nodes into JSON, ``rule_slots`` numbers the values they read, ``judge.js`` is the
engine. It knows no threshold either.
"""
