//! Where the conversation stands: the record that is open, the screens, what is being typed.

use std::cell::OnceCell;
use std::path::PathBuf;

use jiff::civil::Date;
use tui_input::Input;

use super::field::FieldKey;
use super::history::History;
use super::reason::{Asking, Reason};
use super::signing::Signing;
use super::texts::EARLIER;
use crate::assessment::{
    ActionId, Assessment, Event, ExemptionId, Finding, Fingerprint, FoldError, Logged, Results,
    Subject as Told, Suggestion, Used, suggestions, suggestions_in, to_confirm,
};
use crate::questionnaire::{ChoiceId, ExemptionKindId, Questionnaire, ScenarioId};
use crate::record::{Drafts, RecordName};
use crate::text::printable;

/// The whole state of a conversation.
#[derive(Debug, Clone)]
pub struct Model {
    /// Today, by the person's clock.
    pub today: Date,
    /// What a new assessment asks.
    pub questionnaire: Questionnaire,
    /// The records that there are.
    pub stored: Vec<Listed>,
    /// The record that is open.
    pub open: Option<Open>,
    /// The screens, the one on top last; never empty.
    pub screens: Vec<Screen>,
    /// What lies over the screen.
    pub overlay: Option<Overlay>,
    /// A sentence about what just happened.
    pub notice: Option<Notice>,
    /// Whether the last change is on disk.
    pub saving: Saving,
    /// Why what is being typed is not on disk.
    pub unkept: Option<String>,
    /// Whether the program ends as soon as it is.
    pub leaving: bool,
    /// A folder to suggest for a copy.
    pub elsewhere: PathBuf,
}

/// A record in the list at home.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its name.
    pub name: RecordName,
    /// The organisation, or what is wrong with the record.
    pub about: Result<About, String>,
}

/// What the list at home says of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// The organisation.
    pub organisation: String,
    /// How far it is, in words.
    pub progress: String,
}

/// The record that is open.
#[derive(Debug, Clone)]
pub struct Open {
    /// Its name; none until its first event is on disk.
    pub name: Option<RecordName>,
    /// Where it is.
    pub path: Option<PathBuf>,
    /// Why it can only be read, and what to do about that.
    pub read_only: Option<String>,
    /// What it asks.
    pub questionnaire: Questionnaire,
    /// What is on disk.
    pub entries: Vec<Logged>,
    /// What is not on disk yet, but counts on screen.
    pub pending: Vec<Pending>,
    /// The state, with what is pending.
    pub state: Assessment,
    /// The day on which the results hold.
    pub today: Date,
    /// What follows from it on that day.
    pub results: Results,
    /// What is being typed, by subject and field.
    pub drafts: Drafts,
    /// The sign-off that is being filled in. It is no event before it is signed.
    pub signing: Signing,
    /// What the entries tell of themselves, once somebody has asked.
    history: OnceCell<Result<History, FoldError>>,
    /// Why a record is changed that was signed.
    pub reason: Reason,
    /// The path of a file that is to be named as evidence. It is no event before the file was seen.
    pub naming: String,
}

/// A change that is not on disk yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Pending {
    /// What happens.
    pub event: Event,
    /// Why, where a reason was asked for.
    pub why: Option<String>,
}

/// One screen.
#[derive(Debug, Clone)]
pub enum Screen {
    /// Rows that lead somewhere.
    List(List),
    /// Questions.
    Form(Form),
}

/// A list on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// Which list.
    pub place: Place,
    /// The row that has the focus.
    pub cursor: usize,
}

/// The lists that there are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// Start, resume.
    Home,
    /// The records from which an assessment can be begun.
    Earlier,
    /// The scenarios with their state.
    Tasks,
    /// The exemptions register.
    Exemptions,
    /// The kinds of exemption, to begin one for a scenario.
    ExemptionKinds(Option<ScenarioId>),
    /// The actions.
    Actions,
    /// Check your answers.
    Review,
    /// Outcomes and why.
    Outcomes,
    /// What was changed: a page of it, from 0.
    History(usize),
    /// The report is there.
    Written(PathBuf),
}

