# row: endless loop at import
# tries: never to finish being imported
# held by: the computing time of a call is taken from outside
# base: wrong
# loses: everything
# got: stopped after .* while e10_parameters.py was being imported.*|.*

while True:
    pass
