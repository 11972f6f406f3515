"""The first words of all, a name that is given, another voice, and whether to write first."""

from tools.models.offline.talk import Talk
from tools.models.offline.wording import Wording


def called(talk: Talk, wording: Wording) -> str | None:
    """Return what to say to a name, a voice, or a word on writing first; None to none of them."""
    notes = talk.notes
    if notes.refused:
        return notes.refused
    given = wording.say("named", {"given": notes.named}) if notes.named else ""
    voiced = wording.say("voiced", {"voice": notes.voiced}) if notes.voiced else ""
    writing = wording.say(f"writing_{notes.writing}") if notes.writing else ""
    said = _joined(_joined(given, voiced, talk), writing, talk)
    said = _joined(said, _reminded(talk, wording), talk)
    return _joined(said, _of_reminders(talk, wording), talk) or None


def _reminded(talk: Talk, wording: Wording) -> str:
    """Confirm what was stored, to the minute, or ask for what is missing."""
    notes = talk.notes
    if notes.reminders:
        between = "；" if talk.spoken.language == "zh" else "; "
        said = wording.say("reminder_set", {"list": between.join(notes.reminders)})
        late = wording.say("reminder_quiet") if notes.quiet_reminder else ""
        return _joined(said, late, talk)
    return wording.say("reminder_unclear") if notes.unclear_reminder else ""


def _of_reminders(talk: Talk, wording: Wording) -> str:
    """Say what was taken back, what is stored, or ask which one is meant."""
    if talk.notes.spoken_reminders is None:
        return ""
    about, reminders = talk.notes.spoken_reminders
    if not reminders:
        return wording.say("reminders_none")
    between = "；" if talk.spoken.language == "zh" else "; "
    return wording.say(about, {"list": between.join(reminders)})


def introduced(said: str, talk: Talk, wording: Wording) -> str:
    """Return the first words of all with who speaks, and later ones with an offer that is due."""
    if talk.notes.offers:
        return _joined(said, wording.say("writing_offer"), talk)
    if not talk.notes.first or not talk.notes.me:
        return said
    return _joined(said, wording.say("first_words", {"me": talk.notes.me}), talk)


def _joined(first: str, second: str, talk: Talk) -> str:
    space = "" if talk.spoken.language == "zh" or not (first and second) else " "
    return f"{first}{space}{second}"
