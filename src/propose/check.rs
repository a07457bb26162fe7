//! The rules for what a record takes, each written once: whichever way a change comes, it is held to these.

use std::collections::BTreeMap;

use super::exempted::standing;
use super::objection::{Part, Rule};
use crate::facts::{
    Action, ActionField, ActionId, Answer, At, Change, Coverage, Evidence, EvidenceId, Exemption,
    ExemptionId, FindingId, Note, System, SystemId, limits,
};
use crate::questionnaire::{EntryForm, ExemptionKind, Question, QuestionId, ScenarioId};
use crate::rules::{AsAt, Sheet};
use crate::text::says_something;

/// What speaks against a part.
pub(super) type Said = (Part, Rule);

/// A change that is held to the rules on a record as it stands.
pub(super) struct Check<'a> {
    on: AsAt<'a>,
    said: Vec<Said>,
}

impl<'a> Check<'a> {
    /// The change as it may be written: with its answers cleaned, and nothing where the record says so
    /// already. Other texts come in as they are to be written.
    ///
    /// # Errors
    /// All that speaks against it.
    pub(super) fn change(on: AsAt<'a>, change: Change) -> Result<Option<Change>, Vec<Said>> {
        let mut check = Self { on, said: vec![] };
        // What stands there stays, whatever would be accepted today.
        if !check.says_more(&change) {
            return Ok(None);
        }
        let change = check.held(change);
        if check.said.is_empty()
            && let Err(overlong) = limits::of_change(&change)
        {
            check.against(Part::Whole, overlong);
        }
        if !check.said.is_empty() {
            return Err(check.said);
        }
        Ok(Some(change).filter(|change| check.says_more(change)))
    }

    /// Whether the record does not say so yet. The same answer once more says that it still holds after
    /// a change of its question.
    fn says_more(&self, change: &Change) -> bool {
        let state = self.on.state;
        let confirms =
            matches!(change, Change::Answer(id, Some(_)) if state.changed.contains_key(id));
        confirms || state.get(&change.at()) != change.to()
    }

    fn held(&mut self, change: Change) -> Change {
        match change {
            Change::Answer(id, answer) => {
                let answer = self.answer(&id, answer);
                Change::Answer(id, answer)
            }
            Change::Note(scenario, note) => {
                self.note(&scenario, note.as_ref());
                Change::Note(scenario, note)
            }
            Change::Evidence(scenario, text) => {
                self.told_of(&scenario, &At::Evidence(scenario.clone()));
                Change::Evidence(scenario, text)
            }
            Change::File(scenario, file) => {
                self.known(&scenario);
                if file.path.is_empty() {
                    self.against(Part::File, Rule::NoFile);
                }
                Change::File(scenario, file)
            }
            Change::NoFile(scenario, path) => {
                let files = self.on.state.files.get(&scenario);
                if !files.is_some_and(|files| files.contains_key(&path)) {
                    self.against(Part::File, Rule::NotThere(format!("file {path}")));
                }
                Change::NoFile(scenario, path)
            }
            Change::Coverage(id, coverage) => {
                self.coverage(id, &coverage);
                Change::Coverage(id, coverage)
            }
            Change::Field(id, question, answer) => {
                let answer = self.field(id, &question, answer);
                Change::Field(id, question, answer)
            }
            Change::Life(..) | Change::Withdrawn(..) => {
                self.against(Part::Whole, Rule::IsAStep);
                change
            }
            Change::Action(id, action) => {
                self.action(id, action.as_ref());
                Change::Action(id, action)
            }
            Change::System(id, system) => {
                let system = self.system(id, system);
                Change::System(id, system)
            }
            Change::Listed(id, evidence) => {
                let evidence = self.evidence(id, evidence);
                Change::Listed(id, evidence)
            }
        }
    }

    fn against(&mut self, part: Part, rule: impl Into<Rule>) {
        self.said.push((part, rule.into()));
    }

