//! Addresses that can be right and most likely are not: a letter sent to one reaches nobody, or a stranger.

use strsim::osa_distance;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Providers that many have their mailbox at.
const PROVIDERS: [&str; 5] = [
    "gmail.com",
    "hotmail.com",
    "outlook.com",
    "yahoo.com",
    "icloud.com",
];
/// Providers of mail that are called much like those.
const OTHERS: [&str; 4] = ["mail.com", "email.com", "ymail.com", "yahoo.co"];

/// The address that was probably meant, if it is another one: a provider's name is one letter off, or the mailbox is written with
/// accents, which few servers take.
pub(super) fn meant(local: &str, domain: &str) -> Option<String> {
    let near = |provider: &&&str| osa_distance(provider, domain) == 1;
    let is_provider = PROVIDERS.contains(&domain) || OTHERS.contains(&domain);
    let provider = PROVIDERS.iter().find(near).filter(|_| !is_provider);
    let bare: String = local.nfkd().filter(|c| !is_combining_mark(*c)).collect();
    let is_other = provider.is_some() || (bare != local && bare.is_ascii());
    is_other.then(|| format!("{bare}@{}", provider.unwrap_or(&domain)))
}

#[cfg(test)]
mod tests {
    use super::meant;

    #[test]
    fn what_was_probably_meant() {
        for (local, domain, expected) in [
            ("ana", "gmial.com", Some("ana@gmail.com")),
            ("ana", "gmail.con", Some("ana@gmail.com")),
            ("ana", "gmail.co", Some("ana@gmail.com")),
            ("ana", "hotmal.com", Some("ana@hotmail.com")),
            ("ana", "yahooo.com", Some("ana@yahoo.com")),
            ("josé", "ejemplo.pe", Some("jose@ejemplo.pe")),
            ("ñandú", "gmial.com", Some("nandu@gmail.com")),
            ("ana", "gmail.com", None),
            ("ana", "mail.com", None),
            ("ana", "hotmail.es", None),
            ("ana", "yahoo.com.pe", None),
            ("ana", "ñandú.pe", None),
            ("почта", "ejemplo.pe", None),
        ] {
            assert_eq!(meant(local, domain).as_deref(), expected, "{local}@{domain}");
        }
    }
}
