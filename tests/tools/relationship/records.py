"""Ready-made relationships for tests."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from storage.records.relationship import STAGES, Relationship, RelationshipConfig
from tools.relationship.turns import Turn

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
CONFIG = RelationshipConfig()
DAY = timedelta(days=1)

scores = st.floats(0, 100)
shares = st.floats(0, 1)
ages = st.sampled_from(("adult", "minor", None))
stages = st.sampled_from(STAGES)
spans = st.timedeltas(timedelta(), timedelta(days=400))


def make_relationship(**values: Any) -> Relationship:
    """A relationship that began ten days before `NOON`."""
    begun = NOON - 10 * DAY
    given: dict[str, Any] = {"agent_id": "coco", "since": begun, "counted_to": NOON}
    return Relationship(**(given | values))


def said(
    *texts: str, begin: datetime = NOON, apart: timedelta = timedelta(minutes=5)
) -> list[Turn]:
    """Turns with these words, so far apart."""
    return [Turn(text=text, said_at=begin + apart * n) for n, text in enumerate(texts)]


OPEN = (
    "I have never told anyone, but I feel ashamed that I left my brother alone back then",
    "I was so scared in the hospital last winter that I counted the ceiling lamps",
    "I realised that I keep apologising because my mother was never content with my grades",
    "I blame myself for the quarrel with Hannah, and I miss our walks by the canal",
    "My biggest fear is growing old without having finished a single painting",
    "I feel lost since the theatre closed, nobody asks for a stage carpenter any more",
    "I cried in the train today when an old man hummed the song of my grandfather",
    "Looking back I was jealous of Ben because everything seemed so easy for him",
)
"""Eight turns in which somebody shows themselves, all about different things."""

OPEN_ZH = (
    "我从来没告诉过任何人，其实那年我把弟弟一个人丢下，我很内疚",
    "去年冬天住院的时候我很害怕，夜里一直数天花板上的灯",
    "我意识到自己总在道歉，因为妈妈从来没有满意过我的成绩",
    "和小林吵架那件事我怪自己，我怀念我们沿着河边散步的日子",
    "我最怕的是老了以后，连一幅完整的画都没有留下",
    "剧院关门以后我很迷茫，再也没有人需要舞台木匠了",
    "今天在地铁上听见一位老人哼爷爷的歌，我忍不住哭了",
    "回头看我其实嫉妒阿杰，因为他做什么都显得那么轻松",
)
