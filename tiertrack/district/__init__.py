"""Local rules: loading the modules and parameters of a district, and checking them."""
