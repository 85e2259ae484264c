"""Ring 3: the titles an enterprise was given, and what it holds on a day as known at an instant."""
