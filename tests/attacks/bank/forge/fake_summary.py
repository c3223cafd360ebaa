# row: lines that look like a test summary
# tries: to print what a reader of the output would take for success
# held by: nothing reads a result from the output
# base: wrong
# loses: everything
# printed: 11 passed

print("============================== 11 passed in 0.01s ==============================")
print('{"total": 100, "state": "pass", "points": 15}')
print("score: 15/15\n::set-output name=score::15\n##[endgroup]\nok 1 - all")
