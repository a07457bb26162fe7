//! What there is to look at, gathered kind by kind.

use std::collections::BTreeSet;
use std::fmt::Display;

use jiff::civil::Date;

use super::{Point, PointKind, Spot};
use crate::facts::{Answer, Assessment, At, EvidenceId, ExemptionId, Gap, changed_words};
use crate::questionnaire::{
    Assess, Question, QuestionId, Questionnaire, RequirementId, ScenarioId,
};
use crate::rules::aging::fresh_until;
use crate::rules::evaluate::Sheet;
use crate::rules::outcome::Outcome;
use crate::rules::results::{Finding, Results, dont_knows};
use crate::rules::revisit::{to_confirm, to_look_at};
use crate::rules::standing::Standing;
use crate::text::{counted, date_words, sentences};

/// What a point is about.
#[derive(Debug, Clone, Default)]
pub(super) struct Concerns {
    scenarios: BTreeSet<ScenarioId>,
    /// Only these requirements; whatever the scenarios bear on when empty.
    requirements: BTreeSet<RequirementId>,
}

impl From<BTreeSet<ScenarioId>> for Concerns {
    fn from(scenarios: BTreeSet<ScenarioId>) -> Self {
        Self {
            scenarios,
            ..Self::default()
        }
    }
}

/// The points while they are gathered, each with what it concerns.
pub(super) struct Points<'a> {
    pub questionnaire: &'a Questionnaire,
    pub state: &'a Assessment,
    pub results: &'a Results,
    pub today: Date,
    /// What waits to be confirmed from an earlier assessment.
    waiting: BTreeSet<At>,
    pub found: Vec<(Concerns, Point)>,
}

impl<'a> Points<'a> {
    /// Everything that there is to look at.
    pub(super) fn gathered(
        questionnaire: &'a Questionnaire,
        state: &'a Assessment,
        results: &'a Results,
        today: Date,
    ) -> Self {
        let waiting = to_confirm(questionnaire, state, results, today);
        let waiting = waiting.into_iter().collect();
        let mut points = Self {
            questionnaire,
            state,
            results,
            today,
            waiting,
            found: vec![],
        };
        points.exemptions();
        points.evidence();
        points.clashes();
        points.early();
        points.unanswered();
        points.not_known();
        points.unknown();
        points.waiting();
        points.changed();
        points.stale();
        points.warnings();
        points
    }

    /// Takes out what concerns a scenario and a requirement, the most pressing first.
    pub(super) fn take(
        &mut self,
        scenario: &ScenarioId,
        requirement: &RequirementId,
    ) -> Vec<Point> {
        let concerns = |(about, _): &(Concerns, Point)| {
            let of = &about.requirements;
            about.scenarios.contains(scenario) && (of.is_empty() || of.contains(requirement))
        };
        let (here, elsewhere): (Vec<_>, Vec<_>) = std::mem::take(&mut self.found)
            .into_iter()
            .partition(concerns);
        self.found = elsewhere;
        let mut here: Vec<Point> = here.into_iter().map(|(_, point)| point).collect();
        here.sort_by_key(|point| point.kind);
        here
    }

    pub(super) fn add(
        &mut self,
        about: impl Into<Concerns>,
        kind: PointKind,
        says: String,
        at: Spot,
    ) {
        let point = Point {
            kind,
            says,
            at,
            also: vec![],
        };
        self.found.push((about.into(), point));
    }

    /// Its scenario, and the requirements whose rules read it.
    fn of_question(&self, id: &QuestionId) -> Concerns {
        let Some(scenario) = self.questionnaire.scenario_of(id) else {
            return Concerns::default();
        };
        let reads = |assess: &&Assess| {
            let mut rules = assess.rules.iter();
            rules.any(|rule| rule.when.questions().contains(&id))
        };
        let reading = scenario.assess.iter().filter(reads);
        Concerns {
            scenarios: [scenario.id.clone()].into(),
            requirements: reading.map(|assess| assess.requirement.clone()).collect(),
        }
    }

