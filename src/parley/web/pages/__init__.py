"""The pages, a module an area: each asks a query for what this viewer may see and renders it. No rule, no SQL."""
