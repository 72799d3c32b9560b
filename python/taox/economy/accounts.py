"""Accounts: 32 bytes, shown as SS58 text with prefix 42, ordered by their bytes."""

from typing import Self

from taox._core import coldkey_from_name, hotkey_from_name, ss58_decode, ss58_encode
from taox.economy.errors import InputError, InputTypeError

__all__ = ["AccountId", "Coldkey", "Hotkey"]

_BYTES = 32


class AccountId:
    """32 bytes that name an account.

    Two accounts are equal if they have the same type and the same bytes: a hotkey never equals a
    coldkey. Accounts of one type are ordered by their bytes, can be keys of a dictionary, and
    travel in messages.

    Args:
        raw: The 32 bytes.

    Raises:
        InputTypeError: ``raw`` is not bytes.
        InputError: There are not 32 of them.
    """

    __slots__ = ("_raw",)

    def __init__(self, raw: bytes) -> None:
        if not isinstance(raw, bytes):
            raise InputTypeError("raw", "32 bytes", type(raw).__name__)
        if len(raw) != _BYTES:
            raise InputError("raw", "32 bytes", f"{len(raw)} bytes")
        self._raw = raw

    @classmethod
    def from_ss58(cls, text: str) -> Self:
        """Read an address.

        Args:
            text: SS58 text with prefix 42, as shown by every Bittensor tool.

        Raises:
            InputError: It is no such address; the message says whether a character, the length,
                the network or the checksum is wrong.

        Example:
            >>> alice = Coldkey.from_ss58("5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY")
            >>> bytes(alice).hex()[:16]
            'd43593c715fdd31c'
        """
        if not isinstance(text, str):
            raise InputTypeError("text", "an SS58 address", type(text).__name__)
        try:
            return cls(ss58_decode(text))
        except ValueError as error:
            raise InputError(
                "text", "an SS58 address with prefix 42", f"{text!r}: {error}"
            ) from None

    @property
    def ss58(self) -> str:
        """The address as text, for example ``5GrwvaEF…utQY``."""
        return ss58_encode(self._raw)

    def __bytes__(self) -> bytes:
        return self._raw

    def __str__(self) -> str:
        return self.ss58

    def __repr__(self) -> str:
        text = self.ss58
        return f"{type(self).__name__}({text[:6]}…{text[-4:]})"

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self._raw == bytes(other)

    def __lt__(self, other: Self) -> bool:
        return self._raw < other._raw if type(self) is type(other) else NotImplemented

    def __le__(self, other: Self) -> bool:
        return self._raw <= other._raw if type(self) is type(other) else NotImplemented

    def __gt__(self, other: Self) -> bool:
        return self._raw > other._raw if type(self) is type(other) else NotImplemented

    def __ge__(self, other: Self) -> bool:
        return self._raw >= other._raw if type(self) is type(other) else NotImplemented

    def __hash__(self) -> int:
        return hash((type(self), self._raw))

    def __reduce__(self) -> tuple[type[Self], tuple[bytes]]:
        return type(self), (self._raw,)

    def __msgpack__(self) -> bytes:
        """What a message carries."""
        return self._raw

    @classmethod
    def __from_msgpack__(cls, value: object) -> Self:
        """The account that a message carried."""
        return cls(value)  # type: ignore[arg-type]


class Hotkey(AccountId):
    """The key that holds uids: a neuron's identity."""

    __slots__ = ()

    @classmethod
    def from_name(cls, name: str) -> Self:
        """The hotkey of a label: SHA-256 of ``taox:hotkey:NAME``, the same on every machine.

        Args:
            name: Any label.

        Example:
            >>> Hotkey.from_name("alice") == Hotkey.from_name("alice")
            True
        """
        return cls(hotkey_from_name(_label(name)))


class Coldkey(AccountId):
    """The key that holds free TAO and owns stake and hotkeys."""

    __slots__ = ()

    @classmethod
    def from_name(cls, name: str) -> Self:
        """The coldkey of a label: SHA-256 of ``taox:coldkey:NAME``, the same on every machine.

        Args:
            name: Any label.

        Example:
            >>> Coldkey.from_name("alice") == Hotkey.from_name("alice")
            False
        """
        return cls(coldkey_from_name(_label(name)))


def _label(name: object) -> str:
    if not isinstance(name, str):
        raise InputTypeError("name", "text", type(name).__name__)
    try:
        name.encode()
    except UnicodeEncodeError:
        raise InputError("name", "text that UTF-8 can encode", repr(name)) from None
    return name
