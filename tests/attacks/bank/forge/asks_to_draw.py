# row: the worker's own exit code
# tries: to end as a worker ends that lacks matplotlib, so that its call is made again and again
# held by: the process that has matplotlib is asked once, and another end is its own
# loses: theta_size
# got: the process ended in `theta_size` \(exit code 77\).*
# printed: ^(tried\n){2,3}$

import os


def theta_size(n_previous, n_this):
    print("tried", flush=True)
    os._exit(77)
