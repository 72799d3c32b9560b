//! What neurons, owners and holders say about themselves.

use super::dice::{Dice, hotkey, owner_or_root, pair};
use super::{Made, made};
use taox_core::chain::{AccountIdentity, AxonInfo, Chain, PrometheusInfo, SubnetIdentity};

pub(crate) const CALLS: &[&str] = &[
    "serve_axon",
    "serve_axon_tls",
    "serve_prometheus",
    "set_identity",
    "set_subnet_identity",
];

pub(crate) fn told(chain: &mut Chain, dice: &mut Dice) -> Made {
    let (hot, netuid) = (hotkey(dice), dice.netuid(chain));
    match dice.below(5) {
        0 => made("serve_axon", chain.serve_axon(hot, netuid, axon(dice))),
        1 => {
            let certificate = vec![1; dice.u8(80).into()];
            let answer = chain.serve_axon_tls(hot, netuid, axon(dice), &certificate);
            made("serve_axon_tls", answer)
        }
        2 => {
            let answer = chain.serve_prometheus(hot, netuid, prometheus(dice));
            made("serve_prometheus", answer)
        }
        3 => {
            let identity = AccountIdentity {
                name: text(dice),
                ..AccountIdentity::default()
            };
            let cold = pair(chain, dice).0;
            made("set_identity", chain.set_identity(cold, identity))
        }
        _ => {
            let origin = owner_or_root(chain, dice, netuid);
            let answer = chain.set_subnet_identity(origin, netuid, identity(dice));
            made("set_subnet_identity", answer)
        }
    }
}

/// A name; now and then it is too long.
fn text(dice: &mut Dice) -> Vec<u8> {
    let length = if dice.once_in(8) { 257 } else { 20 };
    vec![b'a' + dice.u8(26); length]
}

pub(crate) fn identity(dice: &mut Dice) -> SubnetIdentity {
    SubnetIdentity {
        subnet_name: text(dice),
        ..SubnetIdentity::default()
    }
}

/// A public address, or loopback.
fn address(dice: &mut Dice) -> u128 {
    if dice.once_in(8) {
        0x7F00_0001
    } else {
        0x0808_0800 + u128::from(dice.u8(200))
    }
}

fn axon(dice: &mut Dice) -> AxonInfo {
    AxonInfo {
        block: 0,
        version: 1,
        ip: address(dice),
        port: dice.u16(),
        ip_type: 4,
        protocol: dice.u8(2),
        placeholder1: 0,
        placeholder2: 0,
    }
}

fn prometheus(dice: &mut Dice) -> PrometheusInfo {
    PrometheusInfo {
        block: 0,
        version: 1,
        ip: address(dice),
        port: dice.u16(),
        ip_type: 4,
    }
}
