"""The trusted side's code of what is right: solutions, oracles, misconceptions, hidden checks."""