/// A form on the screen.
#[derive(Debug, Clone)]
pub struct Form {
    /// What it is about.
    pub subject: Subject,
    /// What has the focus.
    pub cursor: Stop,
    /// Its number, in case it goes away.
    pub index: usize,
    /// The text that is being typed, if the focus is on a text.
    pub input: Option<Input>,
    /// Why what was typed could not be taken.
    pub problem: Option<String>,
    /// Whether the whole guidance is shown in place of the questions, and how far on.
    pub guidance: Option<usize>,
}

/// What a form is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Subject {
    /// The organisation.
    Organisation,
    /// A scenario.
    Scenario(ScenarioId),
    /// A step of an exemption; 0 is what it covers.
    Exemption(ExemptionId, usize),
    /// An action.
    Action(ActionId),
    /// A file that is to be named as evidence for a scenario.
    File(ScenarioId),
    /// The sign-off.
    SignOff,
}

impl Subject {
    /// Names the subject among the drafts.
    pub fn key(&self) -> String {
        match self {
            Self::Organisation => "organisation".to_owned(),
            Self::Scenario(id) => format!("scenario {id}"),
            Self::Exemption(id, _) => format!("exemption {id}"),
            Self::Action(id) => format!("action {id}"),
            Self::File(id) => format!("file {id}"),
            Self::SignOff => "sign-off".to_owned(),
        }
    }
}

/// Something on a form that can have the focus.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stop {
    /// A choice of a field.
    Choice(FieldKey, ChoiceId),
    /// None of the choices of a field.
    NoneOfThese(FieldKey),
    /// The text of a field.
    Text(FieldKey),
    /// "Don't know".
    DontKnow(FieldKey),
    /// "Not applicable", with its reason.
    NotApplicable(FieldKey),
    /// A link below the questions.
    Link(usize),
}

impl Stop {
    /// The field that it belongs to; none for a link.
    pub const fn field(&self) -> Option<&FieldKey> {
        match self {
            Self::Choice(key, _)
            | Self::NoneOfThese(key)
            | Self::Text(key)
            | Self::DontKnow(key)
            | Self::NotApplicable(key) => Some(key),
            Self::Link(_) => None,
        }
    }
}

/// What lies over the screen.
#[derive(Debug, Clone)]
pub enum Overlay {
    /// The keys, from this line.
    Help(usize),
    /// Search: what was typed, and the row that has the focus.
    Search(Input, usize),
    /// Asks whether to stop although something is not saved.
    QuitUnsaved,
    /// Asks where to save a copy.
    Copy(Input),
    /// Asks why a record is changed that was signed.
    Reason(Asking),
}

/// A sentence about what just happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// It went well, or is good to know.
    Info(String),
    /// It did not.
    Problem(String),
}

impl Notice {
    /// The sentence.
    pub fn words(&self) -> &str {
        match self {
            Self::Info(words) | Self::Problem(words) => words,
        }
    }
}

/// Whether the last change is on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saving {
    /// Nothing was changed yet.
    Nothing,
    /// It is being written.
    Writing,
    /// It is on disk since this time of day.
    Saved(String),
    /// It is not, for this reason.
    Failed(String),
}

impl Saving {
    /// The state in words.
    pub fn words(&self) -> String {
        match self {
            Self::Nothing => "All saved".to_owned(),
            Self::Writing => "Saving".to_owned(),
            Self::Saved(clock) => format!("Saved {clock}"),
            Self::Failed(_) => "NOT SAVED".to_owned(),
        }
    }
}

impl Model {
    /// A conversation at home.
    pub fn new(questionnaire: Questionnaire, today: Date) -> Self {
        Self {
            today,
            questionnaire,
            stored: vec![],
            open: None,
            screens: vec![Screen::List(List {
                place: Place::Home,
                cursor: 0,
            })],
            overlay: None,
            notice: None,
            saving: Saving::Nothing,
            unkept: None,
            leaving: false,
            elsewhere: PathBuf::new(),
        }
    }

