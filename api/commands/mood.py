"""The command `miolumi mood`: how the last days went, as a picture of characters."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import rich_click as click

from api.commands.line import in_a_line

if TYPE_CHECKING:
    from api.rest.mood import MoodBody, MoodDayBody, MoodOfDayBody

    Words = Callable[[str], str]

HALF = 8
"""Characters on each side of the middle of a bar."""

STEPS = "▁▂▃▄▅▆▇█"
"""From low to bright, for the line of all days."""

SILENCE = "·"
"""A day without talk."""


@click.command()
@click.option("--days", type=click.IntRange(1, 366), default=30, show_default=True)
@click.option("--agent", metavar="NAME", help="A persona; left out, Lumi.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, as REST answers.")
@in_a_line
def mood(*, days: int, agent: str | None, as_json: bool) -> None:
    """Show how your last days went, and how your companion felt.

    Counts and words, read from your messages; a day without talk is a gap.

    Example: `miolumi mood --days 7`
    """
    from api.commands.memory_owner import as_owner
    from api.commands.memory_screen import MemoryScreen
    from api.rest.mood import mood_body
    from api.services import Running
    from storage.records import Person
    from tools.mood.days import words_of
    from tools.relationship.words import language_of_person

    async def done(running: Running, person: Person) -> None:
        body = await mood_body(running, person, agent, days=days)
        if as_json:
            MemoryScreen(json=True).tell(body, (), ())
            return
        name = (await running.companions.get(person.id, agent)).name
        words = words_of(language_of_person(person.language))
        for line in picture(body, name=name, words=words.__getitem__):
            click.echo(line)

    as_owner(done)


def picture(body: "MoodBody", *, name: str, words: "Words") -> Iterator[str]:
    """Yield the lines of a picture: all days in a row for both, then each day with talk."""
    yield words("title").format(days=len(body.days))
    if not any(day.person or day.companion for day in body.days):
        yield words("nothing")
        return
    sides = {words("you"): [day.person for day in body.days]}
    sides[name] = [day.companion for day in body.days]
    for who, side in sides.items():
        yield ""
        yield f"{''.join(map(_step, side))}  {who}"
        yield _summary(side, words)
    yield ""
    for day in body.days:
        if day.person or day.companion:
            yield _line(day, name, words)


def _step(side: "MoodOfDayBody | None") -> str:
    if side is None:
        return SILENCE
    place = round((side.level + 1) / 2 * (len(STEPS) - 1))
    return STEPS[max(0, min(len(STEPS) - 1, place))]


def _summary(side: "list[MoodOfDayBody | None]", words: "Words") -> str:
    found = [one.word if one else "silent" for one in side]
    parts = [
        f"{words(word)} {_counted('day', found.count(word), words)}"
        for word in ("bright", "calm", "low", "mixed", "silent")
        if word in found
    ]
    return words("between").join(parts)


def _line(day: "MoodDayBody", name: str, words: "Words") -> str:
    labels = sorted(day.labels.items(), key=lambda one: -one[1])
    told = words("between").join(f"{words(label)} {count}" for label, count in labels)
    parts = [f"{day.day:%Y-%m-%d}  {_bar(day.person)}"]
    if day.person:
        messages = _counted("message", day.person.messages, words)
        parts.append(f"{day.person.name} ({messages}: {told})")
    if day.companion:
        parts.append(f"{name}: {day.companion.name}")
    return "  ".join(parts)


def _bar(side: "MoodOfDayBody | None") -> str:
    """Return a bar that goes right from the middle when a day was bright, and left when low."""
    if side is None:
        return f"{' ' * HALF}{SILENCE}{' ' * HALF}"
    length = min(HALF, round(abs(side.level) * HALF))
    full = "█" * length
    right = side.level > 0
    return f"{('' if right else full):>{HALF}}│{(full if right else ''):<{HALF}}"


def _counted(what: str, count: int, words: "Words") -> str:
    return words(f"one_{what}" if count == 1 else f"many_{what}s").format(count=count)
