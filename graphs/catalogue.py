"""Every graph by name."""

from collections.abc import Mapping

from graphs.drawing import AnyGraph
from graphs.extraction import graph as extraction
from graphs.gaps import graph as gaps
from graphs.outreach import graph as outreach
from graphs.personality import graph as personality
from graphs.reembedding import graph as reembedding
from graphs.reflection import graph as reflection
from graphs.relationship import graph as relationship
from graphs.turn import graph as turn

GRAPHS: Mapping[str, AnyGraph] = {
    "turn": turn,
    "extraction": extraction,
    "reembedding": reembedding,
    "relationship": relationship,
    "gaps": gaps,
    "outreach": outreach,
    "personality": personality,
    "reflection": reflection,
}
