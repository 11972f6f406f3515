"""Tell which of the companion's languages a text is in."""

import re

from tools.prompts.render import Language
from tools.text.scripts import HAN, KANA

KANA_SHARE = 0.25
"""With more kana than this share of its Chinese characters, a text is Japanese."""

_HAN = re.compile(f"[{HAN}]")
_KANA = re.compile(f"[{KANA}]")
_LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+(?:['’][A-Za-z]+)?")


def language_of(text: str, default: Language = "en") -> Language:
    """Return the language a text is written in, or the default when it has no say.

    Chinese when it has more Chinese characters than Latin words, so that English names in a Chinese
    sentence do not count for much. Japanese and texts without letters give the default.
    """
    han = len(_HAN.findall(text))
    latin = len(_LATIN_WORD.findall(text))
    if len(_KANA.findall(text)) > han * KANA_SHARE:
        return default
    if not han and not latin:
        return default
    return "zh" if han > latin else "en"
