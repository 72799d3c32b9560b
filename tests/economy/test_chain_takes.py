"""Takes, children and claim types: every refusal with its values (transitions.md 2.4 to 2.8)."""

from taox.economy import Chain, Hotkey
from worlds import ALICE, BOB, OWNER, TAO, World, hotkey, refuses

NOBODY = Hotkey.from_name("nobody")
HALF = 2**63
WHOLE = 2**64 - 1


def world() -> Chain:
    """Hotkeys 1 to 3 of Alice in a subnet that has started; block 1, so that clocks run."""
    chain = World().chain
    chain.run(1)
    return chain


def test_refusals_of_a_delegate_take_in_the_chains_order() -> None:
    chain = world()
    chain.set_network_parameters(min_delegate_take=100)

    def reason(name: str, *arguments: object) -> tuple[str, dict[str, int | str]]:
        error = refuses(chain, getattr(chain, name), *arguments)
        return error.name, error.values

    for name in ("increase_take", "decrease_take"):
        assert reason(name, BOB, NOBODY, 99) == (
            "DelegateTakeTooLow",
            {"hotkey": NOBODY.ss58, "take": 99, "bound": 100},
        )
        assert reason(name, BOB, NOBODY, 11_797) == (
            "DelegateTakeTooHigh",
            {"hotkey": NOBODY.ss58, "take": 11_797, "bound": 11_796},
        )
        assert reason(name, BOB, NOBODY, 200) == (
            "HotKeyAccountNotExists",
            {"hotkey": NOBODY.ss58},
        )
        assert reason(name, BOB, hotkey(1), 200) == (
            "NonAssociatedColdKey",
            {"coldkey": BOB.ss58, "hotkey": hotkey(1).ss58},
        )
    chain.decrease_take(ALICE, hotkey(1), 5_000)
    stored = {"hotkey": hotkey(1).ss58, "take": 5_000, "bound": 5_000}
    assert reason("increase_take", ALICE, hotkey(1), 5_000) == ("DelegateTakeTooLow", stored)
    assert reason("decrease_take", ALICE, hotkey(1), 5_000) == ("DelegateTakeTooLow", stored)
    assert reason("increase_take", ALICE, hotkey(1), 5_001) == (
        "DelegateTxRateLimitExceeded",
        {"hotkey": hotkey(1).ss58, "last": 1, "block": 1, "rate_limit": 216_000},
    )


def test_a_decrease_starts_the_clock_of_the_next_increase() -> None:
    chain = world()
    chain.set_network_parameters(tx_delegate_take_rate_limit=10)
    chain.decrease_take(ALICE, hotkey(1), 5_000)
    chain.run(10)
    assert refuses(chain, chain.increase_take, ALICE, hotkey(1), 6_000).values["block"] == 11
    chain.run(1)
    chain.increase_take(ALICE, hotkey(1), 6_000)
    chain.decrease_take(ALICE, hotkey(1), 5_000)
    assert chain.delegate_take(hotkey(1)) == 5_000


def test_refusals_of_a_childkey_take_in_the_chains_order() -> None:
    chain = world()
    chain.set_hyperparameters(1, min_childkey_take_per_subnet=100)
    chain.set_network_parameters(tx_childkey_take_rate_limit=10)
    error = refuses(chain, chain.set_childkey_take, BOB, hotkey(1), 1, 99)
    assert error.name == "NonAssociatedColdKey"
    for take in (99, 11_797):
        error = refuses(chain, chain.set_childkey_take, ALICE, hotkey(1), 1, take)
        assert (error.name, error.values) == (
            "InvalidChildkeyTake",
            {
                "hotkey": hotkey(1).ss58,
                "netuid": 1,
                "take": take,
                "minimum": 100,
                "maximum": 11_796,
            },
        )
    chain.set_childkey_take(ALICE, hotkey(1), 1, 500)
    error = refuses(chain, chain.set_childkey_take, ALICE, hotkey(1), 1, 501)
    assert (error.name, error.values) == (
        "TxChildkeyTakeRateLimitExceeded",
        {"hotkey": hotkey(1).ss58, "netuid": 1, "last": 1, "block": 1, "rate_limit": 10},
    )
    chain.run(10)
    chain.set_childkey_take(ALICE, hotkey(1), 1, 501)


