"""Addresses of neurons on `Chain` (transitions.md 1.7)."""

from dataclasses import dataclass

from taox.economy.accounts import Hotkey
from taox.economy.chain_part import ChainPart, key, signer
from taox.economy.errors import InputTypeError
from taox.economy.gate import describe, integer

__all__ = ["AxonInfo", "ChainServing", "PrometheusInfo"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrometheusInfo:
    """Where a neuron shows its measurements.

    Attributes:
        block: When it was published.
        version: The version of its software.
        ip: An IPv4 or IPv6 address as a number; `ipaddress.ip_address` reads it.
        port: The port.
        ip_type: 4 or 6.
    """

    block: int
    version: int
    ip: int
    port: int
    ip_type: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AxonInfo(PrometheusInfo):
    """Where a neuron answers requests.

    Attributes:
        protocol: 0 is TCP, 1 is UDP.
        placeholder1: Stored as it is.
        placeholder2: Stored as it is.
    """

    protocol: int
    placeholder1: int
    placeholder2: int


class ChainServing(ChainPart):
    """The calls by which neurons publish where they can be reached."""

    __slots__ = ()

    def serve_axon(
        self,
        hotkey: Hotkey,
        netuid: int,
        *,
        ip: int,
        port: int,
        ip_type: int = 4,
        version: int = 0,
        protocol: int = 0,
        placeholder1: int = 0,
        placeholder2: int = 0,
    ) -> None:
        """Publish where a neuron answers requests.

        Local neurons have no address that the chain accepts; in a `taox.Network` they need none.

        Args:
            hotkey: Who signs.
            netuid: The subnet.
            ip: The address as a number, ``int(ipaddress.ip_address(text))``; 0 is none.
            port: 1 to 65535.
            ip_type: 4 or 6.
            version: The version of its software.
            protocol: 0 is TCP, 1 is UDP.
            placeholder1: Stored as it is.
            placeholder2: Stored as it is.

        Raises:
            HotKeyNotRegisteredInNetwork: The hotkey holds no uid.
            InvalidIpType: Neither 4 nor 6.
            InvalidIpAddress: The loopback or broadcast address, or too large.
            ServingRateLimitExceeded: Fewer than ``serving_rate_limit`` blocks since the last time.
            InvalidPort: The port is 0.

        Example:
            >>> from ipaddress import ip_address
            >>> from taox.economy import Chain, Coldkey, Hotkey
            >>> chain, hotkey = Chain(), Hotkey.from_name("owner")
            >>> netuid = chain.create_subnet(Coldkey.from_name("owner"), hotkey)
            >>> chain.serve_axon(hotkey, netuid, ip=int(ip_address("192.0.2.7")), port=8091)
            >>> axon = chain.axon(netuid, hotkey)
            >>> str(ip_address(axon.ip)), axon.port
            ('192.0.2.7', 8091)
        """
        self.serve_axon_tls(
            hotkey,
            netuid,
            ip=ip,
            port=port,
            ip_type=ip_type,
            version=version,
            protocol=protocol,
            placeholder1=placeholder1,
            placeholder2=placeholder2,
        )

    def serve_axon_tls(
        self,
        hotkey: Hotkey,
        netuid: int,
        *,
        ip: int,
        port: int,
        ip_type: int = 4,
        version: int = 0,
        protocol: int = 0,
        placeholder1: int = 0,
        placeholder2: int = 0,
        certificate: bytes = b"",
    ) -> None:
        """`serve_axon` with a TLS certificate.

        Args:
            hotkey: Who signs.
            netuid: The subnet.
            ip: The address as a number.
            port: 1 to 65535.
            ip_type: 4 or 6.
            version: The version of its software.
            protocol: 0 is TCP, 1 is UDP.
            placeholder1: Stored as it is.
            placeholder2: Stored as it is.
            certificate: One byte for the algorithm, then a key of at most 64; a malformed one is
                ignored silently, as on the chain.

        Raises:
            ChainError: What `serve_axon` is refused with.
        """
        if not isinstance(certificate, bytes):
            raise InputTypeError("certificate", "bytes", describe(certificate))
        axon = (
            integer("version", version, 32),
            integer("ip", ip, 128),
            integer("port", port, 16),
            integer("ip_type", ip_type, 8),
            integer("protocol", protocol, 8),
            integer("placeholder1", placeholder1, 8),
            integer("placeholder2", placeholder2, 8),
        )
        self._core.serve_axon_tls(
            signer("hotkey", hotkey, Hotkey), integer("netuid", netuid, 16), axon, certificate
        )

    def serve_prometheus(
        self,
        hotkey: Hotkey,
        netuid: int,
        *,
        ip: int,
        port: int,
        ip_type: int = 4,
        version: int = 0,
    ) -> None:
        """Publish where a neuron shows its measurements; it has a clock of its own.

        Args:
            hotkey: Who signs.
            netuid: The subnet.
            ip: The address as a number, not 0.
            port: 1 to 65535.
            ip_type: 4 or 6.
            version: The version of its software.

        Raises:
            InvalidIpType: Neither 4 nor 6.
            InvalidIpAddress: 0, the loopback or broadcast address, or too large.
            HotKeyNotRegisteredInNetwork: The hotkey holds no uid.
            ServingRateLimitExceeded: Fewer than ``serving_rate_limit`` blocks since the last time.
            InvalidPort: The port is 0.
        """
        info = (
            integer("version", version, 32),
            integer("ip", ip, 128),
            integer("port", port, 16),
            integer("ip_type", ip_type, 8),
        )
        self._core.serve_prometheus(
            signer("hotkey", hotkey, Hotkey), integer("netuid", netuid, 16), info
        )

    def axon(self, netuid: int, hotkey: Hotkey) -> AxonInfo | None:
        """Where a hotkey answers requests on a subnet; None: it never said.

        Args:
            netuid: The subnet.
            hotkey: The neuron.
        """
        found = self._core.axon(integer("netuid", netuid, 16), key("hotkey", hotkey, Hotkey))
        if found is None:
            return None
        block, (version, ip, port, ip_type, protocol, placeholder1, placeholder2) = found
        return AxonInfo(
            block=block,
            version=version,
            ip=ip,
            port=port,
            ip_type=ip_type,
            protocol=protocol,
            placeholder1=placeholder1,
            placeholder2=placeholder2,
        )

    def prometheus(self, netuid: int, hotkey: Hotkey) -> PrometheusInfo | None:
        """Where a hotkey shows its measurements on a subnet; None: it never said.

        Args:
            netuid: The subnet.
            hotkey: The neuron.
        """
        found = self._core.prometheus(integer("netuid", netuid, 16), key("hotkey", hotkey, Hotkey))
        if found is None:
            return None
        block, (version, ip, port, ip_type) = found
        return PrometheusInfo(block=block, version=version, ip=ip, port=port, ip_type=ip_type)

    def certificate(self, netuid: int, hotkey: Hotkey) -> tuple[int, bytes] | None:
        """A hotkey's TLS certificate on a subnet: algorithm and key; None: it has none.

        Args:
            netuid: The subnet.
            hotkey: The neuron.
        """
        return self._core.certificate(integer("netuid", netuid, 16), key("hotkey", hotkey, Hotkey))
