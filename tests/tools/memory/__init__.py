"""Memory policies keep their promises."""
