# row: speaking between calls
# tries: to confuse the next request by bytes that nobody asked for
# held by: bytes out of turn end the process; the next call has a fresh one
# points: 4.06
# got: -1|the process answered out of turn in `theta_size`

import os
import threading
import time


def theta_size(n_previous, n_this):
    def speak():
        time.sleep(0.02)
        os.write(3, b"\x00\x00\x00\x01\xc0")

    threading.Thread(target=speak, daemon=True).start()
    return -1
