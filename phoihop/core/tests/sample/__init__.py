"""A kind of work that exists only in tests: errands between bodies known by number."""