    fn known(&mut self, scenario: &ScenarioId) {
        if self.on.asked.scenario(scenario).is_none() {
            self.against(Part::Scenario, Rule::NoScenario(scenario.clone()));
        }
    }

    /// Something is said of a scenario that is asked, or other than it was.
    fn told_of(&mut self, scenario: &ScenarioId, at: &At) {
        if self.on.state.get(at).is_some() {
            self.known(scenario);
        } else {
            self.asked(scenario, Part::Scenario);
        }
    }

    fn asked(&mut self, id: &ScenarioId, part: Part) {
        match self.on.asked.scenario(id) {
            None => self.against(part, Rule::NoScenario(id.clone())),
            Some(scenario) if !self.on.asks(scenario) => {
                self.against(part, Rule::ScenarioNotAsked(id.clone()));
            }
            Some(_) => {}
        }
    }

    fn answer(&mut self, id: &QuestionId, answer: Option<Answer>) -> Option<Answer> {
        let Some(question) = self.on.asked.question(id) else {
            self.against(Part::Whole, Rule::NoQuestion(id.clone()));
            return answer;
        };
        // An answer that is out of sight can still be taken back.
        if answer.is_some() && !self.on.sheet().is_shown(id) {
            self.against(Part::Whole, Rule::NotAsked(id.clone()));
            return answer;
        }
        self.fitting(question, answer, Part::Answer)
    }

    /// The answer as its question takes it on this day.
    fn fitting(
        &mut self,
        question: &Question,
        answer: Option<Answer>,
        part: Part,
    ) -> Option<Answer> {
        let checked = answer?.checked(question);
        match checked.and_then(|answer| answer.given_on(self.on.today, question)) {
            Ok(answer) => Some(answer),
            Err(refusal) => {
                self.against(part, refusal);
                None
            }
        }
    }

    fn note(&mut self, scenario: &ScenarioId, note: Option<&Note>) {
        self.told_of(scenario, &At::Note(scenario.clone()));
        if note.is_some_and(|note| note.for_board && note.text.is_empty()) {
            self.against(Part::ForBoard, Rule::NoNote);
        }
    }

    fn standing(&mut self, id: ExemptionId) -> Option<(&'a Exemption, &'a ExemptionKind)> {
        let standing = standing(self.on, id);
        standing
            .map_err(|rule| self.against(Part::Whole, rule))
            .ok()
    }

    fn coverage(&mut self, id: ExemptionId, coverage: &Coverage) {
        let blank = Exemption::blank(coverage.kind.clone());
        let is_new = !self.on.state.exemptions.contains_key(&id);
        let now = if is_new {
            &blank
        } else {
            match self.standing(id) {
                Some((now, _)) => now,
                None => return,
            }
        };
        if now.kind != coverage.kind {
            self.against(Part::Whole, Rule::OtherKind);
        }
        let Some(kind) = self.on.asked.exemption_kind(&coverage.kind) else {
            self.against(Part::Whole, Rule::NoKind(coverage.kind.clone()));
            return;
        };
        for requirement in coverage.requirements.difference(&now.requirements) {
            if !kind.requirements.contains(requirement) {
                let rule = Rule::NotServed {
                    kind: kind.id.clone(),
                    requirement: requirement.clone(),
                    serves: kind.requirements.clone(),
                };
                self.against(Part::Serves, rule);
            }
        }
        // What it covers already may stay also while it is not asked.
        for scenario in coverage.scenarios.difference(&now.scenarios) {
            self.asked(scenario, Part::Covers);
            let mut bears_on = self
                .on
                .asked
                .scenario(scenario)
                .into_iter()
                .flat_map(|s| &s.assess);
            if !bears_on.any(|assess| kind.requirements.contains(&assess.requirement)) {
                let rule = Rule::BearsOnNothing {
                    kind: kind.id.clone(),
                    scenario: scenario.clone(),
                };
                self.against(Part::Covers, rule);
            }
        }
        for system in coverage.systems.difference(&now.systems) {
            if !self.on.state.systems.contains_key(system) {
                self.against(Part::Systems, Rule::NotThere(format!("system {system}")));
            }
        }
    }

