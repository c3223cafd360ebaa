# row: HTML and script in messages
# tries: to run a script in the instructor's browser through an error message
# held by: every expression of a template is escaped
# loses: theta_size
# got: ValueError: </dd><script>alert\(1\)</script><img src=x onerror=alert\(1\)>.*

def theta_size(n_previous, n_this):
    text = "</dd><script>alert(1)</script><img src=x onerror=alert(1)>"
    print(text)
    raise ValueError(text)
