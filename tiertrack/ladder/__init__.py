"""The ladder: the order of its rungs, the way from one to the next, and the first rung with its pool."""
