//! The register of exemptions, shaped to what an assessor asks: an overview, then each with whether it
//! counts, its life, every condition with what evidences it, and every field.

mod brief;
mod conditions;
mod life;
#[cfg(test)]
mod tests;

use super::answers::{answers, stray_answer};
use super::blocks::{clipped, fact, page, paragraph, section, sentence, strong, table};
use super::{Basis, figures, texts};
use crate::facts::{Exemption, ExemptionId, system_names};
use crate::questionnaire::{ExemptionKind, Question, QuestionId};
use crate::report::Profile;
use crate::report::model::{Block, Fact, Section, Text};
use crate::rules::{Phase, Sheet, Standing, Unmet};
use crate::text::{capitalised, counted, date_words, listed};

/// Longest name in the overview, in characters: it stands in full further on.
const NAMED: usize = 80;

/// The section.
pub(super) fn register(basis: &Basis<'_>) -> Section {
    let mut blocks = vec![paragraph(texts::REGISTER_ABOUT)];
    let all = || basis.state.exemptions.iter();
    if basis.state.exemptions.is_empty() {
        blocks.push(paragraph(texts::NO_EXEMPTIONS));
    } else {
        blocks.push(overview(basis));
        blocks.extend(figures::exemptions(basis));
        blocks.extend(one_person(basis));
        blocks.extend(kinds(basis));
        if basis.options.profile != Profile::Assessor {
            blocks.push(paragraph(texts::CONDITIONS_SHORT));
        }
    }
    Section {
        sections: all()
            .map(|(id, e)| match basis.options.profile {
                Profile::Board => brief::brief(basis, *id, e),
                Profile::Full | Profile::Assessor => one(basis, *id, e),
            })
            .collect(),
        ..page(texts::REGISTER, blocks)
    }
}

/// A line for each, before all that there is to say of it.
fn overview(basis: &Basis<'_>) -> Block {
    let rows = basis.state.exemptions.iter().map(|(id, exemption)| {
        let kind = basis.questionnaire.exemption_kind(&exemption.kind);
        let in_force = kind.map(|kind| exemption.in_force(kind));
        let review = kind
            .zip(in_force)
            .and_then(|(kind, now)| now.review(kind))
            .map_or("None given".to_owned(), date_words);
        let requirements: Vec<String> = exemption
            .requirements
            .iter()
            .map(ToString::to_string)
            .collect();
        let requirements = match requirements.as_slice() {
            [] => "None yet".to_owned(),
            some => listed(some),
        };
        let phase = basis.phase_words(*id, exemption);
        vec![
            id.to_string().into(),
            clipped(&basis.exemption(exemption), NAMED).into(),
            basis.kind_title(exemption).into(),
            phase.into(),
            counts_until(basis.results.exemptions.get(id)).into(),
            if kind.is_some_and(|kind| kind.review.is_some()) {
                review.into()
            } else {
                "Not asked".into()
            },
            requirements.into(),
        ]
    });
    let columns = [
        ("No.", 8),
        ("Name", 27),
        ("Kind", 15),
        ("Phase", 13),
        ("Counts until", 14),
        ("Next review", 13),
        ("Serves", 10),
    ];
    table("All exemptions", &columns, rows)
}

/// What each kind is that is in use, once for all exemptions of it.
fn kinds(basis: &Basis<'_>) -> Option<Block> {
    let all = || basis.state.exemptions.values();
    let used = basis.questionnaire.exemptions.iter();
    let used = used.filter(|kind| all().any(|exemption| exemption.kind == kind.id));
    let facts: Vec<Fact> = used
        .map(|kind| {
            let known = basis.questionnaire.rests_on_briefly(&kind.from);
            let known = sentence(&capitalised(&known));
            fact(kind.id.to_string(), format!("{} {known}", kind.text))
        })
        .collect();
    (!facts.is_empty()).then_some(Block::Facts(facts))
}

fn counts_until(standing: Option<&Standing>) -> String {
    match standing {
        Some(Standing::Valid { until: Some(day) }) => date_words(*day),
        Some(Standing::Valid { until: None }) => "No end date".to_owned(),
        Some(Standing::Closed { .. } | Standing::Withdrawn { .. }) => "Ended".to_owned(),
        Some(Standing::NotValid { .. }) | None => "Does not count".to_owned(),
    }
}

