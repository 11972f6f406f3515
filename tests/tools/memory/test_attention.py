from datetime import UTC, datetime
from uuid import uuid4

import pytest

from storage.records import Companion, EmotionState, MessageRole, Recall, RecentMemories
from tools.memory.attention import attention_to
from tools.memory.question import read_question
from tools.mood.read import NEUTRAL

GINA = Recall(
    companion=Companion(
        id=uuid4(),
        agent_id=None,
        name="Gina",
        personality=None,
        voice_id=None,
        emotion=EmotionState(),
    ),
    recent=RecentMemories(),
    window=(),
    profile=(),
    found=(),
)


@pytest.mark.parametrize(
    ("asked", "speaker"),
    [
        ("What did Jon say about the store?", "user"),
        ("What did Gina say about the store?", "assistant"),
        ("What advice does Gina give to Jon?", "assistant"),
        ("What did Jon think of Gina's store?", "user"),
        ("What did Mary say of Jon and of Gina's store?", None),
        ("Did Jon and Gina both dance?", "user"),
        ("What about the store?", None),
    ],
)
def test_the_words_of_whom_a_question_asks_answer_it(
    asked: str, speaker: MessageRole | None
) -> None:
    attention = attention_to(
        read_question(asked, own_name="Jon"),
        GINA,
        past=None,
        mood=NEUTRAL,
        now=datetime(2026, 3, 2, tzinfo=UTC),
    )

    assert attention.speaker == speaker
