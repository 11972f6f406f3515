"""The forms that the voice fills, as the nodes ask for them."""

from langchain_core.messages import HumanMessage
from pydantic import BaseModel

from storage.records import MemoryType
from tools.models.offline.voice import OfflineVoice


class ExtractedMemory(BaseModel):
    type: MemoryType
    subtype: str | None
    content: str
    quote: str
    message_number: int
    importance: float
    people: list[str]
    when: str | None


class ExtractedAttribute(BaseModel):
    name: str
    value: str


class ExtractedPerson(BaseModel):
    name: str
    aliases: list[str]
    relationship: str | None
    attributes: list[ExtractedAttribute]
    message_number: int


class ExtractedPreference(BaseModel):
    key: str
    value: str
    confidence: float
    quote: str
    message_number: int


class ExtractedMemories(BaseModel):
    memories: list[ExtractedMemory]
    people: list[ExtractedPerson]
    preferences: list[ExtractedPreference]


class Verdict(BaseModel):
    new: int
    known: int
    relation: str


class JudgedMemories(BaseModel):
    verdicts: list[Verdict]
    title: str


def lines(*said: str) -> str:
    numbered = (f"{number}. [2026-03-04 20:00] {text}" for number, text in enumerate(said, 1))
    return "<talk>\n" + "\n".join(numbered) + "\n</talk>"


def extracted(*said: str) -> ExtractedMemories:
    """Return what is read out of lines such as "they: I moved"."""
    form = OfflineVoice().with_structured_output(ExtractedMemories)
    answer = form.invoke([HumanMessage(lines(*said))])
    assert isinstance(answer, ExtractedMemories)
    return answer


def told(*said: str) -> ExtractedMemories:
    """Return what is read out of what the person said."""
    return extracted(*(f"they: {text}" for text in said))


def judged(new: list[str], known: list[str], *said: str) -> JudgedMemories:
    """Return the verdicts on sentences, and the title of what the person said."""
    fresh = "\n".join(f"{n}. (identity) {text}" for n, text in enumerate(new, 1))
    old = "\n".join(
        f"{n}. (identity, learned 2026-03-02) {text}" for n, text in enumerate(known, 1)
    )
    talk = lines(*(f"they: {text}" for text in said))
    text = f"<new>\n{fresh}\n</new>\n<known>\n{old}\n</known>\n{talk}"
    answer = OfflineVoice().with_structured_output(JudgedMemories).invoke([HumanMessage(text)])
    assert isinstance(answer, JudgedMemories)
    return answer
