"""The time that counts of a call, from readings; the numbers are seconds."""

import os
from collections.abc import Iterable, Iterator, Mapping
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.course import Limits
from autograder.isolation import Budget, allowance, usage
from autograder.isolation.allowance import TimeUp, UsedUp, Waited, Watch
from autograder.isolation.usage import Meter, Ours, Reading, Spent

NOTHING = Ours()
LIMITS = Limits(cpu_seconds=1.0, wall_seconds=2.0, submission_seconds=60.0)


def spent(
    elapsed: float,
    computed: float,
    threads: Mapping[str, float],
    ours: Ours = NOTHING,
    away: float = 100.0,
) -> Spent:
    """Return the time of a call in which each thread ran or waited as long as `threads` says."""
    call = Spent()
    call.add(elapsed, away, Reading(), Reading(computed, threads), ours)
    return call


def test_a_call_that_computes_alone_used_the_time_that_passed() -> None:
    call = spent(3.0, computed=3.0, threads={"1": 3.0})
    assert (call.used, call.starved) == (3.0, 0.0)


def test_sleep_counts_as_long_as_it_lasts() -> None:
    call = spent(3.0, computed=0.5, threads={"1": 0.5})
    assert (call.used, call.starved) == (3.0, 0.0)


def test_waiting_for_a_busy_processor_does_not_count() -> None:
    call = spent(7.0, computed=1.0, threads={"1": 7.0})
    assert (call.used, call.starved) == (1.0, 6.0)


def test_sleep_counts_beside_waiting_for_a_processor() -> None:
    call = spent(10.0, computed=1.0, threads={"1": 7.0})
    assert (call.used, call.starved) == (4.0, 6.0)


@pytest.mark.parametrize("count", [2, 16])
def test_threads_that_starve_each_other_use_all_the_time(count: int) -> None:
    # Each runs a part of the time and waits for the rest, so all delays are (count - 1) times it.
    call = spent(4.0, computed=4.0, threads={str(number): 4.0 for number in range(count)})
    assert (call.used, call.starved) == (4.0, 0.0)


def test_threads_beside_other_load_use_what_they_computed() -> None:
    # Three threads and three busy loops on one processor: half of it is theirs.
    call = spent(4.0, computed=2.0, threads=dict.fromkeys("123", 4.0))
    assert (call.used, call.starved) == (2.0, 2.0)


def test_threads_on_two_processors_use_what_both_computed() -> None:
    call = spent(4.0, computed=8.0, threads=dict.fromkeys("12", 4.0))
    assert (call.used, call.starved) == (8.0, 0.0)


@pytest.mark.parametrize("processors", [1, 2])
@settings(max_examples=200)
@given(
    st.lists(
        st.tuples(st.sets(st.sampled_from("abcd")), st.permutations("abcd"), st.booleans()),
        max_size=60,
    )
)
def test_on_an_idle_machine_no_time_is_left_out(
    processors: int, ticks: list[tuple[set[str], list[str], bool]]
) -> None:
    # In each tick some threads wake up, the scheduler has an order, and the trusted side may look.
    call, before, began = Spent(), Reading(), 0
    awake: dict[str, float] = {}  # with the part of its wait that is not counted yet
    runnable, computed = dict.fromkeys("abcd", 0.0), 0.0
    for now, (wakes, order, looks) in enumerate(ticks, 1):
        awake |= dict.fromkeys(wakes - awake.keys(), 0.0)
        for place, name in enumerate([name for name in order if name in awake]):
            if place < processors:  # its wait ends and is counted; it runs, and sleeps
                runnable[name] += awake.pop(name) + 1.0
                computed += 1.0
            else:
                awake[name] += 1.0
        if looks:
            after = Reading(computed, dict(runnable))
            call.add(now - began, 100.0, before, after, NOTHING)
            before, began = after, now
            assert call.used >= call.wall


def test_a_thread_that_waits_for_another_does_not_sleep() -> None:
    # The main thread sleeps in join() while another one is starved.
    call = spent(6.0, computed=1.0, threads={"1": 0.0, "2": 6.0})
    assert (call.used, call.starved) == (1.0, 5.0)


