-- companion_of: one companion of a person
SELECT id, agent_id, name, personality, voice_id, emotion_state, reply_mode, updated_at AS felt_at
FROM companions
WHERE user_id = %(person_id)s AND coalesce(agent_id, '') = coalesce(%(agent_id)s, '')

-- state_of: what a prompt always holds, in one row; `facts` stand for MEMORY.md until it is first written
SELECT
    (
        SELECT json_build_object(
            'id', id, 'agent_id', agent_id, 'name', name, 'personality', personality,
            'voice_id', voice_id, 'emotion_state', emotion_state, 'reply_mode', reply_mode
        )
        FROM companions
        WHERE user_id = %(person_id)s AND coalesce(agent_id, '') = coalesce(%(agent_id)s, '')
    ) AS companion,
    (
        SELECT json_build_object(
            'purpose_and_context', purpose_and_context, 'current_state', current_state,
            'key_learnings', key_learnings, 'approach_and_patterns', approach_and_patterns,
            'tools_and_resources', tools_and_resources, 'summarised_position', summarised_position,
            'extracted_position', extracted_position, 'forgets', forgets
        )
        FROM recent_memories
        WHERE user_id = %(person_id)s AND coalesce(agent_id, '') = coalesce(%(agent_id)s, '')
    ) AS recent,
    NOT EXISTS (
        SELECT FROM outreach_settings
        WHERE user_id = %(person_id)s
            AND stream = %(stream)s
            AND (asked_at IS NOT NULL OR kinds && '{follow_up, check_in, greeting}')
    ) AND (
        SELECT count(*) = %(offer_after)s
        FROM (
            SELECT FROM messages
            WHERE user_id = %(person_id)s AND stream = %(stream)s AND role = 'user'
            LIMIT %(offer_after)s
        ) AS said
    ) AS may_offer,
    (
        SELECT json_build_object('start', quiet_start, 'end', quiet_end) FROM outreach_settings
        WHERE user_id = %(person_id)s AND stream = %(stream)s AND quiet_start IS NOT NULL
    ) AS quiet,
    (
        SELECT stage FROM relationships WHERE user_id = %(person_id)s AND agent_id = %(agent_id)s
    ) AS stage,
    (
        SELECT json_build_object('label', mood ->> 'told', 'said_at', created_at)
        FROM messages
        WHERE user_id = %(person_id)s
            AND stream = %(stream)s
            AND role = 'user'
            AND settled_at IS NOT NULL
        ORDER BY position DESC
        LIMIT 1
    ) AS told_mood,
    (
        SELECT json_build_object(
            'revision', revision,
            'sheet', CASE WHEN revision IS DISTINCT FROM %(known_sheet)s THEN sheet END,
            'turns', (
                SELECT max(number) FROM message_keys
                WHERE user_id = %(person_id)s AND stream = %(stream)s
            )
        )
        FROM personas
        WHERE user_id = %(person_id)s AND slug = %(agent_id)s
    ) AS brought,
    (
        SELECT json_agg(in_window ORDER BY position)
        FROM (
            SELECT
                id, agent_id, position, role, kind, content, created_at, client_id, media_urls, ended,
                emotion_state
            FROM messages
            WHERE user_id = %(person_id)s
                AND stream = %(stream)s
                AND (role = 'assistant' OR settled_at IS NOT NULL)
            ORDER BY position DESC
            LIMIT %(window)s
        ) AS in_window
    ) AS window,
    (
        SELECT lines FROM profiles
        WHERE user_id = %(person_id)s AND stream = %(stream)s
    ) AS profile,
    (
        SELECT json_agg(known)
        FROM (
            SELECT
                id, agent_id, name, aliases, relationship, attributes, first_mentioned_at,
                last_mentioned_at, mention_count, merged_into
            FROM people
            WHERE user_id = %(person_id)s AND stream = %(stream)s
            ORDER BY last_mentioned_at DESC
            LIMIT %(people)s
        ) AS known
    ) AS people,
    (
        SELECT json_agg(fact)
        FROM (
            SELECT * FROM (
                SELECT id, type, content, importance, learned_at
                FROM memories
                WHERE user_id = %(person_id)s
                    AND stream = %(stream)s
                    AND type IN ('identity', 'preference')
                    AND superseded_at IS NULL
                    AND valid_to IS NULL
                    AND NOT EXISTS (
                        SELECT FROM profiles WHERE user_id = %(person_id)s AND stream = %(stream)s
                    )
                ORDER BY importance DESC, learned_at DESC, id
                LIMIT %(profile)s
            ) AS most_important
            ORDER BY learned_at, id
        ) AS fact
    ) AS facts,
    (
        SELECT json_agg(loop)
        FROM (
            SELECT
                id, agent_id, event, message_ids, importance, happens_from, happens_until, happens_precision,
                due_from, due_until, status, do_not_ask, opened_at, asked_at, closed_at, settled_by
            FROM open_loops
            WHERE user_id = %(person_id)s
                AND stream = %(stream)s
                AND event <> ''
                AND (status IN ('open', 'asked') OR do_not_ask)
            ORDER BY status = 'closed', due_from
            LIMIT %(loops)s
        ) AS loop
    ) AS loops,
    (
        SELECT to_json(forbidden) FROM outreach_settings
        WHERE user_id = %(person_id)s AND stream = %(stream)s
    ) AS unspoken,
    (
        SELECT json_agg(json_build_object('id', id, 'text', text, 'good_until', good_until) ORDER BY made_at, id)
        FROM thoughts
        WHERE user_id = %(person_id)s AND stream = %(stream)s AND used_at IS NULL AND settled_at IS NULL
    ) AS thoughts,
    (
        SELECT json_agg(reminder ORDER BY first_at, id)
        FROM (
            SELECT id, agent_id, what, first_at, timezone, every, insists, message_id, set_at, sent_at
            FROM reminders
            WHERE user_id = %(person_id)s AND stream = %(stream)s AND done_at IS NULL
            ORDER BY first_at, id
            LIMIT %(reminders)s
        ) AS reminder
    ) AS reminders,
    (
        SELECT json_agg(heard ORDER BY learned_at, id)
        FROM (
-- with heard_lines
        ) AS heard
    ) AS shared,
    (
        SELECT json_agg(linked)
        FROM (
            SELECT known_person_id, id, type, content, learned_at
            FROM (
                SELECT
                    named.id AS known_person_id, memories.id, type, content, learned_at, importance,
                    row_number() OVER (
                        PARTITION BY named.id ORDER BY pinned_at IS NULL, importance DESC, learned_at DESC, memories.id
                    ) AS place
                FROM (
                    SELECT id FROM people
                    WHERE user_id = %(person_id)s
                        AND stream = %(stream)s
                        AND EXISTS (
                            SELECT FROM unnest(aliases || name || relationship) AS known_as
                            WHERE known_as <> '' AND position(lower(known_as) IN %(said)s) > 0
                        )
                ) AS named
                JOIN memory_people ON known_person_id = named.id
                JOIN memories ON memories.id = memory_id AND superseded_at IS NULL
                WHERE memories.user_id = %(person_id)s AND memories.stream = %(stream)s
            ) AS remembered
            WHERE place <= %(about)s
            ORDER BY known_person_id, place
        ) AS linked
    ) AS about

