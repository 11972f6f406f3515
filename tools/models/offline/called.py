"""The first words of all, a name that is given, and another voice."""

from tools.models.offline.talk import Talk
from tools.models.offline.wording import Wording


def called(talk: Talk, wording: Wording) -> str | None:
    """Return what to say to a name or a voice; None when none was given."""
    notes = talk.notes
    if notes.refused:
        return notes.refused
    given = wording.say("named", {"given": notes.named}) if notes.named else ""
    voiced = wording.say("voiced", {"voice": notes.voiced}) if notes.voiced else ""
    return _joined(given, voiced, talk) or None


def introduced(said: str, talk: Talk, wording: Wording) -> str:
    """Return the first words of all with who speaks; any later ones as they are."""
    if not talk.notes.first or not talk.notes.me:
        return said
    return _joined(said, wording.say("first_words", {"me": talk.notes.me}), talk)


def _joined(first: str, second: str, talk: Talk) -> str:
    space = "" if talk.spoken.language == "zh" or not (first and second) else " "
    return f"{first}{space}{second}"
