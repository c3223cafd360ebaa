"""The `nudge` command: parse, call, print; no logic."""
