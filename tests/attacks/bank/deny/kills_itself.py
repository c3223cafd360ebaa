# row: killing itself
# tries: to end as if the system had killed it because memory was short, so that the machine is blamed
# held by: the system counts such kills; a pid namespace, whose first process cannot kill itself
# loses: theta_size
# got: -1|the process was ended by signal 9 \(out of memory, or killed from outside\) in `theta_size`
# final: yes

import os
import signal


def theta_size(n_previous, n_this):
    os.kill(os.getpid(), signal.SIGKILL)
    return -1
