"""The one door to addresses that people name: checked, pinned, and limited in size and time."""