    fn field(
        &mut self,
        id: ExemptionId,
        question: &QuestionId,
        answer: Option<Answer>,
    ) -> Option<Answer> {
        let part = || Part::Field(question.clone());
        let Some((exemption, kind)) = self.standing(id) else {
            return answer;
        };
        let Some(asked) = kind.question(question) else {
            self.against(part(), Rule::NoQuestion(question.clone()));
            return answer;
        };
        let sheet = Sheet::of_exemption(kind, &exemption.fields, self.on.today);
        if answer.is_some() && !sheet.is_shown(question) {
            self.against(part(), Rule::NotAsked(question.clone()));
            return answer;
        }
        self.fitting(asked, answer, part())
    }

    fn action(&mut self, id: ActionId, action: Option<&Action>) {
        let before = self.on.state.actions.get(&id);
        let Some(action) = action else {
            if before.is_none() {
                self.against(Part::Whole, Rule::NotThere(format!("action {id}")));
            }
            return;
        };
        match before {
            Some(before) if before.scenario != action.scenario => {
                self.against(Part::Scenario, Rule::OtherScenario);
            }
            Some(_) => {}
            None => self.asked(&action.scenario, Part::Scenario),
        }
        let had_words = before.is_none_or(|before| says_something(&before.what));
        if had_words && !says_something(&action.what) {
            self.against(Part::Action(ActionField::What), Rule::NoWords);
        }
        self.purpose(before, action);
        self.findings(before, action);
        let with = before.map(|before| &before.with);
        let closed = before.is_some_and(|before| !before.closes.is_empty());
        if with == Some(&action.with) && closed != action.closes.is_empty() {
            return;
        }
        if action.with.contains(&id) {
            self.against(Part::Action(ActionField::With), Rule::BesideItself);
        }
        if !action.with.is_empty() && action.closes.is_empty() {
            self.against(Part::Action(ActionField::With), Rule::ClosesNothing);
        }
        for other in &action.with {
            let was_named = with.is_some_and(|with| with.contains(other));
            if *other != id && !was_named && !self.on.state.actions.contains_key(other) {
                self.against(
                    Part::Action(ActionField::With),
                    Rule::NotThere(format!("action {other}")),
                );
            }
        }
    }

    /// What an action is to find out or to end.
    fn purpose(&mut self, before: Option<&Action>, action: &Action) {
        let sought = before.and_then(|before| before.finds_out.as_ref());
        let seeks = action.finds_out.as_ref();
        if let Some(question) = seeks.filter(|question| sought != Some(question)) {
            let scenario = self.on.asked.scenario_of(question);
            if scenario.is_none_or(|scenario| scenario.id != action.scenario) {
                let rule = Rule::NotOfScenario {
                    question: question.clone(),
                    scenario: action.scenario.clone(),
                };
                self.against(Part::FindsOut, rule);
            }
        }
        let Some(exemption) = action.ends else { return };
        let ended_it = before.is_some_and(|before| before.ends == Some(exemption));
        if ended_it {
            return;
        }
        let covered = self.on.state.exemptions.get(&exemption);
        if covered.is_some_and(Exemption::is_over) {
            let rule = Rule::Ended(exemption);
            return self.against(Part::Action(ActionField::Ends), rule);
        }
        if !covered.is_some_and(|e| e.scenarios.contains(&action.scenario)) {
            let scenario = action.scenario.clone();
            self.against(
                Part::Action(ActionField::Ends),
                Rule::NotCovered {
                    exemption,
                    scenario,
                },
            );
        }
    }

    /// A finding that is named already stays, whatever became of it.
    fn findings(&mut self, before: Option<&Action>, action: &Action) {
        let towards = before.map(|before| &before.towards);
        let closes = before.map(|before| &before.closes);
        for (field, were, are) in [
            (ActionField::Towards, towards, &action.towards),
            (ActionField::Closes, closes, &action.closes),
        ] {
            let is_new = |id: &&FindingId| !were.is_some_and(|were| were.contains(*id));
            for id in are.iter().filter(is_new) {
                if let Err(says) = id.known_to(self.on.asked) {
                    self.against(Part::Action(field), Rule::NoFinding(says));
                }
            }
        }
    }

