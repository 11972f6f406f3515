-- companions_of: all companions of a person, Lumi first
SELECT id, agent_id, name, personality, voice_id, emotion_state, reply_mode
FROM companions
WHERE user_id = %(person_id)s
ORDER BY agent_id NULLS FIRST

-- add_companion: give a person a companion, unless it is there
INSERT INTO companions (user_id, agent_id, name, created_at, updated_at)
VALUES (%(person_id)s, %(agent_id)s, %(name)s, %(now)s, %(now)s)
ON CONFLICT (user_id, agent_id) DO NOTHING

-- set_reply_mode: have a companion's replies short, as usual, long, or again as it is itself
UPDATE companions SET reply_mode = %(mode)s, updated_at = %(now)s
WHERE user_id = %(person_id)s AND coalesce(agent_id, '') = coalesce(%(agent_id)s, '')

-- rename_companion: call a companion something else
UPDATE companions SET name = %(name)s, updated_at = %(now)s
WHERE user_id = %(person_id)s AND coalesce(agent_id, '') = coalesce(%(agent_id)s, '')