    /// The screen on top.
    pub fn screen(&self) -> &Screen {
        // `screens` is never empty: it begins with home, and `back` keeps the first.
        &self.screens[self.screens.len() - 1]
    }

    /// The form on top, if the screen is one.
    pub fn form(&self) -> Option<&Form> {
        match self.screen() {
            Screen::Form(form) => Some(form),
            Screen::List(_) => None,
        }
    }

    /// Whether keys are text now.
    pub fn is_typing(&self) -> bool {
        match &self.overlay {
            Some(Overlay::Search(..) | Overlay::Copy(_) | Overlay::Reason(_)) => true,
            Some(_) => false,
            None => self
                .form()
                .is_some_and(|f| f.input.is_some() && f.guidance.is_none()),
        }
    }

    /// Whether a change waits for its reason.
    pub const fn asks_why(&self) -> bool {
        matches!(self.overlay, Some(Overlay::Reason(_)))
    }

    /// Whether a copy is what one goes on in: where the record cannot take what is entered.
    pub fn goes_on_in_copy(&self) -> bool {
        self.open.as_ref().is_some_and(|open| {
            (self.is_unsaved() || open.read_only.is_some()) && open.state.redaction.is_none()
        })
    }

    /// Whether something would be lost if the program ended now.
    pub fn is_unsaved(&self) -> bool {
        let pending = self.open.as_ref().is_some_and(|o| !o.pending.is_empty());
        pending || self.unkept().is_some()
    }

    /// Why what is being typed is not on disk.
    fn unkept(&self) -> Option<&String> {
        let is_typed = self.open.as_ref().is_some_and(|o| !o.drafts.is_empty());
        self.unkept.as_ref().filter(|_| is_typed)
    }

    /// Whether the record is on disk as it is on screen, in a word or two; empty without one.
    pub fn saved(&self) -> String {
        match &self.open {
            None => String::new(),
            Some(open) if open.read_only.is_some() => "Read only".to_owned(),
            Some(_) => self.saving.words(),
        }
    }

    /// Why something is not on disk, for as long as that is so.
    pub fn trouble(&self) -> Option<String> {
        let (what, why) = match (&self.saving, self.unkept()) {
            (Saving::Failed(why), _) => ("NOT SAVED", why),
            (_, Some(why)) => ("What you are typing is NOT KEPT on disk", why),
            _ => return None,
        };
        Some(format!("{what}: {}.", printable(why)))
    }

    /// What a copy holds, and which record one is in afterwards.
    pub fn copy_words(&self) -> String {
        let name = self.open.as_ref().and_then(|o| o.name.as_deref());
        match (self.goes_on_in_copy(), name) {
            (true, Some(name)) => format!(
                "The copy holds everything, also what is not saved. You go on in the copy; {name} \
                 is left as it is on disk."
            ),
            (true, None) => "The copy holds everything. You go on in it.".to_owned(),
            (false, name) => format!(
                "The copy holds everything that is on disk. You stay in {}.",
                name.unwrap_or("this record")
            ),
        }
    }

    /// Where one is, for the head of every screen.
    pub fn whereabouts(&self) -> String {
        match (self.screen(), &self.open) {
            (Screen::List(list), _) if list.place == Place::Earlier => EARLIER.to_owned(),
            (Screen::List(list), Some(open)) => match &list.place {
                Place::Home | Place::Earlier => "Home".to_owned(),
                Place::Tasks => "Task list".to_owned(),
                Place::Exemptions => "Exemptions register".to_owned(),
                Place::ExemptionKinds(_) => "New exemption: choose a kind".to_owned(),
                Place::Actions => "Actions".to_owned(),
                Place::Review => "Check your answers".to_owned(),
                Place::Outcomes if open.results.is_complete() => "Outcomes".to_owned(),
                Place::Outcomes => "Outcomes so far".to_owned(),
                Place::History(0) => "History".to_owned(),
                Place::History(page) => format!("History, page {}", page + 1),
                Place::Written(_) => "Report written".to_owned(),
            },
            (Screen::Form(form), Some(open)) => open.whereabouts(&form.subject),
            (_, None) => "Home".to_owned(),
        }
    }
}

