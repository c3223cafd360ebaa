# row: a submission that names another student
# tries: to be entered under the name of a neighbour
# held by: a student's name is the entry's name; nothing inside is asked
# base: wrong
# loses: everything

__author__ = STUDENT = student = name = "honest"

# --- file: student.txt
honest
# --- file: submission.json
{"student": "honest", "id": "honest", "total": 100}
