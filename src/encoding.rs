//! Text in other encodings than UTF-8, so that it can be named: spreadsheets and editors on Windows save
//! it so, and then nothing in it reads like what it is.

/// Text in units of two bytes.
pub(crate) const UTF_16: &str = "UTF-16";
/// Text in units of four bytes.
pub(crate) const UTF_32: &str = "UTF-32";

/// The encoding of text in units of two or four bytes, by its mark or by its first letters.
pub(crate) fn wide(bytes: &[u8]) -> Option<&'static str> {
    let is_letter = |byte: &u8| byte.is_ascii_graphic() || byte.is_ascii_whitespace();
    match bytes {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => Some(UTF_32),
        [a, 0, 0, 0, ..] | [0, 0, 0, a, ..] if is_letter(a) => Some(UTF_32),
        [0xff, 0xfe, a, 0, ..] | [0xfe, 0xff, 0, a, ..] if is_letter(a) => Some(UTF_16),
        [a, 0, b, 0, ..] | [0, a, 0, b, ..] if is_letter(a) && is_letter(b) => Some(UTF_16),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_text_is_known_by_its_mark_or_its_first_letters() {
        let units: Vec<u16> = "{\n \"format\": 1}".encode_utf16().collect();
        let little: Vec<u8> = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        let big: Vec<u8> = units.iter().flat_map(|unit| unit.to_be_bytes()).collect();
        for (mark, bytes) in [(&b"\xff\xfe"[..], &little), (b"\xfe\xff", &big)] {
            assert_eq!(wide(bytes), Some(UTF_16));
            assert_eq!(wide(&[mark, bytes].concat()), Some(UTF_16));
        }
        for bytes in [
            &b"{\0\0\0"[..],
            b"\0\0\0{",
            b"\xff\xfe\0\0",
            b"\0\0\xfe\xff",
        ] {
            assert_eq!(wide(bytes), Some(UTF_32));
        }
        for bytes in [
            &b""[..],
            b"{",
            b"{}",
            b"{\"a\"",
            b"\0\0\0\0",
            b"%PDF",
            b"\xef\xbb\xbf{",
            b"\0\0\x01\0",
            b"\xff\xfe\n",
        ] {
            assert_eq!(wide(bytes), None, "{bytes:?}");
        }
    }
}
