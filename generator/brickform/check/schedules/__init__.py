"""When a job runs: Quartz expressions and time zones."""
