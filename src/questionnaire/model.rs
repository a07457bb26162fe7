//! A questionnaire file as a whole: its requirements, its forms and its scenarios. `load` reads it,
//! `check` holds its parts against each other.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::condition::Condition;
use super::exemption::ExemptionKind;
use super::id::{
    ChoiceId, ExemptionKindId, GroupId, ObjectiveId, QuestionId, QuestionnaireId, RequirementId,
    ScenarioId, ScopeId, SourceId, ViewId,
};
use super::provenance::{Provenance, Source};
use super::question::Question;
use super::register::{EvidenceList, SystemsRegister};
use super::rule::{Assess, CrossCheck};
use super::scope::Scope;
use super::version::Edition;
use super::view::{Contrast, Objective, View};

/// The version of the file format that this program reads.
pub const FORMAT: u32 = 1;

/// A questionnaire: what is asked about one policy, and what follows from the answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Questionnaire {
    /// Where the JSON Schema stands, for editors.
    #[serde(rename = "$schema", default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// Version of the file format: 1.
    pub format: u32,
    /// Names the questionnaire, in all its versions.
    pub id: QuestionnaireId,
    /// Version of the content, for example `2026.1`.
    pub version: String,
    /// Title, for example of the policy that is assessed.
    pub title: String,
    /// The subject in a few words, for running text: "multi-factor authentication".
    pub subject: String,
    /// Who publishes the policy.
    pub publisher: String,
    /// What this is for, in a paragraph.
    pub introduction: String,
    /// What its authors have not seen or cannot vouch for; printed on screen and in the report.
    pub caution: String,
    /// The documents that statements rest on.
    pub sources: Vec<Source>,
    /// Ways of looking at the result, which are never blended; at least one.
    pub views: Vec<View>,
    /// The clauses that are assessed.
    pub requirements: Vec<Requirement>,
    /// Where two views can differ about much the same, and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contrasts: Vec<Contrast>,
    /// Who is assessed.
    pub organisation: Organisation,
    /// The scenarios, in the order in which a person would think.
    pub groups: Vec<Group>,
    /// The ways in which findings and exemptions tell apart what they are about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scopes: Vec<Scope>,
    /// What people write where they have nothing to say ("TBC"). In the form of an exemption it is no
    /// evidence. Case, spaces and punctuation do not matter, and what stands in brackets counts as well.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub placeholders: Vec<String>,
    /// The kinds of exemption that the policy allows.
    #[serde(default)]
    pub exemptions: Vec<ExemptionKind>,
    /// The register of systems, where one is kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub systems: Option<SystemsRegister>,
    /// The list of evidence, where one is kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<EvidenceList>,
    /// Pairs of answers that do not fit together.
    #[serde(default)]
    pub cross_checks: Vec<CrossCheck>,
    /// Words that a reader may not know, in the order in which they are printed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub glossary: Vec<Term>,
    /// What a signer declares.
    pub sign_off: SignOffText,
    /// Protective markings to choose from; the first is the default.
    pub markings: Vec<String>,
}

/// A word that a reader may not know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// The word, as it stands in the texts.
    pub term: String,
    /// What it means here, in a sentence or two.
    pub meaning: String,
}

/// How binding a requirement is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Force {
    /// Absolute.
    Must,
    /// May be departed from for a weighed, valid reason.
    Should,
    /// Optional.
    May,
}

impl Force {
    /// The word that the policy uses.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Must => "must",
            Self::Should => "should",
            Self::May => "may",
        }
    }
}

/// A clause of the policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Requirement {
    /// Names the requirement, for example `R1`.
    pub id: RequirementId,
    /// The view that it belongs to.
    pub view: ViewId,
    /// A few words for tables.
    pub title: String,
    /// What is required, in the questionnaire's own words.
    pub text: String,
    /// How binding it is.
    pub force: Force,
    /// What this wording rests on.
    pub from: Provenance,
}

/// The form for who is assessed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    /// The form's title.
    pub title: String,
    /// What it is for.
    pub about: String,
    /// The question whose answer names the organisation; a text.
    pub name: QuestionId,
    /// The question whose answer names the person who fills this in; a text.
    pub assessor: QuestionId,
    /// The questions.
    pub questions: Vec<Question>,
    /// What such an organisation has to be told, for example that it is not directly in scope.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notices: Vec<Notice>,
}

/// Something that an organisation is told because of what it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Notice {
    /// Who is told.
    pub when: Condition,
    /// What, in a sentence or two.
    pub says: String,
    /// What this rests on.
    pub from: Provenance,
}

/// Scenarios that belong together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Names the group.
    pub id: GroupId,
    /// Its title.
    pub title: String,
    /// Its scenarios.
    pub scenarios: Vec<Scenario>,
}

/// One situation, on one screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// Names the scenario.
    pub id: ScenarioId,
    /// Its title: a few words.
    pub title: String,
    /// What it is about, in two sentences.
    pub about: String,
    /// Guidance by topic.
    #[serde(default)]
    pub guidance: Vec<Guidance>,
    /// When the scenario is asked at all; always when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub applies_when: Option<Condition>,
    /// Its questions.
    pub questions: Vec<Question>,
    /// What it draws from the register of systems, as sentences; `{tally-id}` stands for a number.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub draws: Vec<String>,
    /// What follows for each requirement that the scenario bears on.
    #[serde(default)]
    pub assess: Vec<Assess>,
}

/// A piece of guidance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Guidance {
    /// What it helps with.
    pub topic: Topic,
    /// The guidance.
    pub text: String,
    /// What it rests on.
    pub from: Provenance,
}

