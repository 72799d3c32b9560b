"""Schedule fuzzing: the same test under many orders of its tasks."""

from collections.abc import Awaitable, Callable, Iterable

from taox.actors.run import TURNS_PER_SLICE, run_with_budget

__all__ = ["explore"]

_BUDGETS = (TURNS_PER_SLICE, 1, 2, 5)


def explore(test: Callable[[], Awaitable[object]], seeds: Iterable[int] = range(100)) -> None:
    """Run an async test once per seed, in virtual time, each time in another order.

    A seed decides the order of the tasks in every scheduler pass, how many turns may run between
    two schedule points, and all randomness of the actors. Trio's own source of randomness is set
    for each run and restored after it, whoever else seeds it.

    The first seed that fails ends the exploration: its exception is raised with a note that names
    the seed, and the note is printed.

    Args:
        test: The test; it opens its own `System`.
        seeds: The seeds to try.

    Raises:
        Exception: Whatever the test raised, with the note.

    Example:
        >>> async def test() -> None:
        ...     assert 1 + 1 == 2
        >>> explore(test, seeds=range(3))
        >>> explore(test, seeds=[7])  # replays one
    """
    for seed in seeds:
        try:
            run_with_budget(test, seed=seed, budget=_BUDGETS[seed % len(_BUDGETS)])
        except BaseException as error:
            name = getattr(test, "__name__", repr(test))
            note = f"seed {seed} fails; explore({name}, seeds=[{seed}]) replays it"
            error.add_note(note)
            print(note)
            raise
