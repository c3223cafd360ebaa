"""The checks, the misconceptions and the engine that finds out what is right."""
