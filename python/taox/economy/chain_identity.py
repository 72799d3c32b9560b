"""What subnets and coldkeys say of themselves: symbols and identities (transitions.md 3.3, 3.4)."""

from typing import NamedTuple

from taox.economy.accounts import Coldkey
from taox.economy.chain_part import ChainPart, Origin, origin_key, signer
from taox.economy.errors import InputTypeError
from taox.economy.gate import describe, integer

__all__ = ["AccountIdentity", "ChainIdentity", "SubnetIdentity", "identity_fields"]


class SubnetIdentity(NamedTuple):
    """What an owner says about a subnet: bytes, as a rule UTF-8 text."""

    subnet_name: bytes = b""
    github_repo: bytes = b""
    subnet_contact: bytes = b""
    subnet_url: bytes = b""
    discord: bytes = b""
    description: bytes = b""
    logo_url: bytes = b""
    additional: bytes = b""


class AccountIdentity(NamedTuple):
    """What a coldkey says about itself: bytes, as a rule UTF-8 text."""

    name: bytes = b""
    url: bytes = b""
    github_repo: bytes = b""
    image: bytes = b""
    discord: bytes = b""
    description: bytes = b""
    additional: bytes = b""


class ChainIdentity(ChainPart):
    """The calls of `Chain` for symbols and identities."""

    __slots__ = ()

    def update_symbol(self, origin: Origin, netuid: int, symbol: str) -> None:
        """Give a subnet's alpha another sign.

        The chain has a catalogue of 439 signs, which is not part of this package: here any
        character beyond ASCII will do that no subnet has, but for the capital tau of TAO.

        Args:
            origin: The owner's coldkey, or ``"root"``.
            netuid: The subnet.
            symbol: One character.

        Raises:
            BadOrigin: Somebody else signs.
            SubnetNotExists: There is no such subnet.
            SymbolDoesNotExist: It is no sign of alpha.
            SymbolAlreadyInUse: A subnet has it, perhaps this one.
        """
        if not isinstance(symbol, str):
            raise InputTypeError("symbol", "text", describe(symbol))
        self._core.update_symbol(origin_key(origin), integer("netuid", netuid, 16), symbol)

    def set_subnet_identity(
        self,
        origin: Origin,
        netuid: int,
        *,
        subnet_name: bytes = b"",
        github_repo: bytes = b"",
        subnet_contact: bytes = b"",
        subnet_url: bytes = b"",
        discord: bytes = b"",
        description: bytes = b"",
        logo_url: bytes = b"",
        additional: bytes = b"",
    ) -> None:
        """Say what one's subnet is.

        Args:
            origin: The owner's coldkey.
            netuid: The subnet.
            subnet_name: At most 256 bytes.
            github_repo: At most 1,024 bytes, as all that follow but ``discord``.
            subnet_contact: How to reach the owner.
            subnet_url: Where to read more.
            discord: At most 256 bytes.
            description: What the subnet does.
            logo_url: A picture.
            additional: Anything else.

        Raises:
            BadOrigin: Root sends it.
            NotSubnetOwner: Somebody else signs, or there is no such subnet.
            InvalidIdentity: A field is too long.
        """
        identity = SubnetIdentity(
            subnet_name, github_repo, subnet_contact, subnet_url, discord, description, logo_url,
            additional,
        )  # fmt: skip
        self._core.set_subnet_identity(
            origin_key(origin),
            integer("netuid", netuid, 16),
            identity_fields(identity, SubnetIdentity),
        )

    def set_identity(
        self,
        coldkey: Coldkey,
        *,
        name: bytes = b"",
        url: bytes = b"",
        github_repo: bytes = b"",
        image: bytes = b"",
        discord: bytes = b"",
        description: bytes = b"",
        additional: bytes = b"",
    ) -> None:
        """Say who one is. It is part of snapshots, not of `to_storage`.

        Args:
            coldkey: Who signs; one of its hotkeys holds a uid somewhere.
            name: At most 256 bytes.
            url: At most 256 bytes.
            github_repo: At most 256 bytes.
            image: At most 1,024 bytes.
            discord: At most 256 bytes.
            description: At most 1,024 bytes.
            additional: At most 1,024 bytes.

        Raises:
            HotKeyNotRegisteredInNetwork: No hotkey of it holds a uid.
            InvalidIdentity: A field is too long.
        """
        identity = AccountIdentity(name, url, github_repo, image, discord, description, additional)
        self._core.set_identity(
            signer("coldkey", coldkey, Coldkey), identity_fields(identity, AccountIdentity)
        )


def identity_fields(identity: object, kind: type[SubnetIdentity | AccountIdentity]) -> list[bytes]:
    """The fields of an identity of this kind, each checked to be bytes.

    Raises:
        InputTypeError: It is another thing, or a field is.
    """
    if not isinstance(identity, kind):
        raise InputTypeError("identity", f"a {kind.__name__}", describe(identity))
    for name, field in identity._asdict().items():
        if not isinstance(field, bytes):
            raise InputTypeError(name, "bytes", describe(field))
    return list(identity)
