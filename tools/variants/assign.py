"""Who gets which variant: by a hash, so that nobody keeps a list and nobody changes sides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import accumulate
from uuid import UUID

from tools.prompts.render import Language
from tools.variants.experiments import Experiment, Experiments, Variant


@dataclass(frozen=True)
class Treatment:
    """What one person's talk with one companion gets."""

    chosen: Mapping[str, Variant] = field(default_factory=dict)
    """By experiment."""

    @property
    def names(self) -> dict[str, str]:
        """The variant of each experiment, as it is kept with every message."""
        return {experiment: variant.name for experiment, variant in self.chosen.items()}

    def texts(self, language: Language) -> dict[str, str]:
        """Return the prompts that are worded otherwise, by name."""
        return {
            name: getattr(text, language)
            for variant in self.chosen.values()
            for name, text in variant.texts.items()
        }

    def manner(self, language: Language) -> str:
        """Return the paragraph about its manner, empty when there is none."""
        told = (one.manner for one in self.chosen.values() if one.manner)
        return "\n".join(getattr(text, language) for text in told)

    @property
    def options(self) -> dict[str, float]:
        """The options of the model that differ from the table's."""
        return {
            name: value
            for variant in self.chosen.values()
            for name, value in variant.options.model_dump(exclude_none=True).items()
        }


UNTREATED = Treatment()
"""The usual prompt, which is in no comparison."""


def assigned(experiments: Experiments, person_id: UUID, agent_id: str | None) -> Treatment:
    """Return what a person's talk with a companion gets, the same at every turn and everywhere.

    Where a person lands in one experiment says nothing of where in another.
    """
    return Treatment(
        {
            name: _variant(one, place_of(name, person_id, agent_id))
            for name, one in experiments.experiments.items()
            if one.is_with(agent_id)
        }
    )


def place_of(experiment: str, person_id: UUID, agent_id: str | None) -> float:
    """Return where a talk lands in an experiment, from 0 up to but not including 1."""
    text = "\0".join((experiment, str(person_id), agent_id or ""))
    return int.from_bytes(sha256(text.encode()).digest()[:6]) / 2**48


def _variant(experiment: Experiment, place: float) -> Variant:
    variants: Sequence[Variant] = experiment.variants
    ends = accumulate(one.share for one in variants)
    return next((one for one, end in zip(variants, ends, strict=True) if place < end), variants[-1])
