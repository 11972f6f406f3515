"""What a message draws attention to, once it is known who is meant by the names in it."""

from datetime import datetime

from storage.records import MessageRole, Recall
from storage.records.relationship import Stage
from tools.memory.past import TimeAsked
from tools.memory.people_recall import mentioned_in
from tools.memory.question import Question
from tools.memory.rank import Attention
from tools.mood.read import Mood


def attention_to(
    question: Question,
    recall: Recall,
    *,
    past: TimeAsked | None,
    mood: Mood,
    now: datetime,
    stage: Stage | None = None,
) -> Attention:
    """Return what results are judged by, now that the companion and known people are read."""
    companion = recall.companion.name.casefold()
    others = {name for name in question.names if name.casefold() != companion}
    known = mentioned_in(question.written, recall.people)
    for person in known:
        others |= {person.name, *person.aliases}
    return Attention(
        now=now,
        mood=mood,
        past=past,
        speaker=_speaker(question, companion),
        names=frozenset(others),
        stage=stage,
    )


def _speaker(question: Question, companion: str) -> MessageRole | None:
    """Return whose words are asked for: of both, those of the one of whom it asks."""
    of_companion = any(name.casefold() == companion for name in question.names)
    if question.of_me != of_companion:
        return "user" if question.of_me else "assistant"
    if not of_companion or question.subject is None:
        return None
    if question.subject not in question.names:
        return "user"
    return "assistant" if question.subject.casefold() == companion else None
