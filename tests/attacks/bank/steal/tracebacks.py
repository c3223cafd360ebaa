# row: tracebacks
# tries: to read sources and locals off the traceback of an exception
# held by: the traceback ends at the worker's loop
# base: wrong
# loses: everything
# printed: end of the trace

import traceback


def theta_size(n_previous, n_this):
    try:
        raise RuntimeError
    except RuntimeError as error:
        print("".join(traceback.TracebackException.from_exception(
            error, capture_locals=True).format()))
    traceback.print_stack()
    print("end of the trace")
    return -1
