-- enqueue_job: put a job in the queue, unless one with the same queueing lock waits
SELECT enqueue_job(%(queue)s, %(task)s, %(lock)s, %(queueing_lock)s, %(args)s, %(delay)s)

-- revive_jobs: give the jobs of workers that died to others; which killed too many is taken no more
WITH stalled AS (
    SELECT jobs.id
    FROM procrastinate_jobs AS jobs
    LEFT JOIN procrastinate_workers AS workers ON workers.id = jobs.worker_id
    WHERE jobs.status = 'doing'
        AND (workers.id IS NULL OR workers.last_heartbeat < now() - %(stalled)s::interval)
    FOR UPDATE OF jobs SKIP LOCKED
)
UPDATE procrastinate_jobs AS jobs
SET status = CASE WHEN attempts + 1 < %(most)s THEN 'todo' ELSE 'failed' END::procrastinate_job_status,
    attempts = attempts + 1,
    worker_id = NULL,
    queueing_lock = NULL,
    scheduled_at = now()
FROM stalled
WHERE jobs.id = stalled.id
RETURNING jobs.id, jobs.status::text AS status

-- dead_jobs: what failed too often or killed its workers, oldest first
SELECT
    id, task_name AS task, args, attempts,
    (SELECT max(at) FROM procrastinate_events WHERE job_id = jobs.id AND type = 'failed') AS died_at
FROM procrastinate_jobs AS jobs
WHERE status = 'failed'
ORDER BY id

-- retry_jobs: begin a dead job anew, or all; without its queueing lock, which another may hold by now
UPDATE procrastinate_jobs
SET status = 'todo', attempts = 0, worker_id = NULL, queueing_lock = NULL, scheduled_at = now(), args = args - 'failures'
WHERE status = 'failed' AND (%(job_id)s::bigint IS NULL OR id = %(job_id)s)
RETURNING id

-- discard_jobs: throw a dead job away, or all
DELETE FROM procrastinate_jobs
WHERE status = 'failed' AND (%(job_id)s::bigint IS NULL OR id = %(job_id)s)
RETURNING id

-- queue_figures: how much is being done, waits although it is due, and is dead
SELECT
    (SELECT count(*) FROM procrastinate_jobs WHERE status = 'doing') AS running,
    (
        SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo' AND scheduled_at < now() - %(late)s::interval
    ) AS late,
    (SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed') AS dead
