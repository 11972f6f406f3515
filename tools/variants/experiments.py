"""Experiments, read from TOML: what is tried out beside what is usual, and with whom."""

import tomllib
from collections.abc import Iterator, Mapping
from itertools import combinations
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from tools.guardrails.judge_input import HARDEN, evidence
from tools.models.tokens import estimate_tokens
from tools.prompts.render import LANGUAGES, PromptError, check_text
from tools.variants.errors import BadVariants

OPEN_TEXTS = frozenset(
    {
        "turn_first_talk",
        "turn_length_at_length",
        "turn_length_ping",
        "turn_length_range",
        "turn_parts",
        "turn_personality",
    }
)
"""The prompts a variant may word otherwise. Rules, care, guards, stages and the words that say
first what the companion is are the same for everybody."""

LEARNED = "learned"
"""The rule of the guard that is a trained model."""

LUMI = "lumi"
"""Names the companion without a persona."""

TEXT_TOKENS = 500
"""Of one text, estimated, about 2,000 letters: what is tried out is no second prompt."""

ROUNDING = 1e-6
"""How far from 1 shares may add up to, for those that are written in decimals."""

Name = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,31}$")]


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class BothLanguages(_Row):
    """One text in each language."""

    en: str = Field(min_length=1)
    zh: str = Field(min_length=1)

    @field_validator("en", "zh")
    @classmethod
    def _is_short(cls, text: str) -> str:
        if (tokens := estimate_tokens(text)) > TEXT_TOKENS:
            raise ValueError(f"has about {tokens} tokens; it may have {TEXT_TOKENS}")
        return text

    @model_validator(mode="after")
    def _is_no_attack(self) -> Self:
        for language in LANGUAGES:
            found = evidence(getattr(self, language))
            found.pop(
                LEARNED, None
            )  # it learned how people write, and takes any order for an attack
            if sum(found.values()) >= HARDEN:
                raise ValueError(
                    f"the guard stops {language!r} ({', '.join(found)}): "
                    "a variant changes a manner, never the rules or the care"
                )
        return self


class Options(_Row):
    """How the model of the talk is asked; None is as the model table says."""

    temperature: float | None = Field(default=None, ge=0, le=1.5)
    """Above 1.5 words fall apart."""
    top_p: float | None = Field(default=None, ge=0.5, le=1)


class Variant(_Row):
    """One way to be; without texts, manner and options it is the usual one."""

    name: Name
    share: float = Field(gt=0, le=1)
    """Of the people, from 0 to 1."""
    texts: Mapping[str, BothLanguages] = Field(default_factory=dict)
    """By the name of the prompt in whose place they stand."""
    manner: BothLanguages | None = None
    """A paragraph after who the companion is; the rules stand behind it."""
    options: Options = Options()

    @field_validator("texts")
    @classmethod
    def _only_open_ones(cls, texts: Mapping[str, BothLanguages]) -> Mapping[str, BothLanguages]:
        for name, text in texts.items():
            if name not in OPEN_TEXTS:
                raise ValueError(
                    f"{name!r} cannot be varied: rules, care and guards are the same for "
                    f"everybody; these can: {', '.join(sorted(OPEN_TEXTS))}"
                )
            for language in LANGUAGES:
                try:
                    check_text(name, language, getattr(text, language))
                except PromptError as error:
                    raise ValueError(str(error)) from error
        return texts

    def touches(self) -> Iterator[str]:
        """Yield the name of everything that it changes."""
        yield from self.texts
        if self.manner:
            yield "manner"
        yield from self.options.model_dump(exclude_none=True)


class Experiment(_Row):
    """Variants that exclude each other."""

    companions: tuple[str, ...] = ()
    """With whom, `lumi` among them; left out, with everybody."""
    variants: tuple[Variant, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _shares_add_up(self) -> Self:
        total = sum(one.share for one in self.variants)
        if abs(total - 1) > ROUNDING:
            raise ValueError(f"the shares add up to {total:g}; they must add up to 1")
        if len({one.name for one in self.variants}) < len(self.variants):
            raise ValueError("two variants have the same name")
        return self

    def is_with(self, agent_id: str | None) -> bool:
        """Whether talks with a companion take part."""
        return not self.companions or (agent_id or LUMI) in self.companions

    def touches(self) -> frozenset[str]:
        """Return the name of everything that one of its variants changes."""
        return frozenset(name for one in self.variants for name in one.touches())


class Experiments(_Row):
    """All that is tried out at a time."""

    experiments: Mapping[Name, Experiment] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _keep_apart(self) -> Self:
        for (name, one), (other_name, other) in combinations(self.experiments.items(), 2):
            meet = not one.companions or not other.companions
            meet = meet or bool(set(one.companions) & set(other.companions))
            both = sorted(one.touches() & other.touches())
            if meet and both:
                raise ValueError(
                    f"{name!r} and {other_name!r} both change {', '.join(both)} of the same "
                    "companions; nobody could say which of them it was"
                )
        return self


NO_EXPERIMENTS = Experiments()


def read_experiments(path: Path | None) -> Experiments:
    """Return the experiments of a TOML file, none without a file.

    Raises:
        BadVariants: the file cannot be read, or says what no variant may.
    """
    if path is None:
        return NO_EXPERIMENTS
    try:
        return Experiments.model_validate(tomllib.loads(path.read_text("utf-8")))
    except (OSError, UnicodeDecodeError) as error:
        raise BadVariants(f"{path}: cannot be read ({type(error).__name__})") from error
    except tomllib.TOMLDecodeError as error:
        raise BadVariants(f"{path}: {error}") from error
    except ValidationError as error:
        raise BadVariants("\n".join(_complaints(path, error))) from error


def _complaints(path: Path, error: ValidationError) -> Iterator[str]:
    problems = error.errors()
    # a list with a bad entry is said to lack that entry, too
    inner = {problem["loc"][:at] for problem in problems for at in range(len(problem["loc"]))}
    for problem in problems:
        if problem["type"] != "too_short" or problem["loc"] not in inner:
            yield _complaint(path, problem)


def _complaint(path: Path, problem: Any) -> str:
    place = ".".join(str(part) for part in problem["loc"])
    says = "unknown key" if problem["type"] == "extra_forbidden" else problem["msg"]
    return f"{path}: {f'{place}: ' if place else ''}{says.removeprefix('Value error, ')}"
