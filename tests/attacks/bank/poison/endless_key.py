# row: endless keys of a dict
# tries: to fill the store and every page by a key of 6 MB, which is shown with the answer
# held by: what is shown of an answer is cut, its keys too
# exercise: e14_chain_rule
# loses: everything
# got: .{1,2100}

def chain(w, b, a_previous, y):
    return {"<b>" * 2_000_000: 1.0, **{f"dw{number}": 1.0 for number in range(90_000)}}


def nudges(w, b, a_previous):
    return {"<i>" * 2_000_000: [[[[1.0] * 16] * 16] * 16] * 16}
