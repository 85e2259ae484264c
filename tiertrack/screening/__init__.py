"""Many enterprises at once: the question, the sources that answer it, results, near misses, the impact of a change."""
