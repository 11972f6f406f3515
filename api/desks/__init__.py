"""What a person can see and change, the same over REST, on the page and in a terminal."""
