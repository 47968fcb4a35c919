"""The application: one way in (perform), one page on who may (access), what there is (catalog)."""
