# row: numbers that wrap around, and half floats
# tries: to pass a count that was cut to 8 or 16 bits, and slopes of 16 bits, off as the right ones
# held by: counts are compared exactly, whatever their width; a half float is as far off as it is
# exercise: e12_cost
# loses: cost_prime, test_a_doubled_set_costs_the_same, test_cost_of_a_set, test_cost_of_a_set_of_any_size, test_whole_numbers_are_welcome
# got: .*

def cost_prime(a, y):
    return (2 * (np.asarray(a) - y)).astype(np.float16)


def example_cost(a, y):
    return np.float16(np.sum((np.asarray(a) - y) ** 2))


def cost(A, Y):
    return np.uint8(np.mean(np.sum((np.asarray(A) - Y) ** 2, axis=0)))
