-- A message comes in, and a turn ends, by one statement each: a trip of one is all that goes over the wire.

-- Take a talk that has unanswered messages and is free, or was taken by this very attempt; no row otherwise.
CREATE FUNCTION claim_talk(
    of_person uuid, for_holder text, attempt uuid, is_ours boolean, until timestamptz, block bigint, moment timestamptz
) RETURNS TABLE (epoch bigint, next_seq bigint) LANGUAGE plpgsql AS
$$
#variable_conflict use_column
BEGIN
    PERFORM FROM talks WHERE user_id = of_person FOR UPDATE;  -- the next statement sees what others wrote before
    RETURN QUERY UPDATE talks
    SET holder = for_holder,
        claim_id = attempt,
        epoch = epoch + 1,
        lease_until = until,
        next_seq = next_seq + block
    WHERE user_id = of_person
        AND (
            holder IS NULL
            OR claim_id = attempt
            OR (lease_until < moment AND (holder <> for_holder OR NOT is_ours))
        )
        AND EXISTS (SELECT FROM messages WHERE user_id = of_person AND role = 'user' AND settled_at IS NULL)
    RETURNING epoch, next_seq - block;
END
$$;

-- Store what a person said, unless it is there already, and claim their talk if it is free. Returns the message, or
-- the earlier one with its client id, and with a claim everything that waits for an answer, oldest first.
CREATE FUNCTION receive_message(
    of_person uuid, new_id uuid, to_agent text, from_client text, said text, media text[],
    for_holder text, attempt uuid, is_ours boolean, until timestamptz, block bigint, moment timestamptz
) RETURNS TABLE (message messages, waits boolean, epoch bigint, claimed_seq bigint) LANGUAGE plpgsql AS
$$
#variable_conflict use_column
DECLARE
    claimed record;
BEGIN
    PERFORM set_config('miolumi.person', of_person::text, true);
    INSERT INTO talks (user_id) VALUES (of_person) ON CONFLICT (user_id) DO NOTHING;
    PERFORM FROM talks WHERE user_id = of_person FOR UPDATE;
    INSERT INTO messages (id, user_id, agent_id, client_id, role, content, media_urls, created_at)
    VALUES (new_id, of_person, to_agent, from_client, 'user', said, media, moment)
    ON CONFLICT DO NOTHING;
    SELECT * INTO claimed FROM claim_talk(of_person, for_holder, attempt, is_ours, until, block, moment);
    RETURN QUERY
    SELECT messages, role = 'user' AND settled_at IS NULL, talks.epoch, claimed.next_seq
    FROM messages JOIN talks USING (user_id)
    WHERE user_id = of_person
        AND (
            id = new_id
            OR client_id = from_client
            OR (claimed.epoch IS NOT NULL AND role = 'user' AND settled_at IS NULL)
        )
    ORDER BY position;
END
$$;

-- Put a job in the queue, unless one with the same queueing lock waits; that one is held until we commit.
CREATE FUNCTION enqueue_job(
    in_queue text, task text, by_lock text, by_queueing_lock text, args jsonb, delay interval
) RETURNS void LANGUAGE plpgsql AS
$$
BEGIN
    PERFORM FROM procrastinate_jobs WHERE queueing_lock = by_queueing_lock AND status = 'todo' FOR UPDATE;
    IF NOT FOUND THEN
        PERFORM procrastinate_defer_jobs_v1(ARRAY[ROW(
            in_queue, task, 0, by_lock, by_queueing_lock, args, now() + delay
        )::procrastinate_job_to_defer_v1]);
    END IF;
END
$$;

