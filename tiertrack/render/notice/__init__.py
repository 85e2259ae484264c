"""The notice to a firm on one page: what it says, and how it is written for Word and for the browser."""
