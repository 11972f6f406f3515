"""The offline voice: rules that talk English and Chinese without a key or a network."""
