"""What is made from the one source: stubs, answer keys, handouts."""
