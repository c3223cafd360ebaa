# row: patching the worker
# tries: to make the worker's own conversion let everything pass
# held by: the trusted side decodes and converts again; a frame holds nothing but plain values
# loses: theta_size
# got: a value outside.*|an? .*|the answer could not be read in `theta_size`|-1

import gc
import types


def _let_pass(value):
    return value


for _thing in gc.get_objects():
    if isinstance(_thing, types.FunctionType) and _thing.__name__ in ("plain", "_plain_array"):
        _thing.__code__ = _let_pass.__code__


class Anything:
    def __eq__(self, other):
        return True


def theta_size(n_previous, n_this):
    return Anything()
