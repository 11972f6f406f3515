-- How long a companion's replies are. NULL is as its own rhythm says; Lumi's is natural.
ALTER TABLE companions ADD COLUMN reply_mode text CHECK (reply_mode IN ('concise', 'natural', 'expansive'));
