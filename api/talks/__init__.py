"""The talk on the wire: devices, frames, turns one after another, and the processes between."""
