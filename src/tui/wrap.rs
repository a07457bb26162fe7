//! Breaks text into lines that fit. Ranges, not copies: a cursor in the text finds its line.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The byte ranges of the lines of a text, at most `width` columns each. A word that is longer
/// than a line is broken; spaces at a break stay at the end of their line, beyond the width.
pub fn wrap(text: &str, width: usize) -> Vec<Range<usize>> {
    let width = width.max(2);
    let mut lines = vec![];
    let mut start = 0;
    for paragraph in text.split_inclusive('\n') {
        let body = paragraph.strip_suffix('\n').unwrap_or(paragraph);
        wrap_paragraph(body, start, width, &mut lines);
        start += paragraph.len();
    }
    if text.is_empty() || text.ends_with('\n') {
        lines.push(start..start);
    }
    lines
}

fn wrap_paragraph(body: &str, offset: usize, width: usize, lines: &mut Vec<Range<usize>>) {
    let (mut start, mut end, mut used) = (0, 0, 0);
    for word in body.split_inclusive(' ') {
        let columns = word.trim_end_matches(' ').width();
        if used > 0 && used + columns > width {
            lines.push(offset + start..offset + end);
            (start, used) = (end, 0);
        }
        if columns > width {
            for grapheme in word.graphemes(true) {
                let columns = grapheme.width();
                if used > 0 && used + columns > width && grapheme != " " {
                    lines.push(offset + start..offset + end);
                    (start, used) = (end, 0);
                }
                end += grapheme.len();
                used += columns;
            }
        } else {
            end += word.len();
            used += word.width();
        }
    }
    lines.push(offset + start..offset + end);
}

/// The lines of a text as strings, without spaces at their ends.
pub fn lines(text: &str, width: usize) -> Vec<String> {
    let ranges = wrap(text, width).into_iter();
    let line = |range: Range<usize>| text.get(range).unwrap_or_default().trim_end().to_owned();
    ranges.map(line).collect()
}

/// Line and column of a position in a text, given in characters.
pub fn position(text: &str, width: usize, cursor: usize) -> (usize, usize) {
    let byte = text
        .char_indices()
        .nth(cursor)
        .map_or(text.len(), |(byte, _)| byte);
    let ranges = wrap(text, width);
    let line = ranges
        .iter()
        .rposition(|range| range.start <= byte)
        .unwrap_or(0);
    let start = ranges.get(line).map_or(0, |range| range.start);
    let column = text.get(start..byte).unwrap_or_default().width();
    (line, column.min(width))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_stay_whole_where_they_fit() {
        assert_eq!(lines("one two three", 8), ["one two", "three"]);
        assert_eq!(lines("a\n\nb", 8), ["a", "", "b"]);
        assert_eq!(lines("", 8), [""]);
        assert_eq!(lines("abcdefghij", 4), ["abcd", "efgh", "ij"]);
    }

    #[test]
    fn the_cursor_is_where_the_next_letter_goes() {
        assert_eq!(position("one two", 80, 7), (0, 7));
        assert_eq!(position("one\n", 80, 4), (1, 0));
        assert_eq!(position("one two three", 8, 8), (1, 0));
        assert_eq!(position("", 80, 0), (0, 0));
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_is_too_wide(
            text in "[a-zŵŷ日 \n]{0,200}", width in 2_usize..40
        ) {
            let ranges = wrap(&text, width);
            let mut joined = String::new();
            for range in &ranges {
                let line = &text[range.clone()];
                prop_assert!(line.trim_end().width() <= width, "{:?}", line);
                joined.push_str(line);
            }
            prop_assert_eq!(joined, text.replace('\n', ""));
        }
    }
}
