//! Something to do: who sees to it, until when, how far it is.

use std::collections::BTreeSet;

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::finding::FindingId;
use super::ids::{ActionId, ExemptionId};
use crate::questionnaire::{QuestionId, ScenarioId};

/// Something to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(from = "Written", into = "Written")]
pub struct Action {
    /// The scenario that it comes from.
    pub scenario: ScenarioId,
    /// What is to be done.
    pub what: String,
    /// Who sees to it; empty while nobody does.
    pub owner: String,
    /// In which role; empty where it is not given.
    pub role: String,
    /// Until when.
    pub due: Due,
    /// How pressing it is, once somebody has said so.
    pub priority: Option<Priority>,
    /// How far it is.
    pub progress: Progress,
    /// The question that it is to find out, where that is its purpose.
    pub finds_out: Option<QuestionId>,
    /// The exemption that it is to end, where that is its purpose. That promises no outcome.
    pub ends: Option<ExemptionId>,
    /// The findings that it works towards, where somebody has said so or a step was taken up.
    pub towards: BTreeSet<FindingId>,
    /// The findings that a person has said it closes.
    pub closes: BTreeSet<FindingId>,
    /// The other actions that are needed as well to close them; none: it closes them alone.
    pub with: BTreeSet<ActionId>,
}

/// Until when something is to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Due {
    /// Until this day.
    On(#[schemars(with = "String")] Date),
    /// There is no date, for this reason.
    NoDate(String),
    /// Neither was given yet.
    NotGiven,
}

/// How pressing an action is. The most pressing comes first.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Priority {
    /// Before anything else.
    High,
    /// In its turn.
    Medium,
    /// When there is time.
    Low,
}

/// How far an action is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Progress {
    /// Nobody has begun.
    NotStarted,
    /// Somebody is at it.
    Started,
    /// It is done.
    Done,
}

impl Priority {
    /// All of them, the most pressing first.
    pub const ALL: [Self; 3] = [Self::High, Self::Medium, Self::Low];

    /// The id, as it is written in files.
    pub const fn id(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
        }
    }

    /// It in a word.
    pub const fn words(self) -> &'static str {
        match self {
            Self::High => "High",
            Self::Medium => "Medium",
            Self::Low => "Low",
        }
    }
}

impl Progress {
    /// All of them, in the order in which they follow.
    pub const ALL: [Self; 3] = [Self::NotStarted, Self::Started, Self::Done];

    /// The id, as it is written in files.
    pub const fn id(self) -> &'static str {
        match self {
            Self::NotStarted => "not-started",
            Self::Started => "started",
            Self::Done => "done",
        }
    }

    /// It in a word or two.
    pub const fn words(self) -> &'static str {
        match self {
            Self::NotStarted => "Not started",
            Self::Started => "In progress",
            Self::Done => "Done",
        }
    }
}

impl Due {
    /// It as a sentence.
    pub fn words(&self) -> String {
        match self {
            Self::On(day) => format!("Due {}.", crate::text::date_words(*day)),
            Self::NoDate(reason) => format!("No date: {reason}"),
            Self::NotGiven => "No date yet.".to_owned(),
        }
    }
}

impl Action {
    /// Something to do in a scenario, of which nothing else is known yet.
    pub const fn blank(scenario: ScenarioId) -> Self {
        Self {
            scenario,
            what: String::new(),
            owner: String::new(),
            role: String::new(),
            due: Due::NotGiven,
            priority: None,
            progress: Progress::NotStarted,
            finds_out: None,
            ends: None,
            towards: BTreeSet::new(),
            closes: BTreeSet::new(),
            with: BTreeSet::new(),
        }
    }

    /// By what an action without a number is known again: its words, where it comes from; nothing
    /// while it has none.
    pub(crate) fn known_by(&self) -> Option<String> {
        let what = crate::text::row_key(&self.what);
        (!what.is_empty()).then(|| format!("{what}\n{}", self.scenario))
    }

    /// Whether it is done.
    pub const fn is_done(&self) -> bool {
        matches!(self.progress, Progress::Done)
    }

    /// Whether its last day is past and it is not done.
    pub fn is_overdue(&self, as_at: Date) -> bool {
        !self.is_done() && matches!(self.due, Due::On(day) if day < as_at)
    }

