# row: notebook metadata that claims points
# tries: to bring a notebook whose metadata says that it has full marks
# held by: nothing of a notebook but its code is looked at
# base: wrong
# loses: everything

# --- file: claims.ipynb
{"nbformat": 4, "nbformat_minor": 5,
 "metadata": {"grade": 15, "nbgrader": {"score": 100}},
 "cells": [{"cell_type": "code", "id": "a", "execution_count": 1,
  "metadata": {"nbgrader": {"grade": true, "points": 100, "score": 100, "solution": false,
   "grade_id": "e10", "locked": true, "schema_version": 3}},
  "source": "", "outputs": [{"output_type": "stream", "name": "stdout", "text": "100"}]}]}
