//! Text to lines: glyphs with their widths, and where lines break.
//!
//! A line breaks at spaces and after hyphens; a word that is longer than the line is
//! cut between letters, so nothing ever sticks out. Cost is linear in the text.

use std::ops::Range;

use ttf_parser::GlyphId;
use unicode_segmentation::UnicodeSegmentation;

use super::font::{Face, Fonts, NO_BREAK_SPACE, drawn};
use super::style::Style;
use crate::assessment::Outcome;
use crate::report::model::{Span, Text};

/// Width of an outcome's mark with the gap behind it, as a share of the size.
const MARK_ADVANCE: f32 = 1.25;

/// One glyph, or the mark of an outcome.
#[derive(Debug, Clone, Copy)]
struct Atom {
    kind: Kind,
    face: Face,
    /// In points, with the kerning towards the next atom.
    advance: f32,
    /// The kerning towards the next atom, in thousandths of the size.
    kern: i16,
    /// A line may be cut before it when nothing else helps.
    cut: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Glyph(char),
    Mark(Outcome),
}

/// Text in one style, measured.
#[derive(Debug, Clone)]
pub struct Setting {
    atoms: Vec<Atom>,
    style: Style,
}

/// One line, ready to be placed. Positions are relative to its left end.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Line {
    /// Words, a run for each change of face.
    pub runs: Vec<Run>,
    /// Marks with their left edge.
    pub marks: Vec<(f32, Outcome)>,
    /// Width without a space at the end.
    pub width: f32,
}

/// Words in one face.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// Left edge.
    pub x: f32,
    /// Its face.
    pub face: Face,
    /// Letters, each group with the kerning behind it in thousandths of the size.
    pub pieces: Vec<(String, i16)>,
}

/// Part of the text that makes one line.
struct Cut {
    atoms: Range<usize>,
    /// The text itself breaks the line here.
    hard: bool,
}

impl Setting {
    /// Measures text in a style.
    pub fn new(fonts: &Fonts, text: &Text, style: Style) -> Self {
        let mut setting = Self {
            atoms: Vec::new(),
            style,
        };
        for span in &text.0 {
            match span {
                Span::Plain(words) | Span::Link { words, .. } => {
                    setting.push(fonts, words, style.plain);
                }
                Span::Strong(words) => setting.push(fonts, words, Face::Bold),
                Span::Outcome(outcome) => {
                    setting.push_mark(*outcome);
                    let first = setting.atoms.len();
                    setting.push(fonts, outcome.words(), Face::Bold);
                    // The mark stays with its word.
                    if let Some(letter) = setting.atoms.get_mut(first) {
                        letter.cut = false;
                    }
                }
            }
        }
        setting.kern(fonts);
        setting
    }

    /// Measures plain words in a style.
    pub fn plain(fonts: &Fonts, words: &str, style: Style) -> Self {
        Self::new(fonts, &Text::from(words), style)
    }

    /// Whether there is nothing to set.
    pub fn is_empty(&self) -> bool {
        self.atoms.is_empty()
    }

    /// The style that it was measured in.
    pub const fn style(&self) -> Style {
        self.style
    }

    fn push(&mut self, fonts: &Fonts, words: &str, face: Face) {
        for cluster in fonts.printable(face, words).graphemes(true) {
            for (index, c) in cluster.chars().enumerate() {
                // Rows of spaces are one: a line may then end in a space without sticking out.
                if c == ' ' && self.last() == Some(' ') {
                    continue;
                }
                let advance = match c {
                    '\n' => 0.0,
                    c => f32::from(fonts.advance(face, fonts.glyph(face, drawn(c)))),
                };
                self.atoms.push(Atom {
                    kind: Kind::Glyph(c),
                    face,
                    advance: advance * self.style.size / 1000.0,
                    kern: 0,
                    cut: index == 0,
                });
            }
        }
    }

    fn push_mark(&mut self, outcome: Outcome) {
        self.atoms.push(Atom {
            kind: Kind::Mark(outcome),
            face: Face::Bold,
            advance: self.style.size * MARK_ADVANCE,
            kern: 0,
            cut: true,
        });
    }