/// Which of them one person wrote and approved.
fn one_person(basis: &Basis<'_>) -> Option<Block> {
    let all = basis.state.exemptions.iter();
    let ids: Vec<String> = all
        .filter(|(_, exemption)| {
            let kind = basis.questionnaire.exemption_kind(&exemption.kind);
            kind.is_some_and(|kind| !life::two_roles(basis, exemption, kind).is_empty())
        })
        .map(|(id, _)| id.to_string())
        .collect();
    let which = match ids.len() {
        0 => return None,
        1..=12 => listed(&ids),
        more => format!("{} and {more} in all", ids.first()?),
    };
    let label = format!("{}:", texts::ONE_PERSON);
    Some(paragraph(strong(label, format!(" {which}."))))
}

fn one(basis: &Basis<'_>, id: ExemptionId, exemption: &Exemption) -> Section {
    let title = format!("{id}: {}", clipped(&basis.exemption(exemption), 80));
    let kind = basis.questionnaire.exemption_kind(&exemption.kind);
    let former = || basis.state.former_kind(&exemption.kind);
    let mut facts = facts(basis, id, exemption, kind);
    facts.extend(life::told(basis, exemption, kind.or_else(former)));
    let mut blocks = vec![Block::Facts(facts)];
    let Some(kind) = kind else {
        blocks.extend(life::earlier(basis, exemption, former()));
        let strays = exemption.fields.keys().collect();
        blocks.extend(stray_table(basis, exemption, strays));
        return section(title, blocks);
    };
    if let Some(standing) = basis.results.exemptions.get(&id) {
        blocks.extend(conditions::conditions(basis, exemption, kind, standing));
    }
    let sheet = Sheet::of_exemption(kind, &exemption.fields, basis.options.as_at);
    let shown = kind.questions().filter(|q| sheet.is_shown(&q.id));
    blocks.extend(answers(shown, &exemption.fields));
    let strays = exemption.fields.keys();
    let strays = strays.filter(|id| !sheet.is_shown(id)).collect();
    blocks.extend(stray_table(basis, exemption, strays));
    blocks.extend(life::earlier(basis, exemption, Some(kind)));
    section(title, blocks)
}

/// Where it does not reach all that it is recorded for, and what else there is to know about it. What a
/// draft leaves out is still to be written, and nothing to know.
fn to_know(basis: &Basis<'_>, id: ExemptionId) -> Option<Fact> {
    let short = basis.results.short_of(id);
    let short = short.map(|(scenario, says)| format!("{}: {says}", basis.scenario(scenario)));
    let is_draft = basis.results.phases.get(&id) == Some(&Phase::Draft);
    let warned = basis.results.warnings.get(&id).filter(|_| !is_draft);
    let warned = warned.into_iter().flatten();
    let warned = warned.map(|one| one.says.clone());
    let says: Vec<String> = short.chain(warned).collect();
    (!says.is_empty()).then(|| fact(texts::TO_KNOW, says.join("\n")))
}

fn facts(
    basis: &Basis<'_>,
    id: ExemptionId,
    exemption: &Exemption,
    kind: Option<&ExemptionKind>,
) -> Vec<Fact> {
    let phase = basis.phase_words(id, exemption);
    let standing = standing(basis, id, exemption, kind);
    let mut facts = vec![fact("Standing", format!("{phase}. {standing}"))];
    match kind {
        Some(kind) => {
            facts.push(fact("Kind", format!("{}, {}", kind.id, kind.title)));
            facts.extend(
                life::two_roles(basis, exemption, kind)
                    .into_iter()
                    .map(|says| fact("Two roles", says)),
            );
        }
        None => {
            let former = basis.state.former_kind(&exemption.kind);
            let words = match former {
                Some(kind) => format!("{}, {} (of an earlier version)", kind.id, kind.title),
                None => exemption.kind.to_string(),
            };
            facts.push(fact("Kind", words));
        }
    }
    facts.extend(to_know(basis, id));
    facts.extend(basis.scope(
        &exemption.requirements,
        &exemption.scenarios,
        &exemption.systems,
    ));
    let listed_here = basis.state.listed.iter();
    let listed_here = listed_here.filter(|(_, evidence)| evidence.exemptions.contains(&id));
    let evidence: Vec<String> = listed_here
        .map(|(id, evidence)| basis.evidence_in_short(*id, evidence))
        .collect();
    if !evidence.is_empty() {
        facts.push(fact("Evidence that supports it", evidence.join("\n")));
    }
    let ending = basis.state.actions.iter();
    let ending: Vec<String> = ending
        .filter(|(_, action)| action.ends == Some(id))
        .map(|(number, action)| {
            let state = action.state_words(basis.options.as_at);
            format!("{number} ({state})")
        })
        .collect();
    if !ending.is_empty() {
        facts.push(fact("Actions to end it", listed(&ending)));
    }
    facts
}

