"""A talkative model, and what people say to it."""
