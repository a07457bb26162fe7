//! Certificate signatures: a person's key over the digest of a document.
//!
//! Bytes in, bytes out: no file, no clock, no PDF. [`Identity::from_pem`] reads a signer, [`sign`] makes
//! a signature (CMS, PAdES baseline B-B without a time) and [`check`] tells who made one. A signature
//! proves that the document is the one that was signed with that key. It says nothing of when, and
//! whether the name is true is for its issuer: there are no built-in authorities.

mod algorithm;
mod certificate;
mod certificates;
mod chain;
mod check;
mod cms;
mod identity;
mod key;
mod pem;
mod sign;
#[cfg(test)]
mod tests;
mod throwaway;

pub(crate) use certificate::Certificate;
pub use check::check;
pub(crate) use check::{CheckError, Signer, without_padding};
pub use identity::Identity;
pub use sign::{max_len, sign};
pub use throwaway::throwaway;
