"""The report of a register: what it holds, and how it is worded for a page, Word and a workbook."""