/// What a piece of guidance helps with.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Topic {
    /// Why it matters.
    Why,
    /// Who in the organisation knows the answer.
    Who,
    /// Where to look: which console, export or register.
    Where,
    /// What good looks like.
    Good,
    /// What commonly goes wrong.
    Pitfall,
    /// What evidence an assessor would sample.
    Evidence,
}

impl Topic {
    /// Heading for this kind of guidance.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Why => "Why it matters",
            Self::Who => "Who knows the answer",
            Self::Where => "Where to look",
            Self::Good => "What good looks like",
            Self::Pitfall => "What commonly goes wrong",
            Self::Evidence => "What an assessor would sample",
        }
    }
}

/// What a signer declares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SignOffText {
    /// The declaration, in the first person.
    pub declaration: String,
    /// The roles in which one can sign.
    pub roles: Vec<Role>,
}

/// A role in which one can sign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// Names the role.
    pub id: ChoiceId,
    /// The role in words.
    pub label: String,
    /// Whether it is that of who made the assessment. Every other role approves it: one person who
    /// signs in both has to say why.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub assesses: bool,
}

impl Questionnaire {
    /// Its name and version.
    pub fn edition(&self) -> Edition {
        Edition {
            id: self.id.clone(),
            version: self.version.clone(),
        }
    }

    /// Every scenario, in the order in which they are asked.
    pub fn scenarios(&self) -> impl Iterator<Item = &Scenario> {
        self.groups.iter().flat_map(|group| &group.scenarios)
    }

    /// The scenario with this id.
    pub fn scenario(&self, id: &ScenarioId) -> Option<&Scenario> {
        self.scenarios().find(|scenario| scenario.id == *id)
    }

    /// The questions of the organisation's form, then of all scenarios.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.organisation
            .questions
            .iter()
            .chain(self.scenarios().flat_map(|scenario| &scenario.questions))
    }

    /// The same, each with the condition on which its scenario is asked.
    pub fn gated_questions(&self) -> impl Iterator<Item = (&Question, Option<&Condition>)> {
        let organisation = self.organisation.questions.iter();
        let scenarios = self.scenarios().flat_map(|scenario| {
            let questions = scenario.questions.iter();
            questions.map(|question| (question, scenario.applies_when.as_ref()))
        });
        organisation
            .map(|question| (question, None))
            .chain(scenarios)
    }

    /// The question with this id, in the organisation's form or in a scenario.
    pub fn question(&self, id: &QuestionId) -> Option<&Question> {
        self.questions().find(|question| question.id == *id)
    }

    /// The scenario that asks this question; none for the organisation's form.
    pub fn scenario_of(&self, id: &QuestionId) -> Option<&Scenario> {
        self.scenarios()
            .find(|scenario| scenario.questions.iter().any(|q| q.id == *id))
    }

    /// The text of a question, under the title of the place where it is asked; its id without one.
    pub fn in_place(&self, id: &QuestionId) -> String {
        let Some(question) = self.question(id) else {
            return id.to_string();
        };
        let scenario = self.scenario_of(id).map(|s| &s.title);
        let place = scenario.unwrap_or(&self.organisation.title);
        format!("{place}: {}", question.text)
    }

    /// The requirement with this id.
    pub fn requirement(&self, id: &RequirementId) -> Option<&Requirement> {
        self.requirements.iter().find(|r| r.id == *id)
    }

    /// The objectives of all views.
    pub fn objectives(&self) -> impl Iterator<Item = &Objective> {
        self.views.iter().flat_map(|view| &view.objectives)
    }

    /// The objective with this id.
    pub fn objective(&self, id: &ObjectiveId) -> Option<&Objective> {
        self.objectives().find(|objective| objective.id == *id)
    }

    /// The kind of exemption with this id.
    pub fn exemption_kind(&self, id: &ExemptionKindId) -> Option<&ExemptionKind> {
        self.exemptions.iter().find(|kind| kind.id == *id)
    }

    /// The protective marking that a report has when none is chosen.
    pub fn default_marking(&self) -> &str {
        self.markings.first().map_or("", String::as_str)
    }

    /// Whether a text only keeps the place of one: it is listed as such, has no letter or digit, or
    /// stands in brackets, as in a template. A file that lists none knows none.
    pub fn is_placeholder(&self, text: &str) -> bool {
        if self.placeholders.is_empty() {
            return false;
        }
        let bare = bare(text);
        let text = text.trim();
        let is_bracketed = [('[', ']'), ('<', '>'), ('{', '}')]
            .iter()
            .any(|(open, close)| text.starts_with(*open) && text.ends_with(*close));
        // Most begin with another letter, and that is seen without taking each of them apart.
        let may_be = |p: &&String| letters(p).next() == bare.chars().next();
        let mut placeholders = self.placeholders.iter().filter(may_be);
        bare.is_empty() || is_bracketed || placeholders.any(|p| self::bare(p) == bare)
    }

    /// The scope with this id.
    pub fn scope(&self, id: &ScopeId) -> Option<&Scope> {
        self.scopes.iter().find(|scope| scope.id == *id)
    }

    /// The source with this id.
    pub fn source(&self, id: &SourceId) -> Option<&Source> {
        self.sources.iter().find(|source| source.id == *id)
    }
}

/// The letters and digits of a text in lower case.
fn letters(text: &str) -> impl Iterator<Item = char> {
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase)
}

/// The same as one text. One letter that is repeated stands once.
fn bare(text: &str) -> String {
    let mut letters: Vec<char> = letters(text).collect();
    if let Some(first) = letters.first().copied()
        && letters.iter().all(|letter| *letter == first)
    {
        letters.truncate(1);
    }
    letters.into_iter().collect()
}
