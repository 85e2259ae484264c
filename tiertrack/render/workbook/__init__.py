"""Workbooks that people open: one look for every sheet that is written, whatever it holds."""