def test_pinned_threads_hide_no_sleep() -> None:
    # One of them waits only while the other computes, for 1 of the 4 seconds; then both sleep.
    call = spent(4.0, computed=2.0, threads={"1": 2.0, "2": 2.0})
    assert call.used == 4.0


def test_threads_that_take_turns_are_known_to_have_met_load() -> None:
    # Each of four computes for 0.45 s, waits for 1.55 s beside other load, and then for its turn.
    call = spent(10.0, computed=1.8, threads=dict.fromkeys("1234", 2.0))
    assert call.used == pytest.approx(9.8)
    assert call.met_load


def test_threads_that_take_turns_alone_have_met_no_load() -> None:
    # Each of four waits while another computes; then all sleep.
    call = spent(10.0, computed=4.0, threads=dict.fromkeys("1234", 3.0))
    assert (call.used, call.starved) == (10.0, 0.0)
    assert not call.met_load


def test_a_thread_that_has_ended_costs_no_more_than_the_time() -> None:
    call = spent(3.0, computed=2.9, threads={"1": 0.1})
    assert call.used == 3.0


@pytest.mark.parametrize("threads", [{}, {"1": 0.0}])
def test_all_the_time_counts_where_the_system_tells_nothing(threads: Mapping[str, float]) -> None:
    call = spent(3.0, computed=0.0, threads=threads)
    assert (call.used, call.starved) == (3.0, 0.0)


def test_the_wait_of_the_trusted_side_does_not_count() -> None:
    # For 0.1 of the 0.6 it may have waited for the process itself.
    call = spent(1.0, computed=0.1, threads={"1": 0.1}, ours=Ours(held_up=0.6))
    assert call.used == pytest.approx(0.5)


def test_what_the_trusted_side_computes_for_an_answer_counts() -> None:
    call = spent(0.5, computed=0.1, threads={"1": 0.1}, ours=Ours(at_work=0.4), away=0.05)
    assert call.used == pytest.approx(0.45)


@pytest.mark.parametrize("hours", [1, 100])
def test_a_run_that_was_stopped_waited_only_as_long_as_it_meant(hours: int) -> None:
    call = spent(3600.0 * hours, computed=0.0, threads={"1": 0.0}, away=0.05)
    assert (call.wall, call.used, call.starved) == (0.05, 0.05, 0.0)


def test_the_wait_after_a_look_away_is_left_out_once() -> None:
    # It meant to look away for 0.05 and got the processor 0.03 later; the student slept.
    call = spent(0.08, computed=0.0, threads={"1": 0.0}, ours=Ours(held_up=0.03), away=0.05)
    assert call.used == pytest.approx(0.05)


def test_work_after_a_look_away_hides_no_sleep() -> None:
    # It meant to look away for 0.05 and came back 3 later, in which the student computed.
    call = spent(3.05, computed=3.0, threads={"1": 3.0}, away=0.05)
    call.add(2.0, 2.0, Reading(3.0, {"1": 3.0}), Reading(3.0, {"1": 3.0}), NOTHING)
    assert call.wall == pytest.approx(2.05)
    assert call.threads == {"1": 0.0}


def test_a_thread_that_is_new_counts_from_its_begin() -> None:
    before = Reading(1.0, {"1": 1.0})
    after = Reading(3.0, {"1": 1.0, "2": 2.0})
    assert after.runnable_since(before) == {"1": 0.0, "2": 2.0}


def test_a_wait_between_two_calls_is_no_part_of_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    meter = Meter(os.getpid())
    main = SimpleNamespace(runnable=lambda: 1.0)
    monkeypatch.setattr(meter, "_first", main)
    monkeypatch.setattr(meter, "threads", lambda: 1)
    monkeypatch.setattr(meter, "computed", lambda: 1.0)
    meter.read()
    # Its answer was checked for a second; meanwhile it computed, or wanted to.
    main.runnable = lambda: 2.0
    monkeypatch.setattr(meter, "computed", lambda: 1.5)
    assert meter.begin() == Reading(1.0, {str(os.getpid()): 2.0})


