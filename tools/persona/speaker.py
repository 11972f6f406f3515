"""Who speaks: Lumi, one of the cast, or a persona that the person brought."""

from storage.cast import cast
from storage.errors import NotFound
from storage.records import Person, Recall
from storage.records.relationship import STAGES, Stage
from tools.persona.role import Role, role_in, role_of
from tools.prompts.render import Language
from tools.relationship.persona import config_of
from tools.relationship.stages import ceiling, earlier


def speaker(
    agent_id: str | None, recall: Recall, person: Person, language: Language
) -> Role | None:
    """Return who a companion is with a person, None for Lumi.

    Raises:
        NotFound: the persona was let go of.
    """
    if agent_id is None:
        return None
    stage = stage_with(agent_id, recall.stage, person)
    if agent_id in cast():
        return role_of(cast()[agent_id], language, stage=stage)
    if recall.sheet is None or not recall.sheet.name:
        raise NotFound(f"There is no persona {agent_id!r} any longer.")
    return role_in(recall.sheet, language, stage=stage, person=person.name)


def stage_with(agent_id: str, stage: Stage | None, person: Person) -> Stage:
    """Return how close two are, never beyond what the person's age allows."""
    return earlier(stage or STAGES[0], ceiling(config_of(agent_id), person.age_group))
