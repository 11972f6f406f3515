-- referrals_in: how often somebody was told where help is, by month and reason, within a year
SELECT month, referral, count FROM care_counts
WHERE month >= %(start)s AND month < %(end)s
ORDER BY month, referral

-- kept_back_in: how often a sentence was left out of a reply, by month and rule, within a year
SELECT month, rule, count FROM kept_back_counts
WHERE month >= %(start)s AND month < %(end)s
ORDER BY month, rule
