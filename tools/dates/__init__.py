"""Time expressions in English and Chinese, read as ranges with their precision.

Own code because no kept library does both: dateparser and parsedatetime give moments, not ranges,
and find dates in everyday words; JioNLP reads Chinese alone and brings a large dictionary along.
"""
