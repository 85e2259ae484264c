"""The job for a Spark cluster. It stands apart from the command line because it is Spark that runs it::

    spark-submit $(python -m tiertrack.cluster --where) IN.parquet OUT.parquet --tier little_giant --on 2026-06-30

Everything it asks is an expression of Spark's own: the workers need neither Python nor this package.
"""
