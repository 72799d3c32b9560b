"""How chains begin: what the record says is what the chain has."""

import json
import os
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from taox.economy import (
    Chain,
    Hotkey,
    InputError,
    InputTypeError,
    empty_chain,
    finney_like_chain,
    local_chain,
    read_pools,
)

SHARED = Path(os.environ.get("TAOX_SHARED", Path(__file__).parents[2].parent / "shared"))
RECORD = SHARED / "data" / "metagraphs" / "subnet_pools_2026-04-11.json"
STAKES = RECORD.with_name("genesis_stakes.npz")
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


@pytest.fixture
def real() -> Path:
    for path in (RECORD, STAKES):
        if not path.is_file():
            pytest.skip(f"{path} is absent")
    return RECORD


def small(
    record: Path,
    seed: int = 3,
    stakes: str | Path | Sequence[int] | NDArray[np.uint64] | None = None,
) -> Chain:
    return finney_like_chain(record, seed=seed, stakes=stakes, neurons=8, validators=3)


def staked(chain: Chain, netuid: int, validators: int = 3) -> list[int]:
    hotkeys = [Hotkey.from_name(f"validator-{i}") for i in range(validators)]
    return [chain.total_stake(hotkey, netuid) for hotkey in hotkeys]


def store(path: Path, stakes: object) -> Path:
    np.savez(path, stake_rao=np.array(stakes, np.uint64))
    return path


def test_pools_are_as_recorded(record: Path) -> None:
    chain = small(record)
    assert chain.netuids == [1, 7]
    for one in read_pools(record)[1:]:
        pool = chain.pool(one.netuid)
        assert (pool.tao_reserve, pool.alpha_reserve) == (one.tao, one.alpha)
        # A price is kept as a weight of 18 digits, from the value of the alpha in whole rao.
        assert abs(pool.price_bits - one.price_bits) * 10**11 <= one.price_bits
        assert pool.moving_price_bits == one.moving_price_bits
        assert sum(staked(chain, one.netuid)) == one.alpha_out == pool.alpha_out
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
    # Not by the name of the chain alone: others hold other stakes, and are given other weights
    # also where all stakes are equal.
    assert staked(small(record), 7) != staked(small(record, seed=4), 7)
    incentives = []
    for seed in (3, 3, 4):
        chain = small(record, seed, [1])
        chain.run(400)
        incentives.append(chain.metagraph(7).incentive.tolist())
    assert incentives[0] == incentives[1] != incentives[2]


def test_stakes_are_those_given(record: Path) -> None:
    everybody = [small(record, seed, [10**9, 10**15]) for seed in range(8)]
    for netuid in (0, 1, 7):
        drawn = [staked(chain, netuid) for chain in everybody]
        # Whoever did not draw the large stake has a millionth of what others have.
        shares = [round(10**6 * stake / max(stakes)) for stakes in drawn for stake in stakes]
        assert set(shares) == {1, 10**6}
    equal = staked(small(record, stakes=np.full(4, 77, np.uint64)), 7)
    assert max(equal) - min(equal) <= 2
    assert sum(equal) == 50_000 * 10**9


def test_stakes_of_zero_are_not_drawn(record: Path) -> None:
    with_zeros = small(record, stakes=[0, 5 * 10**9, 0, 10**12, 0])
    assert with_zeros.state_hash() == small(record, stakes=[5 * 10**9, 10**12]).state_hash()


