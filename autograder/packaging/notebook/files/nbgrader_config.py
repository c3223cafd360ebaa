"""The configuration of this nbgrader course, written by `nudge notebooks`; yours to change."""

from nbgrader.converters import GenerateAssignment
from nbgrader.preprocessors import ClearSolutions

c = get_config()  # noqa: F821 - nbgrader gives it

c.CourseDirectory.course_id = "$course_id"
c.IncludeHeaderFooter.header = "source/header.ipynb"


class NudgeStubs(ClearSolutions):
    """Replaces each solution by a stub that names its function, or by the code to repair.

    nbgrader has one stub for all solutions. Here each region has its own, in the metadata of its
    cell in source/; the cell's text outside of the regions is yours to edit. A cell without this
    metadata is cleared in nbgrader's own way.
    """

    def preprocess_cell(self, cell, resources, cell_index):
        """Replace the regions of one cell."""
        stubs = cell.metadata.pop("nudge_stubs", None)
        regions = cell.source.count(self.begin_solution_delimeter)
        if not stubs or len(stubs) != regions:
            return super().preprocess_cell(cell, resources, cell_index)
        waiting = iter(stubs)
        lines = []
        inside = False
        for line in cell.source.split("\n"):
            if self.begin_solution_delimeter in line:
                inside = True
                lines += next(waiting)
            elif self.end_solution_delimeter in line:
                inside = False
            elif not inside:
                lines.append(line)
        if inside:
            raise RuntimeError(f"no end of the solution in cell {cell.metadata.nbgrader.grade_id}")
        cell.source = "\n".join(lines)
        return cell, resources


_STEPS = GenerateAssignment().preprocessors
c.GenerateAssignment.preprocessors = [
    NudgeStubs if step is ClearSolutions else step for step in _STEPS
]

# To grade with Nudge's engine, without a kernel and with hidden checks, remove the #.
# from autograder.packaging.nbgrader.configure import nudge_steps
# c.Autograde.autograde_preprocessors = nudge_steps(c)
