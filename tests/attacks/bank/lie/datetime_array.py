# row: arrays of dates and of wide floats
# tries: to return dtypes whose comparisons have rules of their own
# held by: arrays hold plain numbers or are refused
# exercise: e12_cost
# loses: cost_prime
# got: an array of dtype datetime64\[D\], where real numbers were expected

def cost_prime(a, y):
    return np.full(a.shape, np.datetime64("NaT"), dtype="M8[D]")
