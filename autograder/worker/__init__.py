"""The program that runs in the untrusted process; it imports nothing of the trusted side."""
