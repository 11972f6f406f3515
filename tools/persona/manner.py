"""How a persona is, in a line: for somebody who looks round and has met nobody yet."""

from collections.abc import Mapping, Sequence

from storage.records.persona import Persona
from tools.prompts.render import Language

Scale = Sequence[tuple[float, str]]
"""Words, each with the number below which it is the right one."""

TOP = 2.0
"""Above every number of a card."""

STIRRED: Mapping[Language, Scale] = {
    "en": ((0.13, "Unhurried"), (0.25, "Calm"), (0.38, "Wide awake"), (TOP, "Lively")),
    "zh": ((0.13, "不慌不忙"), (0.25, "安静"), (0.38, "清醒"), (TOP, "活泼")),
}
BRIGHT: Mapping[Language, Scale] = {
    "en": ((0.06, "sober"), (0.22, "even-tempered"), (0.36, "warm"), (TOP, "sunny")),
    "zh": ((0.06, "沉着"), (0.22, "平和"), (0.36, "温暖"), (TOP, "明亮")),
}
WORDS: Mapping[Language, Mapping[str, str]] = {
    "en": {"concise": "few words", "natural": "", "expansive": "long letters"},
    "zh": {"concise": "话不多", "natural": "", "expansive": "爱写长信"},
}
ASKS: Mapping[Language, Scale] = {
    "en": ((0.31, "asks little"), (0.45, "asks now and then"), (TOP, "likes to ask")),
    "zh": ((0.31, "很少追问"), (0.45, "偶尔问问"), (TOP, "爱问")),
}
SHOWS: Mapping[Language, Scale] = {
    "en": ((0.36, "shows little of what it feels"), (0.7, ""), (TOP, "shows all it feels")),
    "zh": ((0.36, "不太外露"), (0.7, ""), (TOP, "心情都写在光里")),
}


def manner_line(persona: Persona, language: Language) -> str:
    """Return how somebody of the cast is by temper, in words for the numbers of its card."""
    baseline, rhythm = persona.baseline, persona.rhythm
    stirred = _word(STIRRED[language], baseline.arousal)
    parts = (
        f"{stirred}{_AND[language]}{_word(BRIGHT[language], baseline.valence)}",
        WORDS[language][rhythm.mode],
        _word(ASKS[language], rhythm.questions),
        _word(SHOWS[language], baseline.expressiveness),
    )
    return " · ".join(filter(None, parts))


_AND = {"en": " and ", "zh": "而"}


def _word(scale: Scale, value: float) -> str:
    return next(word for below, word in scale if value < below)
