# row: right-to-left marks in names
# tries: to turn its row of the gradebook around
# held by: unseen characters are spelled out
# base: wrong
# entry: "ada\u202e001 latot"
# loses: everything


