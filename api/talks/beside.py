"""What a turn is to tell beside the talk."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from api.talks.outlet import Beside
from nodes.services import Services
from storage.records import Message, Person
from storage.records.use import Use
from tools.care.breaks import due, used_for
from tools.care.jurisdiction import measures_for
from tools.care.notices import notice_text
from tools.prompts.render import Language
from tools.text.language import language_of


def beside_turn(
    services: Services, person: Person, use: Use, messages: Sequence[Message]
) -> tuple[Beside, ...]:
    """Return what is due with the answer to some messages, in the language they are in."""
    now = services.clock.now()
    measures = measures_for(person, assumed_timezone=services.assumed_timezone)
    kinds = due(use, measures, now=now, zone=ZoneInfo(person.timezone))
    settled: Language = "zh" if (person.language or "").startswith("zh") else "en"
    language = language_of("\n".join(message.content for message in messages), settled)
    lasted = {"use": use.today, "break": used_for(use, now)}
    return tuple(
        Beside(kind, notice_text(kind, language, lasted=lasted.get(kind))) for kind in kinds
    )


def day_of(person: Person, now: datetime) -> date:
    """Return the day that it is where a person is."""
    return now.astimezone(ZoneInfo(person.timezone)).date()
