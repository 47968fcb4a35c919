"""Names: from writing to sound, in every script the lists use."""
