-- Everything that is remembered of a person, one line each, without ids and times of writing.
SELECT concat_ws(
    ' | ', 'memory', type, content, importance::numeric(3, 2), superseded_as, valid_from, valid_to,
    cardinality(source_message_ids)
) AS line
FROM memories WHERE user_id = %(person_id)s
UNION ALL
SELECT concat_ws(' | ', 'somebody', name, relationship, mention_count) FROM people WHERE user_id = %(person_id)s
UNION ALL
SELECT concat_ws(' | ', 'preference', key, value, superseded_at IS NULL)
FROM preferences WHERE user_id = %(person_id)s
UNION ALL
SELECT concat_ws(' | ', 'episode', title, started_at, ended_at) FROM episodes WHERE user_id = %(person_id)s
UNION ALL
SELECT concat_ws(' | ', 'count', reason, count) FROM extraction_counts WHERE user_id = %(person_id)s
UNION ALL
SELECT concat_ws(' | ', 'change', kind, made_at) FROM memory_changes WHERE user_id = %(person_id)s
UNION ALL
SELECT concat_ws(' | ', 'line', line ->> 'section', line ->> 'text')
FROM profiles, jsonb_array_elements(lines) AS line WHERE user_id = %(person_id)s
UNION ALL
SELECT concat_ws(' | ', 'company', people.name, memories.content)
FROM memory_people JOIN people ON people.id = known_person_id JOIN memories ON memories.id = memory_id
WHERE memory_people.user_id = %(person_id)s
ORDER BY line
