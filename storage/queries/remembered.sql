-- page_of_memories: memories as the person looks through them, newest first; former wordings are no memories
WITH RECURSIVE somebody AS (
    SELECT id FROM people
    WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '') AND id = %(known_person_id)s::uuid
    UNION
    SELECT people.id FROM people JOIN somebody ON people.merged_into = somebody.id
    WHERE people.user_id = %(person_id)s AND people.stream = coalesce(%(agent_id)s, '')
)
SELECT
    id, agent_id, type, subtype, content, quote, importance, people, source_message_ids,
    learned_at, last_mentioned_at, valid_from, valid_to, valid_precision, superseded_at, superseded_by, superseded_as,
    embedder, episode_id, pinned_at, origin, shared_at, confidence
FROM memories
WHERE user_id = %(person_id)s
    AND stream = coalesce(%(agent_id)s, '')
    AND superseded_as IS DISTINCT FROM 'merged'
    AND (%(type)s::text IS NULL OR type = %(type)s)
    AND CASE
        WHEN %(as_of)s::timestamptz IS NOT NULL
            THEN learned_at <= %(as_of)s AND (superseded_at IS NULL OR superseded_at > %(as_of)s)
        WHEN %(state)s = 'current' THEN superseded_at IS NULL
        WHEN %(state)s = 'past' THEN superseded_at IS NOT NULL
        ELSE true
    END
    AND (%(learned_from)s::timestamptz IS NULL OR learned_at >= %(learned_from)s)
    AND (%(learned_to)s::timestamptz IS NULL OR learned_at < %(learned_to)s)
    AND (
        %(text)s = ''
        OR strpos(lower(content), lower(%(text)s)) > 0
        OR strpos(lower(quote), lower(%(text)s)) > 0
        OR (%(all_terms)s <> '' AND terms @@ %(all_terms)s::tsquery)
    )
    AND (
        %(known_person_id)s::uuid IS NULL
        OR id IN (
            SELECT memory_id FROM memory_people JOIN somebody ON somebody.id = known_person_id
            WHERE user_id = %(person_id)s
        )
    )
    AND (%(after_at)s::timestamptz IS NULL OR (learned_at, id) < (%(after_at)s, %(after_id)s::uuid))
ORDER BY learned_at DESC, id DESC
LIMIT %(limit)s

-- memory_by_id: one memory
SELECT
    id, agent_id, type, subtype, content, quote, importance, people, source_message_ids,
    learned_at, last_mentioned_at, valid_from, valid_to, valid_precision, superseded_at, superseded_by, superseded_as,
    embedder, episode_id, pinned_at, origin, shared_at, confidence
FROM memories
WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '') AND id = %(memory_id)s

-- sources_of_memory: the messages a memory comes from, oldest first
SELECT messages.id AS message_id, position, role, messages.content, messages.created_at AS said_at
FROM memories
JOIN messages ON messages.id = ANY(memories.source_message_ids) AND messages.stream = memories.stream
WHERE memories.user_id = %(person_id)s
    AND memories.stream = coalesce(%(agent_id)s, '')
    AND memories.id = %(memory_id)s
    AND messages.user_id = %(person_id)s
ORDER BY position

-- people_of_memory: whom a memory is about
SELECT
    people.id, people.agent_id, name, aliases, relationship, attributes, first_mentioned_at, last_mentioned_at,
    mention_count, merged_into
FROM memory_people JOIN people ON people.id = known_person_id
WHERE memory_people.user_id = %(person_id)s AND people.stream = coalesce(%(agent_id)s, '') AND memory_id = %(memory_id)s
ORDER BY name, people.id

-- episode_of_memory: the stretch of talk a memory is from
SELECT episodes.id, episodes.agent_id, title, started_at, ended_at, first_position, last_position
FROM episodes JOIN memories ON memories.episode_id = episodes.id AND memories.stream = episodes.stream
WHERE memories.user_id = %(person_id)s
    AND memories.stream = coalesce(%(agent_id)s, '')
    AND memories.id = %(memory_id)s

-- successor_of_memory: what holds in the place of a memory, in its best wording
WITH RECURSIVE later AS (
    SELECT superseded_by AS id, 1 AS step FROM memories
    WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '') AND id = %(memory_id)s
    UNION
    SELECT memories.superseded_by, step + 1
    FROM later JOIN memories ON memories.id = later.id
    WHERE memories.user_id = %(person_id)s
        AND memories.stream = coalesce(%(agent_id)s, '')
        AND memories.superseded_as = 'merged'
        AND step < 100
)
SELECT
    memories.id, agent_id, type, subtype, content, quote, importance, people, source_message_ids,
    learned_at, last_mentioned_at, valid_from, valid_to, valid_precision, superseded_at, superseded_by, superseded_as,
    embedder, episode_id, pinned_at, origin, shared_at, confidence
FROM later JOIN memories ON memories.id = later.id
WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '')
ORDER BY step DESC
LIMIT 1

-- predecessors_of_memory: what a memory, or a former wording of it, took the place of, the latest first
WITH RECURSIVE wordings AS (
    SELECT id FROM memories
    WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '') AND id = %(memory_id)s
    UNION
    SELECT memories.id
    FROM wordings JOIN memories ON memories.superseded_by = wordings.id
    WHERE memories.user_id = %(person_id)s
        AND memories.stream = coalesce(%(agent_id)s, '')
        AND memories.superseded_as = 'merged'
)
SELECT
    memories.id, agent_id, type, subtype, content, quote, importance, people, source_message_ids,
    learned_at, last_mentioned_at, valid_from, valid_to, valid_precision, superseded_at, superseded_by, superseded_as,
    embedder, episode_id, pinned_at, origin, shared_at, confidence