-- Book what model calls cost; booked twice, they are there once.
CREATE FUNCTION book_spendings(of_person uuid, of_agent text, calls json, moment timestamptz) RETURNS void
LANGUAGE plpgsql AS
$$
BEGIN
    INSERT INTO token_transactions (
        id, user_id, agent_id, operation_type, model_id,
        input_tokens, cached_input_tokens, output_tokens, cost_usd, created_at
    )
    SELECT id, of_person, of_agent, operation, model,
        input_tokens, cached_input_tokens, output_tokens, cost_usd, moment
    FROM json_to_recordset(calls) AS spent (
        id uuid, operation text, model text,
        input_tokens int, cached_input_tokens int, output_tokens int, cost_usd numeric
    )
    ON CONFLICT (id) DO NOTHING;
END
$$;

-- Store everything that ends a turn, unless somebody has claimed the talk since. Returns whether the talk is kept:
-- it is when more was said, and let go otherwise. Run twice, it leaves the same as once.
CREATE FUNCTION finish_turn(
    of_person uuid, of_epoch bigint, of_agent text, turn json, vectors vector[], block bigint, moment timestamptz
) RETURNS boolean LANGUAGE plpgsql AS
$$
DECLARE
    part record;
    more boolean;
BEGIN
    PERFORM set_config('miolumi.person', of_person::text, true);
    PERFORM keep_claim(of_person, of_epoch);
    SELECT * INTO part FROM json_to_record(turn) AS parts (
        reply json, answered_by uuid, settled uuid[], kind text, emotion jsonb, indexes json,
        frames json, first_seq bigint, last_seq bigint, spendings json
    );

    WITH findable AS MATERIALIZED (
        SELECT message_id, array_to_tsvector(terms) AS terms, vectors[vector] AS embedding, embedder
        FROM json_to_recordset(part.indexes) AS found (message_id uuid, terms text[], vector int, embedder text)
    ), said AS (
        INSERT INTO messages (
            id, user_id, agent_id, role, kind, content, ended, emotion_state, terms, embedding, embedder, created_at
        )
        SELECT
            id, of_person, agent_id, 'assistant', kind, content, ended, emotion,
            findable.terms, findable.embedding, findable.embedder, moment
        FROM json_to_record(part.reply) AS reply (
            id uuid, agent_id text, kind text, content text, ended text, emotion jsonb
        ) LEFT JOIN findable ON message_id = id
        WHERE id IS NOT NULL
        ON CONFLICT (id) DO NOTHING
    )
    UPDATE messages
    SET settled_at = moment,
        answered_by = part.answered_by,
        kind = coalesce(part.kind, messages.kind),
        emotion_state = part.emotion,
        terms = coalesce(findable.terms, messages.terms),
        embedding = coalesce(findable.embedding, messages.embedding),
        embedder = coalesce(findable.embedder, messages.embedder)
    FROM unnest(part.settled) AS message_id LEFT JOIN findable USING (message_id)
    WHERE user_id = of_person AND id = message_id AND settled_at IS NULL;

    UPDATE companions SET emotion_state = part.emotion, updated_at = moment
    WHERE user_id = of_person AND coalesce(agent_id, '') = coalesce(of_agent, '');

    INSERT INTO frames (user_id, first_seq, last_seq, body, created_at)
    SELECT of_person, part.first_seq, part.last_seq, part.frames, moment
    WHERE part.first_seq IS NOT NULL
    ON CONFLICT (user_id, first_seq) DO NOTHING;

    PERFORM book_spendings(of_person, of_agent, part.spendings, moment);

    more := EXISTS (SELECT FROM messages WHERE user_id = of_person AND role = 'user' AND settled_at IS NULL);
    UPDATE talks
    SET holder = CASE WHEN more THEN holder END,
        claim_id = CASE WHEN more THEN claim_id END,
        lease_until = CASE WHEN more THEN lease_until END,
        next_seq = coalesce(part.last_seq + 1 + CASE WHEN more THEN block ELSE 0 END, next_seq)
    WHERE user_id = of_person AND epoch = of_epoch
    RETURNING holder IS NOT NULL INTO more;
    RETURN more;
END
$$;
