"""What every domain has in common: one way in (perform), one page on who may (access), states, contents, jobs, the sheet.

Nothing here knows a domain by name: all of them come as values, in the registry that the wiring hands over.
"""
