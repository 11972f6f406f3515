-- lock_memories: let changes of what is remembered of one person with one companion follow each other
SELECT FROM recent_memories
WHERE user_id = %(person_id)s AND coalesce(agent_id, '') = coalesce(%(agent_id)s, '')
FOR UPDATE

-- mend_memory: take a memory out of use because the person corrects it
UPDATE memories
SET superseded_at = %(now)s,
    superseded_as = 'corrected',
    valid_to = coalesce(valid_to, %(now)s),
    importance = importance / 2
WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '') AND id = %(memory_id)s AND superseded_at IS NULL

-- link_correction: let a corrected memory point at what holds instead, and note how to take that back
WITH successor AS (
    UPDATE memories SET pinned_at = coalesce(pinned_at, %(pinned_at)s), shared_at = coalesce(shared_at, %(shared_at)s)
    WHERE user_id = %(person_id)s
        AND stream = coalesce(%(agent_id)s, '')
        AND content_hash = %(content_hash)s
        AND superseded_at IS NULL
    RETURNING id
), linked AS (
    UPDATE memories SET superseded_by = successor.id
    FROM successor
    WHERE memories.user_id = %(person_id)s AND memories.stream = coalesce(%(agent_id)s, '') AND memories.id = %(memory_id)s
)
INSERT INTO memory_changes (
    user_id, agent_id, kind, memory_id, successor_id, importance_before, valid_to_before, made_at
)
SELECT
    %(person_id)s, %(agent_id)s, 'corrected', %(memory_id)s, successor.id, %(importance_before)s,
    %(valid_to_before)s, %(now)s
FROM successor
RETURNING id, successor_id

-- same_correction: the change by which a memory was already corrected to these words
SELECT memory_changes.id, successor_id
FROM memory_changes JOIN memories ON memories.id = successor_id AND memories.stream = memory_changes.stream
WHERE memory_changes.user_id = %(person_id)s
    AND memory_changes.stream = coalesce(%(agent_id)s, '')
    AND memory_id = %(memory_id)s
    AND kind = 'corrected'
    AND undone_at IS NULL
    AND memories.content_hash = %(content_hash)s

-- pin_memory: keep a memory for good, or let it go its way again
UPDATE memories
SET pinned_at = CASE WHEN %(pinned)s THEN coalesce(pinned_at, %(now)s) END
WHERE user_id = %(person_id)s
    AND stream = coalesce(%(agent_id)s, '')
    AND id = %(memory_id)s
    AND (superseded_at IS NULL OR NOT %(pinned)s)
RETURNING id

-- share_memory: let every companion know the words of a memory, or this one alone again
UPDATE memories
SET shared_at = CASE WHEN %(shared)s THEN coalesce(shared_at, %(now)s) END
WHERE user_id = %(person_id)s
    AND stream = coalesce(%(agent_id)s, '')
    AND id = %(memory_id)s
    AND (superseded_at IS NULL OR NOT %(shared)s)
RETURNING id

-- take_back_corrections: retire what a change put in the place of a memory, and what was put there since, by corrections
WITH RECURSIVE taken AS (
    SELECT id, successor_id FROM memory_changes
    WHERE user_id = %(person_id)s
        AND stream = coalesce(%(agent_id)s, '')
        AND id = %(change_id)s
        AND kind = 'corrected'
    UNION
    SELECT memory_changes.id, memory_changes.successor_id
    FROM taken
    JOIN memories ON memories.id = taken.successor_id AND memories.origin = 'correction'
    JOIN memory_changes ON memory_changes.memory_id = taken.successor_id
    WHERE memory_changes.user_id = %(person_id)s
        AND memory_changes.stream = coalesce(%(agent_id)s, '')
        AND memories.stream = memory_changes.stream
        AND memory_changes.kind = 'corrected'
        AND memory_changes.undone_at IS NULL
), undone AS (
    UPDATE memory_changes SET undone_at = %(now)s
    FROM taken
    WHERE memory_changes.user_id = %(person_id)s
        AND memory_changes.stream = coalesce(%(agent_id)s, '')
        AND memory_changes.id = taken.id
        AND undone_at IS NULL
)
UPDATE memories
SET superseded_at = coalesce(superseded_at, %(now)s), superseded_as = 'merged', superseded_by = %(memory_id)s
FROM taken
WHERE memories.user_id = %(person_id)s
    AND memories.stream = coalesce(%(agent_id)s, '')
    AND memories.id = taken.successor_id
    AND memories.id <> %(memory_id)s
    AND memories.origin = 'correction'
    AND memories.superseded_as IS DISTINCT FROM 'merged'

-- reinstate_memory: let a memory hold again as it did, unless its words hold already
UPDATE memories
SET superseded_at = NULL,
    superseded_by = NULL,
    superseded_as = NULL,
    importance = coalesce(%(importance_before)s, importance),
    valid_to = %(valid_to_before)s
WHERE user_id = %(person_id)s
    AND stream = coalesce(%(agent_id)s, '')
    AND id = %(memory_id)s
    AND superseded_as IN ('outdated', 'corrected')
    AND NOT EXISTS (
        SELECT FROM memories AS twin
        WHERE twin.user_id = memories.user_id
            AND twin.stream = memories.stream
            AND twin.content_hash = memories.content_hash
            AND twin.superseded_at IS NULL
    )

-- part_people: let somebody be a person of their own again
UPDATE people SET merged_into = NULL
WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '') AND id = %(known_person_id)s

-- mark_undone: note that a change was taken back
UPDATE memory_changes SET undone_at = coalesce(undone_at, %(now)s)
WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '') AND id = %(change_id)s

-- merge_people: note that somebody is somebody else
WITH merged AS (
    UPDATE people SET merged_into = %(into)s
    WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '') AND id = %(known_person_id)s
    RETURNING id
)
INSERT INTO memory_changes (user_id, agent_id, kind, known_person_id, made_at)
SELECT %(person_id)s, %(agent_id)s, 'people_merged', merged.id, %(now)s FROM merged
RETURNING id

-- merge_of: the merge by which somebody is somebody else now
SELECT id FROM memory_changes
WHERE user_id = %(person_id)s
    AND stream = coalesce(%(agent_id)s, '')
    AND kind = 'people_merged'
    AND known_person_id = %(known_person_id)s
    AND undone_at IS NULL
ORDER BY made_at DESC
LIMIT 1

-- preference_by_id: one preference
SELECT
    id, agent_id, key, value, confidence, quote, source_message_id, learned_at, superseded_at, superseded_by
FROM preferences
WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '') AND id = %(preference_id)s
FOR UPDATE