impl Open {
    /// A new assessment, of which nothing is on disk yet.
    pub fn new(questionnaire: Questionnaire, today: Date) -> Self {
        Self::of(questionnaire, vec![], Assessment::default(), today)
    }

    /// A record with its state.
    pub fn of(
        questionnaire: Questionnaire,
        entries: Vec<Logged>,
        state: Assessment,
        today: Date,
    ) -> Self {
        let results = Results::of(&questionnaire, &state, today);
        Self {
            name: None,
            path: None,
            read_only: None,
            questionnaire,
            entries,
            pending: vec![],
            state,
            today,
            results,
            drafts: Drafts::new(),
            signing: Signing::default(),
            history: OnceCell::new(),
            reason: Reason::default(),
            naming: String::new(),
        }
    }

    /// Takes up entries that are on disk now.
    pub fn log(&mut self, entries: impl IntoIterator<Item = Logged>) {
        self.entries.extend(entries);
        self.history.take();
    }

    /// What the entries on disk tell of themselves.
    ///
    /// # Errors
    /// When the entries up to one of them fold to nothing.
    pub fn history(&self) -> Result<&History, &FoldError> {
        self.history.get_or_init(|| History::of(self)).as_ref()
    }

    /// Works the results out anew, after a change of state or of day.
    pub fn judge(&mut self, today: Date) {
        self.today = today;
        self.results = Results::of(&self.questionnaire, &self.state, today);
    }

    /// The organisation's name; empty before it was given.
    pub fn organisation(&self) -> &str {
        self.state.text(&self.questionnaire.organisation.name)
    }

    /// The person at the keyboard; empty before they were named.
    pub fn assessor(&self) -> &str {
        self.state.text(&self.questionnaire.organisation.assessor)
    }

    /// The fingerprint of what is on disk.
    pub fn fingerprint(&self) -> Option<Fingerprint> {
        self.entries.last().map(|logged| logged.fingerprint)
    }

    /// The scenarios that are asked.
    pub fn asked(&self) -> Vec<ScenarioId> {
        self.results.asked().map(|s| s.id.clone()).collect()
    }

    /// The number of a scenario among those asked, from 1.
    pub fn number(&self, scenario: &ScenarioId) -> Option<usize> {
        let position = self.results.asked().position(|s| s.id == *scenario);
        position.map(|index| index + 1)
    }

    /// What could be done next and nobody has taken up.
    pub fn suggestions(&self) -> Vec<Suggestion> {
        suggestions(&self.questionnaire, &self.state, &self.results)
    }

    /// What to begin an action of a scenario with.
    pub fn suggestion(&self, scenario: &ScenarioId) -> Suggestion {
        let asked = self.questionnaire.scenario(scenario);
        asked
            .and_then(|s| {
                let all = suggestions_in(s, &self.state, &self.results);
                all.into_iter().next()
            })
            .unwrap_or_else(|| Suggestion::blank(scenario.clone()))
    }

    /// What would change a finding, as a sentence or two; empty where nothing would.
    pub fn what_would_change(&self, scenario: &ScenarioId, finding: &Finding) -> String {
        finding
            .what_would_change(&self.questionnaire, &self.state, self.today, scenario)
            .unwrap_or_default()
    }

    /// The kind of an exemption.
    pub fn kind_of(&self, id: ExemptionId) -> Option<&crate::questionnaire::ExemptionKind> {
        let exemption = self.state.exemptions.get(&id)?;
        self.questionnaire.exemption_kind(&exemption.kind)
    }

    /// The kind of an exemption, also one that the version in force does not have any more.
    pub fn kind_or_former(&self, id: ExemptionId) -> Option<&crate::questionnaire::ExemptionKind> {
        let former = || {
            self.state
                .former_kind(&self.state.exemptions.get(&id)?.kind)
        };
        self.kind_of(id).or_else(former)
    }

