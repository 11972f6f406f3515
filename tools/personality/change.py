"""What becomes of a companion: by a reading of the talk, by the person's hand, by going back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import cast, get_args

from storage.records.personality import (
    PARTS,
    Becoming,
    Personality,
    Snapshot,
)
from tools.personality.due import has_emerged
from tools.personality.gate import LONGEST_NOTE, Admitted, is_safe, keeping_own_words
from tools.personality.limits import Fault, Field, name_fault, part_fault
from tools.personality.naming import is_fit_for_a_name
from tools.personality.voices import voices
from tools.prompts.render import Language
from tools.text.clean import clean
from tools.text.language import language_of


class PersonalityRefused(ValueError):
    """That cannot be taken; the message says what, and how long it is and may be."""

    def __init__(self, faults: Sequence[Fault], language: Language) -> None:
        super().__init__(" ".join(fault.words(language) for fault in faults))
        self.faults = tuple(faults)


def grown(before: Becoming, admitted: Admitted, *, now: datetime) -> Snapshot | None:
    """Return a companion after a reading of the talk; None when it stays as it is."""
    if admitted.personality is None:
        return None
    own_words = before.latest.own_words if before.latest else ()
    personality = keeping_own_words(admitted.personality, before.personality, own_words)
    if personality == before.personality:
        return None
    return Snapshot(
        number=before.number + 1,
        reason="refreshed" if has_emerged(before) else "emerged",
        name=before.name,
        voice_id=before.voice_id,
        personality=personality,
        own_words=own_words,
        changed=admitted.changed,
        why=admitted.why,
        source_message_ids=tuple(message.id for message in admitted.sources),
        created_at=now,
    )


def edited(
    before: Becoming, changes: Mapping[str, str], *, language: Language, now: datetime
) -> Snapshot | None:
    """Return a companion as a person writes it; None when it is like that already.

    Args:
        before: how it is.
        changes: new texts by part, a `name`, or a `voice`; what is left out stays.
        language: in which the person is told what cannot be taken.
        now: when this happens.

    Raises:
        PersonalityRefused: a text is blank, too long, or would make the companion what it is not.
    """
    given = {key: clean(text).strip() for key, text in changes.items()}
    faults = [fault for key, text in given.items() if (fault := _fault(key, text))]
    if faults:
        raise PersonalityRefused(faults, language)
    written: dict[str, str] = {part: given[part] for part in PARTS if part in given}
    own = {part for part, text in written.items() if text != getattr(before.personality, part)}
    name, voice_id = given.get("name", before.name), given.get("voice", before.voice_id)
    if not own and name == before.name and voice_id == before.voice_id:
        return None
    kept = before.latest.own_words if before.latest else ()
    return Snapshot(
        number=before.number + 1,
        reason="edited" if own else "named",
        name=name,
        voice_id=voice_id,
        personality=_written(before, written, language) if own else before.personality,
        own_words=tuple(part for part in PARTS if part in own or part in kept),
        created_at=now,
    )


def restored(before: Becoming, earlier: Snapshot, *, now: datetime) -> Snapshot | None:
    """Return a companion as it was then, name and voice included; None when it is so already."""
    then = replace(
        earlier,
        number=before.number + 1,
        reason="restored",
        restored_from=earlier.number,
        changed="",
        why="",
        created_at=now,
    )
    same = before.latest is not None and (
        (before.name, before.voice_id, before.personality)
        == (then.name, then.voice_id, then.personality)
    )
    return None if same else then


def may_be_brought(snapshot: Snapshot) -> bool:
    """Return whether a state out of a file keeps to the limits and is safe to become."""
    parts = {part: getattr(snapshot.personality, part) for part in PARTS}
    given = {"name": snapshot.name} | {part: text for part, text in parts.items() if text}
    if snapshot.voice_id is not None:
        given["voice"] = snapshot.voice_id
    notes = (snapshot.changed, snapshot.why)
    return not any(_fault(key, text) for key, text in given.items()) and all(
        len(note) <= LONGEST_NOTE and is_safe(note) for note in notes
    )


def renumbered(snapshots: Sequence[Snapshot]) -> list[Snapshot]:
    """Return states in their order, numbered from 1, that point at each other as before."""
    ordered = sorted({one.number: one for one in snapshots}.values(), key=lambda one: one.number)
    numbers = {one.number: number for number, one in enumerate(ordered, 1)}
    return [
        replace(
            one,
            number=numbers[one.number],
            restored_from=numbers.get(one.restored_from) if one.restored_from else None,
        )
        for one in ordered
    ]


def parts_changed(now: Snapshot, before: Snapshot | None) -> list[str]:
    """Return what is different from the state before: parts, `name` and `voice`.

    Before the first one nothing is known of the name: it changed when it was given.
    """
    was = before.personality if before else Personality()
    changed = [part for part in PARTS if getattr(now.personality, part) != getattr(was, part)]
    voice_id = before.voice_id if before else None
    named = now.name != before.name if before else now.reason == "named" and not now.voice_id
    return [
        *(["name"] if named else []),
        *(["voice"] if now.voice_id != voice_id else []),
        *changed,
    ]


def _written(before: Becoming, written: Mapping[str, str], language: Language) -> Personality:
    now = {part: written.get(part, getattr(before.personality, part)) for part in PARTS}
    return Personality(**now, language=language_of(" ".join(now.values()), language))


def _fault(key: str, text: str) -> Fault | None:
    if key == "voice":
        return None if text in voices() else Fault(field="voice", trouble="unknown")
    if key not in get_args(Field):
        return Fault(field=key, trouble="unknown")
    field = cast("Field", key)
    if field == "name":
        return name_fault(text) or (
            None if is_fit_for_a_name(text) else Fault(field="name", trouble="unsafe")
        )
    fault = part_fault(field, text)
    return fault or (None if is_safe(text) else Fault(field=field, trouble="unsafe"))
