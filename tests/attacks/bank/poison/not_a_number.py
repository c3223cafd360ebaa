# row: NaN in JSON
# tries: to have a NaN written into the gradebook
# held by: numbers of the gradebook are the kit's own, and NaN is not allowed in it
# loses: theta_size
# got: nan \(.*|nan.*|.*not finite.*

def theta_size(n_previous, n_this):
    print("NaN Infinity -Infinity")
    return float("nan")