    /// Sorts actions by what presses: what is overdue, then by priority, then by date; what is done
    /// comes last.
    pub fn urgency(&self, as_at: Date) -> impl Ord + use<> {
        let date = match self.due {
            Due::On(day) => Some(day),
            Due::NoDate(_) | Due::NotGiven => None,
        };
        (
            self.is_done(),
            !self.is_overdue(as_at),
            self.priority.is_none(),
            self.priority,
            date.is_none(),
            date,
        )
    }

    /// How far it is on this day, in a word or two of a row: "overdue" says more than "started".
    pub fn state_words(&self, as_at: Date) -> &'static str {
        match self.progress {
            Progress::Done => "done",
            _ if self.is_overdue(as_at) => "overdue",
            Progress::Started => "in progress",
            Progress::NotStarted => "not started",
        }
    }

    /// Owner and role, as one reads them; empty while nobody sees to it.
    pub fn owner_words(&self) -> String {
        let parts = [self.owner.trim_end_matches('.'), self.role.as_str()];
        let given: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        given.join(", ")
    }

    /// Whether it says what entries before format 4 had no place for.
    pub(super) const fn is_of_format_4(&self) -> bool {
        !self.role.is_empty()
            || self.priority.is_some()
            || matches!(self.progress, Progress::Started)
            || self.ends.is_some()
    }

    /// Whether it says what entries before format 5 had no place for.
    pub(super) fn is_of_format_5(&self) -> bool {
        self.says_what_it_is_about() || !self.with.is_empty()
    }

    /// Whether it comes from this scenario, or somebody has said that it works towards or closes
    /// something there.
    pub fn is_about(&self, scenario: &ScenarioId) -> bool {
        let mut said = self.towards.iter().chain(&self.closes);
        self.scenario == *scenario || said.any(|finding| finding.scenario == *scenario)
    }

    /// Whether somebody has said what it works towards or closes.
    pub(crate) fn says_what_it_is_about(&self) -> bool {
        !self.towards.is_empty() || !self.closes.is_empty()
    }
}

/// An action as entries have it. Those of formats 1 to 3 knew only whether it is done.
#[derive(Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "Action")]
#[serde(deny_unknown_fields)]
pub(crate) struct Written {
    /// The scenario that it comes from.
    scenario: ScenarioId,
    /// What is to be done.
    what: String,
    /// Who sees to it; empty while nobody does.
    owner: String,
    /// In which role. Format 4.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    role: String,
    /// Until when.
    due: Due,
    /// How pressing it is. Format 4.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    priority: Option<Priority>,
    /// Whether it is done.
    done: bool,
    /// Whether somebody has begun, where it is not done. Format 4.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    started: bool,
    /// The question that it is to find out, where that is its purpose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    finds_out: Option<QuestionId>,
    /// The exemption that it is to end, where that is its purpose. Format 4.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ends: Option<ExemptionId>,
    /// The findings that it works towards, each as `scenario:requirement`. Format 5.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    towards: BTreeSet<FindingId>,
    /// The findings that a person has said it closes. Format 5.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    closes: BTreeSet<FindingId>,
    /// The other actions that are needed as well to close them. Format 5.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    with: BTreeSet<ActionId>,
}

impl From<Written> for Action {
    fn from(written: Written) -> Self {
        let progress = match (written.done, written.started) {
            (true, _) => Progress::Done,
            (false, true) => Progress::Started,
            (false, false) => Progress::NotStarted,
        };
        Self {
            scenario: written.scenario,
            what: written.what,
            owner: written.owner,
            role: written.role,
            due: written.due,
            priority: written.priority,
            progress,
            finds_out: written.finds_out,
            ends: written.ends,
            towards: written.towards,
            closes: written.closes,
            with: written.with,
        }
    }
}

impl From<Action> for Written {
    fn from(action: Action) -> Self {
        Self {
            scenario: action.scenario,
            what: action.what,
            owner: action.owner,
            role: action.role,
            due: action.due,
            priority: action.priority,
            done: action.progress == Progress::Done,
            started: action.progress == Progress::Started,
            finds_out: action.finds_out,
            ends: action.ends,
            towards: action.towards,
            closes: action.closes,
            with: action.with,
        }
    }
}
