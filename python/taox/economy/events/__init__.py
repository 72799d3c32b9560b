"""What happened on a chain, as typed events.

The names and values are declared once, in ``rust/taox-core/src/chain/events.rs``; a test holds
both lists equal. Names are the chain's own, but for those it has no event for: `BalanceSet` and
`ParameterSet` come from a devnet's verbs, `EpochRan` tells what an epoch paid. The classes stand in
modules by what they are about:

* `base`: `Event`, and the event of a name.
* `keys`: keys: who registers, serves, is associated or swapped, and identities.
* `locks`: locks of stake and conviction.
* `stake`: TAO and stake: transfers, trades, takes, children, root claims.
* `subnets`: subnets: epochs, creation and removal, parameters, names.
* `weights`: weights: set, committed, revealed, in batches.
"""

from typing import TYPE_CHECKING

from taox.economy.events import base, keys, locks, stake, subnets, weights
from taox.economy.events.base import *  # noqa: F403 - its __all__
from taox.economy.events.keys import *  # noqa: F403 - its __all__
from taox.economy.events.locks import *  # noqa: F403 - its __all__
from taox.economy.events.stake import *  # noqa: F403 - its __all__
from taox.economy.events.subnets import *  # noqa: F403 - its __all__
from taox.economy.events.weights import *  # noqa: F403 - its __all__

if not TYPE_CHECKING:  # type checkers read literal lists only; without one they take every name
    __all__ = (
        base.__all__
        + keys.__all__
        + locks.__all__
        + stake.__all__
        + subnets.__all__
        + weights.__all__
    )
