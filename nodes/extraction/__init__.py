"""The steps that follow a turn: the rolling summary, typed memories, their consolidation."""
