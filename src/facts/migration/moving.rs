//! What becomes of all that was given when a later version comes into force. What has no place there
//! is taken out and put aside as it was asked and answered; links to it go with it.

use std::collections::{BTreeMap, BTreeSet};

use super::difference::Register;
use super::former::{Former, Given, Why};
use super::meaning::stays;
use crate::facts::answer::{Answer, Refusal};
use crate::facts::change::Change;
use crate::facts::exemption::Exemption;
use crate::facts::ids::{EvidenceId, ExemptionId, SystemId};
use crate::facts::register::{Evidence, System};
use crate::facts::state::Assessment;
use crate::facts::value::Value;
use crate::questionnaire::{ExemptionKind, Question, QuestionId, Questionnaire, ScenarioId};

/// From one version to the next.
#[derive(Clone, Copy)]
pub(crate) struct Moving<'a> {
    pub old: &'a Questionnaire,
    pub new: &'a Questionnaire,
}

/// Whether a question takes an answer exactly as it was given, as the same answer to how the question
/// was asked then, where that is known.
pub(crate) fn takes(
    before: Option<&Question>,
    question: Option<&Question>,
    answer: &Answer,
) -> Result<(), Why> {
    let question = question.ok_or(Why::Gone)?;
    let stays = before.is_none_or(|before| stays(answer, before, question));
    match answer.clone().checked(question) {
        Ok(_) if !stays => Err(Why::Refused(Refusal::WrongForm)),
        Ok(same) if same == *answer => Ok(()),
        // It would be taken in other words, for example with its line breaks gone.
        Ok(_) => Err(Why::Refused(Refusal::WrongForm)),
        Err(refusal) => Err(Why::Refused(refusal)),
    }
}

const SHOWN: &str = "A scenario whose answers it showed";

/// Something that is put aside: what was given, what was asked, how it read, and why.
type Aside = (Given, String, String, Why);

/// Something that is not asked any more.
fn gone(given: Given, asked: &str, words: String) -> Aside {
    (given, asked.to_owned(), words, Why::Gone)
}

/// Takes out of the answers to a form what the form does not take any more.
fn fit<'a>(
    answers: &mut BTreeMap<QuestionId, Answer>,
    before: impl Fn(&QuestionId) -> Option<&'a Question>,
    now: impl Fn(&QuestionId) -> Option<&'a Question>,
    given: impl Fn(QuestionId, Answer) -> Given,
) -> Vec<Aside> {
    let mut aside = vec![];
    for (id, answer) in std::mem::take(answers) {
        let asked = before(&id);
        match takes(asked, now(&id), &answer) {
            // What the version before did not ask either has lost nothing now.
            Err(Why::Gone) if asked.is_none() => {
                answers.insert(id, answer);
            }
            Err(why) => {
                let (asked, words) = answer.told(asked, &id);
                aside.push((given(id, answer), asked, words, why));
            }
            Ok(()) => {
                answers.insert(id, answer);
            }
        }
    }
    aside
}

