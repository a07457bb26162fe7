//! The types of a questionnaire file. `load` reads them, `check` holds them against each other.

use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::condition::Condition;
use super::id::{
    ChoiceId, ConditionId, ExemptionKindId, GroupId, ObjectiveId, QuestionId, QuestionnaireId,
    RequirementId, ScenarioId, SourceId, ViewId,
};
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
    /// The kinds of exemption that the policy allows.
    #[serde(default)]
    pub exemptions: Vec<ExemptionKind>,
    /// Pairs of answers that do not fit together.
    #[serde(default)]
    pub cross_checks: Vec<CrossCheck>,
    /// What a signer declares.
    pub sign_off: SignOffText,
    /// Protective markings to choose from; the first is the default.
    pub markings: Vec<String>,
}

/// A document that statements rest on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Names the source.
    pub id: SourceId,
    /// The document's title.
    pub title: String,
    /// Where it is published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// How much of it was seen, in a sentence.
    pub seen: String,
    /// Whether all of it was seen. Without it, readers are told to check the live page.
    #[serde(default)]
    pub in_full: bool,
    /// When it was last looked at.
    #[schemars(with = "String")]
    pub checked: Date,
}

/// How sure a statement is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Certainty {
    /// Read on the owner's own page.
    Primary,
    /// Read on the owner's own page, but the copy stops before its end.
    PrimaryPartial,
    /// Somebody else's quotation or paraphrase.
    Secondary,
    /// The questionnaire's own inference: no source states it.
    Interpretation,
}

impl Certainty {
    /// Every certainty, the surest first.
    pub const ALL: [Self; 4] = [
        Self::Primary,
        Self::PrimaryPartial,
        Self::Secondary,
        Self::Interpretation,
    ];

    /// The tag in words, for screens and reports.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Primary => "read in the original",
            Self::PrimaryPartial => "read in the original, in part",
            Self::Secondary => "as reported by others",
            Self::Interpretation => "this tool's interpretation",
        }
    }
}

/// What a statement rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Provenance {
    /// How sure it is.
    pub certainty: Certainty,
    /// The sources that it rests on, or that it interprets.
    pub sources: Vec<SourceId>,
}

/// A statement with what it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Cited {
    /// The statement.
    pub text: String,
    /// What it rests on.
    pub from: Provenance,
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

/// One question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Names the question.
    pub id: QuestionId,
    /// What is asked.
    pub text: String,
    /// A hint below the question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// What an answer looks like.
    pub input: Input,
    /// When the question is shown; always when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show_when: Option<Condition>,
    /// Whether the assessment is complete without an answer.
    #[serde(default)]
    pub optional: bool,
    /// Whether "not applicable", with a reason, is an answer.
    #[serde(default)]
    pub not_applicable: bool,
    /// What to do when nobody knows: without it, "don't know" is not offered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dont_know: Option<Who>,
}

/// Who can find out, and how the request reads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Who {
    /// The role that is likely to know.
    pub ask: String,
    /// The action, as an imperative sentence.
    pub action: String,
}

/// What an answer looks like.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Input {
    /// Exactly one of these.
    OneOf(Vec<Choice>),
    /// Any number of these.
    AnyOf(Vec<Choice>),
    /// A whole number.
    Number {
        /// What is counted, for example "accounts".
        unit: String,
        /// The same for a count of one, for example "account"; `unit` when left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        one: Option<String>,
        /// The largest number that makes sense.
        max: u64,
    },
    /// A line of text.
    Line {
        /// The longest text, in characters.
        max: u16,
    },
    /// Text in paragraphs.
    Paragraphs {
        /// The longest text, in characters.
        max: u16,
    },
    /// A calendar date.
    Date {},
}

impl Input {
    /// The choices, for the inputs that have them.
    pub fn choices(&self) -> &[Choice] {
        match self {
            Self::OneOf(choices) | Self::AnyOf(choices) => choices,
            _ => &[],
        }
    }
}

/// One choice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// Names the choice.
    pub id: ChoiceId,
    /// Its label.
    pub label: String,
    /// What tells it apart from its neighbours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

