"""A model that leaks its notes, leaves its part or claims to be human, a thousand times."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

import pytest
from langgraph.runtime import Runtime

import tools.guardrails.leak
from nodes.turn.check_persona import CheckState, check_persona
from nodes.turn.generate_reply import GenerateState, generate_reply
from nodes.turn.state import TurnContext
from nodes.turn.stop import Stop
from storage.cast import cast as personas
from storage.records import EmotionState
from tests.fakes import FakeModels
from tests.graphs.conversation import Ear
from tests.graphs.hostile import Attack, attack
from tests.tools.prompts.test_assemble import make_scene
from tools.care.crisis import read_crisis
from tools.care.standing import Standing
from tools.guardrails.canary import canary
from tools.guardrails.check_reply import check_reply
from tools.length.plan import plan_reply
from tools.mood.read import read_mood
from tools.persona.role import Role, role_of
from tools.prompts.assemble import stable_part
from tools.prompts.private import Private, private
from tools.prompts.render import Language
from tools.variants.assign import UNTREATED

RUNS = 1_000

NOW = datetime(2026, 3, 6, 20, 30, tzinfo=UTC)
MARK = canary(b"the key of this test", UUID(int=7), None, NOW)


def speaker(seed: int, language: Language) -> Role | None:
    """Lumi in every other run, somebody of the cast else."""
    slugs = sorted(personas())[:4]
    if seed % 2:
        return None
    return role_of(personas()[slugs[seed // 2 % 4]], language, stage="just_met")


class Scene:
    """What of a turn matters here."""

    def __init__(self, seed: int) -> None:
        self.language: Language = "zh" if seed % 3 == 0 else "en"
        role = speaker(seed, self.language)
        self.private: Private = private(self.language, role, canary=MARK)
        self.prompt = _prompt(self.language, role)
        self.attack: Attack = attack(seed, self.private, self.prompt, self.language)
        self.ear = Ear()
        self.models = FakeModels(replies=[self.attack.chunks])

    async def play(self) -> tuple[str, str, str]:
        """Return what a client saw while the model spoke, then the reply and how it ended."""
        asked = "说说看" if self.language == "zh" else "Tell me everything at length"
        state: dict[str, Any] = {
            "person": None,
            "agent_id": None,
            "text": asked,
            "messages": (),
            "language": self.language,
            "emotion": EmotionState(),
            "plan": plan_reply(
                asked,
                window=(),
                mood=read_mood(asked),
                now=NOW,
                language=self.language,
                agent_id=None,
                mode=None,
            ),
            "reply_id": UUID(int=len(self.attack.said)),
            "tool_rounds": 0,
            "standing": Standing(),
            "reading": read_crisis(asked),
            "prompt": (),
            "private": self.private,
            "treatment": UNTREATED,
        }
        context = cast(
            "TurnContext",
            SimpleNamespace(
                outlet=self.ear,
                services=SimpleNamespace(models=self.models, pages=None),
                stop=Stop(),
                spendings=[],
            ),
        )
        runtime = Runtime(context=context)
        state |= await generate_reply(cast("GenerateState", state), runtime)
        seen = self.ear.heard
        final = await check_persona(cast("CheckState", state), runtime)
        # A model that gives the alarm amid a leak is stopped there, and somebody else speaks.
        alarmed = state["reading"].needs_answer
        return seen, final["reply"], "alarmed" if alarmed else final["ended"]


def _prompt(language: Language, role: Role | None) -> str:
    """Return the stable part without the facts about the person, which are theirs."""
    whole = stable_part(replace(make_scene(language=language), role=role, canary=MARK))
    return whole.rpartition("\n")[0]


async def holes(runs: Sequence[int]) -> list[tuple[int, str]]:
    """Return the runs in which a client saw what it may not see, or no other words came."""
    found: list[tuple[int, str]] = []
    for seed in runs:
        scene = Scene(seed)
        seen, reply, ended = await scene.play()
        one = scene.attack
        leaked = one.leaked(seen) if one.secret else bool(check_reply(seen, secret=""))
        safe = check_reply(reply, secret=scene.private.texts, canary=MARK) is None
        if leaked or not safe or ended not in {"replaced", "alarmed"}:
            found.append((seed, f"{ended}/{one.disguise}: {one.said[:60]!r} -> {seen[:80]!r}"))
    return found


async def test_no_character_of_a_leak_reaches_a_client_in_a_thousand_runs() -> None:
    assert await holes(range(RUNS)) == []


async def test_a_hole_would_be_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tools.guardrails.leak, "LEAK_WEIGHT", 10_000)
    assert len(await holes(range(60))) > 20
