# row: terminal escapes
# tries: to clear the instructor's screen, rename the window and hide a line
# held by: unseen characters are spelled out
# loses: theta_size
# got: ValueError: .*

def theta_size(n_previous, n_this):
    text = "\x1b[2J\x1b[31m\x1b]0;owned\x07\x9b1A\r\x08\x00hidden"
    print(text)
    raise ValueError(text)
