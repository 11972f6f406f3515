"""What is asked and answered beside the talk, one file a subject."""
