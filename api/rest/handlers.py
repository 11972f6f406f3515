"""Every REST handler, by subject."""

from collections.abc import Sequence

from litestar.types import ControllerRouterHandler

from api.rest.companion import change_companion, companion
from api.rest.frames import frames
from api.rest.graphs import graphs, graphs_style
from api.rest.health import health, ready
from api.rest.loops import LOOP_HANDLERS
from api.rest.me import change_me, me
from api.rest.memories import MEMORY_HANDLERS
from api.rest.memory_changes import CHANGE_HANDLERS
from api.rest.memory_forgetting import FORGETTING_HANDLERS
from api.rest.memory_luggage import LUGGAGE_HANDLERS
from api.rest.memory_people import PEOPLE_HANDLERS
from api.rest.memory_sharing import SHARING_HANDLERS
from api.rest.messages import messages
from api.rest.metrics import Metrics
from api.rest.mood import mood
from api.rest.outreach import OUTREACH_HANDLERS
from api.rest.personality import PERSONALITY_HANDLERS
from api.rest.personas import PERSONA_HANDLERS
from api.rest.push import PUSH_HANDLERS
from api.rest.relationship import RELATIONSHIP_HANDLERS
from api.rest.reminders import REMINDER_HANDLERS
from api.rest.safety import report_of_a_year, safety
from api.rest.sign_in import sign_in, sign_out, sign_out_everywhere
from api.rest.spending import spending
from api.rest.thoughts import THOUGHT_HANDLERS

HANDLERS: Sequence[ControllerRouterHandler] = (
    *(sign_in, sign_out, sign_out_everywhere, me, change_me),
    *(companion, change_companion, messages, mood, spending),
    *MEMORY_HANDLERS,
    *CHANGE_HANDLERS,
    *PEOPLE_HANDLERS,
    *FORGETTING_HANDLERS,
    *LUGGAGE_HANDLERS,
    *SHARING_HANDLERS,
    *PERSONA_HANDLERS,
    *RELATIONSHIP_HANDLERS,
    *PERSONALITY_HANDLERS,
    *THOUGHT_HANDLERS,
    *LOOP_HANDLERS,
    *OUTREACH_HANDLERS,
    *REMINDER_HANDLERS,
    *PUSH_HANDLERS,
    *(health, ready, frames, graphs, graphs_style, safety, report_of_a_year, Metrics),
)
"""What the application answers beside the page and the talk."""
