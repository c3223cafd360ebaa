# row: random.py
# tries: to be imported in place of the standard library's random
# held by: a submission's modules are found last, and by other names
# loses: nothing
# absent: SHADOWED

import json
import random
import secrets

# --- file: random.py
print("SHADOWED")
# --- file: json.py
print("SHADOWED")
# --- file: secrets.py
print("SHADOWED")
