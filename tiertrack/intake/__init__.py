"""What people hand in: sheets and their cells, lists of facts and of titles, names matched to enterprises."""
