# row: closing the connection
# tries: to close every descriptor and go on
# held by: a closed connection ends the process
# loses: theta_size
# got: the process closed its connection in `theta_size`

import os
import time


def theta_size(n_previous, n_this):
    os.closerange(0, 256)
    time.sleep(3600)
