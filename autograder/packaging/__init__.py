"""Makes stubs, answer keys, handouts and notebooks from the reference modules."""
