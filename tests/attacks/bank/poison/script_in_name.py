# row: HTML and script in names
# tries: to run a script in the instructor's browser through its name
# held by: every expression of a template is escaped
# base: wrong
# entry: "<img src=x onerror=alert(1)><script>alert(2)"
# loses: everything


