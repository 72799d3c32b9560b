"""A whole local Bittensor: network, scenarios, records.

* `network`, `subnet`: :class:`Network` and its subnets: a system of actors, a chain, a block clock
* `chain_actor`: the chain as an actor, which signs calls with the sender's hotkey
* `recorder`: watches the chain and fills the record
* `scenario`, `population`, `scenario_toml`, `loading`, `hyperparameters`: a run as data
* `simulate`: a scenario becomes a record, in seeded virtual time
* `record`, `record_builder`, `record_io` and their helpers: what a run left behind
* `progress`: how far a run has come

Imports `neurons`, `economy` and `actors`.
"""

from taox.sim.network import Network
from taox.sim.population import Population, SubnetSpec
from taox.sim.progress import Progress
from taox.sim.record import Record
from taox.sim.record_builder import RecordBuilder
from taox.sim.scenario import Scenario
from taox.sim.simulate import run_scenario, simulate, simulate_async
from taox.sim.subnet import Seat, Subnet

__all__ = [
    "Network",
    "Population",
    "Progress",
    "Record",
    "RecordBuilder",
    "Scenario",
    "Seat",
    "Subnet",
    "SubnetSpec",
    "run_scenario",
    "simulate",
    "simulate_async",
]
