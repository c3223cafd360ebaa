# row: reading other submissions
# tries: to read what a neighbour handed in
# held by: Landlock; sources travel in memory, so they are in no folder that a worker has
# loses: theta_size
# got: (PermissionError|FileNotFoundError): .*

def theta_size(n_previous, n_this):
    loot = open("@sibling@").read()
    print(loot)
    raise ValueError(loot)
