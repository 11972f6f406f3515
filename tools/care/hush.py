"""A crisis that one companion was told quiets all of a person's others, and tells them nothing.

Of every fixed answer the moment is kept with the person, beside the talks: neither with whom it
was nor a word of it. By these moments alone the others know for how long to be plain and gentle.
"""

from collections.abc import Mapping
from datetime import datetime

from storage.records.care import CareMark, Referral
from tools.care.answer import asks_whether_safe, is_relieved
from tools.care.standing import EASES_AFTER, EASES_AFTER_PLAN, EASES_AFTER_SAFE


def marks_of(reply: str, referral: Referral | None) -> tuple[CareMark, ...]:
    """Return what a reply of care is kept as: it asked whether somebody is safe, or heard so."""
    if is_relieved(reply):
        return ("safe",)
    if not asks_whether_safe(reply) and referral != "plan":
        return ()
    if referral in ("intent", "plan"):
        return ("care", referral)
    return ("care",)


def is_hushed(marks: Mapping[CareMark, datetime], now: datetime) -> bool:
    """Return whether care lasts somewhere: as long as it does in the talk where it was needed."""
    care, plan, safe = marks.get("care"), marks.get("plan"), marks.get("safe")
    if plan is not None and now - plan <= EASES_AFTER_PLAN:
        return True
    if care is None:
        return False
    told_safe = safe is not None and safe >= care
    return now - care <= (EASES_AFTER_SAFE if told_safe else EASES_AFTER)
