//! The life of an exemption on screen: how it stands, what is still to be filled in, the steps that
//! can be taken now, and what is asked before a change resets its approval.

use crate::facts::ExemptionId;
use crate::questionnaire::{ExemptionKind, QuestionId, ScenarioId, Step};
use crate::rules::{LifeStep, Phase, Standing, Unmet};
use crate::text::{capitalised, counted};
use crate::wizard::assessed::Assessed;
use crate::wizard::message::Message;
use crate::wizard::neighbours::next;
use crate::wizard::places::{FieldKey, Subject};
use crate::wizard::related::jumps;
use crate::wizard::row::{Goal, Row};
use crate::wizard::scenarios::scenario_row;
use crate::wizard::texts;

/// A change of what an approval rests on. It waits until somebody says what is to become of the
/// approval; nothing of it has happened yet.
#[derive(Debug, Clone)]
pub struct Resetting {
    pub exemption: ExemptionId,
    /// What the change means.
    pub says: String,
    /// The choice that has the focus, by its place in [`ResetChoice::ALL`](crate::wizard::ResetChoice::ALL).
    pub cursor: usize,
    /// What is done, from its beginning, once it is decided.
    pub held: Option<Box<Message>>,
}

impl Assessed {
    /// What is to be asked before an approval is reset by a change of a field; of what the exemption
    /// covers, without one.
    pub(in crate::wizard) fn asks_before_reset(
        &self,
        exemption: ExemptionId,
        question: Option<&QuestionId>,
    ) -> Option<Resetting> {
        let kind = self.kind_of(exemption)?;
        let name = self.state.exemptions.get(&exemption)?.name(kind);
        let about = match question.and_then(|id| kind.question(id)) {
            Some(question) => format!("what was answered to “{}”", question.text),
            None => "what it covers".to_owned(),
        };
        Some(Resetting {
            exemption,
            says: format!(
                "{exemption}, {name}, is approved as it reads. Whoever approved it relied on \
                 {about}: a change of that resets the approval, and the exemption does not count \
                 until it is approved anew."
            ),
            cursor: 0,
            held: None,
        })
    }
}

/// Where an exemption is in its life, in a word or two.
pub(in crate::wizard) fn phase(open: &Assessed, id: ExemptionId) -> &'static str {
    let standing = open.results.exemptions.get(&id);
    match (open.results.phases.get(&id), open.kind_of(id), standing) {
        (Some(phase), Some(kind), _) => phase.words_for(kind),
        (.., Some(Standing::Withdrawn { .. })) => Phase::Withdrawn.words(),
        (.., Some(Standing::Closed { .. })) => Phase::Closed.words(),
        _ => "does not count",
    }
}

/// Where an exemption is in its life, and whether it counts, in a sentence or two.
pub fn status(open: &Assessed, id: ExemptionId) -> Option<String> {
    let standing = open.results.exemptions.get(&id)?;
    let says = match standing {
        Standing::Withdrawn { reason: why } | Standing::Closed { how: why } => {
            return Some(format!("{}. {why}", capitalised(phase(open, id))));
        }
        Standing::Valid { .. } => standing.words(),
        Standing::NotValid { unmet } => {
            format!(
                "Does not count: {}.",
                counted(Unmet::distinct(unmet).len(), "gap")
            )
        }
    };
    if open.results.phases.contains_key(&id) {
        Some(format!("{}. {says}", capitalised(phase(open, id))))
    } else {
        Some(standing.words())
    }
}

/// The steps that it has taken, in sentences, the earliest first.
pub fn story(open: &Assessed, id: ExemptionId) -> Vec<String> {
    match (open.state.exemptions.get(&id), open.kind_of(id)) {
        (Some(exemption), Some(kind)) => {
            let state = &open.state;
            state.life_words(&open.questionnaire, exemption, kind)
        }
        _ => vec![],
    }
}

/// The links of a step of an exemption; those that lead on come first and last.
pub(in crate::wizard) fn links(open: &Assessed, id: ExemptionId, step: usize) -> Vec<Row> {
    let next = next(open, &Subject::Exemption(id, step));
    let next = next.map(|next| Row::to("Next step", Goal::Onward(next)));
    let finish = Row::to("Finish and show the register", Goal::Register(id));
    let between = match step {
        0 => [
            gaps(open, id),
            warnings(open, id),
            steps_now(open, id),
            scope(open, id),
            jumps(open, &Subject::Exemption(id, step)),
            end_link(open, id).into_iter().collect(),
            vec![Row::heading("")],
        ]
        .concat(),
        // Whoever records the decision there records the approval next.
        _ if open.kind_of(id).and_then(decision_step) == Some(step) => steps_now(open, id),
        _ => vec![],
    };
    let next = next.into_iter();
    next.chain(between).chain([finish]).collect()
}

/// What it lacks as it reads, each leading to where it is put right.
fn gaps(open: &Assessed, id: ExemptionId) -> Vec<Row> {
    let (Some(exemption), Some(kind)) = (open.state.exemptions.get(&id), open.kind_of(id)) else {
        return vec![];
    };
    let standing = open.results.exemptions.get(&id);
    if let Some(Standing::Withdrawn { .. } | Standing::Closed { .. }) = standing {
        return vec![];
    }
    let unmet = exemption.unmet(&open.questionnaire, kind, open.today);
    if unmet.is_empty() {
        return vec![];
    }
    let unmet = Unmet::distinct(&unmet);
    let of = if exemption.life.renewing {
        "Renewal of "
    } else {
        ""
    };
    let (name, count) = (exemption.name(kind), counted(unmet.len(), "gap"));
    let head = Row::heading(format!("{of}{name}: {count}"));
    let goal = |gap: &Unmet| match (&gap.field, &gap.condition) {
        (Some(field), _) => goal(open, id, Some(field)),
        (None, None) if exemption.scenarios.is_empty() => Goal::At(FieldKey::Scenarios),
        (None, None) => Goal::At(FieldKey::Requirements),
        (None, Some(_)) => Goal::Form(Subject::Exemption(id, 1), None),
    };
    let rows = unmet.into_iter();
    let rows = rows.map(|gap| Row::to(&gap.says, goal(gap)).whole());
    [head].into_iter().chain(rows).collect()
}

