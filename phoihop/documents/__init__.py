"""Files, versions of texts, and the one layout of papers that go out."""
