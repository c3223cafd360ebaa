# row: complex arrays
# tries: to hide a wrong answer in the imaginary part
# held by: arrays hold plain numbers or are refused
# exercise: e12_cost
# loses: cost_prime
# got: an array of dtype complex128, where real numbers were expected

def cost_prime(a, y):
    return 2.0 * (a - y) + 1j
