"""Whether the models of the table answer, and what it means for the talk when one does not."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping

from api.doctor.finding import Finding, State
from api.models import model_table, role_models, voice_of
from api.settings import Settings
from tools.clock import SystemClock
from tools.models.errors import BadTable
from tools.models.local import INSTALL, is_installed
from tools.models.local import PROVIDER as LOCAL
from tools.models.probe import ADVICE, Health
from tools.models.table import ModelTable, Role

NEEDED_ROLES = frozenset({"chat", "background", "embed"})
"""Without these no talk works as it should; what the others are for can wait."""

KEYS = {"google_genai": "GOOGLE_API_KEY", "openai": "OPENAI_API_KEY"}
"""The setting that holds the key of a provider."""


async def look_at_models(settings: Settings, *, ask: bool) -> AsyncIterator[Finding]:
    """Look at the model table and its prices; `ask` whether each of its models answers."""
    try:
        table = model_table(settings)
    except BadTable as error:
        mend = "Mend the file that MIOLUMI_MODELS names."
        yield Finding(name="Model table", state="broken", says=str(error), mend=mend)
        return
    for model in table.unpriced:
        mend = f'Give it a row [models."{model}"] in your model table.'
        yield Finding(
            name="Prices", state="remark", says=f"{model} is booked as costing nothing", mend=mend
        )
    embedder = table.roles["embed"]
    if embedder.provider == LOCAL and not is_installed():
        says = f"{embedder.model} needs an optional package"
        yield Finding(name="Embedder", state="broken", says=says, mend=INSTALL)
    found = await _asked(table, settings) if ask else {}
    yield _voice(table, found.get(table.roles["chat"].model))
    for finding in _answers(table, found):
        yield finding


async def _asked(table: ModelTable, settings: Settings) -> dict[str, Health]:
    """Ask every model of the table whether it would answer."""
    async with role_models(table, settings, SystemClock()) as models:
        probes = [models.probe(roles[0]) for _, roles in _by_model(table)]
        return {health.model: health for health in await asyncio.gather(*probes)}


def _voice(table: ModelTable, health: Health | None) -> Finding:
    voice = voice_of(table)
    if voice.kind == "offline":
        mend = "Set GOOGLE_API_KEY to talk through Gemini."
        return Finding(name="Voice", state="remark", says="the offline voice", mend=mend)
    if health is None or health.state == "ok":
        return Finding(name="Voice", state="fine", says=voice.model)
    says = f"{voice.model} does not answer; its fallbacks, at last the offline voice, stand in"
    return Finding(name="Voice", state="remark", says=says)


def _answers(table: ModelTable, found: Mapping[str, Health]) -> Iterator[Finding]:
    """Say how each model is; a refused key is one fault, however many models it opens."""
    refused: dict[str, list[Role]] = {}
    for model, roles in _by_model(table):
        health = found.get(model)
        if health is not None and health.state == "key refused":
            refused.setdefault(model.partition(":")[0], []).extend(roles)
        elif health is not None:
            yield _answer(health, roles)
    for provider, roles in refused.items():
        says = f"{provider} refuses {KEYS.get(provider, 'its key')}, for {', '.join(roles)}"
        yield Finding(name="Key", state=_weight(roles), says=says, mend=ADVICE["key refused"])


def _answer(health: Health, roles: list[Role]) -> Finding:
    used_for = f"for {', '.join(roles)}"
    if health.state == "ok":
        return Finding(name="Model", state="fine", says=f"{health.model} {used_for}")
    says = f"{health.state}: {health.says}, {used_for}"
    return Finding(name="Model", state=_weight(roles), says=says, mend=health.advice)


def _weight(roles: list[Role]) -> State:
    return "broken" if NEEDED_ROLES & set(roles) else "remark"


def _by_model(table: ModelTable) -> Iterator[tuple[str, list[Role]]]:
    models: dict[str, list[Role]] = {}
    for role, row in table.roles.items():
        models.setdefault(row.model, []).append(role)
    yield from models.items()
