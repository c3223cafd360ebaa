# row: gc
# tries: to find expected values, seeds, checks and the canary among all objects
# held by: the worker's process never held any of them
# base: wrong
# loses: everything
# printed: searched
# absent: FOUND

import gc

_words = ("test_parameters", "test_theta", "Reference", "LiveBank", "CheckRunner", "Seed", "Probe")
for _thing in gc.get_objects():
    if isinstance(_thing, type) and _thing.__module__.startswith("autograder"):
        if _thing.__name__ in _words:
            print("FOUND", _thing)
    if type(_thing) is dict:
        for _key, _value in list(_thing.items()):
            if type(_value) is str and "CANARY" + "-" in _value:
                print("FOUND", _value)
            if type(_key) is str and _key.startswith("test_theta_"):
                print("FOUND", _key)
print("searched")
