# row: lone surrogates in names
# tries: to break JSON, HTML and file names by bytes that are no UTF-8
# held by: lone surrogates are spelled out
# base: wrong
# entry: "\udcff\udcfe"
# loses: everything


