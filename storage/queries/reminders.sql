-- reminders_of: what a person asked one companion to be reminded of, the next first, then what has come
SELECT id, agent_id, what, first_at, timezone, every, insists, message_id, set_at, sent_at, done_at
FROM reminders
WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '')
ORDER BY done_at IS NOT NULL, first_at, id
LIMIT %(limit)s

-- delete_reminders: forget reminders
DELETE FROM reminders
WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '') AND id = ANY(%(reminder_ids)s)
RETURNING id

-- bring_reminders: keep reminders that somebody brought along, each agreed to by having been set
SELECT keep_reminders(%(person_id)s, %(stream)s, %(reminders)s, %(now)s)
