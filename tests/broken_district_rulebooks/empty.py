"""No edition among the editions."""

各版本 = ()
