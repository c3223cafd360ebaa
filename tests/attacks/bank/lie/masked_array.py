# row: masked arrays
# tries: to mask every entry, so that none can differ
# held by: a subclass is refused, whatever it overrides
# exercise: e12_cost
# loses: cost_prime
# got: a MaskedArray; return a plain numpy array

def cost_prime(a, y):
    return np.ma.masked_all(a.shape)
