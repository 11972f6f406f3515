"""The policies of looking back."""
