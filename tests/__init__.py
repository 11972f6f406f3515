"""The claims this program makes, mirrored to its folders."""
