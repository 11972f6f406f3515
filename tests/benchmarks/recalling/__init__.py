"""How well what was said comes to mind: two public data sets, no model."""
