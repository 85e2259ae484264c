"""A name that nothing defines."""

各版本 = (认定标准,)  # noqa: F821
