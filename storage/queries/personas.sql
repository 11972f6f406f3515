-- imported_personas: the personas a person brought, without their files
SELECT slug, name, card, form, imported_at
FROM personas
WHERE user_id = %(person_id)s
ORDER BY slug

-- imported_persona: one persona a person brought, with its file
SELECT slug, name, card, form, imported_at, original
FROM personas
WHERE user_id = %(person_id)s AND slug = %(slug)s

-- store_persona: keep a persona, in place of the one that is called so; no row when there are too many
INSERT INTO personas (user_id, slug, name, card, form, original, imported_at)
SELECT %(person_id)s, %(slug)s, %(name)s, %(card)s, %(form)s, %(original)s, %(now)s
WHERE (SELECT count(*) FROM personas WHERE user_id = %(person_id)s AND slug <> %(slug)s) < %(most)s
ON CONFLICT (user_id, slug) DO UPDATE
SET name = excluded.name,
    card = excluded.card,
    form = excluded.form,
    original = excluded.original,
    imported_at = excluded.imported_at
RETURNING slug

-- remove_persona: let go of a persona a person brought
DELETE FROM personas WHERE user_id = %(person_id)s AND slug = %(slug)s
RETURNING slug