    /// The form that follows this one, where there is one.
    pub fn next(&self, subject: &Subject) -> Option<Subject> {
        match subject {
            Subject::Organisation => self.asked().first().cloned().map(Subject::Scenario),
            Subject::Scenario(id) => {
                let asked = self.asked();
                let here = asked.iter().position(|other| other == id)?;
                asked.get(here + 1).cloned().map(Subject::Scenario)
            }
            Subject::Exemption(id, step) => {
                let steps = self.kind_of(*id)?.steps.len();
                (*step < steps).then_some(Subject::Exemption(*id, step + 1))
            }
            Subject::Action(_) | Subject::File(_) | Subject::SignOff => None,
        }
    }

    /// The form before this one, where there is one.
    pub fn previous(&self, subject: &Subject) -> Option<Subject> {
        match subject {
            Subject::Scenario(id) => {
                let asked = self.asked();
                let here = asked.iter().position(|other| other == id)?;
                Some(match here.checked_sub(1) {
                    Some(before) => Subject::Scenario(asked.get(before)?.clone()),
                    None => Subject::Organisation,
                })
            }
            Subject::Exemption(id, step) => Some(Subject::Exemption(*id, step.checked_sub(1)?)),
            Subject::Organisation | Subject::Action(_) | Subject::File(_) | Subject::SignOff => {
                None
            }
        }
    }

    fn whereabouts(&self, subject: &Subject) -> String {
        match subject {
            Subject::Organisation => self.questionnaire.organisation.title.clone(),
            Subject::Scenario(id) => {
                let title = self.questionnaire.scenario(id).map_or("", |s| &s.title);
                let of = self.asked().len();
                match self.number(id) {
                    Some(number) => format!("Scenario {number} of {of}: {title}"),
                    None => format!("{title} (not asked)"),
                }
            }
            Subject::Exemption(id, step) => {
                let steps = self.kind_of(*id).map_or(0, |kind| kind.steps.len()) + 1;
                format!("Exemption {id}, step {} of {steps}", step + 1)
            }
            Subject::Action(id) => format!("Action {id}"),
            Subject::File(_) => "A file as evidence".to_owned(),
            Subject::SignOff => "Sign off".to_owned(),
        }
    }

    /// What was carried forward from an earlier assessment and can be confirmed now.
    pub fn to_confirm(&self) -> Vec<Told> {
        let (asked, state) = (&self.questionnaire, &self.state);
        to_confirm(asked, state, &self.results, self.today)
    }

    /// The next free number for an exemption. A number is never used again.
    pub fn new_exemption(&self) -> ExemptionId {
        let last = self.state.exemptions.keys().next_back();
        let used = self.used_numbers().exemptions;
        let highest = last.max(used.last()).map_or(0, |id| id.0);
        ExemptionId(highest + 1)
    }

    /// The next free number for an action. A number is never used again.
    pub fn new_action(&self) -> ActionId {
        let last = self.state.actions.keys().next_back();
        let used = self.used_numbers().actions;
        let highest = last.max(used.last()).map_or(0, |id| id.0);
        ActionId(highest + 1)
    }

    fn used_numbers(&self) -> Used {
        Used::by(self.entries.iter().map(|l| &l.entry.event))
    }

    /// The kinds of exemption that can cover what this scenario lacks; all without one.
    pub fn kinds_for(&self, scenario: Option<&ScenarioId>) -> Vec<ExemptionKindId> {
        let findings = scenario.map(|id| {
            let result = self.results.scenario(id);
            result.map_or(&[][..], |r| &r.findings)
        });
        let kinds = self.questionnaire.exemptions.iter();
        kinds
            .filter(|kind| findings.is_none_or(|all| all.iter().any(|f| f.can_be_covered_by(kind))))
            .map(|kind| kind.id.clone())
            .collect()
    }
}
