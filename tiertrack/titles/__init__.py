"""One title's machine: events, states, transitions, procedures, what follows from an act, and what is held on a day."""