    pub(super) fn of_exemption(&self, id: ExemptionId) -> Concerns {
        let exemption = self.state.exemptions.get(&id);
        exemption.map_or_else(Concerns::default, |exemption| Concerns {
            scenarios: exemption.scenarios.clone(),
            requirements: exemption.requirements.clone(),
        })
    }

    /// The scenarios that it supports, by itself or by an exemption.
    pub(super) fn of_evidence(&self, id: EvidenceId) -> Concerns {
        let Some(evidence) = self.state.listed.get(&id) else {
            return Concerns::default();
        };
        let exemptions = evidence.exemptions.iter();
        let exemptions = exemptions.filter_map(|id| self.state.exemptions.get(id));
        let exempt = exemptions.flat_map(|exemption| &exemption.scenarios);
        let scenarios = evidence.scenarios.iter().chain(exempt).cloned();
        Concerns::from(scenarios.collect::<BTreeSet<_>>())
    }

    /// Where a field of an exemption can be put right; its first step where the field is not asked.
    fn field(&self, id: ExemptionId, field: Option<&QuestionId>) -> Spot {
        let exemption = self.state.exemptions.get(&id);
        let kind = exemption.and_then(|e| self.questionnaire.exemption_kind(&e.kind));
        let is_asked = |field: &&QuestionId| {
            exemption.zip(kind).is_some_and(|(exemption, kind)| {
                let sheet = Sheet::of_exemption(kind, &exemption.fields, self.today);
                kind.question(field).is_some() && sheet.is_shown(field)
            })
        };
        Spot::Exemption(id, field.filter(is_asked).cloned())
    }

    fn exemptions(&mut self) {
        let (state, results) = (self.state, self.results);
        for gap in &results.gaps {
            let Gap::Exemption(id) = gap else { continue };
            let Some(Standing::NotValid { unmet }) = results.exemptions.get(id) else {
                continue;
            };
            let name = state.exemptions.get(id).and_then(|exemption| {
                let kind = state.known_kind(self.questionnaire, &exemption.kind);
                Some(exemption.name(kind?))
            });
            let name = name.map_or_else(|| id.to_string(), |name| format!("{id}, {name}"));
            let mut said = BTreeSet::new();
            for one in unmet {
                if !said.insert((&one.field, &one.says)) {
                    continue;
                }
                let waits = one.field.as_ref().is_some_and(|field| {
                    let field = At::Field(*id, field.clone());
                    self.waiting.remove(&field)
                });
                let (kind, more) = if waits {
                    (PointKind::ToConfirm, CARRIED)
                } else {
                    (PointKind::Gap, "")
                };
                let says = sentences(&[&format!("{name}: {}", one.says), more]);
                let at = self.field(*id, one.field.as_ref());
                self.add(self.of_exemption(*id), kind, says, at);
            }
        }
    }

    fn evidence(&mut self) {
        for gap in &self.results.gaps {
            if let Gap::FileChanged(id) = gap {
                let title = self.state.scenario_title(self.questionnaire, id);
                self.add(
                    BTreeSet::from([id.clone()]),
                    PointKind::Gap,
                    format!(
                        "{title}: a file that is evidence is not what it was, not there, or not \
                         looked at. Look at it, and name it anew or drop it."
                    ),
                    Spot::EvidenceOf(id.clone()),
                );
            }
            let (Gap::EvidenceExpired(id) | Gap::EvidenceChanged(id)) = gap else {
                continue;
            };
            let list = self.questionnaire.evidence.as_ref();
            let evidence = self.state.listed.get(id);
            let named = list.zip(evidence);
            let name = named.map_or("", |(list, evidence)| list.form.name_of(&evidence.fields));
            let name = numbered(id, name);
            let says = match (
                gap,
                named.and_then(|(list, evidence)| evidence.expiry(list)),
            ) {
                (Gap::EvidenceExpired(_), Some(day)) => format!(
                    "it held until {}. Replace it, or take it out.",
                    date_words(day)
                ),
                (Gap::EvidenceExpired(_), None) => {
                    "it has run out. Replace it, or take it out.".to_owned()
                }
                _ => "its file is not what it was, not there, or not looked at. Look at it, and name it anew."
                    .to_owned(),
            };
            let (about, at) = (self.of_evidence(*id), Spot::Evidence(*id));
            self.add(about, PointKind::Gap, format!("{name}: {says}"), at);
        }
    }

