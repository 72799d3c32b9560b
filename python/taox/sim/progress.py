"""How far a run has come: what `run_scenario` tells whoever watches."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """One look at a running network. Rates are over the real time since the run began.

    Attributes:
        block: The block just finished.
        blocks: How many blocks the run will have.
        epoch: Epochs finished so far, in the subnet that has finished most.
        blocks_per_second: Blocks per real second.
        virtual_seconds: Time passed inside the network, 12 seconds a block.
        messages_per_second: Messages delivered to actors per real second.
        eta_seconds: Real seconds until the end at this rate; `None` while it is not known.

    Example:
        >>> Progress(360, 720, 1, 5000.0, 4320.0, 900.0, 0.072).fraction
        0.5
    """

    block: int
    blocks: int
    epoch: int
    blocks_per_second: float
    virtual_seconds: float
    messages_per_second: float
    eta_seconds: float | None

    @property
    def fraction(self) -> float:
        """The finished part of the run, 0 to 1."""
        return self.block / self.blocks if self.blocks else 1.0
