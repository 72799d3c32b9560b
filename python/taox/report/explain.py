"""Why a neuron earned or did not: the last epoch run again, its steps in plain words.

The numbers are those of the chain's own computation (`taox.economy.epoch` with its trace), so an
explanation cannot disagree with the leaderboard; should the inputs of a record not repeat its
last epoch, the explanation says so.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from taox.economy import epoch
from taox.report.facts import MechanismFacts, NeuronFacts, Weight, find_facts
from taox.report.masks import Inputs
from taox.report.verdict import Names, fraction, verdict
from taox.sim.errors import NotRecorded
from taox.sim.figures import Heading, amount, share, text_table
from taox.sim.plain import plain
from taox.sim.record import Record

SHOWN = 20
"""Most lines of one list in the text; `facts` holds all of them."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why one neuron earned or did not. `str()` of it is the whole story.

    Attributes:
        netuid: The subnet.
        epoch: Number of the explained epoch, the last one recorded.
        name: Label of the neuron.
        role: Its class name, empty if no actor runs it.
        kind: `"miner"`, `"validator"` or empty.
        hotkey: SS58 address.
        verdict: The story in one sentence.
        facts: The exact integers behind it.
        names: Label per uid.
        repeats: Whether the recorded inputs gave the recorded result again.
    """

    netuid: int
    epoch: int
    name: str
    role: str
    kind: str
    hotkey: str
    verdict: str
    facts: NeuronFacts
    names: Sequence[str]
    repeats: bool

    def to_dict(self) -> dict[str, Any]:
        """All of it as builtins that JSON can carry; "bits" are fractions times 2^32."""
        held = asdict(self)
        for part, mechanism in zip(held["facts"]["mechanisms"], self.facts.mechanisms, strict=True):
            for key in ("received", "given"):
                for row, weight in zip(part[key], getattr(mechanism, key), strict=True):
                    row["mask"] = weight.mask.name.lower() if weight.mask else None
        return dict(plain(held))

    def __str__(self) -> str:
        head = " ".join(filter(None, (f"uid {self.facts.uid}", self.name, self._what())))
        lines = [
            f"{head} | subnet {self.netuid} | epoch {self.epoch} | block {self.facts.block:,}",
            "",
            self.verdict,
        ]
        if not self.repeats:
            lines.append("Beware: run again, the recorded inputs do not give the recorded result.")
        return "\n".join([*lines, "", *_standing(self.facts), *self._mechanisms()])

    def _what(self) -> str:
        known = ", ".join(filter(None, (self.role, self.kind)))
        return f"({known})" if known else ""

    def _mechanisms(self) -> list[str]:
        parts = self.facts.mechanisms
        lines: list[str] = []
        for part in parts:
            if len(parts) > 1:
                lines += ["", f"Mechanism {part.number}"]
            lines += _mechanism(part, self.facts, self._label)
        return lines

    def _label(self, uid: int) -> str:
        return _label(self.names, uid)


def explain(record: Record, uid: int, netuid: int | None = None) -> Explanation:
    """Why a neuron earned or did not in the last recorded epoch.

    Args:
        record: The run.
        uid: The neuron.
        netuid: The subnet; may be left out when there is only one.

    Raises:
        NotRecorded: If the record has no such subnet or uid, or not the inputs of its last epoch.
    """
    last = record.at(netuid=netuid)
    netuid = int(last["netuid"][0])
    if uid not in last["uid"]:
        raise NotRecorded("uid", uid, f"uids 0 to {int(last['uid'].max())} in subnet {netuid}")
    if netuid not in record.epoch_inputs:
        raise NotRecorded("epoch input of subnet", netuid, f"those of {list(record.epoch_inputs)}")
    arguments = record.epoch_inputs[netuid]
    result = epoch(**{**arguments, "trace": True})
    facts = find_facts(uid, Inputs.of(arguments), result)
    place = int((last["uid"] == uid).argmax())
    row = {name: column[place].item() for name, column in last.items()}
    names = _names(last["uid"].tolist(), last["name"].tolist())
    validates = row["kind"] == "validator" or (
        not row["kind"] and any(part.given for part in facts.mechanisms)
    )
    return Explanation(
        netuid=netuid,
        epoch=row["epoch"],
        name=row["name"],
        role=row["role"],
        kind=row["kind"],
        hotkey=row["hotkey"],
        verdict=verdict(facts, lambda each: _label(names, each), validates=validates),
        facts=facts,
        names=names,
        repeats=bool((result.emission == last["emission"]).all()),
    )


def _names(uids: Sequence[int], names: Sequence[str]) -> tuple[str, ...]:
    held = dict(zip(uids, names, strict=True))
    return tuple(held.get(uid, "") for uid in range(max(uids) + 1))


def _label(names: Sequence[str], uid: int) -> str:
    name = names[uid] if uid < len(names) else ""
    return f"{uid} {name}".rstrip()


# -- the neuron as a whole -------------------------------------------------------------------------


def _standing(facts: NeuronFacts) -> list[str]:
    permit = {
        (False, False): "none before this epoch, none since",
        (False, True): "none before this epoch, granted in it",
        (True, False): "held before this epoch, lost in it",
        (True, True): "held before this epoch and since",
    }[facts.permit_before, facts.permit_after]
    rows = [
        ("registered", f"at block {facts.registered:,}" + (", subnet owner" * facts.owner)),
        ("activity", _activity(facts)),
        (
            "stake",
            f"{amount(facts.stake, 9)} alpha, {fraction(facts.stake_share)} of the subnet, "
            f"rank {facts.stake_rank} of {facts.n}; {_threshold(facts)}",
        ),
        ("permit", f"{permit}; there are {facts.max_validators}, for the largest stakes"),
        (
            "counted stake",
            f"{fraction(facts.counted_stake)} of all that is active and holds a permit",
        ),
        (
            "emission",
            f"{facts.miner_emission:,} rao as a miner, {facts.validator_emission:,} rao as a "
            f"validator, of {facts.epoch_emission:,}",
        ),
    ]
    width = max(len(key) for key, _ in rows)
    return [f"{key:<{width}}  {text}" for key, text in rows]


def _activity(facts: NeuronFacts) -> str:
    last = max(part.last_update for part in facts.mechanisms)
    until = last + facts.activity_cutoff
    state = f"active until block {until:,}" if facts.active else f"inactive since block {until:,}"
    return f"{state}: last update at block {last:,}, cutoff {facts.activity_cutoff:,} blocks"


def _threshold(facts: NeuronFacts) -> str:
    if facts.stake_threshold == 0:
        return "no stake threshold"
    standing = "below" if facts.below_threshold else "meets"
    return f"{standing} the threshold {amount(facts.stake_threshold, 9)}"


# -- one mechanism ---------------------------------------------------------------------------------


def _mechanism(part: MechanismFacts, facts: NeuronFacts, names: Names) -> list[str]:
    lines = ["", *_received(part, names)]
    if part.received:
        lines += [
            f"consensus {fraction(part.consensus)}: the highest weight that validators "
            f"with at least kappa = {share(facts.kappa, 6)} of the counted stake support",
            f"rank {fraction(part.rank)} of {fraction(part.rank_sum)} in the subnet, "
            f"incentive {fraction(part.incentive)} (stored as {part.incentive_u16:,}/65,535)",
        ]
    if part.given or part.bonds:
        lines += [
            "",
            *_given(part, names),
            f"validator trust {fraction(part.trust)}: the part of its weights left by the clip",
            f"dividends {fraction(part.dividends)}: for its bonds to neurons with incentive",
        ]
    return lines


def _received(part: MechanismFacts, names: Names) -> list[str]:
    if not part.received:
        return ["Weights set for it: none"]
    headings = [
        Heading("uid", True), Heading("from"), Heading("counted stake", True),
        Heading("weight", True),
        Heading("normalised", True), Heading("after clip", True), Heading("adds to rank", True),
    ]  # fmt: skip
    rows = [
        (
            *_uid(each.giver, names),
            fraction(each.counted_stake),
            *_course(each),
            fraction(each.adds),
        )
        for each in _most_first(part.received)
        if each.mask is None
    ]
    return ["Weights set for it", *_listing(headings, rows), *_masked(part.received, names)]


def _given(part: MechanismFacts, names: Names) -> list[str]:
    headings = [
        Heading("uid", True), Heading("to"), Heading("weight", True), Heading("normalised", True),
        Heading("after clip", True), Heading("bond", True),
    ]  # fmt: skip
    bonds = {bond.target: bond.bits for bond in part.bonds}
    rows = [
        (*_uid(each.target, names), *_course(each), fraction(bonds.get(each.target, 0)))
        for each in _most_first(part.given)
        if each.mask is None
    ]
    counted = {each.target for each in part.given if each.mask is None}
    rows += [
        (*_uid(target, names), "-", "-", "-", fraction(bits))
        for target, bits in bonds.items()
        if target not in counted
    ]
    title = "Weights it set" if part.given else "Weights it set: none; its bonds decay"
    return [title, *_listing(headings, rows), *_masked(part.given, names)]


def _uid(uid: int, names: Names) -> tuple[str, str]:
    return str(uid), names(uid).removeprefix(str(uid)).strip()


def _course(weight: Weight) -> tuple[str, str, str]:
    return (f"{weight.stored:,}", fraction(weight.normalised), fraction(weight.clipped))


def _most_first(weights: Sequence[Weight]) -> list[Weight]:
    return sorted(weights, key=lambda each: (-each.adds, -each.stored, each.giver, each.target))


def _listing(headings: Sequence[Heading], rows: Sequence[Sequence[str]]) -> list[str]:
    if not rows:
        return []
    lines = text_table(headings, [("", rows[:SHOWN])]).splitlines()
    more = [f"... and {len(rows) - SHOWN} more"] if len(rows) > SHOWN else []
    return [f"  {line}" for line in lines + more]


def _masked(weights: Sequence[Weight], names: Names) -> list[str]:
    """Not counted weights, one line per reason and, where it differs, per other neuron."""
    reasons: dict[str, int] = {}
    for each in weights:
        if each.mask is not None:
            text = each.mask.value.format(giver=names(each.giver), target=names(each.target))
            reasons[text] = reasons.get(text, 0) + 1
    lines = [
        f"  not counted: {text}" + (f" ({count} weights)" if count > 1 else "")
        for text, count in reasons.items()
    ]
    more = [f"  ... and {len(lines) - SHOWN} more"] if len(lines) > SHOWN else []
    return lines[:SHOWN] + more


__all__ = ["Explanation", "explain"]
