"""What is told to one companion never reaches another, unless everyone may know it.

`test_leaks` tells hundreds of secrets to several companions of two people, lets everything run that
runs after a talk, and searches every path for them; `test_planted_leaks` breaks filters on purpose
and shows that it notices; `test_scope` proves that no method, statement or graph forgets whose
stream it works on.
"""
