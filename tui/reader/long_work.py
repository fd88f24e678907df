"""Work that takes long: done on a thread of its own, watched and stopped from another one."""


class StoppedError(Exception):
    """The work is not wanted any more."""


class LongWork:
    """How far a piece of work has come, and whether it is still wanted.

    Whoever does the work calls `tell` now and then; whoever waits for it reads `share` and may call `stop`.
    It may consist of several stages, each of which tells its own share from 0 to 1.

    Args:
        stages: how many stages there are.
    """

    def __init__(self, stages: int = 1) -> None:
        self._stages = stages
        self._stage = 0
        self._stopped = False
        self.share = 0.0
        """The share of the work that is done, from 0 to 1."""

    def tell(self, share: float) -> None:
        """So much of this stage is done.

        Raises:
            StoppedError: the work is not wanted any more.
        """
        if self._stopped:
            raise StoppedError
        self.share = min(1.0, (self._stage + share) / self._stages)

    def next_stage(self) -> None:
        """This stage is done; raises what `tell` does."""
        self._stage += 1
        self.tell(0.0)

    def stop(self) -> None:
        """Let the work end at the next `tell`."""
        self._stopped = True