@pytest.mark.parametrize(
    ("wall", "starved", "used", "computed", "expected"),
    [
        pytest.param(10.0, 6.0, 4.0, 1.0, True, id="starved and waiting"),
        pytest.param(10.0, 6.0, 4.0, 4.0, False, id="starved, but it computed all it had"),
        pytest.param(10.0, 0.0, 10.0, 0.0, False, id="sleep on an idle machine"),
        pytest.param(10.0, 0.5, 9.5, 0.0, False, id="hardly starved"),
    ],
)
def test_load_is_a_reason_only_where_it_may_have_added_time(
    monkeypatch: pytest.MonkeyPatch,
    wall: float,
    starved: float,
    used: float,
    computed: float,
    expected: bool,
) -> None:
    monkeypatch.setattr(usage, "TELLS", True)
    assert usage.may_be_load(wall, starved, used, computed) is expected


def test_load_may_always_be_a_reason_where_nothing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(usage, "TELLS", False)
    assert usage.may_be_load(10.0, 0.0, 10.0, 0.0)


# A call that is watched, with a clock and counters of the test's own


class Machine:
    """A machine in which time passes as a test says; it is the meter of one process."""

    def __init__(self) -> None:
        self.now = self.cpu = self.busy = self.own_delay = self.own_work = 0.0
        self.turns = 0
        self.is_ready = False

    def passes(self, seconds: float, *, computes: float = 0.0, waits: float = 0.0) -> None:
        self.now += seconds
        self.turns += computes > 0
        self.cpu += computes
        self.busy += computes + waits

    def computed(self) -> float:
        return self.cpu

    def threads(self) -> int:
        return 1

    def ready(self) -> dict[str, str]:
        return {"1": str(self.turns)} if self.is_ready else {}

    def read(self) -> Reading:
        return Reading(self.cpu, {"1": self.busy})

    begin = read

    def ours(self) -> Ours:
        return Ours(self.own_work, self.own_delay)


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    """Return a machine whose clock the watch looks at."""
    made = Machine()
    monkeypatch.setattr(usage, "TELLS", True)
    monkeypatch.setattr(allowance, "TELLS", True)
    monkeypatch.setattr(allowance, "memory_stalls", lambda: 0.0)
    monkeypatch.setattr(allowance, "time", SimpleNamespace(monotonic=lambda: made.now))
    return made


def watch_of(machine: Machine, budget: Budget) -> Watch:
    """Return the watch of a call that begins."""
    return Watch(machine, LIMITS, budget, 1.0, None)  # type: ignore[arg-type]


def look_through(
    watch: Watch, machine: Machine, parts: Iterable[tuple[float, float, float]]
) -> None:
    """Look again and again while time passes: seconds, computing, waiting for a processor."""
    with watch:
        watch.look()
        for seconds, computes, waits in parts:
            machine.passes(seconds, computes=computes, waits=waits)
            watch.look()


def starved(seconds: float, share: float) -> Iterator[tuple[float, float, float]]:
    """Yield looks in which a process had `share` of the processor, and wanted all of it."""
    for _ in range(round(seconds / 0.05)):
        yield 0.05, 0.05 * share, 0.05 * (1 - share)


def test_a_starved_call_may_take_longer_than_it_may_wait(machine: Machine) -> None:
    budget = Budget(60.0)
    look_through(watch_of(machine, budget), machine, starved(5.0, share=1 / 7))
    assert budget.left == pytest.approx(60.0 - 5.0 / 7)


def test_a_sleeping_call_is_stopped_and_load_is_no_reason(machine: Machine) -> None:
    watch = watch_of(machine, Budget(60.0))
    with pytest.raises(Waited, match="does it sleep"):
        look_through(watch, machine, [(0.05, 0.0, 0.0)] * 100)
    assert machine.now == pytest.approx(2.0)
    assert not watch.met_load


def test_load_may_be_the_reason_of_a_sleep_beside_it(machine: Machine) -> None:
    watch = watch_of(machine, Budget(60.0))
    with pytest.raises(Waited):
        look_through(watch, machine, [(0.05, 0.0, 0.025)] * 100)
    assert machine.now == pytest.approx(4.0, abs=0.1)
    assert watch.met_load