FROM memories JOIN wordings ON wordings.id = memories.superseded_by
WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '') AND superseded_as <> 'merged'
ORDER BY superseded_at DESC, memories.id

-- changes_of_memory: the changes by which a memory gave way, or others to it, newest first
SELECT
    memory_changes.id, kind, memory_id, successor_id, known_person_id, importance_before, valid_to_before,
    made_at, undone_at, old.content AS before, new.content AS after
FROM memory_changes
LEFT JOIN memories AS old ON old.id = memory_id AND old.stream = memory_changes.stream
LEFT JOIN memories AS new ON new.id = successor_id AND new.stream = memory_changes.stream
WHERE memory_changes.user_id = %(person_id)s
    AND memory_changes.stream = coalesce(%(agent_id)s, '')
    AND %(memory_id)s IN (memory_id, successor_id)
ORDER BY made_at DESC, memory_changes.id DESC

-- page_of_changes: what was changed and can be taken back, newest first
SELECT
    memory_changes.id, kind, memory_id, successor_id, known_person_id, importance_before, valid_to_before,
    made_at, undone_at, coalesce(old.content, somebody.name) AS before, coalesce(new.content, other.name) AS after
FROM memory_changes
LEFT JOIN memories AS old ON old.id = memory_id AND old.stream = memory_changes.stream
LEFT JOIN memories AS new ON new.id = successor_id AND new.stream = memory_changes.stream
LEFT JOIN people AS somebody ON somebody.id = known_person_id AND somebody.stream = memory_changes.stream
LEFT JOIN people AS other ON other.id = somebody.merged_into AND other.stream = somebody.stream
WHERE memory_changes.user_id = %(person_id)s
    AND memory_changes.stream = coalesce(%(agent_id)s, '')
    AND (%(after_at)s::timestamptz IS NULL OR (made_at, memory_changes.id) < (%(after_at)s, %(after_id)s::uuid))
ORDER BY made_at DESC, memory_changes.id DESC
LIMIT %(limit)s

-- change_by_id: one change
SELECT
    memory_changes.id, kind, memory_id, successor_id, known_person_id, importance_before, valid_to_before,
    made_at, undone_at, coalesce(old.content, somebody.name) AS before, coalesce(new.content, other.name) AS after
FROM memory_changes
LEFT JOIN memories AS old ON old.id = memory_id AND old.stream = memory_changes.stream
LEFT JOIN memories AS new ON new.id = successor_id AND new.stream = memory_changes.stream
LEFT JOIN people AS somebody ON somebody.id = known_person_id AND somebody.stream = memory_changes.stream
LEFT JOIN people AS other ON other.id = somebody.merged_into AND other.stream = somebody.stream
WHERE memory_changes.user_id = %(person_id)s
    AND memory_changes.stream = coalesce(%(agent_id)s, '')
    AND memory_changes.id = %(change_id)s

-- count_memories: how many memories of each type hold, held once, are pinned and were learned since a moment
SELECT
    type,
    count(*) FILTER (WHERE superseded_at IS NULL) AS current,
    count(*) FILTER (WHERE superseded_at IS NOT NULL) AS past,
    count(*) FILTER (WHERE superseded_at IS NULL AND learned_at >= %(since)s) AS learned,
    count(*) FILTER (WHERE superseded_at IS NULL AND pinned_at IS NOT NULL) AS pinned
FROM memories
WHERE user_id = %(person_id)s
    AND stream = coalesce(%(agent_id)s, '')
    AND superseded_as IS DISTINCT FROM 'merged'
GROUP BY type
ORDER BY type

-- count_beside: how many people and preferences are known
SELECT
    (
        SELECT count(*) FROM people
        WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '') AND merged_into IS NULL
    ) AS people,
    (
        SELECT count(*) FROM preferences
        WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '') AND superseded_at IS NULL
    ) AS preferences

-- reasons_of: what became of what was read
SELECT reason, count FROM extraction_counts
WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '')
ORDER BY reason

-- preferences_of: the preferences that hold, held once, or all, by key and the latest first
SELECT
    id, agent_id, key, value, confidence, quote, source_message_id, learned_at, superseded_at, superseded_by
FROM preferences
WHERE user_id = %(person_id)s
    AND stream = coalesce(%(agent_id)s, '')
    AND (%(state)s = 'all' OR (superseded_at IS NULL) = (%(state)s = 'current'))
ORDER BY key, learned_at DESC, id

-- standing_profile: MEMORY.md as it stands
SELECT lines, written_at FROM profiles
WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '')

-- shared_memories: what everyone may know and other companions were told, the latest first
SELECT
    id, agent_id, type, subtype, content, quote, importance, people, source_message_ids,
    learned_at, last_mentioned_at, valid_from, valid_to, valid_precision, superseded_at, superseded_by, superseded_as,
    embedder, episode_id, pinned_at, origin, shared_at, confidence
FROM memories
WHERE user_id = %(person_id)s
    AND stream <> coalesce(%(agent_id)s, '')
    AND shared_at IS NOT NULL
    AND superseded_at IS NULL
ORDER BY shared_at DESC, id

-- heard_profile: what of it stands in MEMORY.md
SELECT * FROM (
-- with heard_lines
) AS heard
ORDER BY learned_at, id

-- episodes_of: every stretch of talk, oldest first
SELECT id, agent_id, title, started_at, ended_at, first_position, last_position
FROM episodes
WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '')
ORDER BY started_at, first_position
