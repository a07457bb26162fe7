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

pub use address::{AddressError, WebAddress};
pub use check::Problem;
pub(crate) use check::walk;
pub use condition::{Comparison, Condition};
pub use exemption::{
    ApprovalRule, ExemptionCondition, ExemptionKind, Fault, PlanFields, Step, Warning,
};
pub use id::{
    ChoiceId, ConditionId, CountId, ExemptionKindId, GroupId, IdError, IndicatorId, LevelId,
    ObjectiveId, QuestionId, QuestionnaireId, RequirementId, ScenarioId, ScopeId, SourceId,
    TallyId, ViewId,
};
pub use lines::Lines;
#[cfg(test)]
pub(crate) use load::TAKEN_APART;
pub use load::{
    BUILT_IN_DIGEST, LoadError, MAX_BYTES, Read, SCHEMA, built_in, built_in_from, built_in_source,
    is_shared_built_in, load, load_kept, read, shared_built_in,
};
pub use model::{
    FORMAT, Force, Group, Guidance, Notice, Organisation, Questionnaire, Requirement, Role,
    Scenario, SignOffText, Term, Topic,
};
pub use provenance::{Certainty, Provenance, Source};
pub use question::{Choice, Holds, Input, NoneOf, Question, Unit, Who};
pub use register::{EntryForm, EvidenceList, Held, Limit, SystemsRegister, Tally, TallyCheck};
pub use rule::{Assess, CrossCheck, Finding, Rule, Verdict};
pub use scope::{Bound, BoundByAnswer, Concerns, Reach, Scope, ScopeValue, Shortfall};
pub use version::{Edition, built_in_edition, compare_versions};
pub use view::{Contrast, Indicator, Level, Objective, View};
pub use words::{Joint, Wording};
