//! Text to lines: glyphs with their widths, and where lines break.
//!
//! A line breaks at spaces and after hyphens; a word that is longer than the line is
//! cut between letters, so nothing ever sticks out. Cost is linear in the text.

use std::ops::Range;

use ttf_parser::GlyphId;
use unicode_segmentation::UnicodeSegmentation;

use super::font::{Face, Fonts, NO_BREAK_SPACE, drawn};
use super::style::Style;
use crate::report::model::{Span, Text};
use crate::rules::Outcome;

/// Width of an outcome's mark with the gap behind it, as a share of the size.
const MARK_ADVANCE: f32 = 1.25;

/// One glyph, or the mark of an outcome.
#[derive(Debug, Clone, Copy)]
struct Atom {
    kind: Kind,
    face: Face,
    /// In points, with the kerning towards the next atom.
    advance: f32,
    /// The part of the text that it belongs to.
    part: u32,
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
pub(crate) struct Setting {
    atoms: Vec<Atom>,
    /// Where each part leads, if the text has links.
    links: Vec<Option<String>>,
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
    /// Width without a space at the end.
    pub width: f32,
    pub face: Face,
    /// The part of the text that it belongs to; 0 where it has no parts.
    pub part: usize,
    /// The address that the words lead to.
    pub link: Option<String>,
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
    pub(crate) fn new(fonts: &Fonts, text: &Text, style: Style) -> Self {
        let mut setting = Self {
            atoms: Vec::new(),
            links: parts(text).iter().map(link).collect(),
            style,
        };
        for (index, span) in text.0.iter().enumerate() {
            let before = setting.atoms.len();
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
            if !setting.links.is_empty() {
                // No text has as many spans.
                let part = u32::try_from(index + 1).unwrap_or(u32::MAX);
                for atom in &mut setting.atoms[before..] {
                    atom.part = part;
                }
            }
        }
        setting.kern(fonts);
        setting
    }

    /// Measures plain words in a style.
    pub(crate) fn plain(fonts: &Fonts, words: &str, style: Style) -> Self {
        Self::new(fonts, &Text::from(words), style)
    }

    /// Whether there is nothing to set.
    pub(crate) fn is_empty(&self) -> bool {
        self.atoms.is_empty()
    }

    /// The style that it was measured in.
    pub(crate) const fn style(&self) -> Style {
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
                    part: 0,
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
            part: 0,
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
    pub(crate) fn extents(&self) -> (f32, f32) {
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
    pub(crate) fn lines(&self, width: f32) -> Vec<Line> {
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
                    let run = line.run(x, atom, || self.leads_to(atom));
                    run.push(drawn(c), kern);
                    if !matches!(c, ' ' | NO_BREAK_SPACE) {
                        run.width = x + atom.advance - run.x;
                    }
                }
            }
            x += atom.advance;
            if !matches!(atom.kind, Kind::Glyph(' ' | NO_BREAK_SPACE)) {
                line.width = x;
            }
        }
        if cut.hard
            && let Some(run) = line.runs.last_mut()
        {
            // What is read out does not run on into the next line.
            run.push(' ', 0);
        }
        line
    }

    fn leads_to(&self, atom: &Atom) -> Option<String> {
        let index = (atom.part as usize).checked_sub(1)?;
        self.links.get(index)?.clone()
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
    /// The run that an atom at `x` goes on with, or begins.
    fn run(&mut self, x: f32, atom: &Atom, link: impl Fn() -> Option<String>) -> &mut Run {
        let mark = self.marks.last().map_or(-1.0, |(x, _)| *x);
        let part = atom.part as usize;
        let goes_on = |run: &Run| run.face == atom.face && run.part == part && run.x > mark;
        if !self.runs.last().is_some_and(goes_on) {
            self.runs.push(Run {
                x,
                width: 0.0,
                face: atom.face,
                part,
                link: link(),
                pieces: Vec::new(),
            });
        }
        // There is one: it was there or was pushed.
        let last = self.runs.len() - 1;
        &mut self.runs[last]
    }

    /// The words of the line.
    #[cfg(test)]
    fn words(&self) -> String {
        self.runs.iter().map(Run::words).collect()
    }
}

impl Run {
    fn push(&mut self, c: char, kern: i16) {
        match self.pieces.last_mut() {
            Some((letters, behind)) if *behind == 0 => {
                letters.push(c);
                *behind = kern;
            }
            _ => self.pieces.push((c.to_string(), kern)),
        }
    }
}

/// The parts of a text that are read out each by itself: its spans when one of them is a link, and none otherwise.
pub(crate) fn parts(text: &Text) -> &[Span] {
    let is_link = |span: &Span| matches!(span, Span::Link { .. });
    if text.0.iter().any(is_link) {
        &text.0
    } else {
        &[]
    }
}

fn link(span: &Span) -> Option<String> {
    if let Span::Link { url, .. } = span {
        Some(url.to_string())
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::style::BODY;
    use super::*;
    use crate::questionnaire::WebAddress;

    fn broken(text: &str, width: f32) -> Vec<String> {
        let fonts = Fonts::load().unwrap();
        let setting = Setting::plain(fonts, text, BODY);
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
        let lines = Setting::new(fonts, &text, BODY).lines(45.0);
        assert!(lines[0].marks.is_empty());
        assert_eq!(lines[1].marks, [(0.0, Outcome::NotMet)]);
        assert!(lines[1].words().starts_with("Not"));
    }

    #[test]
    fn the_words_of_a_link_stand_by_themselves_on_each_line() {
        let fonts = Fonts::load().unwrap();
        let text = Text(vec![
            Span::Plain("See ".to_owned()),
            Span::Link {
                words: "one two".to_owned(),
                url: WebAddress::parse("https://a.example").unwrap(),
            },
            Span::Plain(", too".to_owned()),
        ]);
        let lines = Setting::new(fonts, &text, BODY).lines(45.0);
        let parts = |line: &Line| -> Vec<(usize, bool)> {
            let runs = line.runs.iter();
            runs.map(|run| (run.part, run.link.is_some())).collect()
        };
        assert_eq!(parts(&lines[0]), [(1, false), (2, true)]);
        assert_eq!(parts(&lines[1]), [(2, true), (3, false)]);
        let [two, rest] = [&lines[1].runs[0], &lines[1].runs[1]];
        assert!((two.x + two.width - rest.x).abs() < 0.01);
    }

    proptest! {
        #[test]
        fn no_line_is_too_wide_and_no_letter_is_lost(text in "[a-zŵŷ \\-/\u{A0}W日é\n]{0,200}", width in 60.0_f32..300.0) {
            let fonts = Fonts::load().unwrap();
            let lines = Setting::plain(fonts, &text, BODY).lines(width);
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