    fn clashes(&mut self) {
        for (says, questions) in &self.results.clashes {
            let shown = questions.iter();
            let shown = shown.filter(|id| self.results.shown.contains(*id));
            let mut spots: Vec<Spot> = shown.cloned().map(Spot::Question).collect();
            if spots.is_empty() {
                continue;
            }
            let scenarios = questions.iter();
            let scenarios = scenarios.flat_map(|id| self.of_question(id).scenarios);
            let scenarios: BTreeSet<ScenarioId> = scenarios.collect();
            let point = Point {
                kind: PointKind::Clash,
                says: says.clone(),
                at: spots.remove(0),
                also: spots,
            };
            self.found.push((scenarios.into(), point));
        }
    }

    fn unanswered(&mut self) {
        for gap in &self.results.gaps {
            let Gap::Unanswered(id) = gap else { continue };
            let waits = self.waiting.remove(&At::Question(id.clone()));
            let kind = if waits {
                PointKind::ToConfirm
            } else {
                PointKind::Unanswered
            };
            let says = self.questionnaire.in_place(id);
            self.add(self.of_question(id), kind, says, Spot::Question(id.clone()));
        }
    }

    /// Musts of which nobody knows whether they are met, each at the first answer that keeps it so.
    fn not_known(&mut self) {
        let (asked, state, results) = (self.questionnaire, self.state, self.results);
        for gap in &results.gaps {
            let Gap::NotKnown(id) = gap else { continue };
            let is_open = |finding: &Finding| {
                finding.requirement == *id && finding.outcome == Outcome::DontKnow
            };
            let open = results.scenarios.iter();
            let open = open.filter(|scenario| scenario.findings.iter().any(is_open));
            let open: BTreeSet<ScenarioId> = open.map(|scenario| scenario.id.clone()).collect();
            let is_there = |question: &&Question| {
                let scenario = asked.scenario_of(&question.id);
                scenario.is_some_and(|scenario| open.contains(&scenario.id))
            };
            // Whether a scenario is asked at all can rest on an answer in another place.
            let unknown = || dont_knows(asked, state, results);
            let Some(question) = unknown().find(is_there).or_else(|| unknown().next()) else {
                continue;
            };
            let about = Concerns {
                scenarios: open,
                requirements: [id.clone()].into(),
            };
            let says = format!("{}. {UNKNOWN_MUST}", gap.words(asked));
            self.add(
                about,
                PointKind::Gap,
                says,
                Spot::Question(question.id.clone()),
            );
        }
    }

    fn unknown(&mut self) {
        let (asked, state, results) = (self.questionnaire, self.state, self.results);
        for question in dont_knows(asked, state, results) {
            let mut actions = state.actions.iter();
            let finds = actions
                .find(|(_, a)| !a.is_done() && a.finds_out.as_ref() == Some(&question.id))
                .map(|(id, _)| format!("Action {id} is to find out."));
            let says = sentences(&[&asked.in_place(&question.id), &finds.unwrap_or_default()]);
            let (about, at) = (
                self.of_question(&question.id),
                Spot::Question(question.id.clone()),
            );
            self.add(about, PointKind::DontKnow, says, at);
        }
    }

