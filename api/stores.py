"""What one database keeps, each kind of thing behind a class of its own."""

from dataclasses import dataclass

from storage.companions import Companions
from storage.database import Database
from storage.ledger import Ledger
from storage.loops import Loops
from storage.messages import Messages
from storage.moods import Moods
from storage.outreach import Outreach
from storage.personalities import Personalities
from storage.personas import Personas
from storage.persons import Persons
from storage.pushes import Pushes
from storage.queue import Queue
from storage.relationships import Relationships
from storage.remembered import Remembered
from storage.reminders import Reminders
from storage.variants import Variants
from tools.personality.words import personality_text


@dataclass(frozen=True, kw_only=True)
class Stores:
    """Everything that needs nothing but the database."""

    database: Database
    queue: Queue
    persons: Persons
    messages: Messages
    companions: Companions
    moods: Moods
    personas: Personas
    relationships: Relationships
    personalities: Personalities
    outreach: Outreach
    reminders: Reminders
    loops: Loops
    pushes: Pushes
    remembered: Remembered
    ledger: Ledger
    variants: Variants


def stores_on(database: Database) -> Stores:
    """Return what an open database keeps."""
    return Stores(
        database=database,
        queue=Queue(database),
        persons=Persons(database),
        messages=Messages(database),
        companions=Companions(database),
        moods=Moods(database),
        personas=Personas(database),
        relationships=Relationships(database),
        personalities=Personalities(database, text_of=personality_text),
        outreach=Outreach(database),
        reminders=Reminders(database),
        loops=Loops(database),
        pushes=Pushes(database),
        remembered=Remembered(database),
        ledger=Ledger(database),
        variants=Variants(database),
    )