impl Moving<'_> {
    /// What was given to the old version, at a place there.
    fn former(self, place: &str, (given, asked, words, why): Aside) -> Former {
        Former {
            given,
            version: self.old.version.clone(),
            place: place.to_owned(),
            asked,
            words,
            why,
        }
    }

    /// The answers to the organisation's form and to scenarios.
    pub(crate) fn answers(self, answers: &mut BTreeMap<QuestionId, Answer>) -> Vec<Former> {
        let Self { old, new } = self;
        let aside = fit(
            answers,
            |id| old.question(id),
            |id| new.question(id),
            Given::Answer,
        );
        let aside = aside.into_iter().map(|aside| {
            let scenario = if let Given::Answer(id, _) = &aside.0 {
                old.scenario_of(id)
            } else {
                None
            };
            let place = scenario.map_or(&old.organisation.title, |scenario| &scenario.title);
            self.former(place, aside)
        });
        aside.collect()
    }

    /// Whether only the old version has a scenario.
    fn is_gone(self, id: &ScenarioId) -> bool {
        self.new.scenario(id).is_none() && self.old.scenario(id).is_some()
    }

    fn title(self, id: &ScenarioId) -> String {
        let scenario = self.old.scenario(id);
        scenario.map_or_else(|| id.to_string(), |scenario| scenario.title.clone())
    }

    /// Notes, evidence and files of scenarios that are gone.
    pub(crate) fn of_scenarios(self, state: &mut Assessment) -> Vec<Former> {
        let mut former = vec![];
        for at in Assessment::places([&*state]) {
            let Some(id) = at.scenario().filter(|id| self.is_gone(id)).cloned() else {
                continue;
            };
            let Some(said) = state.get(&at) else {
                continue;
            };
            let place = self.title(&id);
            let (asked, words, given) = match said {
                Value::Note(note) => ("Note", note.words(), Given::Note(id, note)),
                Value::Words(text) => ("Evidence", text.clone(), Given::Evidence(id, text)),
                Value::File(file) => {
                    let asked = "File named as evidence";
                    (asked, file.words(), Given::File(id, file))
                }
                // None of these is said of a scenario.
                Value::Version(_)
                | Value::Answer(_)
                | Value::Coverage(_)
                | Value::Life(_)
                | Value::System(_)
                | Value::Listed(_)
                | Value::Origin(_)
                | Value::Action(_)
                | Value::SignOff(_) => continue,
            };
            former.push(self.former(&place, gone(given, asked, words)));
            let _ = Change::of(at, None).map(|change| state.set(change));
        }
        former
    }

    /// An exemption of a kind that the new version has: `before` is how the kind was, as far as it is
    /// known.
    pub(crate) fn exemption(
        self,
        id: ExemptionId,
        exemption: &mut Exemption,
        (before, kind): (Option<&ExemptionKind>, &ExemptionKind),
        systems: &BTreeMap<SystemId, String>,
    ) -> Vec<Former> {
        let place = match before {
            Some(kind) => format!("Exemption {id}, {}", exemption.name(kind)),
            None => format!("Exemption {id}"),
        };
        let mut aside = fit(
            &mut exemption.fields,
            |question| before?.question(question),
            |question| kind.question(question),
            |question, answer| Given::Field(id, question, answer),
        );
        exemption.requirements.retain(|requirement| {
            let served = before.is_some_and(|kind| kind.requirements.contains(requirement));
            let is_gone = served && !kind.requirements.contains(requirement);
            if is_gone {
                let title = self.old.requirement(requirement).map_or("", |r| &r.title);
                let words = format!("{requirement} {title}").trim().to_owned();
                let given = Given::Serves(id, requirement.clone());
                aside.push(gone(given, "A requirement that it served", words));
            }
            !is_gone
        });
        let covered = "A scenario that it covered";
        aside.extend(
            self.scenarios(&mut exemption.scenarios, covered, |scenario| {
                Given::Covers(id, scenario)
            }),
        );
        exemption.systems.retain(|system| {
            let name = systems.get(system);
            aside.extend(name.map(|name| {
                let given = Given::CoversSystem(id, *system);
                gone(given, "A system that it covered", name.clone())
            }));
            name.is_none()
        });
        // While it is renewed, what was approved last is what counts: all of it, or nothing.
        if exemption.life.renewing && !self.is_still_approved(exemption, (before, kind), systems) {
            exemption.life.renewing = false;
            exemption.life.kept_up.clear();
        }
        let aside = aside.into_iter();
        aside.map(|aside| self.former(&place, aside)).collect()
    }

    /// Whether what was approved last, and what was kept up since, has its place in the new version.
    fn is_still_approved(
        self,
        exemption: &Exemption,
        (before, kind): (Option<&ExemptionKind>, &ExemptionKind),
        systems: &BTreeMap<SystemId, String>,
    ) -> bool {
        exemption.life.approvals.last().is_some_and(|approved| {
            let mut fields = approved.fields.iter().chain(&exemption.life.kept_up);
            let serves = |r| kind.requirements.contains(r);
            fields.all(|(id, answer)| {
                let asked = before.and_then(|kind| kind.question(id));
                takes(asked, kind.question(id), answer).is_ok()
            }) && approved.requirements.iter().all(serves)
                && !approved.scenarios.iter().any(|id| self.is_gone(id))
                && !approved.systems.iter().any(|id| systems.contains_key(id))
        })
    }

    /// Takes the scenarios out of a set that are gone.
    fn scenarios(
        self,
        scenarios: &mut BTreeSet<ScenarioId>,
        asked: &str,
        given: impl Fn(ScenarioId) -> Given,
    ) -> Vec<Aside> {
        let all = std::mem::take(scenarios).into_iter();
        let (left, kept): (Vec<ScenarioId>, _) = all.partition(|id| self.is_gone(id));
        scenarios.extend(kept);
        let left = left.into_iter().map(|id| {
            let words = self.title(&id);
            gone(given(id), asked, words)
        });
        left.collect()
    }

    /// The entry of a register as it is called in another place: by its number, and by its name where
    /// it has one.
    fn name(
        self,
        number: String,
        fields: &BTreeMap<QuestionId, Answer>,
        register: Register,
    ) -> String {
        let form = register.form(self.old);
        match form.map_or("", |form| form.name_of(fields)) {
            "" => number,
            name => format!("{number}, {name}"),
        }
    }

    /// Takes out of an entry of a register what its form does not take any more; all of it, where the
    /// register is not kept any more.
    fn entry(
        self,
        fields: &mut BTreeMap<QuestionId, Answer>,
        register: Register,
        given: impl Fn(QuestionId, Answer) -> Given,
    ) -> Vec<Aside> {
        let question = |asked, id: &QuestionId| register.form(asked)?.question(id);
        let (before, now) = (
            |id: &QuestionId| question(self.old, id),
            |id: &QuestionId| question(self.new, id),
        );
        let mut aside = fit(fields, before, now, &given);
        if self.loses(register) {
            let left = std::mem::take(fields).into_iter();
            aside.extend(left.map(|(id, answer)| {
                let (asked, words) = answer.told(None, &id);
                (given(id, answer), asked, words, Why::Gone)
            }));
        }
        aside
    }

    fn loses(self, register: Register) -> bool {
        register.form(self.new).is_none() && register.form(self.old).is_some()
    }

    /// The systems that the new version does not register any more, with their names.
    pub(crate) fn gone_systems(
        self,
        systems: &BTreeMap<SystemId, System>,
    ) -> BTreeMap<SystemId, String> {
        if !self.loses(Register::Systems) {
            return BTreeMap::new();
        }
        let names = systems.iter().map(|(id, system)| {
            let name = self.name(id.to_string(), &system.fields, Register::Systems);
            (*id, name)
        });
        names.collect()
    }

    /// The register of systems.
    pub(crate) fn systems(self, systems: &mut BTreeMap<SystemId, System>) -> Vec<Former> {
        let mut former = vec![];
        for (id, system) in systems.iter_mut() {
            let name = self.name(id.to_string(), &system.fields, Register::Systems);
            let given = |question, answer| Given::System(*id, question, answer);
            let aside = self.entry(&mut system.fields, Register::Systems, given);
            let place = format!("System {name}");
            former.extend(aside.into_iter().map(|aside| self.former(&place, aside)));
        }
        if self.loses(Register::Systems) {
            systems.clear();
        }
        former
    }

    /// The list of evidence.
    pub(crate) fn listed(self, listed: &mut BTreeMap<EvidenceId, Evidence>) -> Vec<Former> {
        let mut former = vec![];
        let loses = self.loses(Register::Evidence);
        for (id, evidence) in listed.iter_mut() {
            let name = self.name(id.to_string(), &evidence.fields, Register::Evidence);
            let given = |question, answer| Given::Listed(*id, question, answer);
            let mut aside = self.entry(&mut evidence.fields, Register::Evidence, given);
            aside.extend(self.scenarios(&mut evidence.scenarios, SHOWN, |scenario| {
                Given::Shows(*id, scenario)
            }));
            if loses {
                aside.extend(self.links(*id, evidence));
            }
            let place = format!("Evidence {name}");
            former.extend(aside.into_iter().map(|aside| self.former(&place, aside)));
        }
        if loses {
            listed.clear();
        }
        former
    }

    /// What a piece of evidence supports, and its file.
    fn links(self, id: EvidenceId, evidence: &Evidence) -> Vec<Aside> {
        let scenarios = evidence.scenarios.iter().map(|scenario| {
            let given = Given::Shows(id, scenario.clone());
            gone(given, SHOWN, self.title(scenario))
        });
        let exemptions = evidence.exemptions.iter().map(|exemption| {
            let given = Given::Supports(id, *exemption);
            let asked = "An exemption that it supported";
            gone(given, asked, exemption.to_string())
        });
        let file = evidence.file.iter().map(|file| {
            let given = Given::ListedFile(id, file.clone());
            gone(given, "Its file", file.words())
        });
        let links = scenarios.chain(exemptions).chain(file);
        links.collect()
    }
}
