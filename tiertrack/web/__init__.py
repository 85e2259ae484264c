"""The register's front page: pages for people and the same answers as JSON, served to a browser.

Only ``server`` knows the framework. A page is a question with its parameters, put to the use cases; what it answers is
written by the renderers of the command line.
"""
