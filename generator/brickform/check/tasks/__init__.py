"""The tasks of a job: how they wait for each other, and what they share."""
