"""Which characters belong to which script, as the insides of a regular expression's brackets."""

HAN = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Chinese characters, the iteration mark and the zero included."""

KANA = "\u3040-\u30ff\u31f0-\u31ff"
"""Japanese syllables."""
