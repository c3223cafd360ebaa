# row: writing to the protocol socket: a question about a class
# tries: to ask the trusted side for the right class of its own exercise
# held by: only what was supplied for this run answers, and that is never the exercise itself
# exercise: e16_debug
# loses: everything
# got: the answer could not be read in `\w+`

import gc


class TwoLayerPerceptron:
    def __init__(self, *sizes):
        self.forward_pass(None)

    def __getattr__(self, method):
        def asked(*given):
            (connection,) = [o for o in gc.get_objects() if type(o).__name__ == "_Connection"]
            state = dict.fromkeys(["W1", "b1", "W2", "b2"], 1.0)
            question = [state, [["value", one] for one in given], {}]
            return connection._ask("exercises.e16_debug", f"TwoLayerPerceptron.{method}", question, {})

        return asked
