//! Changes that turn something sound into something hostile.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// What is put into a file to see what becomes of it.
const TOKENS: &[&str] = &[
    "null",
    "-1",
    "1e999",
    "18446744073709551616",
    "\"\"",
    "[]",
    "{}",
    "[[[[[[[[",
    "}",
    "\"",
    "\\",
    "\\u0000",
    "\\ud800",
    "\\u001b[2J",
    "\u{1b}[2J",
    "\u{feff}",
    "\u{202e}",
    "\r\n",
    "\n",
    "\t",
    "\0",
    "e\u{301}",
    "日本語",
    "\"v\":99,",
    "\"prev\":null,",
    "\"seq\":0,",
    "{{count}}",
    "../../etc/passwd",
    "9999-12-31",
    "-009999-01-01",
    "=HYPERLINK(1)",
];

/// One change of bytes.
#[derive(Debug, Clone)]
pub enum Mutation {
    /// A bit is turned.
    Flip(Index, u8),
    /// The rest is missing.
    Cut(Index),
    /// Bytes are missing.
    Delete(Index, Index),
    /// Bytes are there twice.
    Double(Index, Index),
    /// Something is put in.
    Insert(Index, Vec<u8>),
    /// Something takes the place of as many bytes.
    Overwrite(Index, Vec<u8>),
}

/// A few changes, one after the other.
pub fn mutations() -> impl Strategy<Value = Vec<Mutation>> {
    let token = || {
        prop_oneof![
            3 => select(TOKENS).prop_map(|token| token.as_bytes().to_vec()),
            1 => vec(any::<u8>(), 1..6),
            1 => (any::<char>(), 1..3000_usize)
                .prop_map(|(c, count)| c.to_string().repeat(count).into_bytes()),
        ]
    };
    let at = any::<Index>;
    let one = prop_oneof![
        3 => (at(), 0..8_u8).prop_map(|(at, bit)| Mutation::Flip(at, bit)),
        1 => at().prop_map(Mutation::Cut),
        2 => (at(), at()).prop_map(|(from, to)| Mutation::Delete(from, to)),
        1 => (at(), at()).prop_map(|(from, to)| Mutation::Double(from, to)),
        3 => (at(), token()).prop_map(|(at, token)| Mutation::Insert(at, token)),
        3 => (at(), token()).prop_map(|(at, token)| Mutation::Overwrite(at, token)),
    ];
    vec(one, 1..5)
}

/// The bytes after all changes.
pub fn mutated(mut bytes: Vec<u8>, mutations: &[Mutation]) -> Vec<u8> {
    // Most of a file is one long first line: short pieces leave more of the rest to be read.
    const LONGEST: usize = 200;
    for mutation in mutations {
        let length = bytes.len();
        if length == 0 {
            break;
        }
        match mutation {
            Mutation::Flip(at, bit) => bytes[at.index(length)] ^= 1 << bit,
            Mutation::Cut(at) => bytes.truncate(at.index(length)),
            Mutation::Delete(from, size) => {
                let from = from.index(length);
                let to = (from + 1 + size.index(LONGEST)).min(length);
                bytes.drain(from..to);
            }
            Mutation::Double(from, size) => {
                let from = from.index(length);
                let to = (from + 1 + size.index(LONGEST)).min(length);
                let piece = bytes[from..to].to_vec();
                bytes.splice(to..to, piece);
            }
            Mutation::Insert(at, token) => {
                let at = at.index(length);
                bytes.splice(at..at, token.iter().copied());
            }
            Mutation::Overwrite(at, token) => {
                let at = at.index(length);
                let end = (at + token.len()).min(length);
                bytes.splice(at..end, token.iter().copied());
            }
        }
    }
    bytes
}
