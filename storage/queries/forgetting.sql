-- note_forgetting: count what is forgotten: a reading that began before is void
UPDATE recent_memories SET forgets = forgets + 1, updated_at = %(now)s
WHERE user_id = %(person_id)s AND (%(whole)s OR coalesce(agent_id, '') = coalesce(%(agent_id)s, ''))

-- all_memories: everything that is remembered, the past and former wordings too
SELECT
    id, agent_id, type, subtype, content, quote, importance, people, source_message_ids,
    learned_at, last_mentioned_at, valid_from, valid_to, valid_precision, superseded_at, superseded_by, superseded_as,
    embedder, episode_id, pinned_at, origin, shared_at, confidence
FROM memories
WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '')
ORDER BY learned_at, id

-- links_of: whom each memory is about
SELECT memory_id, known_person_id
FROM memory_people JOIN memories ON memories.id = memory_id
WHERE memory_people.user_id = %(person_id)s AND memories.stream = coalesce(%(agent_id)s, '')

-- messages_with: the messages that have one of these words or names, or of which nobody knows their words
SELECT id, position, role, content
FROM messages
WHERE user_id = %(person_id)s
    AND stream = coalesce(%(agent_id)s, '')
    AND role = %(role)s
    AND position >= coalesce(%(from_position)s, 0)
    AND (
        id = ANY(%(message_ids)s)
        OR terms IS NULL
        OR length(terms) >= %(most_terms)s
        OR (%(any_term)s <> '' AND terms @@ %(any_term)s::tsquery)
        OR EXISTS (SELECT FROM unnest(%(names)s::text[]) AS name WHERE strpos(lower(content), name) > 0)
    )
ORDER BY position

-- terms_said: which of these words the person said in other messages
SELECT DISTINCT lexeme
FROM messages CROSS JOIN unnest(tsvector_to_array(terms)) AS lexeme
WHERE user_id = %(person_id)s
    AND stream = coalesce(%(agent_id)s, '')
    AND role = 'user'
    AND NOT id = ANY(%(message_ids)s)
    AND (%(any_term)s <> '' AND terms @@ %(any_term)s::tsquery)
    AND lexeme = ANY(%(terms)s)

-- rewrite_message: change what was said; its vector is made anew with those that have none
UPDATE messages
SET content = %(content)s, terms = array_to_tsvector(%(terms)s), embedding = NULL, embedder = NULL
WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '') AND id = %(message_id)s

-- all_frames: the turns that devices may ask for again
SELECT first_seq, body FROM frames WHERE user_id = %(person_id)s ORDER BY first_seq

-- rewrite_frames: change what a turn sent
UPDATE frames SET body = %(body)s WHERE user_id = %(person_id)s AND first_seq = %(first_seq)s

-- rewrite_recent: change the rolling fields
UPDATE recent_memories
SET purpose_and_context = %(purpose_and_context)s,
    current_state = %(current_state)s,
    key_learnings = %(key_learnings)s,
    approach_and_patterns = %(approach_and_patterns)s,
    tools_and_resources = %(tools_and_resources)s
WHERE user_id = %(person_id)s AND coalesce(agent_id, '') = coalesce(%(agent_id)s, '')

-- rename_episode: change the title of a stretch of talk
UPDATE episodes SET title = %(title)s
WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '') AND id = %(episode_id)s

-- delete_memories: forget memories; what they took the place of, or gave way to, loses the link
DELETE FROM memories
WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '') AND id = ANY(%(memory_ids)s)

-- delete_preferences: forget preferences
DELETE FROM preferences
WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '') AND id = ANY(%(preference_ids)s)

-- delete_people: forget people
DELETE FROM people
WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '') AND id = ANY(%(people_ids)s)

-- lock_talk_of: wait for whoever answers this person, who writes messages and frames
SELECT FROM talks WHERE user_id = %(person_id)s FOR UPDATE

-- forget_memories: forget every memory with one companion, or with all
DELETE FROM memories
WHERE user_id = %(person_id)s AND (%(whole)s OR stream = coalesce(%(agent_id)s, ''))
RETURNING id

-- forget_people: forget everybody in the person's life
DELETE FROM people
WHERE user_id = %(person_id)s AND (%(whole)s OR stream = coalesce(%(agent_id)s, ''))
RETURNING id

-- forget_preferences: forget every preference
DELETE FROM preferences
WHERE user_id = %(person_id)s AND (%(whole)s OR stream = coalesce(%(agent_id)s, ''))
RETURNING id

-- forget_talk: forget everything that was said and is answered
DELETE FROM messages
WHERE user_id = %(person_id)s
    AND (%(whole)s OR stream = coalesce(%(agent_id)s, ''))
    AND (role = 'assistant' OR settled_at IS NOT NULL)
RETURNING id

-- forget_notes: forget episodes, the profile, changes, counts, relationships and, with all, what is woken
WITH stretches AS (
    DELETE FROM episodes WHERE user_id = %(person_id)s AND (%(whole)s OR stream = coalesce(%(agent_id)s, ''))
), changes AS (
    DELETE FROM memory_changes WHERE user_id = %(person_id)s AND (%(whole)s OR stream = coalesce(%(agent_id)s, ''))
), counts AS (
    DELETE FROM extraction_counts WHERE user_id = %(person_id)s AND (%(whole)s OR stream = coalesce(%(agent_id)s, ''))
), devices AS (
    DELETE FROM push_devices WHERE user_id = %(person_id)s AND %(whole)s
), closeness AS (
    DELETE FROM relationships WHERE user_id = %(person_id)s AND (%(whole)s OR agent_id = %(agent_id)s)
)
DELETE FROM profiles WHERE user_id = %(person_id)s AND (%(whole)s OR stream = coalesce(%(agent_id)s, ''))

-- forget_outreach: forget reminders, what was agreed to of writing first, when to think of the person, what was kept back
WITH due AS (
    DELETE FROM reminders WHERE user_id = %(person_id)s AND (%(whole)s OR stream = coalesce(%(agent_id)s, ''))
), looks AS (
    DELETE FROM outreach_looks WHERE user_id = %(person_id)s AND (%(whole)s OR stream = coalesce(%(agent_id)s, ''))
), counts AS (
    DELETE FROM outreach_counts WHERE user_id = %(person_id)s AND (%(whole)s OR stream = coalesce(%(agent_id)s, ''))
), notes AS (
    DELETE FROM outreach_notes WHERE user_id = %(person_id)s AND (%(whole)s OR stream = coalesce(%(agent_id)s, ''))
)
DELETE FROM outreach_settings WHERE user_id = %(person_id)s AND (%(whole)s OR stream = coalesce(%(agent_id)s, ''))

-- blank_recent: empty the rolling fields; how far was read stays
UPDATE recent_memories
SET purpose_and_context = '',
    current_state = '',
    key_learnings = '',
    approach_and_patterns = '',
    tools_and_resources = ''
WHERE user_id = %(person_id)s AND (%(whole)s OR coalesce(agent_id, '') = coalesce(%(agent_id)s, ''))

-- forget_all_frames: drop what devices may ask for again, and remember that it is gone
WITH gone AS (
    DELETE FROM frames WHERE user_id = %(person_id)s RETURNING last_seq
)
UPDATE talks SET forgotten_seq = greatest(forgotten_seq, (SELECT max(last_seq) FROM gone))
WHERE user_id = %(person_id)s
