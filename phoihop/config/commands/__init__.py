"""One file per subcommand: ``arguments(parser)`` and ``run(options)``."""
