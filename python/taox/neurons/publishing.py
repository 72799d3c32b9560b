"""How a validator's weights reach the chain: set, or committed and revealed, as the subnet asks."""

import logging
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from taox.economy import ChainError, Hotkey, Metagraph, SealedWeights, weights_hash
from taox.neurons.chain import WeightRules
from taox.neurons.clients import ChainClient

CommitForm = Literal["timelocked", "hash"]

#: Integers of 0 to 65535 that keep a committed hash from being guessed.
SALT_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Row:
    """Weights that are on their way."""

    uids: Sequence[int]
    weights: Sequence[int]


@dataclass(frozen=True, slots=True)
class HeldRow:
    """Weights that wait, by hotkey: a uid may pass to another neuron meanwhile."""

    weights: Mapping[Hotkey, int]

    def row(self, metagraph: Metagraph) -> Row:
        """The weights of those who still hold a uid, in the order of the uids."""
        hotkeys = enumerate(metagraph.hotkeys)
        kept = {uid: self.weights[key] for uid, key in hotkeys if key in self.weights}
        return Row(list(kept), list(kept.values()))


@dataclass(frozen=True, slots=True)
class HashedRow:
    """Weights of which the chain knows the hash, and what it needs to be told."""

    epoch: int
    row: Row
    salt: Sequence[int]
    version_key: int


@dataclass(frozen=True, slots=True)
class Author:
    """Whose weights, in which mechanism of which subnet, and in which form they are committed."""

    hotkey: Hotkey
    netuid: int
    mechanism: int
    version_key: int | None
    form: CommitForm


class Publisher:
    """Gets the weights of one validator onto the chain.

    Where commit-reveal is off they are set. Where it is on they are committed: sealed, which the
    chain opens by itself, or as a hash, which is revealed here as soon as its epoch has come.
    Weights that the rate limit would refuse are held back until they can be sent; newer ones
    replace them.

    Args:
        author: Whose weights.
        chain: The chain, signed by the author.
        salts: Where salts come from.
        logger: Told of what is held back and refused.
    """

    def __init__(
        self,
        author: Author,
        chain: ChainClient,
        salts: random.Random,
        logger: logging.LoggerAdapter[logging.Logger],
    ) -> None:
        self._author = author
        self._chain = chain
        self._salts = salts
        self._logger = logger
        self._held: HeldRow | None = None
        self._hashed: list[HashedRow] = []

    async def publish(self, row: Row) -> None:
        """Send weights in the form that the subnet asks for, or hold them back for a while.

        Args:
            row: The weights.

        Raises:
            ChainError: The chain refused.

        When cancelled, the weights may or may not have been sent.
        """
        author = self._author
        rules = await self._chain.weight_rules(author.netuid, author.mechanism)
        self._held = None
        if rules.last_update and rules.block < rules.last_update + rules.rate_limit:
            await self._hold(row, rules)
        elif not rules.commit_reveal:
            await self._set(row, rules)
        elif author.form == "hash":
            await self._commit_hash(row, rules)
        else:
            await self._commit_sealed(row, rules)

    async def on_block(self, metagraph: Metagraph) -> None:
        """Reveal what can be revealed, and send what was held back.

        Args:
            metagraph: The subnet as it is now.

        When cancelled, some of it may have been sent.
        """
        await self._reveal(metagraph)
        if self._held is None:
            return
        try:
            await self.publish(self._held.row(metagraph))
        except ChainError as refusal:
            self._logger.info("weights refused: %s", refusal)

    async def _hold(self, row: Row, rules: WeightRules) -> None:
        earliest = rules.last_update + rules.rate_limit
        hotkeys = (await self._chain.metagraph(self._author.netuid)).hotkeys
        pairs = zip(row.uids, row.weights, strict=True)
        weights = {hotkeys[uid]: weight for uid, weight in pairs if uid < len(hotkeys)}
        self._held = HeldRow(weights)
        self._chain.wake_at(earliest)
        self._logger.info(
            "weights wait for block %d: the subnet takes them every %d blocks",
            earliest,
            rules.rate_limit,
        )

    async def _set(self, row: Row, rules: WeightRules) -> None:
        await self._chain.set_weights(
            self._author.netuid,
            row.uids,
            row.weights,
            version_key=self._version_key(rules),
            mechanism=self._author.mechanism,
        )

    async def _commit_sealed(self, row: Row, rules: WeightRules) -> None:
        author, version_key = self._author, self._version_key(rules)
        sealed = SealedWeights.of(author.hotkey, row.uids, row.weights, version_key)
        await self._chain.commit_timelocked_weights(
            author.netuid, sealed, mechanism=author.mechanism
        )

    async def _commit_hash(self, row: Row, rules: WeightRules) -> None:
        author = self._author
        salt = [self._salts.randrange(65_536) for _ in range(SALT_LENGTH)]
        hashed = HashedRow(rules.epoch, row, salt, self._version_key(rules))
        commit_hash = weights_hash(
            author.hotkey,
            author.netuid,
            row.uids,
            row.weights,
            salt,
            version_key=hashed.version_key,
            mechanism=author.mechanism,
        )
        await self._chain.commit_weights(author.netuid, commit_hash, mechanism=author.mechanism)
        self._hashed.append(hashed)
        self._chain.wake_at(rules.next_epoch_block)

    async def _reveal(self, metagraph: Metagraph) -> None:
        if not self._hashed:
            return
        author = self._author
        rules = await self._chain.weight_rules(author.netuid, author.mechanism)
        waiting, self._hashed = self._hashed, []
        for hashed in waiting:
            if rules.epoch < hashed.epoch + rules.reveal_period:
                self._hashed.append(hashed)
            else:
                await self._reveal_one(hashed)
        if self._hashed:
            self._chain.wake_at(metagraph.next_epoch_block)

    async def _reveal_one(self, hashed: HashedRow) -> None:
        try:
            await self._chain.reveal_weights(
                self._author.netuid,
                hashed.row.uids,
                hashed.row.weights,
                hashed.salt,
                version_key=hashed.version_key,
                mechanism=self._author.mechanism,
            )
        except ChainError as refusal:
            self._logger.info("reveal refused: %s", refusal)

    def _version_key(self, rules: WeightRules) -> int:
        claimed = self._author.version_key
        return rules.version_key if claimed is None else claimed
