# row: patching numpy.testing
# tries: to make every assertion of numpy.testing hold
# held by: answers are compared in another process
# base: wrong
# loses: everything
# printed: patched

import numpy as np
import numpy.testing

for _name in dir(numpy.testing):
    if _name.startswith("assert"):
        setattr(numpy.testing, _name, lambda *a, **k: None)
np.testing.assert_allclose([1], [2])
print("patched")
