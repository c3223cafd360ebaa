# row: asking in advance
# tries: to have questions lie ready always, so that the trusted side answers and never waits
# held by: what the trusted side computes for a check is bounded, and so is the submission's time
# exercise: e07_dense
# loses: dense_forward
# may lose: everything
# got: (stopped after .*|this submission used its 4 s|checking this answer took more than .* of computing)

import gc
import os
import struct
import threading


def _ask(request):
    keys = ["id", "ask", "module", "function", "arguments", "keywords"]
    texts = [*keys, "exercises.e04_sigmoid", "sigmoid"]
    text = "".join(texts).encode()
    head = f"[[2,4,4,5,5,[3,1],[2]],1,2,{len(texts)},{len(text)}]".encode()
    columns = struct.pack("<d2q8I", 0.0, request, 1, *map(len, texts))
    payload = struct.pack(">I", len(head)) + head + columns + text
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