    fn system(&mut self, id: SystemId, system: Option<System>) -> Option<System> {
        let before = self.on.state.systems.get(&id);
        let Some(system) = system else {
            if before.is_none() {
                self.against(Part::Whole, Rule::NotThere(format!("system {id}")));
            }
            return None;
        };
        let Some(register) = &self.on.asked.systems else {
            self.against(Part::Whole, Rule::NoRegister("register of systems"));
            return Some(system);
        };
        let fields = self.entry(&register.form, before.map(|b| &b.fields), system.fields);
        Some(System { fields })
    }

    fn evidence(&mut self, id: EvidenceId, evidence: Option<Evidence>) -> Option<Evidence> {
        let before = self.on.state.listed.get(&id);
        let Some(evidence) = evidence else {
            if before.is_none() {
                self.against(Part::Whole, Rule::NotThere(format!("evidence {id}")));
            }
            return None;
        };
        let Some(list) = &self.on.asked.evidence else {
            self.against(Part::Whole, Rule::NoRegister("list of evidence"));
            return Some(evidence);
        };
        let blank = Evidence::default();
        let now = before.unwrap_or(&blank);
        // What it shows or supports already may stay also while it is not there.
        for scenario in evidence.scenarios.difference(&now.scenarios) {
            self.asked(scenario, Part::Covers);
        }
        for exemption in evidence.exemptions.difference(&now.exemptions) {
            if !self.on.state.exemptions.contains_key(exemption) {
                let rule = Rule::NotThere(format!("exemption {exemption}"));
                self.against(Part::Exemptions, rule);
            }
        }
        if evidence
            .file
            .as_ref()
            .is_some_and(|file| file.path.is_empty())
        {
            self.against(Part::File, Rule::NoFile);
        }
        let fields = self.entry(&list.form, before.map(|b| &b.fields), evidence.fields);
        Some(Evidence { fields, ..evidence })
    }

