//! Addresses of pages of the web. What a source says of itself goes into documents only as one of these:
//! a link is followed without being read.

use std::fmt;

use serde::Serialize;
use thiserror::Error;

/// The longest address, in bytes.
const MOST: usize = 2000;

/// The address of a page of the web that is what it looks like.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct WebAddress(String);

/// Why words are no such address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum AddressError {
    /// It begins otherwise.
    #[error("does not begin with https:// or http://")]
    Scheme,
    /// It has a name and an @ in front of the site: `https://nhs.uk@example.org` leads to example.org.
    #[error("has an @ in front of the site, so that it leads elsewhere than it seems to")]
    User,
    /// There is no site, or not one that is written in plain letters.
    #[error("does not name a site in plain letters, digits, hyphens and dots")]
    Site,
    /// It has a space, a backslash, or a character that cannot be seen.
    #[error("has a space, a backslash or a character that cannot be seen")]
    Character,
    /// It is too long.
    #[error("is longer than {MOST} characters")]
    Long,
}

impl WebAddress {
    /// Takes an address as it is written in a questionnaire.
    ///
    /// # Errors
    /// Says what keeps people from seeing where it leads.
    pub fn parse(words: &str) -> Result<Self, AddressError> {
        if words.len() > MOST {
            return Err(AddressError::Long);
        }
        let rest = ["https://", "http://"].iter().find_map(|scheme| {
            let (start, rest) = words.split_at_checked(scheme.len())?;
            start.eq_ignore_ascii_case(scheme).then_some(rest)
        });
        let rest = rest.ok_or(AddressError::Scheme)?;
        let is_plain = |c: char| (c.is_ascii_graphic() && c != '\\') || c.is_alphanumeric();
        if !words.chars().all(is_plain) {
            return Err(AddressError::Character);
        }
        let site = rest.split(['/', '?', '#']).next().unwrap_or_default();
        if site.contains('@') {
            return Err(AddressError::User);
        }
        let (host, port) = site.split_once(':').unwrap_or((site, ""));
        let in_host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
        let is_host = host.starts_with(|c: char| c.is_ascii_alphanumeric());
        if !is_host || !host.chars().all(in_host) || !port.chars().all(|c| c.is_ascii_digit()) {
            return Err(AddressError::Site);
        }
        Ok(Self(words.to_owned()))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for WebAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pages_of_the_web_that_are_what_they_look_like_are_taken() {
        for address in [
            "https://digital.nhs.uk/mfa?a=b#c",
            "HTTP://example.org",
            "https://example.org:8443/@team/x",
            "https://example.org/tŷ-gŵyn",
        ] {
            assert_eq!(WebAddress::parse(address).unwrap().as_str(), address);
        }
        use AddressError::{Character, Long, Scheme, Site, User};
        let long = format!("https://example.org/{}", "a".repeat(MOST));
        for (address, expected) in [
            ("", Scheme),
            ("javascript:alert(1)", Scheme),
            ("file:///etc/passwd", Scheme),
            ("//example.org", Scheme),
            (r"\\server\share", Scheme),
            ("https:/example.org", Scheme),
            ("ŷhttps://example.org", Scheme),
            ("https://nhs.uk@example.org/", User),
            ("https://nhs.uk:x@example.org", User),
            ("https://nhs.uk%2f@example.org", User),
            ("https://", Site),
            ("https:///nhs.uk", Site),
            ("https://.nhs.uk", Site),
            ("https://nhs.u\u{43a}/", Site),
            ("https://nhs.uk:80:90/", Site),
            ("https://nhs%2euk/", Site),
            ("https://nhs.uk\\@example.org", Character),
            ("https://nhs.uk/a b", Character),
            ("https://nhs.uk/\u{202e}fdp", Character),
            ("https://nhs.uk/\u{200b}a", Character),
            ("https://nhs.uk/a\nb", Character),
            (&long, Long),
        ] {
            assert_eq!(WebAddress::parse(address), Err(expected), "{address}");
        }
    }
}
