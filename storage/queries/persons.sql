-- add_person: make a person unless one signs in like this already
INSERT INTO users (subject, timezone, language, country, created_at, updated_at)
VALUES (%(subject)s, %(timezone)s, %(language)s, %(country)s, %(now)s, %(now)s)
ON CONFLICT (subject) DO NOTHING

-- add_first_companion: give a person without a companion one
INSERT INTO companions (user_id, name, created_at, updated_at)
SELECT id, %(companion_name)s, %(now)s, %(now)s FROM users WHERE subject = %(subject)s
ON CONFLICT (user_id, agent_id) DO NOTHING

-- add_talk: give a person a talk
INSERT INTO talks (user_id)
SELECT id FROM users WHERE subject = %(subject)s
ON CONFLICT (user_id) DO NOTHING

-- person_by_subject: the person that signs in like this
SELECT id, subject, timezone, name, country, language, age_group, region, age_vouched, heavy_use_hours FROM users WHERE subject = %(subject)s

-- person_by_id: one person
SELECT id, subject, timezone, name, country, language, age_group, region, age_vouched, heavy_use_hours FROM users WHERE id = %(person_id)s

-- update_person: change what a person may change
UPDATE users
SET name = %(name)s,
    timezone = coalesce(%(timezone)s, timezone),
    country = %(country)s,
    language = %(language)s,
    age_group = CASE WHEN age_vouched THEN age_group ELSE %(age_group)s END,
    region = %(region)s,
    heavy_use_hours = %(heavy_use_hours)s,
    updated_at = %(now)s
WHERE id = %(person_id)s
RETURNING id, subject, timezone, name, country, language, age_group, region, age_vouched, heavy_use_hours

-- vouch_age: keep the age group that the sign-in service gives
UPDATE users SET age_group = %(age_group)s, age_vouched = true, updated_at = %(now)s
WHERE subject = %(subject)s AND (age_group IS DISTINCT FROM %(age_group)s OR NOT age_vouched)

-- assume_age: give a person who was just made the age group of people who have not said theirs
UPDATE users SET age_group = %(assumed_age)s
WHERE subject = %(subject)s AND age_group IS NULL AND created_at = %(now)s

-- state_country: keep the country a person says they are in
UPDATE users SET country = %(country)s, updated_at = %(now)s
WHERE id = %(person_id)s
RETURNING id, subject, timezone, name, country, language, age_group, region, age_vouched, heavy_use_hours

-- delete_person: remove a person and everything that is kept of them
DELETE FROM users WHERE id = %(person_id)s
