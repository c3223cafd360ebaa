# row: control characters in names
# tries: to add a row of its own to the gradebook
# held by: unseen characters are spelled out, and cells quoted
# base: wrong
# entry: "ada\nhonest,15,100"
# loses: everything


