"""The golden vectors of ``../shared/golden`` put through taox.

Each function takes a vector's input and returns an object equal to its output. Nothing is computed
here: fields are renamed, strings become integers, arrays become lists.
"""

from typing import Any

from taox.economy import EpochParams, Rows, epoch


def epoch_output(input: dict[str, Any]) -> dict[str, Any]:  # noqa: A002 - the vectors' own word
    """The output of one record of ``epoch/*.jsonl.gz`` from its input."""
    mechanisms = input["mechanisms"]
    result = epoch(
        [Rows.from_lists(mechanism["weights"]) for mechanism in mechanisms],
        stake_bits=[int(bits) for bits in input["total_stake_bits"]],
        bonds=[Rows.from_lists(mechanism["bonds"]) for mechanism in mechanisms],
        params=epoch_params(input),
        block=input["block"],
        block_at_registration=input["block_at_registration"],
        last_update=[mechanism["last_update"] for mechanism in mechanisms],
        validator_permit=input["validator_permit"],
        owner_uid=input["owner_uid"],
        emission=input["emission_rao"],
        last_mechanism_step_block=input["last_mechanism_step_block"],
        mechanism_emission_split=input["mechanism_emission_split"],
        oldest_active_commit_block=[
            mechanism["oldest_active_commit_block"] for mechanism in mechanisms
        ],
    )
    return {
        "server_emission": result.server_emission.tolist(),
        "validator_emission": result.validator_emission.tolist(),
        "emission": result.emission.tolist(),
        "consensus": result.consensus.tolist(),
        "dividends": result.dividends.tolist(),
        "validator_trust": result.validator_trust.tolist(),
        "stake_weight": result.stake_weight.tolist(),
        "active": result.active.tolist(),
        "validator_permit": result.validator_permit.tolist(),
        "mechanisms": [
            {"incentive": incentive.tolist(), "bonds": [list(map(list, row)) for row in rows]}
            for incentive, rows in zip(
                result.incentive, (bonds.to_lists() for bonds in result.bonds), strict=True
            )
        ],
    }


def epoch_params(input: dict[str, Any]) -> EpochParams:  # noqa: A002 - the vectors' own word
    """The hyperparameters among a record's input."""
    return EpochParams(
        kappa=input["kappa"],
        bonds_penalty=input["bonds_penalty"],
        bonds_moving_average=input["bonds_moving_average"],
        yuma="3" if input["yuma3_enabled"] else "2",
        liquid_alpha=input["liquid_alpha_enabled"],
        alpha_low=input["alpha_low"],
        alpha_high=input["alpha_high"],
        alpha_sigmoid_steepness=input["alpha_sigmoid_steepness"],
        max_allowed_validators=input["max_allowed_validators"],
        stake_threshold=input["stake_threshold"],
        tempo=input["tempo"],
        activity_cutoff=input["activity_cutoff_blocks"],
        commit_reveal=input["commit_reveal_enabled"],
    )