/// Whether it counts. What keeps it from that stands with each condition, where there are any.
fn standing(
    basis: &Basis<'_>,
    id: ExemptionId,
    exemption: &Exemption,
    kind: Option<&ExemptionKind>,
) -> String {
    let standing = basis.results.exemptions.get(&id);
    match (standing, &exemption.withdrawn, kind) {
        (Some(Standing::NotValid { unmet }), _, Some(_)) => {
            let gaps = counted(Unmet::distinct(unmet).len(), "gap");
            format!("Does not count: {gaps}, given below.")
        }
        (Some(standing), ..) => standing.words(),
        // Its kind is not known, so that nothing can be judged.
        (None, Some(reason), _) => Standing::Withdrawn {
            reason: reason.clone(),
        }
        .words(),
        (None, None, _) => "Does not count: its kind is not in the questionnaire.".to_owned(),
    }
}

impl Basis<'_> {
    /// Where an exemption is in its life, as a cell or a fact says it.
    pub(super) fn phase_words(&self, id: ExemptionId, exemption: &Exemption) -> String {
        let kind = self.questionnaire.exemption_kind(&exemption.kind);
        let words = match (self.results.phases.get(&id), kind) {
            (Some(phase), Some(kind)) => phase.words_for(kind),
            _ if exemption.withdrawn.is_some() => "withdrawn",
            _ if exemption.life.closed.is_some() => "closed",
            _ => "not known",
        };
        capitalised(words)
    }

    fn life_words(&self, exemption: &Exemption, kind: &ExemptionKind) -> Vec<String> {
        let state = self.state;
        state.life_words(self.questionnaire, exemption, kind)
    }

    /// The title of its kind, or its id.
    fn kind_title(&self, exemption: &Exemption) -> String {
        let kind = self.state.known_kind(self.questionnaire, &exemption.kind);
        kind.map_or_else(|| exemption.kind.to_string(), |kind| kind.title.clone())
    }

    /// What an exemption covers; systems only where there are any.
    fn scope(
        &self,
        requirements: &std::collections::BTreeSet<crate::questionnaire::RequirementId>,
        scenarios: &std::collections::BTreeSet<crate::questionnaire::ScenarioId>,
        systems: &std::collections::BTreeSet<crate::facts::SystemId>,
    ) -> Vec<Fact> {
        let requirements: Vec<String> = requirements.iter().map(|r| self.requirement(r)).collect();
        let scenarios = self.scenarios(scenarios);
        let mut facts = vec![
            fact("Requirements", requirements.join("; ")),
            fact("Scenarios", listed(&scenarios)),
        ];
        if !systems.is_empty() {
            let names = system_names(self.questionnaire, self.state, systems);
            facts.push(fact("Systems", listed(&names)));
        }
        facts
    }
}

/// Fields that were filled in and are not asked now.
fn stray_table(
    basis: &Basis<'_>,
    exemption: &Exemption,
    strays: Vec<&QuestionId>,
) -> Option<Block> {
    let rows: Vec<Vec<Text>> = strays
        .into_iter()
        .filter_map(|id| {
            let question = field(basis, exemption, id);
            Some(stray_answer(question, id, exemption.fields.get(id)?))
        })
        .collect();
    let columns = [("Question", 45), ("Answer", 55)];
    (!rows.is_empty()).then(|| table(texts::HIDDEN, &columns, rows))
}

/// The question of a field, as its kind or any other asks it.
fn field<'a>(basis: &Basis<'a>, exemption: &Exemption, id: &QuestionId) -> Option<&'a Question> {
    let asked = basis.questionnaire;
    let own = basis.state.known_field(asked, &exemption.kind, id);
    own.or_else(|| asked.exemptions.iter().find_map(|kind| kind.question(id)))
}
