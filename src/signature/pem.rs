//! Blocks of PEM out of a file that may hold several, with words between them as `openssl pkcs12` writes them.

use der::pem;

/// One block: what it says it is, and what stands in it.
pub(super) struct Block<'a> {
    pub(super) label: &'a str,
    /// The whole block with its boundaries.
    text: &'a str,
}

impl Block<'_> {
    /// The bytes in the block. None if they are not base64 as RFC 7468 wants it.
    pub(super) fn bytes(&self) -> Option<Vec<u8>> {
        pem::decode_vec(self.text.as_bytes())
            .ok()
            .map(|(_, bytes)| bytes)
    }

    /// Whether a key in the traditional format says that it has a password (RFC 1421).
    pub(super) fn says_encrypted(&self) -> bool {
        self.text.contains("Proc-Type: 4,ENCRYPTED")
    }
}

/// The blocks of a file in their order. A block without an end is left out.
pub(super) fn blocks(file: &str) -> Vec<Block<'_>> {
    const BEGIN: &str = "-----BEGIN ";
    const DASHES: &str = "-----";
    let mut blocks = Vec::new();
    let mut rest = file;
    while let Some((_, begun)) = rest.split_once(BEGIN) {
        let start = rest.len() - begun.len() - BEGIN.len();
        let Some((label, inside)) = begun.split_once(DASHES) else {
            break;
        };
        let end = format!("-----END {label}-----");
        let Some(length) = inside.find(&end) else {
            rest = begun;
            continue;
        };
        let after = rest.len() - inside.len() + length + end.len();
        if let (Some(text), Some(remaining)) = (rest.get(start..after), rest.get(after..)) {
            blocks.push(Block { label, text });
            rest = remaining;
        }
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn blocks_are_found_between_the_words_of_openssl() {
        let file = "Bag Attributes\n    friendlyName: x\n-----BEGIN ONE-----\nAQID\n-----END ONE-----\n\
                    Key Attributes: <No Attributes>\n-----BEGIN TWO-----\r\nBAUG\r\n-----END TWO-----\r\n";
        let found = blocks(file);
        let labels: Vec<&str> = found.iter().map(|block| block.label).collect();
        assert_eq!(labels, ["ONE", "TWO"]);
        assert_eq!(found[0].bytes(), Some(vec![1, 2, 3]));
        assert_eq!(found[1].bytes(), Some(vec![4, 5, 6]));
    }

    #[test]
    fn a_block_without_an_end_does_not_hide_the_next_one() {
        let file = "-----BEGIN ONE-----\nAQID\n-----BEGIN TWO-----\nBAUG\n-----END TWO-----\n";
        let labels: Vec<&str> = blocks(file).iter().map(|block| block.label).collect();
        assert_eq!(labels, ["TWO"]);
    }

    proptest! {
        #[test]
        fn any_text_comes_to_an_end(file in "(-----BEGIN |-----END |-----|A|é|\n){0,40}") {
            for block in blocks(&file) {
                block.bytes();
            }
        }
    }
}
