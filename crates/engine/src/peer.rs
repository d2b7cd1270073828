//! Where somebody asks from: what limits fall on, and as much of it as the log may say.

use std::{net::IpAddr, str::FromStr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

/// Where a request comes from, as far as we can know. An IPv4 address is one however it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peer(Option<IpAddr>);

impl Peer {
    /// Nobody's address: a program on the same machine, or a proxy that does not tell.
    pub const UNKNOWN: Self = Self(None);

    /// Whoever has this address.
    pub fn new(address: IpAddr) -> Self {
        Self(Some(address.to_canonical()))
    }

    /// What one subscriber has, and those who share the line: an IPv4 address, or a /64 of IPv6.
    pub fn subscriber(self) -> String {
        match self.0 {
            None => "unknown".to_owned(),
            Some(IpAddr::V4(address)) => address.to_string(),
            Some(IpAddr::V6(address)) => {
                let [a, b, c, d, ..] = address.segments();
                format!("{a:x}:{b:x}:{c:x}:{d:x}")
            }
        }
    }

    /// The network around it, a /24 of IPv4 or a /48 of IPv6: whoever guesses has more than one address in it, and nobody is
    /// known by it alone.
    pub fn network(self) -> String {
        let network: Option<IpNet> = match self.0 {
            None => None,
            Some(IpAddr::V4(address)) => Ipv4Net::new(address, 24).ok().map(IpNet::from),
            Some(IpAddr::V6(address)) => Ipv6Net::new(address, 48).ok().map(IpNet::from),
        };
        network.map_or_else(|| "unknown".to_owned(), |network| network.trunc().to_string())
    }
}

/// Networks of offices, town halls and whoever else many people apply from: limits of addresses do not fall on them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Networks(Vec<IpNet>);

/// Why a text names no networks. It does not repeat the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NetworksError {
    /// Something in the list is neither a network nor an address.
    #[error(
        "give networks or addresses with commas between them: 203.0.113.0/24, 2001:db8:7::/48, 198.51.100.9"
    )]
    NoNetwork,
    /// So many addresses are in one of them that there would be no limits.
    #[error("a network of it is too large to be an office's: give one of /8 or smaller")]
    TooLarge,
}

/// The fewest leading bits that a network of somebody's own has.
const FEWEST_BITS: u8 = 8;

impl Networks {
    /// Whether somebody asks from one of them.
    pub fn contain(&self, peer: Peer) -> bool {
        peer.0
            .is_some_and(|address| self.0.iter().any(|network| network.contains(&address)))
    }
}

impl FromStr for Networks {
    type Err = NetworksError;

    fn from_str(text: &str) -> Result<Self, NetworksError> {
        let named = text.split([',', ' ']).filter(|named| !named.is_empty());
        named.map(network).collect::<Result<_, _>>().map(Self)
    }
}

fn network(text: &str) -> Result<IpNet, NetworksError> {
    let one = || {
        text.parse()
            .map(|address: IpAddr| IpNet::from(address.to_canonical()))
    };
    let network: IpNet = text
        .parse()
        .or_else(|_| one())
        .map_err(|_| NetworksError::NoNetwork)?;
    if network.prefix_len() < FEWEST_BITS {
        return Err(NetworksError::TooLarge);
    }
    Ok(network)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn peer(address: &str) -> Peer {
        Peer::new(address.parse().unwrap())
    }

    #[test]
    fn one_subscriber_is_one_whatever_the_address() {
        assert_eq!(
            peer("2001:db8:1:2::1").subscriber(),
            peer("2001:db8:1:2:ffff::9").subscriber()
        );
        assert_eq!(
            peer("::ffff:198.51.100.7").subscriber(),
            peer("198.51.100.7").subscriber()
        );
        assert_ne!(peer("192.0.2.1").subscriber(), peer("192.0.2.2").subscriber());
    }

    #[test]
    fn a_network_says_not_who_it_is() {
        for (address, network) in [
            ("198.51.100.7", "198.51.100.0/24"),
            ("::ffff:198.51.100.7", "198.51.100.0/24"),
            ("2001:db8:1:2::1", "2001:db8:1::/48"),
        ] {
            assert_eq!(peer(address).network(), network);
        }
        assert_eq!(Peer::UNKNOWN.network(), "unknown");
    }

    #[test]
    fn networks_are_read_as_people_list_them() {
        let networks: Networks = "203.0.113.0/24, 2001:db8:7::/48 198.51.100.9".parse().unwrap();
        for (address, is_in) in [
            ("203.0.113.255", true),
            ("::ffff:203.0.113.1", true),
            ("203.0.114.0", false),
            ("2001:db8:7:1::5", true),
            ("2001:db8:8::5", false),
            ("198.51.100.9", true),
            ("198.51.100.8", false),
        ] {
            assert_eq!(networks.contain(peer(address)), is_in, "{address}");
        }
        assert!(!networks.contain(Peer::UNKNOWN));
        assert!(!Networks::default().contain(peer("203.0.113.1")));
        for (text, error) in [
            ("town-hall", NetworksError::NoNetwork),
            ("203.0.113.0/33", NetworksError::NoNetwork),
            ("203.0.113.0/24;198.51.100.0/24", NetworksError::NoNetwork),
            ("0.0.0.0/0", NetworksError::TooLarge),
            ("::/0", NetworksError::TooLarge),
        ] {
            assert_eq!(text.parse::<Networks>(), Err(error), "{text}");
        }
    }
}
