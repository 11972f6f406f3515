"""Browsers that are told of a message when nobody is connected, and what they were told."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from storage.database import EVERYONE, Database, Row, Statement
from storage.errors import NotFound
from storage.queue import Queue
from storage.records.outreach import QuietHours
from storage.records.push import PushDevice, PushErrand
from storage.rows import scope_values

PUSH = "push"
"""The name of the task that pushes a message to the devices of its person."""

MOST_DEVICES = 12
"""Browsers one person is told on; of more, those that were not there for longest are let go."""


class Pushes:
    """What one database knows of browsers that agreed to be woken."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def save(
        self,
        person_id: UUID,
        device: PushDevice,
        *,
        session_id: UUID | None = None,
        now: datetime,
    ) -> PushDevice:
        """Remember a browser, and forget that somebody else was signed in with it.

        Args:
            person_id: who is signed in there.
            device: the browser.
            session_id: their sign-in there, with whose end it is forgotten; None when that has no
                number.
            now: when this happens.

        Returns it under the number it had already, if it was known.
        """
        values = asdict(device) | {
            "person_id": person_id,
            "session_id": session_id,
            "now": now,
            "most": MOST_DEVICES,
        }
        # A browser may be another person's until now, whose rows the person in scope cannot see.
        _, [row], _ = await self._database.trip(
            EVERYONE,
            ("take_over_push_device", values),
            ("save_push_device", values),
            ("drop_old_push_devices", values),
            idempotent=True,
        )
        return _device(row)

    async def devices_of(self, person_id: UUID) -> list[PushDevice]:
        """Return the browsers of a person, the one that was there last first."""
        asking = "push_devices_of", {"person_id": person_id}
        [rows] = await self._database.trip(person_id, asking, idempotent=True)
        return [_device(row) for row in rows]

    async def remove(self, person_id: UUID, device_id: UUID) -> None:
        """Push to a browser no longer.

        Raises:
            NotFound: the person has no such browser.
        """
        values = {"person_id": person_id, "device_id": device_id}
        [rows] = await self._database.trip(
            person_id, ("remove_push_device", values), idempotent=True
        )
        if not rows:
            raise NotFound("Nothing is pushed to a device with this number.")

    async def errand(
        self, person_id: UUID, agent_id: str | None, message_id: UUID
    ) -> PushErrand | None:
        """Return what there is to push, None when the message is gone by now."""
        values = scope_values(person_id, agent_id) | {"message_id": message_id}
        found, devices = await self._database.trip(
            person_id, ("push_errand", values), ("push_devices_of", values), idempotent=True
        )
        return _errand(found[0], devices) if found else None

    async def begin(
        self, person_id: UUID, device_id: UUID, message_id: UUID, *, attempt: int, now: datetime
    ) -> bool:
        """Say that a message is pushed now; False when this attempt was begun before.

        It is said before the letter goes out: a process that dies in between pushes nothing twice.
        """
        values = {
            "person_id": person_id,
            "device_id": device_id,
            "message_id": message_id,
            "attempt": attempt,
            "now": now,
        }
        [rows] = await self._database.trip(person_id, ("begin_push", values))
        return bool(rows)


def push_job(queue: Queue, person_id: UUID, agent_id: str | None, message_id: UUID) -> Statement:
    """Return the statement that enqueues a push, for people who have a device to push to."""
    _, values = queue.job(
        PUSH,
        lock=f"{PUSH}:{person_id}",
        person_id=str(person_id),
        agent_id=agent_id,
        message_id=str(message_id),
    )
    return "enqueue_push", {**values, "person_id": person_id}


def _device(row: Row) -> PushDevice:
    return PushDevice(**row)


def _errand(found: Row, devices: list[Row]) -> PushErrand:
    row: dict[str, Any] = dict(found)
    start, end = row.pop("quiet_start"), row.pop("quiet_end")
    return PushErrand(
        quiet=None if start is None else QuietHours(start=start, end=end),
        devices=tuple(_device(device) for device in devices),
        **row,
    )
