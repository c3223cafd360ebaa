# row: hostile names of classes
# tries: to fill the report by the name of a class (1 MB)
# held by: text is cut to 300 characters on both sides of the wire
# loses: theta_size
# got: .{1,500}

def theta_size(n_previous, n_this):
    raise type("E" * 1_000_000, (Exception,), {})("m" * 1_000_000)
