"""The listing rules of the exchanges, one module a board."""
