"""Small talks with the offline voice."""

from collections.abc import Sequence

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage

from tools.models.offline.voice import OfflineVoice

PROMPT = """You are Lumi, a companion.

## How you are with them
- Listen first.

## What you know about them
{facts}

## Lately
{lately}

## What comes to mind
{recalled}

## Now
It is {now} for them. They seem even. You feel calm."""

CHINESE_PROMPT = """你是Lumi，一个陪伴者。

## 你了解的对方
{facts}

## 近况
{lately}

## 你想起的事
{recalled}

## 现在
对方那里是{now}。对方看起来平静。你感到平静。"""


def prompt(
    *,
    facts: str = "",
    lately: str = "",
    recalled: str = "",
    now: str = "Monday, 2 March 2026, 20:00",
) -> str:
    return PROMPT.format(facts=facts, lately=lately, recalled=recalled, now=now)


def chinese_prompt(
    *,
    facts: str = "",
    lately: str = "",
    recalled: str = "",
    now: str = "2026年3月2日，星期一，20:00",
) -> str:
    return CHINESE_PROMPT.format(facts=facts, lately=lately, recalled=recalled, now=now)


def talk(*said: str, system: str = "") -> list[str]:
    """Return the voice's answer to each message of a talk, said one after the other."""
    messages: list[BaseMessage] = [SystemMessage(system)] if system else []
    for text in said:
        messages.append(HumanMessage(text))
        messages.append(AIMessage(reply(messages)))
    return [message.text for message in messages if isinstance(message, AIMessage)]


def reply(messages: Sequence[BaseMessage]) -> str:
    return OfflineVoice().invoke(list(messages)).text
