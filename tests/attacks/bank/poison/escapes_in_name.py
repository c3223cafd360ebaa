# row: terminal escapes in names
# tries: to clear the screen on which the class's table is shown
# held by: unseen characters are spelled out
# base: wrong
# entry: "\u001b[2J\u001b]0;owned\u0007"
# loses: everything


