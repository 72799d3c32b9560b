"""How chains begin: what the record says is what the chain has."""

import json
import os
from decimal import Decimal
from pathlib import Path

import pytest

from taox.economy import (
    Chain,
    Hotkey,
    InputError,
    empty_chain,
    finney_like_chain,
    local_chain,
    read_pools,
)

SHARED = Path(os.environ.get("TAOX_SHARED", Path(__file__).parents[2].parent / "shared"))
RECORD = SHARED / "data" / "metagraphs" / "subnet_pools_2026-04-11.json"
COLUMNS = {
    "netuid": [0, 1, 7],
    "tau_in": [5_000.5, 1_000.0, 20_000.25],
    "alpha_in": [0.0, 4_000.0, 100_000.0],
    "alpha_out": [0.0, 2_000.000000001, 50_000.0],
    "price_tao": [1.0, 0.26, 0.19],
    "moving_price": [None, 0.25, None],
    "tempo": [100, 99, 360],
}


@pytest.fixture
def record(tmp_path: Path) -> Path:
    path = tmp_path / "pools.json"
    path.write_text(json.dumps({"columns": COLUMNS}))
    return path


def small(record: Path, seed: int = 3) -> Chain:
    return finney_like_chain(record, seed=seed, neurons=8, validators=3)


def test_pools_are_as_recorded(record: Path) -> None:
    chain = small(record)
    assert chain.netuids == [1, 7]
    for one in read_pools(record)[1:]:
        pool = chain.pool(one.netuid)
        assert (pool.tao_reserve, pool.alpha_reserve) == (one.tao, one.alpha)
        # A price is kept as a weight of 18 digits, from the value of the alpha in whole rao.
        assert abs(pool.price_bits - one.price_bits) * 10**11 <= one.price_bits
        assert pool.moving_price_bits == one.moving_price_bits
        staked = sum(
            chain.total_stake(Hotkey.from_name(f"validator-{i}"), one.netuid) for i in range(3)
        )
        assert staked == one.alpha_out == pool.alpha_out
        assert chain.hyperparameters(one.netuid)["tempo"] == one.tempo
        assert chain.metagraph(one.netuid).n == 8
    assert chain.pool(0).tao_reserve == 5_000_500_000_000
    chain.check_invariants()


def test_a_missing_moving_price_is_the_spot_price(record: Path) -> None:
    seven = read_pools(record)[2]
    assert seven.moving_price_bits == seven.price_bits >> 32


def test_everybody_earns(record: Path) -> None:
    chain = small(record)
    chain.run(400)
    for netuid in chain.netuids:
        metagraph = chain.metagraph(netuid)
        assert (metagraph.dividends[:3] > 0).all()
        assert (metagraph.incentive[3:] > 0).any()
        assert chain.pool(netuid).tao_in > 0
    chain.check_invariants()


def test_the_seed_decides(record: Path) -> None:
    assert small(record).state_hash() == small(record).state_hash()
    assert small(record).state_hash() != small(record, seed=4).state_hash()


def test_the_main_network_of_the_record() -> None:
    if not RECORD.is_file():
        pytest.skip(f"no record of the pools: {RECORD} is absent")
    chain = finney_like_chain(RECORD, seed=1, neurons=4, validators=2)
    assert len(chain) == 128
    assert chain.pool(1).tao_reserve == 29_628_493_500_000
    assert chain.price(96) == pytest.approx(chain.moving_price(96), rel=Decimal("1e-8"))
    chain.run(10)
    chain.check_invariants()


def test_small_beginnings() -> None:
    assert (len(empty_chain()), empty_chain().block) == (0, 0)
    chain = local_chain(subnets=3)
    assert chain.netuids == [1, 2, 3]
    assert [chain.price(netuid) for netuid in chain.netuids] == [1, 1, 1]


@pytest.mark.parametrize("text", ["[]", "{}", "nonsense", '{"columns": {"netuid": [0]}}'])
def test_files_that_are_no_record(tmp_path: Path, text: str) -> None:
    path = tmp_path / "wrong.json"
    path.write_text(text)
    with pytest.raises(InputError, match="path"):
        read_pools(path)


def test_arguments_out_of_range(record: Path) -> None:
    with pytest.raises(InputError, match="validators, neurons"):
        finney_like_chain(record, neurons=4, validators=4)
    with pytest.raises(InputError, match="stakes"):
        finney_like_chain(record, stakes=[0, 0], neurons=4, validators=1)
    with pytest.raises(FileNotFoundError):
        finney_like_chain(record.parent / "absent.json")
