"""Every feature file runs, and none of its scenarios is lost on the way."""

from pytest_bdd import scenarios

from tiertrack.shipped import shipped

scenarios(str(shipped("features")))