/// What the answers of a scenario mean for one requirement: the first rule that is true decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Assess {
    /// The requirement.
    pub requirement: RequirementId,
    /// Tried in order; a rule that is still open stops the search.
    pub rules: Vec<Rule>,
    /// What holds when every rule is false.
    pub otherwise: Finding,
}

/// A rule: when it is true, its finding holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// When it holds.
    pub when: Condition,
    /// What then holds.
    pub then: Finding,
}

/// What holds, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Finding {
    /// What holds.
    pub verdict: Verdict,
    /// Why, as a sentence; `{question-id}` stands for that answer.
    pub because: String,
    /// The next step, as an imperative sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
    /// The kinds of exemption that can cover this; when left out, every kind that serves the requirement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub covered_by: Option<Vec<ExemptionKindId>>,
}

/// What a rule can say. The rest (by exemption, don't know, not answered) follows from the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Met as it stands.
    Met,
    /// Met for some of what is in scope.
    PartlyMet,
    /// Not met.
    NotMet,
    /// Does not arise here.
    NotApplicable,
}

/// A kind of exemption, with the form that records one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExemptionKind {
    /// Names the kind, for example `E1`.
    pub id: ExemptionKindId,
    /// A few words.
    pub title: String,
    /// What it covers and what it does not.
    pub text: String,
    /// What this wording rests on.
    pub from: Provenance,
    /// The requirements that it can serve.
    pub requirements: Vec<RequirementId>,
    /// The question whose answer names the exemption in lists; a text.
    pub name: QuestionId,
    /// The question for the last day on which it counts; a date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expiry: Option<QuestionId>,
    /// The form, in steps.
    pub steps: Vec<Step>,
    /// What must hold before it counts.
    pub conditions: Vec<ExemptionCondition>,
}

impl ExemptionKind {
    /// All questions of the form.
    pub fn questions(&self) -> impl Iterator<Item = &Question> {
        self.steps.iter().flat_map(|step| &step.questions)
    }

    /// The question with this id.
    pub fn question(&self, id: &QuestionId) -> Option<&Question> {
        self.questions().find(|question| question.id == *id)
    }
}

/// A step of a form: a few questions under a heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Heading.
    pub title: String,
    /// Its questions, at most seven.
    pub questions: Vec<Question>,
}

/// Something that must hold before an exemption counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExemptionCondition {
    /// Names the condition, for example `X5`.
    pub id: ConditionId,
    /// The condition in a word or two, for example "reviewed yearly".
    pub title: String,
    /// It matters only where the exemption serves one of these; always when left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub requirements: Vec<RequirementId>,
    /// When it holds; without it, the condition is only shown, for a person to confirm elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub met_when: Option<Condition>,
    /// What is wrong when it does not hold, as a sentence; `{question-id}` stands for that answer.
    pub unmet: String,
    /// What this rests on.
    pub from: Provenance,
}

impl ExemptionCondition {
    /// Its title, after an id that people quote, such as `X5`; a word for machines is left out.
    pub fn name(&self) -> String {
        let id = self.id.as_str();
        if id.starts_with(|c: char| c.is_ascii_uppercase()) {
            format!("{id}: {}", self.title)
        } else {
            crate::text::capitalised(&self.title)
        }
    }
}

/// Two answers that do not fit together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CrossCheck {
    /// When they clash.
    pub when: Condition,
    /// What does not fit, as a sentence.
    pub says: String,
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

    /// The question with this id, in the organisation's form or in a scenario.
    pub fn question(&self, id: &QuestionId) -> Option<&Question> {
        self.questions().find(|question| question.id == *id)
    }

    /// The scenario that asks this question; none for the organisation's form.
    pub fn scenario_of(&self, id: &QuestionId) -> Option<&Scenario> {
        self.scenarios()
            .find(|scenario| scenario.questions.iter().any(|q| q.id == *id))
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

    /// The source with this id.
    pub fn source(&self, id: &SourceId) -> Option<&Source> {
        self.sources.iter().find(|source| source.id == *id)
    }
}
