"""What is worth remembering, how it fades, when two memories are one, and what comes to mind."""