def test_the_file_beside_the_record_is_used(record: Path, tmp_path: Path) -> None:
    made_up = small(record).state_hash()
    assert made_up == small(record, stakes=[10**15 // i**2 for i in range(1, 1_001)]).state_hash()
    store(tmp_path / "genesis_stakes.npz", [10**9, 10**10, 10**11])
    other = store(tmp_path / "other.npz", [10**9, 10**12])
    beside = small(record).state_hash()
    assert beside == small(record, stakes=[10**9, 10**10, 10**11]).state_hash() != made_up
    chosen = small(record, stakes=other).state_hash()
    assert chosen == small(record, stakes=str(other)).state_hash()
    assert chosen == small(record, stakes=[10**9, 10**12]).state_hash() != beside


def test_the_main_network_of_the_record(real: Path) -> None:
    chain = finney_like_chain(real, seed=1, neurons=4, validators=2)
    assert len(chain) == 128
    assert chain.pool(1).tao_reserve == 29_628_493_500_000
    assert chain.price(96) == pytest.approx(chain.moving_price(96), rel=Decimal("1e-8"))
    chain.run(10)
    chain.check_invariants()


def test_all_pools_of_the_record(real: Path) -> None:
    columns = json.loads(real.read_text(), parse_float=Decimal)["columns"]
    chain = finney_like_chain(real, neurons=2, validators=1)
    missing = [at for at, price in enumerate(columns["moving_price"]) if price is None]
    assert missing == [0, 96]
    assert chain.netuids == columns["netuid"][1:] == list(range(1, 129))
    for netuid in chain.netuids:
        pool, price = chain.pool(netuid), Decimal(columns["price_tao"][netuid])
        reserves = pool.tao_reserve, pool.alpha_reserve
        assert reserves == tuple(10**9 * columns[name][netuid] for name in ("tau_in", "alpha_in"))
        assert pool.alpha_out == 10**9 * columns["alpha_out"][netuid]
        # The weight is ⌊10¹⁸ · TAO / (TAO + value)⌋, and value that of the alpha, cut to whole rao:
        # the price is off by at most 1 / value. A cut of the weight itself moves it by at most
        # 1 / (w · (1 - w)) of 10⁻¹⁸, which is 4 · 10⁻¹⁸ for these weights of about a half.
        value = price * pool.alpha_reserve
        found = Decimal(pool.price_bits) / 2**64
        assert abs(found - price) <= price * (1 / value + Decimal("1e-16"))
        moving = columns["moving_price"][netuid]
        moving = price if moving is None else moving
        assert pool.moving_price_bits == int(moving * 2**32)


def test_the_real_stakes_populate_the_real_record(real: Path, tmp_path: Path) -> None:
    with np.load(STAKES) as archive:
        stakes = archive["stake_rao"]
    by_default = small(real).state_hash()
    assert by_default == small(real, stakes=stakes).state_hash()
    assert by_default == small(real, stakes=STAKES).state_hash()
    alone = tmp_path / real.name
    alone.symlink_to(real)
    assert by_default != small(alone).state_hash()


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
    for absent in ("", record.parent / "absent.npz"):
        with pytest.raises((FileNotFoundError, IsADirectoryError)):
            small(record, stakes=absent)


@pytest.mark.parametrize(
    ("stakes", "error", "actual"),
    [
        ([], InputError, "none among 0"),
        ([3, -1], InputError, "-1"),
        ([2**64], InputError, str(2**64)),
        ([1.5], InputTypeError, "1.5"),
        (7, InputTypeError, "7"),
        (np.array([1, 2], np.int64), InputTypeError, "int64 array of shape (2,)"),
        (np.ones((2, 2), np.uint64), InputTypeError, "uint64 array of shape (2, 2)"),
    ],
    ids=str,
)
def test_stakes_that_are_none(
    record: Path, stakes: Sequence[int], error: type[InputError], actual: str
) -> None:
    with pytest.raises(error) as caught:
        small(record, stakes=stakes)
    assert caught.value.argument.startswith("stakes")
    assert type(caught.value) is error
    assert caught.value.actual == actual


def test_files_that_hold_no_stakes(record: Path, tmp_path: Path) -> None:
    path = tmp_path / "genesis_stakes.npz"
    whole = store(path, range(1, 2_000)).read_bytes()
    other, plain, floats = (tmp_path / f"{name}.npz" for name in ("other", "plain", "floats"))
    np.savez(other, stake=np.ones(3, np.uint64))
    np.savez(floats, stake_rao=np.ones(3))
    with plain.open("wb") as file:
        np.save(file, np.ones(3, np.uint64))
    flipped = bytearray(whole)
    flipped[5_000] ^= 1
    contents = [b"", b"nonsense", whole[:-9], whole[:300], bytes(flipped)]
    contents += [each.read_bytes() for each in (other, plain, floats)]
    for content in contents:
        path.write_bytes(content)
        for stakes in (None, path):
            with pytest.raises(InputError, match=r"stakes: expected genesis_stakes\.npz .*rao"):
                small(record, stakes=stakes)
    with pytest.raises(InputTypeError, match=r"float64 array of shape \(3,\)"):
        small(record, stakes=floats)
