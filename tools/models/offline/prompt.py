"""What the system prompt tells about the person, read back from its sections."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import get_args

from tools.models.offline.days import day_in, moment_in
from tools.models.offline.notes import Introduced, Notes, Recalled, SpokenOf, Teller, Writing
from tools.models.offline.text import readable

MAX_PROMPT = 60_000
"""Characters of a system prompt that are read; ours stay far below."""

_HEADING = re.compile(r"^(?P<marks>#{1,4}) +(?P<title>.{1,80})$", re.MULTILINE)
_DEEP = "###"
"""A heading from here on divides a section and begins no new one."""

_SECTIONS = {
    "what you know about them": "facts",
    "你了解的对方": "facts",
    "what comes to mind": "recalled",
    "你想起的事": "recalled",
    "lately": "lately",
    "近况": "lately",
    "now": "now",
    "现在": "now",
    "who they speak of": "people",
    "对方提到的人": "people",
    "your first words": "first",
    "你们的第一句话": "first",
    "your new name": "named",
    "你的新名字": "named",
    "the name they wish for": "refused",
    "对方想给你的名字": "refused",
    "an offer": "offer",
    "一个提议": "offer",
    "writing first": "writing",
    "主动写": "writing",
    "a reminder they asked for": "reminder",
    "对方请你提醒": "reminder",
    "a reminder they took back": "reminders_off",
    "对方取消的提醒": "reminders_off",
    "which reminder to take back": "reminders_which",
    "要取消哪个提醒": "reminders_which",
    "whether to take this reminder back": "reminders_sure",
    "是不是取消这个提醒": "reminders_sure",
    "a reminder that is not there": "reminders_missing",
    "没有这个提醒": "reminders_missing",
    "what you are to remind them of": "reminders_kept",
    "你要提醒对方的事": "reminders_kept",
    "your new voice": "voiced",
    "what is still open": "open",
    "还没有下文的事": "open",
    "what you do not ask about": "held_back",
    "不要问的事": "held_back",
    "你的新声音": "voiced",
}
_RECALLED = re.compile(
    r"^- ?[(（](?P<note>[^()（）]{1,60})[)）] ?(?P<text>.{1,2000})$", re.MULTILINE
)
_FACT = re.compile(r"^- (?![(（])(?P<text>.{1,500})$", re.MULTILINE)
_EPISODE = re.compile(
    r"^(?!- )(?P<day>[^\n]{4,40}?\d[^\n]{0,20}?)"
    r"(?:, about: |，谈的是：)(?P<title>.{1,120})$"
)
_PERSON = re.compile(
    r"^- (?P<name>[^\n:：()（）]{1,60}?)(?: ?[(（](?P<relation>[^()（）\n]{1,40})[)）])?"
    r"(?:[:：] ?(?P<told>.{1,2000}))?$",
    re.MULTILINE,
)
_TOLD_ON = re.compile(r" ?[(（](?P<day>\d{4}-\d{2}-\d{2})[)）]$")
_PAST_NOTE = re.compile(r"used to|no longer|以前|不再")
_FIELD = re.compile(r"^(?P<key>[a-z_]{3,40})[:：] ?(?P<text>.{1,2000})$", re.MULTILINE)
_GIVEN = re.compile(r"the name (.{1,60}?); until now|起了名字：(.{1,60}?)；在这之前")
_REFUSED = re.compile(r"let them choose again: (.{1,400})|请对方再选一个：(.{1,400})")
_WRITING: Mapping[Writing, re.Pattern[str]] = {
    "refused": re.compile(r"are not to write to them first|不要主动给对方"),
    "agreed": re.compile(r"allowed you to be the one who writes|允许由你先开口"),
    "hours": re.compile(r"when you may write to them first|什么时候可以主动"),
}
_QUIET = re.compile(r"in their quiet hours|安静时段里")
_VOICE = re.compile(r"in the (.{1,30}?) voice from now on|用「(.{1,30}?)」的声音")
_OPEN = re.compile(r"how it went: (.{1,400})|不知道结果：(.{1,400})")
_HELD_BACK = re.compile(r"how this went: (.{1,400})|怎么样了：(.{1,400})")
_ME = re.compile(r"You are (.{1,60}?), a companion\.|你是(.{1,60}?)，一个陪伴者。")
_CARE = re.compile(r"you are looking after them now|你现在在照看 TA")
MAX_NAME = 400
"""Characters at the beginning of a prompt among which the companion's name stands."""


