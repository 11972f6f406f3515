"""Questions about the people in somebody's life, answered from what is known of them."""

import re
from collections.abc import Iterator

from tools.models.offline.earlier import still_so
from tools.models.offline.lexicon import Lexicon, lexicon
from tools.models.offline.mirror import mirrored
from tools.models.offline.notes import Introduced
from tools.models.offline.talk import Known, Talk
from tools.models.offline.wording import Wording
from tools.text.language import language_of

MOST_TOLD = 3
"""Things told at once of one person."""

_LABELLED = re.compile(r"[^:：.。]{1,20}[:：]")
"""A line such as "Family: sister Ana": what it says is told better by a sentence."""


def about_somebody(talk: Talk, wording: Wording) -> str | None:
    """Return what is known of whom they ask after; None when they ask after nobody."""
    for name in _asked_after(talk):
        introduced = _introduced(name, talk)
        known = still_so(list(_told_of(name, introduced, talk)))
        whole = [one for one in known if not _LABELLED.match(one.text)]
        lines = [_told(one) for one in whole or known][:MOST_TOLD] or _attributes(introduced)
        if lines:
            joint = "；" if talk.spoken.language == "zh" else "; "
            return wording.say("recall_person", {"facts": joint.join(lines)})
        if introduced or _is_somebody(name, talk.spoken):
            return wording.say("unknown_person", {"whom": _spelled(name, talk.spoken)})
    return None


def _asked_after(talk: Talk) -> Iterator[str]:
    for pattern in talk.spoken.person_asks:
        for match in pattern.finditer(talk.said):
            yield match["topic"].strip()


def _bare(name: str) -> str:
    lowered = name.lower().strip()
    for own in ("my ", "our ", "我们的", "我的", "我家的", "我家", "我"):
        lowered = lowered.removeprefix(own)
    return lowered


def _introduced(name: str, talk: Talk) -> Introduced | None:
    bare = _bare(name)
    return next(
        (one for one in talk.notes.people if bare in {one.name.lower(), one.relation}), None
    )


def _told_of(name: str, introduced: Introduced | None, talk: Talk) -> Iterator[Known]:
    names = {_bare(name)} | ({introduced.name.lower()} if introduced else set())
    for known in talk.known:
        if not known.quoted and any(_speaks_of(one, known) for one in names):
            yield known


def _speaks_of(name: str, known: Known) -> bool:
    text = f" {known.text.lower().replace('.', ' ')} "
    return f" {name} " in text if name.isascii() else name in text


def _attributes(introduced: Introduced | None) -> list[str]:
    """Return what the prompt says of them that is no sentence of its own."""
    if introduced is None or not introduced.told:
        return []
    values = [text.split(":", 1)[-1].split("：", 1)[-1].strip() for text, _ in introduced.told]
    return [f"{introduced.name}: {', '.join(values[:MOST_TOLD])}"]


def _is_somebody(name: str, spoken: Lexicon) -> bool:
    if spoken.language == "zh":
        return bool(spoken.subjects["relation"].match(f"我{_bare(name)}"))
    return bool(spoken.subjects["relation"].match(f"my {_bare(name)}")) or name[:1].isupper()


def _spelled(name: str, spoken: Lexicon) -> str:
    return mirrored(name, "you", spoken)


def _told(known: Known) -> str:
    spoken = lexicon(language_of(known.text))
    return mirrored(known.text, "back", spoken).strip(" .。")