    fn kern(&mut self, fonts: &Fonts) {
        let glyph = |atom: &Atom| -> Option<GlyphId> {
            match atom.kind {
                Kind::Glyph('\n') | Kind::Mark(_) => None,
                Kind::Glyph(c) => Some(fonts.glyph(atom.face, drawn(c))),
            }
        };
        let mut right = None;
        for atom in self.atoms.iter_mut().rev() {
            let here = glyph(atom).map(|glyph| (atom.face, glyph));
            if let (Some((face, left)), Some((next, right))) = (here, right)
                && face == next
            {
                atom.kern = fonts.kerning(face, left, right);
                atom.advance += f32::from(atom.kern) * self.style.size / 1000.0;
            }
            right = here;
        }
    }

    fn last(&self) -> Option<char> {
        match self.atoms.last()?.kind {
            Kind::Glyph(c) => Some(c),
            Kind::Mark(_) => None,
        }
    }

    fn letter(&self, index: usize) -> Option<char> {
        match self.atoms.get(index)?.kind {
            Kind::Glyph(c) => Some(c),
            Kind::Mark(_) => None,
        }
    }

    /// Whether a line may end after this atom.
    fn may_end_after(&self, index: usize) -> bool {
        let Some(c) = self.letter(index) else {
            return false;
        };
        let before = index.checked_sub(1).and_then(|i| self.letter(i));
        let after = self.letter(index + 1);
        let is = |c: Option<char>, test: fn(char) -> bool| c.is_some_and(test);
        match c {
            ' ' => true,
            '—' => is(after, |c| !c.is_whitespace()),
            // Dates, numbers and options such as "-o" stay whole.
            '-' | '‐' | '–' | '/' => {
                self.style.breaks_at_hyphens()
                    && is(before, char::is_alphanumeric)
                    && is(after, char::is_alphabetic)
            }
            _ => false,
        }
    }

    /// Width of the longest stretch that is better not broken, and of the longest whole line.
    pub fn extents(&self) -> (f32, f32) {
        let (mut word, mut line) = (0.0_f32, 0.0_f32);
        let (mut longest_word, mut longest_line) = (0.0_f32, 0.0_f32);
        for (index, atom) in self.atoms.iter().enumerate() {
            if atom.kind == Kind::Glyph('\n') {
                (word, line) = (0.0, 0.0);
                continue;
            }
            line += atom.advance;
            if atom.kind != Kind::Glyph(' ') {
                word += atom.advance;
                longest_word = longest_word.max(word);
                longest_line = longest_line.max(line);
            }
            if self.may_end_after(index) {
                word = 0.0;
            }
        }
        (longest_word, longest_line)
    }

    /// Breaks the text into lines of at most this width.
    pub fn lines(&self, width: f32) -> Vec<Line> {
        self.cuts(width).iter().map(|cut| self.line(cut)).collect()
    }

    fn cuts(&self, max: f32) -> Vec<Cut> {
        let mut cuts = Vec::new();
        let mut start = 0;
        let mut width = 0.0_f32;
        // Where the line may end, and how wide it is up to there.
        let mut end: Option<(usize, f32)> = None;
        for (index, atom) in self.atoms.iter().enumerate() {
            if atom.kind == Kind::Glyph('\n') {
                cuts.push(Cut {
                    atoms: start..index,
                    hard: true,
                });
                (start, width, end) = (index + 1, 0.0, None);
                continue;
            }
            // A space may stick out: it is not seen.
            while atom.kind != Kind::Glyph(' ') && width + atom.advance > max {
                let (at, before) = match end.take() {
                    Some(end) => end,
                    None => match self.last_cut(start, index) {
                        Some(at) => (at, self.span(start..at)),
                        None => break,
                    },
                };
                cuts.push(Cut {
                    atoms: start..at,
                    hard: false,
                });
                (start, width) = (at, width - before);
            }
            width += atom.advance;
            if self.may_end_after(index) {
                end = Some((index + 1, width));
            }
        }
        if start < self.atoms.len() {
            cuts.push(Cut {
                atoms: start..self.atoms.len(),
                hard: false,
            });
        }
        cuts
    }

    /// The last place up to `index` where a line that began at `start` can be cut between letters.
    fn last_cut(&self, start: usize, index: usize) -> Option<usize> {
        (start + 1..=index).rev().find(|&i| self.atoms[i].cut)
    }

    fn span(&self, atoms: Range<usize>) -> f32 {
        self.atoms[atoms].iter().map(|atom| atom.advance).sum()
    }

