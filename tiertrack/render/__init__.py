"""Answers and editions in Chinese text and JSON, projected from the expressions; nothing is written twice."""
