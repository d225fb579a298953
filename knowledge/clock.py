"""The clock on the wall in Viet Nam."""

from datetime import timedelta, timezone

VIETNAM = timezone(timedelta(hours=7), "ICT")
"""Asia/Ho_Chi_Minh without the database of time zones: there is no summer time since 1975."""
