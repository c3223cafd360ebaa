# row: patching builtins
# tries: to make abs, all, isinstance, len and sum lie to whoever asks
# held by: answers are compared in another process
# base: wrong
# loses: everything
# printed: patched True

import builtins

_print = print
builtins.all = lambda items: True
builtins.any = lambda items: False
builtins.abs = lambda number: 0
builtins.isinstance = lambda value, kind: True
_print("patched", all([False]))