def test_a_childkey_take_waits_for_its_subnet() -> None:
    """It may be set for a netuid that no subnet has."""
    chain = world()
    chain.set_childkey_take(ALICE, hotkey(1), 2, 500)
    assert Chain.restore(chain.snapshot()).state_hash() == chain.state_hash()
    assert Chain.from_storage(chain.to_storage()).to_storage() == chain.to_storage()
    chain.create_subnet(OWNER, hotkey(0), netuid=2)
    assert (chain.childkey_take(hotkey(1), 2), chain.childkey_take(hotkey(1), 1)) == (500, 0)


def test_refusals_of_children_in_the_chains_order() -> None:
    chain = world()
    chain.set_network_parameters(stake_threshold=TAO)
    parent = hotkey(1)

    def reason(
        netuid: int, *children: tuple[int, Hotkey], signer: object = ALICE
    ) -> tuple[str, dict[str, int | str]]:
        error = refuses(chain, chain.set_children, signer, parent, netuid, children)
        return error.name, error.values

    six = [(WHOLE, Hotkey.from_name(f"child-{number}")) for number in range(6)]
    here = {"hotkey": parent.ss58, "netuid": 1}
    assert reason(0, *six, signer=BOB) == ("RegistrationNotPermittedOnRootSubnet", {"netuid": 0})
    assert reason(9, *six, signer=BOB) == ("SubnetNotExists", {"netuid": 9})
    assert reason(1, *six, signer=BOB) == (
        "NonAssociatedColdKey",
        {"coldkey": BOB.ss58, "hotkey": parent.ss58},
    )
    twice = [*six, (1, parent), six[0]]
    assert reason(1, *twice) == ("DuplicateChild", here | {"child": six[0][1].ss58})
    assert reason(1, *six, (1, parent)) == ("InvalidChild", here)
    assert reason(1, *six) == ("TooManyChildren", here | {"children": 6, "limit": 5})
    assert reason(1, *six[:2]) == ("ProportionOverflow", here)
    chain.set_hyperparameters(1, subtoken_enabled=False)
    chain.add_stake(BOB, hotkey(2), 0, 2 * TAO)
    chain.set_children(ALICE, hotkey(2), 1, [(HALF, parent)])
    assert reason(1, (HALF, hotkey(2))) == (
        "ChildParentInconsistency",
        here | {"child": hotkey(2).ss58},
    )
    assert reason(1, six[0]) == (
        "NotEnoughStakeToSetChildkeys",
        {"hotkey": parent.ss58, "stake": 0, "required": TAO},
    )
    chain.set_children(ALICE, parent, 1, [])
    assert reason(1) == (
        "TxRateLimitExceeded",
        {"netuid": 1, "last": 1, "block": 1, "rate_limit": 150},
    )


def test_claims_name_one_to_five_subnets() -> None:
    chain = world()
    for subnets in ([], [1, 2, 3, 4, 5, 6]):
        error = refuses(chain, chain.claim_root, ALICE, subnets)
        assert (error.name, error.values) == ("InvalidSubnetNumber", {"count": len(subnets)})
    error = refuses(chain, chain.set_root_claim_type, ALICE, [])
    assert (error.name, error.values) == ("InvalidSubnetNumber", {"count": 0})


def test_root_signs_no_takes() -> None:
    chain = world()
    for call, arguments in (
        (chain.increase_take, (hotkey(1), 5)),
        (chain.decrease_take, (hotkey(1), 5)),
        (chain.set_childkey_take, (hotkey(1), 1, 5)),
        (chain.set_children, (hotkey(1), 1, [])),
        (chain.claim_root, ([1],)),
        (chain.set_root_claim_type, ("keep",)),
    ):
        assert refuses(chain, call, "root", *arguments).name == "BadOrigin"
