-- begin_relationship: give a person a relationship with a persona, unless it is there
INSERT INTO relationships (user_id, agent_id, since, counted_to)
VALUES (%(person_id)s, %(agent_id)s, %(now)s, %(now)s)
ON CONFLICT (user_id, agent_id) DO NOTHING

-- relationship_of: one person's relationship with one persona
SELECT
    agent_id, stage, score, since, counted_to, held_at, last_turn_at, gained, gained_on, read_position, revision
FROM relationships
WHERE user_id = %(person_id)s AND agent_id = %(agent_id)s

-- lock_relationship: let changes of one relationship follow each other
SELECT FROM relationships WHERE user_id = %(person_id)s AND agent_id = %(agent_id)s FOR UPDATE

-- save_relationship: write a relationship, unless somebody has written it since
UPDATE relationships
SET stage = %(stage)s,
    score = %(score)s,
    since = %(since)s,
    counted_to = %(counted_to)s,
    held_at = %(held_at)s,
    last_turn_at = %(last_turn_at)s,
    gained = %(gained)s,
    gained_on = %(gained_on)s,
    read_position = %(read_position)s,
    revision = revision + 1
WHERE user_id = %(person_id)s AND agent_id = %(agent_id)s AND revision = %(revision)s
RETURNING revision

-- add_relationship_change: note what happened to a relationship
INSERT INTO relationship_changes (user_id, agent_id, kind, from_stage, to_stage, made_by, reason, made_at)
VALUES (
    %(person_id)s, %(agent_id)s, %(kind)s, %(from_stage)s, %(to_stage)s, %(made_by)s, %(reason)s, %(made_at)s
)

-- relationship_changes_of: what happened to a relationship, the latest first
SELECT kind, from_stage, to_stage, made_by, reason, made_at
FROM relationship_changes
WHERE user_id = %(person_id)s AND agent_id = %(agent_id)s
ORDER BY number DESC
LIMIT %(limit)s
