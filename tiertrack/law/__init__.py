"""What the law is made of: instruments, clauses, citations, tiers, acts, regions and comparing words."""
