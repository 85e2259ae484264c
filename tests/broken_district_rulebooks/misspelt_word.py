"""A word that the authoring words do not have."""

from tiertrack.rulebooks.zh import 研发废用

各版本 = (研发废用,)
