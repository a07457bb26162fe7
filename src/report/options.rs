//! What a report depends on besides the record: the day, the marking, how much of it, the cover.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::text::{clean_line, date_words};

/// What a report depends on besides the record. The same record and options give the same bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Options {
    /// The day on which everything is judged.
    pub as_at: Date,
    /// The protective marking of each page.
    pub marking: String,
    /// How much of the record is printed.
    pub profile: Profile,
    /// What the front sheet says about the meeting that it is for.
    #[serde(default)]
    pub cover: Cover,
}

/// How much of a record is printed. What is left out is listed in the report. The greater prints more.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Default,
    Serialize,
    Deserialize,
    clap::ValueEnum,
)]
#[serde(rename_all = "kebab-case")]
pub enum Profile {
    /// Front sheet, summary, decisions, exemptions and actions: for a board.
    Board,
    /// All that was answered.
    #[default]
    Full,
    /// The same with the evidence and the audit trail: for an assessor.
    Assessor,
}

/// What the front sheet says about the meeting that a report is for. What is left out is said to be
/// not given, or follows from the record.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Cover {
    /// The meeting, for example "Board of Directors".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meeting: Option<String>,
    /// Its day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meeting_date: Option<Date>,
    /// How the agenda calls it; the title of the report, when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agenda_title: Option<String>,
    /// Who wrote the paper; the assessor, when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    /// The director who answers for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lead_director: Option<String>,
    /// What the paper is for, for example "For decision".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    /// Who has considered it before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub considered_by: Option<String>,
    /// What the meeting is recommended to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recommendation: Option<String>,
    /// The decision that is sought.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<String>,
}

impl Cover {
    /// Longest name or title, in characters: a line of the front sheet.
    pub const NAME: usize = 60;
    /// Longest text, in characters: what the front sheet has no room for stands in full with the
    /// decisions.
    pub const TEXT: usize = 300;
}

impl Profile {
    /// How it is called on the command line.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Board => "board",
            Self::Full => "full",
            Self::Assessor => "assessor",
        }
    }
}

impl Options {
    /// The whole report, with nothing said about a meeting.
    pub fn new(as_at: Date, marking: &str) -> Self {
        Self {
            as_at,
            marking: marking.to_owned(),
            profile: Profile::default(),
            cover: Cover::default(),
        }
    }

    /// All that was given when the report was made and follows from no record: the id, a name and the
    /// words of each.
    pub fn given(&self) -> Vec<(&'static str, &'static str, String)> {
        let cover = &self.cover;
        let day = cover.meeting_date.map(date_words);
        let texts = [
            ("meeting", "Meeting", &cover.meeting),
            ("meeting_date", "Date of the meeting", &day),
            ("agenda_title", "Title on the agenda", &cover.agenda_title),
            ("author", "Author", &cover.author),
            ("lead_director", "Lead director", &cover.lead_director),
            ("purpose", "Purpose", &cover.purpose),
            (
                "considered_by",
                "Previously considered by",
                &cover.considered_by,
            ),
            ("recommendation", "Recommendation", &cover.recommendation),
            ("decision", "Decision sought", &cover.decision),
        ];
        let texts = texts.into_iter();
        let texts = texts.filter_map(|(id, name, words)| Some((id, name, words.clone()?)));
        [
            ("as_at", "Day", date_words(self.as_at)),
            ("marking", "Marking", self.marking.clone()),
        ]
        .into_iter()
        .chain(texts)
        .collect()
    }

    /// The same without control characters in any text.
    pub fn clean(mut self) -> Self {
        self.marking = clean_line(&self.marking);
        let cover = &mut self.cover;
        for words in [
            &mut cover.meeting,
            &mut cover.agenda_title,
            &mut cover.author,
            &mut cover.lead_director,
            &mut cover.purpose,
            &mut cover.considered_by,
            &mut cover.recommendation,
            &mut cover.decision,
        ] {
            *words = words.take().map(|words| clean_line(&words));
        }
        self
    }
}
