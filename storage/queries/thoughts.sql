-- add_thought: keep a thought for tomorrow
INSERT INTO thoughts (id, user_id, agent_id, text, source_message_ids, memory_ids, made_at, good_until)
VALUES (
    %(thought_id)s, %(person_id)s, %(agent_id)s, %(text)s, %(source_message_ids)s, %(memory_ids)s, %(made_at)s,
    %(good_until)s
)
ON CONFLICT (id) DO NOTHING

-- drop_open_thoughts: let go of what an earlier night had in mind and nobody took up
DELETE FROM thoughts
WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '') AND used_at IS NULL AND settled_at IS NULL

-- thoughts_of: the latest thoughts, newest first
SELECT id, text, source_message_ids, memory_ids, made_at, good_until, used_at, settled_at
FROM thoughts
WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '')
ORDER BY made_at DESC, id
LIMIT %(limit)s

-- words_behind: the person's words that thoughts rest on
SELECT id, content, created_at AS said_at
FROM messages
WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '') AND id = ANY(%(message_ids)s)
ORDER BY position

-- settle_thought: note that a thought is done with
UPDATE thoughts SET settled_at = coalesce(settled_at, %(now)s)
WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '') AND id = %(thought_id)s
RETURNING id, text, source_message_ids, memory_ids, made_at, good_until, used_at, settled_at

-- delete_thought: forget a thought
DELETE FROM thoughts
WHERE user_id = %(person_id)s AND stream = coalesce(%(agent_id)s, '') AND id = %(thought_id)s
RETURNING id

-- forget_thoughts: forget thoughts that rest on what is forgotten, or tell of it
DELETE FROM thoughts
WHERE user_id = %(person_id)s
    AND stream = coalesce(%(agent_id)s, '')
    AND (
        source_message_ids && %(message_ids)s::uuid[]
        OR memory_ids && %(memory_ids)s::uuid[]
        OR id = ANY(%(thought_ids)s::uuid[])
    )

-- use_thought: note that a message came first because of a thought
UPDATE thoughts SET used_at = %(now)s
WHERE user_id = %(person_id)s
    AND stream = coalesce(%(agent_id)s, '')
    AND id = %(thought_id)s
    AND used_at IS NULL
