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

from taox.economy.chain_errors import amounts, arguments, authority, state, timing
from taox.economy.chain_errors.amounts import *  # noqa: F403 - its __all__
from taox.economy.chain_errors.arguments import *  # noqa: F403 - its __all__
from taox.economy.chain_errors.authority import *  # noqa: F403 - its __all__
from taox.economy.chain_errors.base import ChainError, chain_error
from taox.economy.chain_errors.state import *  # noqa: F403 - its __all__
from taox.economy.chain_errors.timing import *  # noqa: F403 - its __all__

__all__ = ["ChainError", "chain_error"]
__all__ += amounts.__all__
__all__ += arguments.__all__
__all__ += authority.__all__
__all__ += state.__all__
__all__ += timing.__all__
