"""What people ask to be reminded of, heard in the talk."""
