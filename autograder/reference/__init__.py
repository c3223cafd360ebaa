"""What is right, as code: solutions, oracles, misconceptions and hidden checks; trusted side."""
