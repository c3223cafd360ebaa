# row: spreadsheet formulas after blanks
# tries: to be computed by spreadsheets that pass over blanks
# held by: a cell that begins like a formula, blanks apart, is written as text
# base: wrong
# entry: " \t@SUM(A1)"
# loses: everything


