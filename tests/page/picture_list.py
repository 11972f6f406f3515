"""The pictures of the README: what is said in them, and on what they are seen."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from tests.page.known import MAREN, Life
from tests.page.lettered import INTERVIEW as ASKED
from tests.page.lettered import MIANSHI, Written
from tests.page.mooded import MONTH

EVENING = datetime(2026, 3, 6, 20, 47, tzinfo=UTC)
"""A Friday in London."""

DESKTOP: dict[str, Any] = {
    "viewport": {"width": 1280, "height": 800},
    "device_scale_factor": 1.5,
}
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
}


@dataclass(frozen=True, kw_only=True)
class Said:
    """What the person said."""

    ago: timedelta
    words: str


Talk = tuple[Said, ...]


def at(days: int, minutes: int, words: str) -> Said:
    """Return words of some time before the evening of the picture."""
    return Said(ago=timedelta(days=days, minutes=minutes), words=words)


INTERVIEW: Talk = (
    at(3, 40, "Hi, I'm Robin. I just moved to Lisbon with my sister."),
    at(3, 38, "I have a job interview on Friday and I'm so nervous"),
    at(0, 3, "It went so well!! They laughed at the lighthouse story"),
    at(0, 1, "What do you remember about me?"),
)

NERVES: Talk = (
    at(2, 61, "Hello, my name is Maren"),
    at(0, 6, "I have a job interview on Monday"),
    at(0, 4, "I keep rehearsing answers at 3am"),
    at(0, 0, "When is my interview again?"),
)

BRUNO: Talk = (
    at(0, 5, "My dog Bruno died in the spring"),
    at(0, 4, "I reached for his leash by the door today and cried"),
    at(0, 2, "He ate my birthday cake once. All of it"),
    at(0, 0, "I miss him so much, it hurts"),
)

HOTPOT: Talk = (
    at(1, 40, "你好，我叫小雨"),
    at(1, 38, "我周五有个面试，好紧张"),
    at(0, 4, "姐姐带我去吃了火锅，她下个月就要搬去成都了，好难过"),
    at(0, 0, "你还记得我叫什么吗？"),
)

EXAM: Talk = (
    at(0, 4, "Good evening, I'm Robin"),
    at(0, 2, "I failed my driving test today"),
    at(0, 0, "I feel so embarrassed"),
)


@dataclass(frozen=True, kw_only=True)
class Picture:
    """One picture of the README: of a talk, or of what is known after many."""

    name: str
    talk: Talk = ()
    known: Life | None = None
    opened: str = ""
    """The memory that is open, when the picture is of what is known."""
    room: str = ""
    """The persona that is talked with, instead of Lumi."""
    gallery: bool = False
    """Whether it shows the cast."""
    grown: bool = False
    """Whether it shows who Lumi has become."""
    days: str = ""
    """How the days went whose mood it shows."""
    letter: Written | None = None
    """What the companion wrote first; `opened` is "why", "settings" or "mind" then."""
    size: dict[str, Any]
    scheme: Literal["light", "dark"]
    locale: str = "en-GB"


PICTURES = (
    Picture(name="desktop-dark", talk=INTERVIEW, size=DESKTOP, scheme="dark"),
    Picture(name="desktop-light", talk=NERVES, size=DESKTOP, scheme="light"),
    Picture(name="phone-dark", talk=BRUNO, size=PHONE, scheme="dark"),
    Picture(name="phone-light", talk=INTERVIEW, size=PHONE, scheme="light"),
    Picture(name="phone-chinese", talk=HOTPOT, size=PHONE, scheme="light", locale="zh-CN"),
    Picture(name="memory-desktop", known=MAREN, size=DESKTOP, scheme="light"),
    Picture(name="memory-phone", known=MAREN, size=PHONE, scheme="dark", opened="Lives in Lisbon"),
    Picture(name="mood-desktop", days=MONTH, size=DESKTOP, scheme="light"),
    Picture(name="mood-phone", days=MONTH, size=PHONE, scheme="dark", locale="zh-CN"),
    Picture(name="letter-desktop", letter=ASKED, opened="why", size=DESKTOP, scheme="light"),
    Picture(name="letter-phone", letter=MIANSHI, size=PHONE, scheme="dark", locale="zh-CN"),
    Picture(name="letter-settings", letter=ASKED, opened="settings", size=PHONE, scheme="light"),
    Picture(name="letter-mind", letter=ASKED, opened="mind", size=DESKTOP, scheme="dark"),
    Picture(name="becoming-desktop", grown=True, size=DESKTOP, scheme="light"),
    Picture(name="cast-desktop", gallery=True, size=DESKTOP, scheme="dark"),
    Picture(name="cast-phone", talk=EXAM, room="ember", size=PHONE, scheme="light"),
)
