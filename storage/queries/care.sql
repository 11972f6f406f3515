-- referrals_in: how often somebody was told where help is, by month and reason, within a year
SELECT month, referral, count FROM care_counts
WHERE month >= %(start)s AND month < %(end)s
ORDER BY month, referral
