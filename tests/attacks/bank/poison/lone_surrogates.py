# row: lone surrogates
# tries: to break JSON and HTML by text that no UTF-8 file can hold
# held by: text that cannot be sent is refused, and bytes are decoded with replacement
# loses: theta_size
# got: .*

import os


def theta_size(n_previous, n_this):
    os.write(1, b"\xed\xa0\x80\xff\xfe\n")
    raise ValueError("\ud800\udfff")
