# row: markup of the terminal's tables in names
# tries: to be taken for styles and links
# held by: names are text, never markup
# base: wrong
# entry: "[bold red]ada[link=http:x]"
# loses: everything


