# row: asking in advance
# tries: to have questions lie ready always, so that the trusted side answers and never waits
# held by: the submission's time is looked at before each answer
# exercise: e07_dense
# points: 4.73
# least: 0
# got: (stopped after .*|this submission used its 4 s)

import gc
import os
import struct
import threading


def _text(text):
    return b"\xdb" + struct.pack(">I", len(text)) + text.encode()


def _int(number):
    return b"\xd3" + struct.pack(">q", number)


def _ask(request):
    pairs = [
        (_text("id"), _int(request)),
        (_text("ask"), _int(1)),
        (_text("module"), _text("exercises.e04_sigmoid")),
        (_text("function"), _text("sigmoid")),
        (_text("arguments"), b"\xdd" + struct.pack(">IBd", 1, 0xCB, 0.0)),
        (_text("keywords"), b"\xdf" + struct.pack(">I", 0)),
    ]
    payload = b"\xdf" + struct.pack(">I", len(pairs)) + b"".join(a + b for a, b in pairs)
    return struct.pack(">I", len(payload)) + payload


def _read():
    while True:
        os.read(3, 1 << 20)


def dense_forward(W, b, a):
    (connection,) = [o for o in gc.get_objects() if type(o).__name__ == "_Connection"]
    threading.Thread(target=_read, daemon=True).start()
    rest = memoryview(_ask(connection.request) * 100_000)
    while rest:
        rest = rest[os.write(3, rest) :]
    return sigmoid(W @ a + b)