-- recent_of: the rolling fields of a person and a companion
SELECT
    purpose_and_context, current_state, key_learnings, approach_and_patterns, tools_and_resources,
    summarised_position, extracted_position, forgets
FROM recent_memories
WHERE user_id = %(person_id)s AND coalesce(agent_id, '') = coalesce(%(agent_id)s, '')

-- find_messages: the messages older than the window that are nearest by meaning, by words (BM25), their neighbours
WITH time_asked AS (
    SELECT min(number) / 16 AS first_pack, max(number) / 16 AS last_pack
    FROM message_keys
    WHERE user_id = %(person_id)s
        AND stream = %(stream)s
        AND (%(start)s::timestamptz IS NOT NULL OR %(end)s::timestamptz IS NOT NULL)
        AND said_at >= coalesce(%(start)s::timestamptz, '-infinity')
        AND said_at < coalesce(%(end)s::timestamptz, 'infinity')
), talk AS MATERIALIZED (
    SELECT number AS documents, greatest(total_size::float8 / number, 1) AS usual_size
    FROM message_keys
    WHERE user_id = %(person_id)s AND stream = %(stream)s
    ORDER BY number DESC
    LIMIT 1
), remembered AS MATERIALIZED (
    SELECT
        id,
        terms,
        length(terms) AS size,
        CASE WHEN embedder = %(embedder)s THEN - (embedding <#> %(vector)b::vector) END AS likeness
    FROM memories
    WHERE user_id = %(person_id)s
        AND stream = %(stream)s
        AND (superseded_at IS NULL OR (%(superseded)s AND superseded_as = 'outdated'))
),
-- with worded
-- with best
, packs AS (
    SELECT pack, signs, wanted
    FROM (SELECT binary_quantize(%(vector)b::vector) AS wanted OFFSET 0) AS asked
    CROSS JOIN time_asked
    CROSS JOIN message_signs
    WHERE user_id = %(person_id)s
        AND stream = %(stream)s
        AND embedder = %(embedder)s
        AND wanted IS NOT NULL
        AND (
            (%(start)s::timestamptz IS NULL AND %(end)s::timestamptz IS NULL)
            OR pack BETWEEN first_pack AND last_pack
        )
    ORDER BY least(
        signs[1] <~> wanted, signs[2] <~> wanted, signs[3] <~> wanted, signs[4] <~> wanted,
        signs[5] <~> wanted, signs[6] <~> wanted, signs[7] <~> wanted, signs[8] <~> wanted,
        signs[9] <~> wanted, signs[10] <~> wanted, signs[11] <~> wanted, signs[12] <~> wanted,
        signs[13] <~> wanted, signs[14] <~> wanted, signs[15] <~> wanted, signs[16] <~> wanted
    )
    LIMIT CASE WHEN %(start)s::timestamptz IS NULL AND %(end)s::timestamptz IS NULL THEN %(candidates)s::int END
), near AS MATERIALIZED (
    SELECT number, row_number() OVER (ORDER BY distance, number DESC) AS place
    FROM (
        SELECT pack * 16 + place - 1 AS number, signs[place] <~> wanted AS distance
        FROM packs CROSS JOIN generate_series(1, 16) AS place
        WHERE signs[place] IS NOT NULL
    ) AS by_signs
    WHERE (%(start)s::timestamptz IS NULL AND %(end)s::timestamptz IS NULL)
        OR number IN (
            SELECT number
            FROM message_keys
            WHERE user_id = %(person_id)s
                AND stream = %(stream)s
                AND said_at >= coalesce(%(start)s::timestamptz, '-infinity')
                AND said_at < coalesce(%(end)s::timestamptz, 'infinity')
        )
    ORDER BY distance, number DESC
    LIMIT %(candidates)s
), term_hits AS MATERIALIZED (
    SELECT numbers, sizes, ln(1 + (documents - hits + 0.5::float8) / (hits + 0.5::float8)) AS weight
    FROM unnest(%(terms)s::text[]) AS wanted (wanted_term)
    CROSS JOIN LATERAL (
        SELECT array_agg(number) AS numbers, array_agg(size) AS sizes, count(*) AS hits
        FROM message_terms
        WHERE user_id = %(person_id)s AND stream = %(stream)s AND term = wanted_term COLLATE "C"
    ) AS said
    CROSS JOIN talk
    WHERE hits > 0
        -- Whoever says the companion's name speaks to it, and seldom of it; a stem differs from the name at its end.
        AND NOT EXISTS (
            SELECT FROM companions
            WHERE user_id = %(person_id)s
                AND coalesce(agent_id, '') = %(stream)s
                AND strpos(lower(name), left(wanted_term, greatest(length(wanted_term) - 1, 2))) > 0
                AND length(wanted_term) >= length(name) - 1
        )
), turn_worded AS MATERIALIZED (
    SELECT
        number,
        sum(weight) / (SELECT sum(weight) FROM term_hits)
            * (1 + %(k1)s * (1 - %(b)s))
            / (1 + %(k1)s * (1 - %(b)s + %(b)s * min(size) / (SELECT usual_size FROM talk))) AS score
    FROM term_hits CROSS JOIN unnest(numbers, sizes) AS turn (number, size)
    GROUP BY number
), by_words AS MATERIALIZED (
    SELECT number, row_number() OVER () AS place
    FROM (
        SELECT number FROM turn_worded ORDER BY score DESC, number DESC LIMIT %(candidates)s
    ) AS best_worded
), chosen AS (
    SELECT number FROM near
    UNION SELECT number FROM by_words
    UNION SELECT number + beside FROM near CROSS JOIN (VALUES (-1), (1)) AS neighbours (beside)
        WHERE place <= %(neighbours)s
    UNION SELECT number + beside FROM by_words CROSS JOIN (VALUES (-1), (1)) AS neighbours (beside)
        WHERE place <= %(neighbours)s
    UNION SELECT number
        FROM best
        JOIN memories USING (id)
        CROSS JOIN unnest(source_message_ids) AS source (message_id)
        CROSS JOIN LATERAL (
            SELECT number FROM message_keys WHERE message_keys.message_id = source.message_id OFFSET 0
        ) AS key
)
SELECT
    message_id AS id, content, created_at, role, position, number, episode_id,
    CASE WHEN %(superseded)s THEN (SELECT title FROM episodes WHERE episodes.id = episode_id) END AS episode_title,
    vector_score,
    coalesce(score, 0)::float8 AS keyword_score
FROM chosen
CROSS JOIN LATERAL (
    SELECT message_id
    FROM message_keys
    WHERE user_id = %(person_id)s AND stream = %(stream)s AND message_keys.number = chosen.number
    OFFSET 0
) AS key
CROSS JOIN LATERAL (
    SELECT
        content, created_at, role, position, episode_id,
        CASE WHEN embedder = %(embedder)s
            THEN greatest(- (embedding <#> %(vector)b::vector), 0) ELSE 0 END::float8 AS vector_score
    FROM messages
    WHERE id = message_id
    OFFSET 0
) AS message
LEFT JOIN turn_worded USING (number)
ORDER BY position

-- find_memories: the memories that hold, or ever held, and are nearest by meaning, and those nearest by words (BM25)
WITH remembered AS MATERIALIZED (
    SELECT
        id,
        terms,
        length(terms) AS size,
        CASE WHEN embedder = %(embedder)s THEN - (embedding <#> %(vector)b::vector) END AS likeness
    FROM memories
    WHERE user_id = %(person_id)s
        AND
-- with known_to
        AND (superseded_at IS NULL OR (%(superseded)s AND superseded_as = 'outdated'))
),
-- with worded
-- with best
SELECT
    id, agent_id, type, subtype, content, quote, importance, people, source_message_ids,
    learned_at, last_mentioned_at, valid_from, valid_to, valid_precision, superseded_at, superseded_by, superseded_as,
    embedder, episode_id, pinned_at, origin, shared_at,
    CASE WHEN %(superseded)s THEN (SELECT title FROM episodes WHERE episodes.id = episode_id) END AS episode_title,
    greatest(coalesce(likeness, 0), 0)::float8 AS vector_score,
    coalesce(score, 0)::float8 AS keyword_score
FROM best JOIN memories USING (id)
WHERE user_id = %(person_id)s
ORDER BY learned_at, id