    fn line(&self, cut: &Cut) -> Line {
        let mut line = Line::default();
        let mut x = 0.0;
        let atoms = &self.atoms[cut.atoms.clone()];
        for (index, atom) in atoms.iter().enumerate() {
            match atom.kind {
                Kind::Mark(outcome) => line.marks.push((x, outcome)),
                Kind::Glyph(c) => {
                    let kern = if index + 1 < atoms.len() {
                        atom.kern
                    } else {
                        0
                    };
                    line.push(x, atom.face, drawn(c), kern);
                }
            }
            x += atom.advance;
            if !matches!(atom.kind, Kind::Glyph(' ' | NO_BREAK_SPACE)) {
                line.width = x;
            }
        }
        if cut.hard
            && let Some(run) = line.runs.last()
        {
            // What is read out does not run on into the next line.
            line.push(x, run.face, ' ', 0);
        }
        line
    }
}

impl Run {
    /// The words of the run.
    pub fn words(&self) -> String {
        let letters = self.pieces.iter().map(|(letters, _)| letters.as_str());
        letters.collect()
    }
}

impl Line {
    fn push(&mut self, x: f32, face: Face, c: char, kern: i16) {
        let mark = self.marks.last().map_or(-1.0, |(x, _)| *x);
        let run = match self.runs.last_mut() {
            Some(run) if run.face == face && run.x > mark => run,
            _ => {
                self.runs.push(Run {
                    x,
                    face,
                    pieces: vec![(String::new(), 0)],
                });
                // It was pushed in the line above.
                let last = self.runs.len() - 1;
                &mut self.runs[last]
            }
        };
        match run.pieces.last_mut() {
            Some((letters, behind)) if *behind == 0 => {
                letters.push(c);
                *behind = kern;
            }
            _ => run.pieces.push((c.to_string(), kern)),
        }
    }

    /// The words of the line.
    #[cfg(test)]
    fn words(&self) -> String {
        self.runs.iter().map(Run::words).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::style::BODY;
    use super::*;

    fn broken(text: &str, width: f32) -> Vec<String> {
        let fonts = Fonts::load().unwrap();
        let setting = Setting::plain(&fonts, text, BODY);
        setting.lines(width).iter().map(Line::words).collect()
    }

    #[test]
    fn a_wrapped_line_keeps_its_space() {
        assert_eq!(broken("one two", 20.0), ["one ", "two"]);
    }

    #[test]
    fn a_line_break_in_the_text_is_kept() {
        assert_eq!(broken("a\n\nb", 100.0), ["a ", "", "b"]);
    }

    #[test]
    fn no_break_spaces_hold_words_together() {
        assert_eq!(broken("aa bb\u{A0}cc", 35.0), ["aa ", "bb cc"]);
    }

    #[test]
    fn dates_and_options_stay_whole_but_compounds_break() {
        assert_eq!(broken("x 2026-11-24", 30.0)[0], "x ");
        assert_eq!(broken("multi-factor", 40.0), ["multi-", "factor"]);
    }

    #[test]
    fn an_outcomes_mark_stays_with_its_word() {
        let fonts = Fonts::load().unwrap();
        let text = Text(vec![
            Span::Plain("wwwww ".to_owned()),
            Span::Outcome(Outcome::NotMet),
        ]);
        let lines = Setting::new(&fonts, &text, BODY).lines(45.0);
        assert!(lines[0].marks.is_empty());
        assert_eq!(lines[1].marks, [(0.0, Outcome::NotMet)]);
        assert!(lines[1].words().starts_with("Not"));
    }

    proptest! {
        #[test]
        fn no_line_is_too_wide_and_no_letter_is_lost(text in "[a-zŵŷ \\-/\u{A0}W日é\n]{0,200}", width in 60.0_f32..300.0) {
            let fonts = Fonts::load().unwrap();
            let lines = Setting::plain(&fonts, &text, BODY).lines(width);
            for line in &lines {
                prop_assert!(line.width <= width + 1.0);
            }
            let seen: String = lines.iter().map(Line::words).collect();
            let squeeze = |s: &str| s.split_whitespace().collect::<String>();
            let sought = fonts.printable(Face::Regular, &text);
            prop_assert_eq!(squeeze(&seen), squeeze(&sought));
        }
    }
}
