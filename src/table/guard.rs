//! Cells that spreadsheets would take for formulas: each goes out with an apostrophe that keeps them from
//! it, and comes back without.

/// What a formula begins with, also where keyboards write it in full width.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
/// What parts cells and rows in one country or another: there, a formula may begin behind it.
const PARTS: [char; 5] = [',', ';', '\t', '\n', '\r'];

/// Where an apostrophe keeps a spreadsheet from reading a formula: before each sign that begins one,
/// and before the apostrophes that are there already.
fn openings(cell: &str) -> Vec<usize> {
    let mut found = vec![];
    // Where a cell may begin, and whether an apostrophe stands there.
    let mut begins = Some((0, false));
    for (at, c) in cell.char_indices() {
        let after = at + c.len_utf8();
        begins = match begins {
            _ if PARTS.contains(&c) => Some((after, false)),
            Some((from, _)) if FORMULA.contains(&c) => {
                found.push(from);
                None
            }
            Some((from, _)) if c == '\'' => Some((from, true)),
            Some((_, false)) if c.is_whitespace() || c == '"' => Some((after, false)),
            _ => None,
        };
    }
    found
}

/// Whether a spreadsheet would pass over what a cell begins with.
fn begins_apart(cell: &str) -> bool {
    cell.trim_start_matches('\'')
        .starts_with(['\t', '\r', '\n'])
}

/// A cell that no spreadsheet takes for a formula, whatever it parts cells with: whoever names an
/// organisation must not run anything on the machine of the person who opens the table.
pub(crate) fn guarded(cell: &str) -> String {
    let mut guarded = String::with_capacity(cell.len() + 1);
    if begins_apart(cell) {
        guarded.push('\'');
    }
    let mut from = 0;
    for at in openings(cell) {
        guarded.push_str(cell.get(from..at).unwrap_or_default());
        guarded.push('\'');
        from = at;
    }
    guarded.push_str(cell.get(from..).unwrap_or_default());
    guarded
}

/// Where [`unguarded`] takes apostrophes off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Within {
    /// At the beginning of a cell, where people write them too.
    Beginning,
    /// Everywhere, which is right only for what [`guarded`] has made.
    Whole,
}

/// What [`guarded`] was given.
pub(super) fn unguarded(cell: &str, within: Within) -> String {
    let mut inner = String::with_capacity(cell.len());
    let mut from = 0;
    for at in openings(cell) {
        let before = cell.get(from..at).unwrap_or_default();
        let is_meant = within == Within::Whole || !cell[..at].contains(PARTS);
        if is_meant && cell[at..].starts_with('\'') {
            inner.push_str(before);
            from = at + 1;
        }
    }
    inner.push_str(cell.get(from..).unwrap_or_default());
    match inner.strip_prefix('\'').filter(|_| begins_apart(&inner)) {
        Some(rest) => rest.to_owned(),
        None => inner,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_cell_that_begins_like_a_formula_is_text_and_comes_back_as_it_was() {
        for cell in [
            "=1+1", "+44 20", "-1", "@SUM(A1)", "'=1", "''-", "＝1+1", "＋1", "－1", "＠x", "\tx",
            "\rx", "\nx",
        ] {
            assert_eq!(guarded(cell), format!("'{cell}"));
        }
        for (cell, out) in [
            ("\t=1", "'\t'=1"),
            (" =1", " '=1"),
            ("\u{a0}\u{3000}＝1", "\u{a0}\u{3000}'＝1"),
            (";=1", ";'=1"),
            (",;  =1;", ",;  '=1;"),
            ("a;=cmd;b", "a;'=cmd;b"),
            ("a; '=1, -2", "a; ''=1, '-2"),
            ("a;\"=1", "a;\"'=1"),
            ("To do:\n- one\n=two", "To do:\n'- one\n'=two"),
        ] {
            assert_eq!(guarded(cell), out);
            assert_eq!(unguarded(out, Within::Whole), cell);
        }
        for cell in [
            "", "a=b", "'quoted", "1-2", "Not met", "a - b", "it's; so", "a; ' =1",
        ] {
            assert_eq!(guarded(cell), cell);
        }
        // What others wrote within a cell is theirs.
        assert_eq!(unguarded("a, '-b'", Within::Beginning), "a, '-b'");
        for cell in ["=1+1", "'=1+1"] {
            assert_eq!(unguarded(cell, Within::Beginning), "=1+1");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_guarded_so_that_it_comes_back(cell in "[-'=＝+@\";,\t\r\n a]{0,12}") {
            let out = guarded(&cell);
            prop_assert_eq!(unguarded(&out, Within::Whole), cell);
            // Wherever a spreadsheet begins a cell, no formula stands.
            let begins = |c: char| PARTS.contains(&c);
            for part in out.split(begins) {
                let part = part.trim_start_matches(|c: char| c.is_whitespace() || c == '"');
                prop_assert!(!part.starts_with(FORMULA), "{}", part);
            }
        }
    }
}
