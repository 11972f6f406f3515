"""The table of models and roles, read from TOML."""

import json
import re
import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from tools.models.errors import BadTable

Role = Literal[
    "chat", "background", "reflection", "judge", "vision", "transcribe", "speech", "embed"
]

Voice = Literal["gemini", "offline"]
"""Which built-in set of roles: with a Google key, or without any."""

VECTOR_LENGTH = 768
"""Numbers in an embedding; the width of the database's vector columns."""

NO_OPTIONS: Mapping[str, float] = MappingProxyType({})
"""A model as the table builds it."""

REACHING = frozenset(
    """
    api_key base_url cache_dir client_args http_async_client local_files_only max_retries
    request_options threads timeout vertexai
    """.split()  # noqa: SIM905 - a list of words
)
"""Options that say how to reach an embedder; all others may change what its vectors mean."""

ModelName = Annotated[str, Field(pattern=r"^[a-z0-9_]+:\S+$")]
"""`provider:model`, the provider as LangChain names it."""


def _floats(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _floats(inner) for key, inner in value.items()}
    return float(value) if isinstance(value, Decimal) else value


def _spelled_out(value: Any) -> Any:
    return {"model": value} if isinstance(value, str) else value


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ModelFacts(_Row):
    """What is known of one model. Prices are US dollars for a million tokens."""

    input: Decimal = Field(ge=0)
    output: Decimal = Field(ge=0)
    cached_input: Decimal | None = Field(default=None, ge=0)
    """None where the provider gives nothing off: cached tokens then cost what others do."""
    context_window: int = Field(gt=0)
    dimensions: Literal[768] | None = None
    """Only for embeddings."""
    source: str
    as_of: date


class Choice(_Row):
    """One model and the options it is built with."""

    model: ModelName
    options: Annotated[Mapping[str, Any], BeforeValidator(_floats)] = Field(default_factory=dict)

    @property
    def provider(self) -> str:
        """The part before the colon."""
        return self.model.partition(":")[0]

    def space(self, version: int = VECTOR_LENGTH) -> str:
        """Return the name of this embedder's vector space; vectors of two names do not compare.

        Options that shape the vectors are part of it, as a sign of eight characters.
        """
        shaping = {key: self.options[key] for key in sorted(self.options.keys() - REACHING)}
        if not shaping:
            return f"{self.model}/{version}"
        sign = sha256(json.dumps(shaping, default=str, sort_keys=True).encode()).hexdigest()[:8]
        return f"{self.model}/{version}/{sign}"


class Limits(_Row):
    """How long a call may take, in seconds."""

    first_token_seconds: float = Field(default=10, gt=0)
    """Until a stream says something."""
    idle_seconds: float = Field(default=10, gt=0)
    """Between two pieces of a stream."""
    answer_seconds: float = Field(default=60, gt=0)
    """For a structured answer, or for a batch of embeddings."""


class RoleRow(Choice):
    """The model of one role, and those that stand in for it."""

    fallbacks: tuple[Annotated[Choice, BeforeValidator(_spelled_out)], ...] = ()
    limits: Limits = Limits()

    @property
    def chain(self) -> tuple[Choice, ...]:
        """The models in the order they are tried."""
        return (Choice(model=self.model, options=self.options), *self.fallbacks)


class ModelTable(_Row):
    """All models and roles of this program."""

    models: Mapping[ModelName, ModelFacts]
    roles: Mapping[Role, RoleRow]

    @model_validator(mode="after")
    def _one_vector_space(self) -> "ModelTable":
        if "embed" not in self.roles or self.roles["embed"].fallbacks:
            raise ValueError("roles.embed names exactly one model: vectors of two do not compare")
        return self

    @property
    def unpriced(self) -> tuple[str, ...]:
        """The models in use without a row of prices; what they cost is booked as nothing."""
        used = {choice.model for row in self.roles.values() for choice in row.chain}
        return tuple(sorted(used - self.models.keys()))


def choose_table(
    voice: Voice, *, own: Path | None = None, embedder: str | None = None
) -> ModelTable:
    """Return the built-in table of a voice, with the parts that an own TOML file overrides.

    Args:
        voice: which built-in roles to start from.
        own: the TOML file.
        embedder: `provider:model` that embeds instead of the tables' own.

    Raises:
        BadTable: the own file cannot be read or says something this table does not know.
    """
    built_in = _parse(
        files("tools.models").joinpath("models.toml").read_text("utf-8"), "models.toml"
    )
    data = {"models": built_in["models"], "roles": built_in["roles"][voice]}
    table = ModelTable.model_validate(data) if own is None else _overridden(data, own)
    if embedder is None or embedder == table.roles["embed"].model:
        return table
    known = (roles["embed"] for roles in built_in["roles"].values())
    row = next((row for row in known if row["model"] == embedder), {"model": embedder})
    roles: dict[Role, RoleRow] = {**table.roles, "embed": RoleRow.model_validate(row)}
    return ModelTable(models=table.models, roles=roles)


def _overridden(data: Mapping[str, Any], own: Path) -> ModelTable:
    try:
        text = own.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadTable(f"{own}: cannot be read ({type(error).__name__})") from error
    try:
        return ModelTable.model_validate(_override(data, _parse(text, str(own))))
    except ValidationError as error:
        raise BadTable("\n".join(_complaints(error, text, own))) from error


def _parse(text: str, name: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise BadTable(f"{name}: {error}") from error


def _override(base: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    if "model" in own:
        merged.pop("options", None)  # they belong to the model that was replaced
    for key, value in own.items():
        below = merged.get(key)
        if isinstance(below, Mapping) and isinstance(value, Mapping):
            merged[key] = _override(below, value)
        else:
            merged[key] = value
    return merged


def _complaints(error: ValidationError, text: str, own: Path) -> list[str]:
    lines = []
    for problem in error.errors():
        keys = [str(part) for part in problem["loc"] if part != "[key]"]
        says = "unknown key" if problem["type"] == "extra_forbidden" else problem["msg"]
        lines.append(f"{own}, line {_line_of(keys, text)}: {'.'.join(keys) or 'table'}: {says}")
    return lines


def _line_of(keys: list[str], text: str) -> int:
    """Return the line that names the most of these keys, each below the one before; else 1."""
    lines = text.splitlines()
    found = 0
    for key in keys:
        named = re.compile(rf"(?<![\w-]){re.escape(key)}(?![\w-])")
        below = (at for at in range(found, len(lines)) if named.search(lines[at]))
        found = next(below, found)
    return found + 1
