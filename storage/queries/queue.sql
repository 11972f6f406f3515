-- enqueue_job: put a job in the queue, unless one with the same queueing lock waits; that one is held until we commit
WITH waiting AS (
    SELECT FROM procrastinate_jobs
    WHERE queueing_lock = %(queueing_lock)s AND status = 'todo'
    FOR UPDATE
)
SELECT procrastinate_defer_jobs_v1(ARRAY[ROW(
    %(queue)s, %(task)s, 0, %(lock)s, %(queueing_lock)s, %(args)s, now() + %(delay)s
)::procrastinate_job_to_defer_v1])
WHERE NOT EXISTS (SELECT FROM waiting)
