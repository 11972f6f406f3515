-- Loops are looked at with their person, when that person's next look comes; nobody asks for all.
DROP INDEX open_loops_due;
