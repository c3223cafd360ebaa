# row: speaking between calls
# tries: to confuse the next request by bytes that nobody asked for
# held by: bytes out of turn end the process and cost its own call; the next one has a fresh process
# loses: theta_size
# may lose: everything
# got: -1|the process answered out of turn in `.*

import os
import threading
import time


def theta_size(n_previous, n_this):
    def speak():
        for _ in range(20):
            time.sleep(0.001)
            os.write(3, b"\x00\x00\x00\x0f\x00\x00\x00\x0b[0,0,0,0,0]")

    threading.Thread(target=speak, daemon=True).start()
    return -1
