"""How large a card and its parts may be."""

FILE_BYTES = 20_000_000
"""The largest file that is read; cards with a portrait have one or two million bytes."""

DOCUMENT_BYTES = 4_000_000
"""The largest JSON inside; the longest lorebooks known stay below half of it."""

UNPACKED_BYTES = 60_000_000
"""What all files of an archive may have together when unpacked."""

FILES = 1_000
"""Files in an archive."""

CHUNKS = 20_000
"""Chunks of a PNG: an animated one has two for each frame."""

DEPTH = 64
"""Levels of nesting in a card; lorebooks and extensions of real cards have less than ten."""

NAME_CHARACTERS = 200
"""The longest name a card may carry; what a companion is called has narrower limits of its own."""
