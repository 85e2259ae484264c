"""What an enterprise has to do by a day: dated deadlines, and what falls due within a while."""