def test_a_wait_that_goes_on_is_not_yet_told_and_no_sleep(machine: Machine) -> None:
    # Nothing ran for 1.4 s; the kernel counts the wait when it ends.
    watch = watch_of(machine, Budget(1.0))
    machine.is_ready = True
    for _ in range(29):
        assert watch.look() > 0
        machine.passes(0.05)
    assert watch.waited == pytest.approx(1.4)
    machine.passes(0.0, computes=0.01, waits=1.44)
    assert watch.look() > 0
    assert watch.waited < 0.1


def test_a_wait_that_goes_on_ends_with_the_longest_turn(machine: Machine) -> None:
    watch = watch_of(machine, Budget(1.0))
    machine.is_ready = True
    with pytest.raises(UsedUp):
        look_through(watch, machine, [(0.05, 0.0, 0.0)] * 1000)
    assert machine.now == pytest.approx(1.5, abs=0.1)
    assert watch.met_load


def test_sleep_that_breaks_off_at_each_look_is_no_wait(machine: Machine) -> None:
    watch = watch_of(machine, Budget(60.0))
    machine.is_ready = True  # it runs whenever somebody looks
    with pytest.raises(Waited, match="does it sleep"):
        look_through(watch, machine, [(0.05, 0.005, 0.0)] * 100)
    assert machine.now == pytest.approx(2.05)
    assert not watch.met_load


def test_what_computes_after_its_time_is_stopped_at_once(machine: Machine) -> None:
    machine.is_ready = True  # it runs
    with pytest.raises(Waited):
        look_through(
            watch_of(machine, Budget(60.0)),
            machine,
            [*[(0.05, 0.0, 0.0)] * 39, *[(0.05, 0.05, 0.0)] * 5],
        )
    assert machine.now == pytest.approx(2.0, abs=0.06)


def test_a_starved_loop_is_stopped_by_its_computing(machine: Machine) -> None:
    with pytest.raises(TimeUp, match="is there a loop") as stop:
        look_through(watch_of(machine, Budget(60.0)), machine, starved(20.0, share=0.1))
    assert not isinstance(stop.value, Waited)
    assert machine.now == pytest.approx(10.0, abs=0.1)


def test_nobody_waits_longer_than_ten_times_the_time(machine: Machine) -> None:
    budget = Budget(0.5)
    with pytest.raises(UsedUp):
        look_through(watch_of(machine, budget), machine, starved(20.0, share=0.01))
    assert machine.now == pytest.approx(5.0, abs=0.1)
    assert budget.left == 0
    assert budget.met_load
    assert "so busy that in 5 s this submission had only 0.05 s of its 0.5 s" in budget.used_up


def test_computing_uses_the_time_up_whatever_the_load(machine: Machine) -> None:
    budget = Budget(0.5)
    with pytest.raises(UsedUp):
        look_through(watch_of(machine, budget), machine, starved(20.0, share=0.2))
    assert budget.used_up == "this submission used its 0.5 s"
    assert not budget.met_load


def test_a_pause_costs_a_call_nothing(machine: Machine) -> None:
    budget = Budget(60.0)
    with watch_of(machine, budget) as watch:
        with watch.pause():
            machine.passes(30.0)
            machine.own_work += 4.0
        assert watch.look() > 0
    assert budget.left == pytest.approx(60.0)


def test_a_machine_that_slept_costs_a_call_nothing(machine: Machine) -> None:
    budget = Budget(60.0)
    look_through(watch_of(machine, budget), machine, [(8 * 3600.0, 0.0, 0.0)])
    assert budget.left == pytest.approx(60.0, abs=0.1)


def test_short_memory_is_load(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    watch = watch_of(machine, Budget(60.0))
    look_through(watch, machine, [(0.05, 0.0, 0.0)] * 20)
    assert not watch.met_load
    monkeypatch.setattr(allowance, "memory_stalls", lambda: 0.5)
    assert watch.met_load
