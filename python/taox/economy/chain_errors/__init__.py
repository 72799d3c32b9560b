"""The chain's errors as exception classes, one per name.

The names, groups, messages and values are declared once, in ``rust/taox-core/src/chain/error``;
the classes take them from there by name, and a test holds both lists equal. They stand in modules
by group (transitions.md Appendix E):

* `base`: `ChainError`, and the class of a name.
* `timing`: rate limited, too early, expired.
* `authority`: not registered, not authorised, policy.
* `amounts`: insufficient balance, stake or liquidity, limit exceeded.
* `state`: subnet missing, disabled, already exists, not found.
* `arguments`: invalid arguments.
"""

from typing import TYPE_CHECKING

from taox.economy.chain_errors import amounts, arguments, authority, base, state, timing
from taox.economy.chain_errors.amounts import *  # noqa: F403 - its __all__
from taox.economy.chain_errors.arguments import *  # noqa: F403 - its __all__
from taox.economy.chain_errors.authority import *  # noqa: F403 - its __all__
from taox.economy.chain_errors.base import *  # noqa: F403 - its __all__
from taox.economy.chain_errors.state import *  # noqa: F403 - its __all__
from taox.economy.chain_errors.timing import *  # noqa: F403 - its __all__

if not TYPE_CHECKING:  # type checkers read literal lists only; without one they take every name
    __all__ = base.__all__ + amounts.__all__ + arguments.__all__ + authority.__all__
    __all__ += state.__all__ + timing.__all__
