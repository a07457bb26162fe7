//! What is asked: requirements, scenarios, questions and rules, as data.
//!
//! Pure: it parses and checks bytes that somebody else has read. It knows no
//! word of any one policy; those stand in `questionnaires/`.

mod address;
mod check;
mod condition;
mod exemption;
mod id;
mod lines;
mod load;
mod model;
mod provenance;
mod question;
mod register;
mod rule;
mod scope;
pub mod template;
mod version;
mod view;
mod words;

pub use address::WebAddress;
pub use check::Problem;
pub(crate) use check::walk;
pub use condition::{Comparison, Condition};
pub(crate) use exemption::ExemptionCondition;
pub use exemption::{ExemptionKind, Fault, Step};
pub use id::{ChoiceId, QuestionId, RequirementId, ScenarioId};
pub(crate) use id::{
    ConditionId, CountId, ExemptionKindId, IdError, IndicatorId, LevelId, ObjectiveId,
    QuestionnaireId, ScopeId, SourceId, TallyId,
};
pub use lines::Lines;
pub(crate) use load::{BUILT_IN_DIGEST, LoadError, MAX_BYTES, built_in_from, is_shared_built_in};
pub use load::{Read, SCHEMA, built_in, built_in_source, load, load_kept, read};
#[cfg(test)]
pub(crate) use load::{TAKEN_APART, shared_built_in};
pub use model::{
    FORMAT, Force, Guidance, Notice, Organisation, Questionnaire, Requirement, Role, Scenario,
    Topic,
};
pub(crate) use model::{Group, SignOffText};
pub use provenance::{Certainty, Provenance, Source};
pub(crate) use question::Unit;
pub use question::{Choice, Holds, Input, NoneOf, Question, Who};
pub use register::Held;
pub(crate) use register::{EntryForm, EvidenceList, SystemsRegister, TallyCheck};
pub use rule::{Assess, CrossCheck, Finding, Rule, Verdict};
pub use scope::{Bound, Scope};
pub(crate) use scope::{Concerns, Shortfall};
pub(crate) use version::{Edition, built_in_edition, compare_versions};
pub(crate) use view::{Contrast, Indicator, View};
pub use view::{Level, Objective};
pub(crate) use words::{Joint, Wording};
