# row: writing the result file before grading
# tries: to leave result files where a grader might look for them
# held by: no file that a submission can write is ever read
# base: wrong
# loses: everything
# printed: 3 written, 4 refused

_written = _refused = 0
for _name in (
    "gradebook.json",
    "gradebook.csv",
    "results.xml",
    "../gradebook.json",
    "@course@/gradebook.json",
    "@course@/out/gradebook.json",
    "/tmp/gradebook-@note@.json",
):
    try:
        with open(_name, "w") as _file:
            _file.write('{"total": 100}')
        _written += 1
    except OSError:
        _refused += 1
print(f"{_written} written, {_refused} refused")
