//! Words as they stand in markup, XML or HTML.

/// The words, so that nothing in them is markup, neither between tags nor in a quoted attribute.
/// Line breaks and tabs stay; control characters are left out, and what no document may hold is replaced.
pub(super) fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(c),
            '\u{FFFE}' | '\u{FFFF}' => out.push('\u{FFFD}'),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_escaped_is_read_back_and_what_no_document_may_hold_is_gone() {
        let words = "<a b=\"c\" d='e'>&amp;\tf\u{1b}\u{0}\u{ffff}g";
        let document = format!("<x y=\"{0}\">{0}</x>", escaped(words));
        let document = roxmltree::Document::parse(&document).unwrap();
        let read = document.root_element();
        assert_eq!(read.text(), Some("<a b=\"c\" d='e'>&amp;\tf\u{fffd}g"));
        assert!(
            read.attribute("y")
                .unwrap()
                .starts_with("<a b=\"c\" d='e'>")
        );
    }
}
