"""Who Lumi has become."""

PERSONALITY_HANDLERS = ()
