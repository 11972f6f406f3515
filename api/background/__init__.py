"""What goes on while nobody waits for it: jobs after a turn, and routines of a process."""
