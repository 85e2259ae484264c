"""Pages people open: one template a page, one look for all of them, nothing fetched from elsewhere."""
