-- Messages that are removed by age are looked for as answers, too: without an index every one would read all messages.
CREATE INDEX messages_answered_by ON messages (answered_by) WHERE answered_by IS NOT NULL;
