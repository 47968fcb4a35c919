"""Everything that people do at the table, done in a browser by pressing what the pages show; no command is posted by hand."""