def notes_in(prompt: str) -> Notes:
    """Return what a system prompt says about the person; any text will do."""
    sections = _sections(readable(prompt, MAX_PROMPT))
    reminder = sections.get("reminder", "")
    return Notes(
        facts=tuple(match["text"] for match in _FACT.finditer(sections.get("facts", ""))),
        recalled=tuple(_recalled_lines(sections.get("recalled", ""))),
        people=tuple(_introduced(match) for match in _PERSON.finditer(sections.get("people", ""))),
        lately=fields_in(sections.get("lately", "")),
        now=moment_in(sections.get("now", "")),
        in_care=bool(_CARE.search(prompt)),
        first="first" in sections,
        named=_found(_GIVEN, sections.get("named", "")),
        refused=_found(_REFUSED, sections.get("refused", "")),
        voiced=_found(_VOICE, sections.get("voiced", "")),
        reminders=tuple(one["text"] for one in _FACT.finditer(reminder)),
        quiet_reminder=bool(_QUIET.search(reminder)),
        unclear_reminder=bool(reminder) and not _FACT.search(reminder),
        spoken_reminders=_spoken_reminders(sections),
        offers="offer" in sections,
        writing=_writing(sections.get("writing", "")),
        me=_found(_ME, prompt[:MAX_NAME]),
        open=_events(_found(_OPEN, sections.get("open", ""))),
        held_back=_events(_found(_HELD_BACK, sections.get("held_back", ""))),
    )


def _spoken_reminders(
    sections: Mapping[str, str],
) -> tuple[SpokenOf, tuple[str, ...]] | None:
    """Return what is noted of reminders that are stored, with when each comes and what it is."""
    for about in get_args(SpokenOf):
        if (text := sections.get(about)) is not None:
            return about, tuple(one["text"] for one in _FACT.finditer(text))
    return None


def _writing(text: str) -> Writing | None:
    """Return what is noted of writing first."""
    return next((said for said, mark in _WRITING.items() if mark.search(text)), None)


def _found(pattern: re.Pattern[str], text: str) -> str | None:
    found = pattern.search(text)
    return next(filter(None, found.groups()), "").strip() or None if found else None


def fields_in(text: str) -> dict[str, str]:
    """Return the "key: text" lines of a text."""
    return {match["key"]: match["text"] for match in _FIELD.finditer(text)}


def _events(named: str | None) -> tuple[str, ...]:
    return tuple(one.strip() for one in re.split("[;；]", named or "") if one.strip())


def _sections(prompt: str) -> dict[str, str]:
    headings = [one for one in _HEADING.finditer(prompt) if not one["marks"].startswith(_DEEP)]
    ends = [*(heading.start() for heading in headings[1:]), len(prompt)]
    sections: dict[str, str] = {}
    for heading, end in zip(headings, ends, strict=False):
        name = _SECTIONS.get(heading["title"].strip().lower())
        if name:
            sections[name] = prompt[heading.end() : end]
    return sections


def _recalled_lines(text: str) -> Iterator[Recalled]:
    episode = None
    for line in text.splitlines():
        if heading := _EPISODE.match(line):
            episode = heading["title"]
        elif match := _RECALLED.match(line):
            yield _recalled(match, episode)


def _introduced(match: re.Match[str]) -> Introduced:
    told = (piece.strip() for piece in re.split("[;；]", match["told"] or ""))
    return Introduced(
        name=match["name"].strip(),
        relation=match["relation"],
        told=tuple(_dated(piece) for piece in told if piece),
    )


def _dated(piece: str) -> tuple[str, date | None]:
    match = _TOLD_ON.search(piece)
    return (piece[: match.start()], day_in(match["day"])) if match else (piece, None)


def _recalled(match: re.Match[str], episode: str | None) -> Recalled:
    note = match["note"].lower()
    teller: Teller = "they"
    if "memory" in note or "记忆" in note:
        teller = "memory"
    elif "you said" in note or "你说" in note:
        teller = "you"
    return Recalled(
        teller=teller,
        said_on=day_in(note),
        text=match["text"].strip(),
        past=bool(_PAST_NOTE.search(note)),
        episode=episode,
    )
