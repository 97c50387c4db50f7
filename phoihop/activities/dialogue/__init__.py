"""dialogue: one kind of work of the field."""