/// What there is to know about it, each leading to what it is about.
fn warnings(open: &Assessed, id: ExemptionId) -> Vec<Row> {
    let warned = open
        .results
        .warnings
        .get(&id)
        .map_or(&[][..], Vec::as_slice);
    let warned = warned.iter();
    let warned = warned.map(|one| Row::to(&one.says, goal(open, id, Some(&one.at))));
    let short = open.results.short_of(id).map(|(scenario, says)| {
        let title = open.state.scenario_title(&open.questionnaire, scenario);
        let goal = Goal::Form(Subject::Scenario(scenario.clone()), None);
        Row::to(format!("{title}: {says}"), goal)
    });
    let rows: Vec<Row> = short.chain(warned).map(Row::whole).collect();
    let head = (!rows.is_empty()).then(|| Row::heading(texts::TO_KNOW));
    head.into_iter().chain(rows).collect()
}

/// The step of the form that asks a question.
pub(in crate::wizard) fn step_of(kind: &ExemptionKind, question: &QuestionId) -> Option<usize> {
    let asks = |step: &Step| step.questions.iter().any(|q| q.id == *question);
    Some(kind.steps.iter().position(asks)? + 1)
}

/// The step of the form on which the decision is recorded.
fn decision_step(kind: &ExemptionKind) -> Option<usize> {
    step_of(kind, kind.approval.as_ref()?.decision.first()?)
}

/// The steps of its life that make sense now.
fn steps_now(open: &Assessed, id: ExemptionId) -> Vec<Row> {
    let (Some(exemption), Some(kind)) = (open.state.exemptions.get(&id), open.kind_of(id)) else {
        return vec![];
    };
    let has_ended = exemption.is_over();
    if has_ended || kind.approval.is_none() {
        return vec![];
    }
    let take = |text: &str, step| Row::to(text, Goal::Take(id, step));
    let mut rows = vec![Row::heading("Its approval")];
    let renewing = exemption.life.renewing;
    if !renewing && exemption.is_approved(kind) {
        rows.push(take("Prepare a renewal", LifeStep::Renew));
        return rows;
    }
    let (submit, approve) = if renewing {
        ("Submit the renewal", "Record that the renewal is approved")
    } else {
        ("Submit it for approval", "Record that it is approved")
    };
    if !exemption.is_submitted(kind) {
        rows.push(take(submit, LifeStep::Submit));
    }
    rows.push(take(approve, LifeStep::Approve));
    if renewing {
        rows.push(take("Give the renewal up", LifeStep::DropRenewal));
    }
    rows
}

/// The scenarios and systems that it covers.
fn scope(open: &Assessed, id: ExemptionId) -> Vec<Row> {
    let Some(exemption) = open.state.exemptions.get(&id) else {
        return vec![];
    };
    let scenario = |id: &ScenarioId| match open.results.scenario(id).filter(|r| r.asked) {
        Some(result) => {
            let row = scenario_row(open, result, false);
            let title = format!("Scenario: {}", row.text.trim());
            Row { text: title, ..row }
        }
        None => {
            let title = open.state.scenario_title(&open.questionnaire, id);
            let why = texts::NOT_THERE.trim_end_matches('.').to_owned();
            Row::to(format!("Scenario: {title}"), Goal::Explain(why)).saying("not asked")
        }
    };
    let form = open.questionnaire.systems.as_ref().map(|s| &s.form);
    let systems = exemption.systems.iter().filter_map(|id| {
        let name = form?.name_of(&open.state.systems.get(id)?.fields);
        let goal = Goal::Form(Subject::System(*id), None);
        Some(Row::to(format!("System {id}: {name}"), goal))
    });
    let rows: Vec<Row> = exemption.scenarios.iter().map(scenario).collect();
    let rows: Vec<Row> = rows.into_iter().chain(systems).collect();
    if rows.is_empty() {
        rows
    } else {
        [vec![Row::heading("It covers")], rows].concat()
    }
}

/// The link that ends an exemption, once the words for that are given.
pub(in crate::wizard) fn end_link(open: &Assessed, id: ExemptionId) -> Option<Row> {
    let (_, how, words) = open.ending.as_ref().filter(|(of, ..)| *of == id)?;
    let words = words.clone();
    let (text, step) = if *how == FieldKey::Closed {
        let step = LifeStep::Close { how: words.clone() };
        ("Close this exemption with these words", step)
    } else {
        let step = LifeStep::Withdraw {
            reason: words.clone(),
        };
        ("Withdraw this exemption for this reason", step)
    };
    Some(Row::to(text, Goal::Take(id, step)).with(words))
}

/// Where an exemption is written: at the step of a field where one is meant.
pub(in crate::wizard) fn goal(
    open: &Assessed,
    id: ExemptionId,
    field: Option<&QuestionId>,
) -> Goal {
    let found = field.and_then(|field| {
        let step = step_of(open.kind_of(id)?, field)?;
        let key = FieldKey::Asked(field.clone());
        Some(Goal::Form(Subject::Exemption(id, step), Some(key)))
    });
    found.unwrap_or(Goal::Form(Subject::Exemption(id, 0), None))
}
