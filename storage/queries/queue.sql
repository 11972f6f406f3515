-- enqueue_job: put a job in the queue, unless one with the same queueing lock waits
SELECT enqueue_job(%(queue)s, %(task)s, %(lock)s, %(queueing_lock)s, %(args)s, %(delay)s)
