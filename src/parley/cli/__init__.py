"""The ``parley`` command: opens files and folders for the pure packages and prints what came of it."""
