"""The standing profile."""

from datetime import datetime
from uuid import UUID

from litestar import get
from litestar.di import NamedDependency

from api.desks.memory_page import profile_markdown
from api.problems import problems
from api.rest.body import Body
from api.rest.messages import AgentId
from api.services import Running
from storage.records import Person, ProfileLine, ProfileSection, StandingProfile


class ProfileLineBody(Body):
    """One line of the standing profile, and what it tells."""

    section: ProfileSection
    text: str
    memory_id: UUID | None
    preference_id: UUID | None


class ProfileBody(Body):
    """The standing profile, MEMORY.md, as the companion has it before it in every turn."""

    lines: tuple[ProfileLineBody, ...]
    markdown: str
    written_at: datetime | None
    """Null before it was first written."""


@get("/api/memories/profile", responses=problems(400, 401, 503))
async def memory_profile(
    person: NamedDependency[Person], running: NamedDependency[Running], agent_id: AgentId = None
) -> ProfileBody:
    """Show the standing profile as it is, also as Markdown."""
    return profile_body(await running.remembered.profile(person.id, agent_id), person)


def profile_body(profile: StandingProfile, person: Person) -> ProfileBody:
    """Return MEMORY.md as JSON, with headings a person can read."""
    return ProfileBody(
        lines=tuple(map(_line_body, profile.lines)),
        markdown=profile_markdown(profile.lines, person),
        written_at=profile.written_at,
    )


def _line_body(line: ProfileLine) -> ProfileLineBody:
    return ProfileLineBody.model_validate(line, from_attributes=True)
