"""The door for machines: JSON operations and OpenAPI, derived from the declared actions and records."""
