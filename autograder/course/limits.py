"""What one submission may use."""

from dataclasses import dataclass

__all__ = ["Limits"]


@dataclass(frozen=True)
class Limits:
    """Bounds on a student's process; `[limits]` in course.toml, per exercise where it says so.

    Attributes
    ----------
    cpu_seconds : float
        Computing time of one call.
    wall_seconds : float
        Waiting time of one call, in which it may also sleep.
    submission_seconds : float
        Waiting time of all calls of one submission together.
    memory_mb : int
        Address space of the process beyond what the warm server holds.
    processes : int
        Processes and threads at the same time.
    output_mb : float
        What it may print altogether; the first and last 4 KB are kept.
    file_mb : float
        The largest file it may write.
    open_files : int
        Files open at the same time.
    disk_mb : float
        All its files together.
    files : int
        How many files and folders it may make.
    """

    cpu_seconds: float = 1.0
    wall_seconds: float = 2.0
    submission_seconds: float = 20.0
    memory_mb: int = 1024
    processes: int = 16
    output_mb: float = 16.0
    file_mb: float = 16.0
    open_files: int = 64
    disk_mb: float = 64.0
    files: int = 1000
