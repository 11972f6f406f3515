-- brought_personas: one line about each persona a person brought
SELECT slug, name, tagline, form, imported_at
FROM personas
WHERE user_id = %(person_id)s
ORDER BY slug

-- met_personas: every persona a person has met, those they let go of too
SELECT agent_id AS slug, name, created_at AS met_at, left_at, emotion_state
FROM companions
WHERE user_id = %(person_id)s AND agent_id IS NOT NULL
ORDER BY agent_id

-- brought_persona: one persona a person brought, with its file
SELECT slug, name, tagline, card, sheet, revision, form, imported_at, CASE WHEN %(with_file)s THEN original END AS original
FROM personas
WHERE user_id = %(person_id)s AND slug = %(slug)s

-- slug_of_card: as what a person has brought a card already
SELECT slug FROM personas WHERE user_id = %(person_id)s AND card = %(card)s ORDER BY slug LIMIT 1

-- store_persona: keep a persona, in place of the one that is called so; no row when there are too many
INSERT INTO personas (user_id, slug, name, tagline, card, sheet, revision, form, original, imported_at)
SELECT
    %(person_id)s, %(slug)s, %(name)s, %(tagline)s, %(card)s, %(sheet)s, %(revision)s, %(form)s, %(original)s, %(now)s
WHERE (SELECT count(*) FROM personas WHERE user_id = %(person_id)s AND slug <> %(slug)s) < %(most)s
ON CONFLICT (user_id, slug) DO UPDATE
SET name = excluded.name,
    tagline = excluded.tagline,
    card = excluded.card,
    sheet = excluded.sheet,
    revision = excluded.revision,
    form = excluded.form,
    original = excluded.original,
    imported_at = excluded.imported_at
RETURNING slug

-- renew_sheet: replace what a turn tells of a card
UPDATE personas SET sheet = %(sheet)s, revision = %(revision)s
WHERE user_id = %(person_id)s AND slug = %(slug)s

-- remove_persona: let go of a persona a person brought; nothing that waits for its answer waits any longer
WITH gone AS (
    DELETE FROM personas WHERE user_id = %(person_id)s AND slug = %(slug)s RETURNING slug
), parted AS (
    UPDATE companions SET left_at = %(now)s
    WHERE user_id = %(person_id)s AND agent_id = %(slug)s AND EXISTS (SELECT FROM gone)
), settled AS (
    UPDATE messages SET settled_at = %(now)s
    WHERE user_id = %(person_id)s
        AND stream = %(slug)s
        AND role = 'user'
        AND settled_at IS NULL
        AND EXISTS (SELECT FROM gone)
)
SELECT slug FROM gone

-- meet_companion: let a person and a persona know each other, again if they did before
INSERT INTO companions (user_id, agent_id, name, emotion_state, created_at, updated_at)
VALUES (%(person_id)s, %(agent_id)s, %(name)s, %(emotion)s, %(now)s, %(now)s)
ON CONFLICT (user_id, agent_id) DO UPDATE SET left_at = NULL, updated_at = %(now)s
WHERE companions.left_at IS NOT NULL

-- greet: say the first words of a talk; no row where something was said already
INSERT INTO messages (id, user_id, agent_id, role, kind, content, ended, terms, created_at)
SELECT
    %(message_id)s, %(person_id)s, %(agent_id)s, 'assistant', 'talk', %(content)s, 'complete',
    array_to_tsvector(%(terms)s), %(now)s
WHERE NOT EXISTS (SELECT FROM messages WHERE user_id = %(person_id)s AND stream = %(agent_id)s)
RETURNING id
