"""The generic pages of every record: list, detail, act; the frame around them; errors in three sentences."""
