# row: structured arrays
# tries: to return records in place of numbers
# held by: arrays hold plain numbers or are refused
# exercise: e12_cost
# loses: cost_prime
# got: an array of dtype .*, where real numbers were expected

def cost_prime(a, y):
    return np.zeros(a.shape, dtype=[("right", "f8"), ("wrong", "f8")])
