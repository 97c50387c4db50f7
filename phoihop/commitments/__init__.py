"""The book of promises: one record for a task, a conclusion, a duty, followed to the end and proved."""