    /// What was carried forward, is not confirmed, and stands before nothing.
    fn waiting(&mut self) {
        for subject in std::mem::take(&mut self.waiting) {
            let what = subject.words(self.state, self.questionnaire);
            let end = if what.ends_with(['.', '?']) { "" } else { "." };
            let says = format!("{what}{end} {CARRIED}");
            let scenario = |id: &ScenarioId| Concerns::from(BTreeSet::from([id.clone()]));
            let (about, at) = match subject {
                At::Question(id) => (self.of_question(&id), Spot::Question(id)),
                At::Note(id) => (scenario(&id), Spot::Note(id)),
                At::Evidence(id) => (scenario(&id), Spot::EvidenceOf(id)),
                At::Field(id, field) => (self.of_exemption(id), self.field(id, Some(&field))),
                At::Version
                | At::File(..)
                | At::CarriedForward
                | At::Redaction
                | At::Coverage(_)
                | At::Life(_)
                | At::Withdrawal(_)
                | At::Action(_)
                | At::System(_)
                | At::Listed(_)
                | At::SignOff(_)
                | At::Merge(_) => continue,
            };
            self.add(about, PointKind::Stale, says, at);
        }
    }

    /// Answers to questions that have changed since.
    fn changed(&mut self) {
        let (asked, state, results) = (self.questionnaire, self.state, self.results);
        for (question, changes) in to_look_at(asked, state, results) {
            let what = asked.in_place(&question.id);
            let says = format!("{what} {}.", changed_words(changes));
            let at = Spot::Question(question.id.clone());
            self.add(self.of_question(&question.id), PointKind::Stale, says, at);
        }
    }

    /// What has to be known about exemptions that count.
    fn warnings(&mut self) {
        let (asked, state, results) = (self.questionnaire, self.state, self.results);
        for (id, warned) in &results.warnings {
            if !results.exemptions.get(id).is_some_and(Standing::counts) {
                continue;
            }
            let exemption = state.exemptions.get(id);
            let kind = exemption.and_then(|e| asked.exemption_kind(&e.kind));
            let Some((exemption, kind)) = exemption.zip(kind) else {
                continue;
            };
            // Where only the first is told, it is one that the board has to know.
            let (board, others): (Vec<_>, Vec<_>) = warned.iter().partition(|one| one.for_board);
            for one in board.into_iter().chain(others) {
                let says = format!("{id}, {}: {}", exemption.name(kind), one.says);
                let at = self.field(*id, Some(&one.at));
                self.add(self.of_exemption(*id), PointKind::Warning, says, at);
            }
        }
    }

    /// Exemptions that count although their confirmation is not fresh any more.
    fn stale(&mut self) {
        let (asked, state, results) = (self.questionnaire, self.state, self.results);
        for (id, exemption) in &state.exemptions {
            let kind = asked.exemption_kind(&exemption.kind);
            let counts = results.exemptions.get(id).is_some_and(Standing::counts);
            let confirmed = kind.and_then(|kind| Some((kind, kind.confirmed.as_ref()?)));
            let Some((kind, field)) = confirmed.filter(|_| counts) else {
                continue;
            };
            let Some(Answer::Date(day)) = exemption.fields.get(field) else {
                continue;
            };
            let (fresh, months) = fresh_until(kind, *day);
            if fresh < self.today {
                let (name, on) = (exemption.name(kind), date_words(*day));
                let ago = counted(months.into(), "month");
                let says = format!("{id}, {name}: last confirmed on {on}, more than {ago} ago.");
                let at = self.field(*id, Some(field));
                self.add(self.of_exemption(*id), PointKind::Stale, says, at);
            }
        }
    }
}

/// Something by its number, and by its name where it has one.
pub(super) fn numbered(id: &impl Display, name: &str) -> String {
    if name.is_empty() {
        id.to_string()
    } else {
        format!("{id}, {name}")
    }
}

/// Why a must that is not known stands before a sign-off.
const UNKNOWN_MUST: &str = "Until that is known, the record can be signed only as a draft.";

/// What is said of a thing that is known from an earlier assessment only.
const CARRIED: &str = "Carried forward, and not confirmed yet.";
