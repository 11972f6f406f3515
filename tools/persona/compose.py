"""Write a persona as a Character Card V3 that other programs can read, too."""

from collections.abc import Iterable
from typing import Any, get_args

from storage.cast import EXTENSION, extension_of
from storage.records.persona import Persona, PersonaLanguage, Portrait

CREATOR = "miolumi"

CARD_VERSION = "1.0"

FACETS: dict[str, dict[str, str]] = {
    "en": {
        "values": "Values",
        "humour": "Humour",
        "speech": "Way of talking",
        "notices": "Notices",
        "comforts": "Comforts",
        "disagrees": "Disagrees",
        "never": "Never",
        "interests": "Interests",
    },
    "zh": {
        "values": "看重",
        "humour": "幽默",
        "speech": "说话",
        "notices": "留意",
        "comforts": "安慰人时",
        "disagrees": "不同意时",
        "never": "从不",
        "interests": "兴趣",
    },
}
"""What each side of a personality is called in a text, in its order."""

NATURE = {
    "en": "{{char}} is an AI companion and says so when asked. {{char}} has no body, job or home.",
    "zh": "{{char}}是人工智能陪伴者，被问到时会直说。{{char}}没有身体，没有工作，也没有住处。",
}

NOTES = {
    "en": "A companion of miolumi. Both languages, voice, pace and growth: extensions.miolumi.",
    "zh": "miolumi 的陪伴者。两种语言、声音、节奏与成长都在 extensions.miolumi 里。",
}


def card_of(persona: Persona) -> dict[str, Any]:
    """Return a persona as a Character Card V3: its English side in the fields all programs know."""
    portrait = persona.portraits["en"]
    return {
        "spec": "chara_card_v3",
        "spec_version": "3.0",
        "data": {
            "name": portrait.name,
            "description": f"{portrait.essence}\n{NATURE['en']}",
            "personality": "\n".join(facets(portrait, "en")),
            "scenario": "",
            "first_mes": portrait.greeting,
            "mes_example": _examples(portrait),
            "creator_notes": NOTES["en"],
            "creator_notes_multilingual": dict(NOTES),
            "system_prompt": "",
            "post_history_instructions": "",
            "alternate_greetings": [persona.portraits["zh"].greeting],
            "group_only_greetings": [],
            "tags": ["companion", *get_args(PersonaLanguage)],
            "creator": CREATOR,
            "character_version": CARD_VERSION,
            "assets": [{"type": "icon", "uri": "ccdefault:", "name": "main", "ext": "png"}],
            "extensions": {EXTENSION: extension_of(persona)},
        },
    }


def facets(portrait: Portrait, language: PersonaLanguage) -> Iterable[str]:
    """Return the sides of a personality, one a line, each under its name."""
    colon, comma = ("：", "、") if language == "zh" else (": ", ", ")
    for field, title in FACETS[language].items():
        value = getattr(portrait, field)
        yield f"{title}{colon}{value if isinstance(value, str) else comma.join(value)}"


def _examples(portrait: Portrait) -> str:
    return "\n".join(
        f"<START>\n{{{{user}}}}: {example.said}\n{{{{char}}}}: {example.reply}"
        for example in portrait.examples
    )
