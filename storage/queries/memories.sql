-- save_recent: replace the rolling fields, unless a later turn was summarised already
INSERT INTO recent_memories (
    user_id, agent_id, purpose_and_context, current_state, key_learnings, approach_and_patterns,
    tools_and_resources, summarised_position, updated_at
)
VALUES (
    %(person_id)s, %(agent_id)s, %(purpose_and_context)s, %(current_state)s, %(key_learnings)s,
    %(approach_and_patterns)s, %(tools_and_resources)s, %(summarised_position)s, %(now)s
)
ON CONFLICT (user_id, agent_id) DO UPDATE
SET purpose_and_context = excluded.purpose_and_context,
    current_state = excluded.current_state,
    key_learnings = excluded.key_learnings,
    approach_and_patterns = excluded.approach_and_patterns,
    tools_and_resources = excluded.tools_and_resources,
    summarised_position = excluded.summarised_position,
    updated_at = excluded.updated_at
WHERE recent_memories.summarised_position <= excluded.summarised_position
    AND recent_memories.forgets = %(forgets)s

-- nearest_memories: the memories of one type that hold and are nearest to a vector
SELECT
    id, agent_id, type, subtype, content, quote, importance, people, source_message_ids,
    learned_at, last_mentioned_at, valid_from, valid_to, valid_precision, superseded_at, superseded_by, superseded_as,
    embedder, episode_id, pinned_at, origin, shared_at, confidence,
    1 - (embedding <=> %(vector)b) AS likeness
FROM memories
WHERE user_id = %(person_id)s
    AND stream = coalesce(%(agent_id)s, '')
    AND type = %(type)s
    AND embedder = %(embedder)s
    AND superseded_at IS NULL
ORDER BY embedding <=> %(vector)b, id
LIMIT %(limit)s

-- current_memories: everything that holds, oldest first
SELECT
    id, agent_id, type, subtype, content, quote, importance, people, source_message_ids,
    learned_at, last_mentioned_at, valid_from, valid_to, valid_precision, superseded_at, superseded_by, superseded_as,
    embedder, episode_id, pinned_at, origin, shared_at, confidence
FROM memories
WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '') AND superseded_at IS NULL
ORDER BY learned_at, id

-- known_people: everybody in somebody's life, also those that turned out to be another
SELECT
    id, agent_id, name, aliases, relationship, attributes, first_mentioned_at, last_mentioned_at, mention_count,
    merged_into
FROM people
WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '')
ORDER BY first_mentioned_at, id

-- current_preferences: the preferences that hold, by key
SELECT
    id, agent_id, key, value, confidence, quote, source_message_id, learned_at, superseded_at, superseded_by
FROM preferences
WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '') AND superseded_at IS NULL
ORDER BY key, learned_at, id

-- latest_episode: the stretch of talk that was read last
SELECT id, agent_id, title, started_at, ended_at, first_position, last_position
FROM episodes
WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '')
ORDER BY first_position DESC
LIMIT 1

-- profile_lines: MEMORY.md as it stands
SELECT lines FROM profiles WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '')