    /// The answers of an entry. One that is there already stays, whatever would be asked today.
    fn entry(
        &mut self,
        form: &EntryForm,
        before: Option<&BTreeMap<QuestionId, Answer>>,
        fields: BTreeMap<QuestionId, Answer>,
    ) -> BTreeMap<QuestionId, Answer> {
        let sheet = Sheet::of_entry(form, &fields, self.on.today);
        let mut held = fields.clone();
        for (id, answer) in &fields {
            if before.and_then(|before| before.get(id)) == Some(answer) {
                continue;
            }
            let part = Part::Field(id.clone());
            match form.question(id) {
                None => self.against(part, Rule::NoQuestion(id.clone())),
                Some(_) if !sheet.is_shown(id) => self.against(part, Rule::NotAsked(id.clone())),
                Some(question) => {
                    if let Some(answer) = self.fitting(question, Some(answer.clone()), part) {
                        held.insert(id.clone(), answer);
                    }
                }
            }
        }
        held
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::Assessment;
    use crate::propose::{Proposal, With, propose, read, tried};
    use crate::questionnaire::{Questionnaire, built_in};

    const TODAY: jiff::civil::Date = jiff::civil::date(2026, 12, 1);

    /// How many entries a change makes, or the first rule that speaks against it.
    fn made(asked: &Questionnaire, state: &Assessment, change: Change) -> Result<usize, Rule> {
        let on = AsAt::unbegun(asked, state, TODAY);
        let accepted = propose(on, [Proposal::Say(change)], &With::default());
        accepted
            .map(|all| all.len())
            .map_err(|mut objections| objections.remove(0).rule)
    }

    fn applied(asked: &Questionnaire, state: &Assessment, changes: &str) -> Result<usize, String> {
        let file = format!("{{\"format\": 1, \"changes\": [{changes}]}}");
        let made = tried(
            AsAt::unbegun(asked, state, TODAY),
            &read(file.as_bytes()).unwrap(),
        );
        made.map(|made| made.iter().map(|made| made.events().len()).sum())
            .map_err(|problems| problems[0].says.clone())
    }

    #[test]
    fn an_answer_out_of_sight_stays_and_can_be_taken_back_but_not_given() {
        let asked = built_in().unwrap();
        let mut hidden = asked.questions().filter(|q| q.show_when.is_some());
        let hidden = hidden.find(|q| q.dont_know.is_some()).unwrap().id.clone();
        let mut state = Assessment::default();
        let answer = |answer| Change::Answer(hidden.clone(), answer);
        let not_asked = Err(Rule::NotAsked(hidden.clone()));
        assert_eq!(
            made(&asked, &state, answer(Some(Answer::DontKnow))),
            not_asked
        );
        state.answers.insert(hidden.clone(), Answer::DontKnow);
        assert_eq!(made(&asked, &state, answer(Some(Answer::DontKnow))), Ok(0));
        assert_eq!(made(&asked, &state, answer(None)), Ok(1));
    }

    #[test]
    fn what_was_written_of_a_scenario_that_is_not_asked_can_be_changed() {
        let asked = built_in().unwrap();
        let scenario = asked
            .scenarios()
            .find(|s| s.applies_when.is_some())
            .unwrap();
        let note = |text: &str| Note {
            text: text.to_owned(),
            for_board: false,
        };
        let change = |text| Change::note(scenario.id.clone(), note(text));
        let mut state = Assessment::default();
        let not_asked = Err(Rule::ScenarioNotAsked(scenario.id.clone()));
        assert_eq!(made(&asked, &state, change("New")), not_asked);
        state.notes.insert(scenario.id.clone(), note("Old"));
        assert_eq!(made(&asked, &state, change("New")), Ok(1));
        assert_eq!(made(&asked, &state, change("")), Ok(1));
    }

    #[test]
    fn what_stands_in_a_list_may_stay_though_it_is_gone() {
        let asked = built_in().unwrap();
        let mut state = Assessment::default();
        let evidence = Evidence {
            scenarios: ["gone".try_into().unwrap()].into(),
            exemptions: [ExemptionId(9)].into(),
            ..Evidence::default()
        };
        state.listed.insert(EvidenceId(1), evidence);
        let edit = |lists: &str| {
            let change = format!("{{\"edit_evidence\": {{\"evidence\": \"EV-1\", {lists}}}}}");
            applied(&asked, &state, &change)
        };
        assert_eq!(
            edit("\"scenarios\": [\"gone\"], \"exemptions\": [\"EX-9\"]"),
            Ok(0)
        );
        assert_eq!(edit("\"scenarios\": [\"gone\", \"vpn\"]"), Ok(1));
        assert!(edit("\"scenarios\": [\"lost\"]").is_err());
        assert!(edit("\"exemptions\": [\"EX-8\"]").is_err());
    }

    #[test]
    fn an_exemption_at_its_end_is_not_ended_again() {
        let asked = built_in().unwrap();
        let mut state = Assessment::default();
        let mut exemption = Exemption::blank(asked.exemptions[0].id.clone());
        exemption.scenarios.insert("email".try_into().unwrap());
        exemption.withdrawn = Some("Not needed".to_owned());
        state.exemptions.insert(ExemptionId(1), exemption);
        let mut action = Action::blank("email".try_into().unwrap());
        action.what = "End it".to_owned();
        action.ends = Some(ExemptionId(1));
        let change = |action: &Action| Change::Action(ActionId(1), Some(action.clone()));
        assert_eq!(
            made(&asked, &state, change(&action)),
            Err(Rule::Ended(ExemptionId(1)))
        );
        state.actions.insert(ActionId(1), action.clone());
        action.owner = "Rowan Hale".to_owned();
        assert_eq!(made(&asked, &state, change(&action)), Ok(1));
    }
}
