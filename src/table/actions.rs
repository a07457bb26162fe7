//! The actions: their columns, and what a row says of one.

use std::collections::BTreeSet;
use std::str::FromStr;

use super::column::{Cells, Column};
use super::problem::{Fault, Kind};
use super::{Fields, RowChange};
use crate::facts::{
    Action, ActionId, Answer, Assessment, Change, Due, Event, Exemption, ExemptionId, FindingId,
    Priority, Progress, limits,
};
use crate::questionnaire::{Choice, ChoiceId, Input, QuestionId, Questionnaire, ScenarioId};

pub(super) const SCENARIO: &str = "scenario";
const TITLE: &str = "scenario-title";
pub(super) const WHAT: &str = "what";
const OWNER: &str = "owner";
const ROLE: &str = "role";
const DUE: &str = "due";
const NO_DATE: &str = "no-date";
const PRIORITY: &str = "priority";
const STATE: &str = "state";
const ENDS: &str = "ends";
const TOWARDS: &str = "towards";
const CLOSES: &str = "closes";
const WITH: &str = "with";

/// The columns, with the limits that the wizard has.
pub(super) fn columns(questionnaire: &Questionnaire, state: &Assessment) -> Vec<Column> {
    let scenarios = questionnaire.scenarios();
    let scenarios = scenarios.filter_map(|s| choice(s.id.as_str(), &s.title));
    let exemptions = state.exemptions.iter();
    let exemptions = exemptions.filter_map(|(id, exemption)| {
        choice(
            &id.to_string(),
            &exemption_name(questionnaire, state, exemption),
        )
    });
    let priorities = Priority::ALL.into_iter();
    let priorities = priorities.filter_map(|p| choice(p.id(), p.words()));
    let states = Progress::ALL.into_iter();
    let states = states.filter_map(|p| choice(p.id(), p.words()));
    let (scenarios, exemptions) = (scenarios.collect(), exemptions.collect());
    let findings: Vec<Choice> = FindingId::all(questionnaire)
        .map(|id| Choice {
            id: id.choice(),
            label: id.words(state, questionnaire),
            hint: None,
            was: vec![],
        })
        .collect();
    let actions = state.actions.keys().map(ToString::to_string);
    let actions = actions.filter_map(|id| choice(&id, &id)).collect();
    let line = |max| Input::Line { max };
    let paragraphs = |max| Input::Paragraphs { max };
    [
        (SCENARIO, "Scenario", Input::OneOf(scenarios), Cells::Ids),
        (TITLE, "Scenario title", line(u16::MAX), Cells::Shown),
        (
            WHAT,
            "What is to be done",
            paragraphs(limits::WHAT),
            Cells::Words,
        ),
        (OWNER, "Owner", line(limits::NAME), Cells::Words),
        (ROLE, "Role", line(limits::NAME), Cells::Words),
        (DUE, "Due", Input::Date { past: false }, Cells::Words),
        (
            NO_DATE,
            "Reason for no date",
            line(limits::LINE),
            Cells::Words,
        ),
        (
            PRIORITY,
            "Priority",
            Input::OneOf(priorities.collect()),
            Cells::Words,
        ),
        (STATE, "State", Input::OneOf(states.collect()), Cells::Words),
        (ENDS, "Ends exemption", Input::OneOf(exemptions), Cells::Ids),
        (
            TOWARDS,
            "Works towards",
            Input::AnyOf(findings.clone()),
            Cells::Ids,
        ),
        (CLOSES, "Closes", Input::AnyOf(findings), Cells::Ids),
        (WITH, "Together with", Input::AnyOf(actions), Cells::Ids),
    ]
    .into_iter()
    .filter_map(|(id, header, input, cells)| Column::built_in(id, header, input, cells))
    .collect()
}

fn choice(id: &str, label: &str) -> Option<Choice> {
    Some(Choice {
        id: id.try_into().ok()?,
        label: label.to_owned(),
        hint: None,
        was: vec![],
    })
}

fn exemption_name(
    questionnaire: &Questionnaire,
    state: &Assessment,
    exemption: &Exemption,
) -> String {
    let kind = state.known_kind(questionnaire, &exemption.kind);
    kind.map_or_else(String::new, |kind| exemption.name(kind))
}

/// An action as the answers of its row.
pub(super) fn fields(questionnaire: &Questionnaire, state: &Assessment, action: &Action) -> Fields {
    let text = |words: &str| (!words.is_empty()).then(|| Answer::Text(words.to_owned()));
    let one = |id: &str| id.try_into().ok().map(Answer::Choice);
    let (due, no_date) = match &action.due {
        Due::On(day) => (Some(Answer::Date(*day)), None),
        Due::NoDate(reason) => (None, text(reason)),
        Due::NotGiven => (None, None),
    };
    let many = |ids: BTreeSet<ChoiceId>| (!ids.is_empty()).then_some(Answer::Choices(ids));
    let findings = |ids: &BTreeSet<FindingId>| many(ids.iter().map(FindingId::choice).collect());
    let with = action.with.iter();
    let with = with.filter_map(|id| id.to_string().try_into().ok());
    let title = state.scenario_title(questionnaire, &action.scenario);
    let cells = [
        (SCENARIO, one(action.scenario.as_str())),
        (TITLE, text(&title)),
        (WHAT, text(&action.what)),
        (OWNER, text(&action.owner)),
        (ROLE, text(&action.role)),
        (DUE, due),
        (NO_DATE, no_date),
        (PRIORITY, action.priority.and_then(|p| one(p.id()))),
        (STATE, one(action.progress.id())),
        (ENDS, action.ends.and_then(|id| one(&id.to_string()))),
        (TOWARDS, findings(&action.towards)),
        (CLOSES, findings(&action.closes)),
        (WITH, many(with.collect())),
    ];
    let cells = cells.into_iter();
    cells
        .filter_map(|(id, answer)| Some((QuestionId::try_from(id).ok()?, answer?)))
        .collect()
}

/// An action of which nobody says how far it is has not been started; and what is said to close
/// none of these closes nothing.
pub(super) fn settle(fields: &mut Fields) {
    let none = Answer::Choices(BTreeSet::new());
    fields.retain(|_, answer| *answer != none);
    let not_started = Progress::NotStarted.id().try_into().map(Answer::Choice);
    if let (None, Ok(id), Ok(answer)) =
        (get(fields, STATE), QuestionId::try_from(STATE), not_started)
    {
        fields.insert(id, answer);
    }
}

/// What is wrong with an action as a whole: the column, and a sentence.
pub(super) fn faults(
    state: &Assessment,
    id: Option<u32>,
    before: Option<&Fields>,
    after: &Fields,
) -> Vec<(&'static str, Fault)> {
    let mut faults = vec![];
    let is_moved = before.is_some_and(|before| get(before, SCENARIO) != get(after, SCENARIO));
    if is_moved {
        let says = "an action stays with its scenario; write what was here before, and add a row \
                    without a number for the other scenario";
        faults.push((SCENARIO, Fault::new(Kind::OtherScenario, says)));
    }
    if get(after, DUE).is_some() && get(after, NO_DATE).is_some() {
        let says = "write a date or the reason for none, not both";
        faults.push((NO_DATE, Fault::new(Kind::DateAndReason, says)));
    }
    let ends = chosen(after, ENDS);
    let is_new = before.is_none_or(|before| chosen(before, ENDS) != ends);
    let scenario = chosen(after, SCENARIO).and_then(|id| ScenarioId::try_from(id).ok());
    if let (Some(ends), Some(scenario), true) = (ends, scenario, is_new) {
        let id = ends.parse::<ExemptionId>().ok();
        let exemption = id.and_then(|id| state.exemptions.get(&id));
        if !exemption.is_some_and(|e| e.scenarios.contains(&scenario)) {
            let says = format!("{ends} does not cover this scenario; leave the cell empty");
            faults.push((ENDS, Fault::new(Kind::NotCovered, says)));
        }
    }
    let closes = |fields: &Fields| all_chosen::<FindingId>(fields, CLOSES).next().is_some();
    let with = |fields: &Fields| all_chosen::<ActionId>(fields, WITH).collect::<BTreeSet<_>>();
    let others = with(after);
    let is_as_before = |before: &Fields| with(before) == others && closes(before) == closes(after);
    if before.is_some_and(is_as_before) {
        return faults;
    }
    if id.is_some_and(|id| others.contains(&ActionId(id))) {
        let says = "an action is not needed beside itself; write the numbers of the others";
        faults.push((WITH, Fault::new(Kind::BesideItself, says)));
    }
    if !others.is_empty() && !closes(after) {
        let says = "say what it closes, too; others can only be needed as well for that";
        faults.push((WITH, Fault::new(Kind::ClosesNothing, says)));
    }
    faults
}

/// The event that a change makes; none without a scenario, which the table refuses before.
pub(super) fn event(state: &Assessment, change: &RowChange) -> Option<Event> {
    let id = ActionId(change.id);
    let after = &change.after;
    let scenario = ScenarioId::try_from(chosen(after, SCENARIO)?).ok()?;
    let earlier = state.actions.get(&id).cloned();
    let mut action = earlier.unwrap_or_else(|| Action::blank(scenario));
    let text = |id: &str| match get(after, id) {
        Some(Answer::Text(words)) => words.clone(),
        _ => String::new(),
    };
    action.what = text(WHAT);
    action.owner = text(OWNER);
    action.role = text(ROLE);
    action.due = match (get(after, DUE), get(after, NO_DATE)) {
        (Some(Answer::Date(day)), _) => Due::On(*day),
        (_, Some(Answer::Text(reason))) => Due::NoDate(reason.clone()),
        _ => Due::NotGiven,
    };
    let is = |column: &str, id: &str| chosen(after, column) == Some(id);
    action.priority = Priority::ALL.into_iter().find(|p| is(PRIORITY, p.id()));
    let progress = Progress::ALL.into_iter().find(|p| is(STATE, p.id()));
    action.progress = progress.unwrap_or(Progress::NotStarted);
    action.ends = chosen(after, ENDS).and_then(|id| id.parse().ok());
    action.towards = all_chosen(after, TOWARDS).collect();
    action.closes = all_chosen(after, CLOSES).collect();
    action.with = all_chosen(after, WITH).collect();
    Some(Event::Changed(Change::Action(id, Some(action))))
}

fn get<'a>(fields: &'a Fields, id: &str) -> Option<&'a Answer> {
    fields
        .iter()
        .find(|(q, _)| q.as_str() == id)
        .map(|(_, a)| a)
}

fn chosen<'a>(fields: &'a Fields, id: &str) -> Option<&'a str> {
    if let Answer::Choice(id) = get(fields, id)? {
        Some(id.as_str())
    } else {
        None
    }
}

/// What the ids name that were chosen in a cell.
fn all_chosen<'a, T: FromStr + 'a>(fields: &'a Fields, id: &str) -> impl Iterator<Item = T> + 'a {
    let ids = match get(fields, id) {
        Some(Answer::Choices(ids)) => Some(ids),
        _ => None,
    };
    let ids = ids.into_iter().flatten();
    ids.filter_map(|id| id.as_str().parse().ok())
}

#[cfg(test)]
mod tests {
    use super::super::{NotImported, Renames, Table};
    use super::*;
    use crate::questionnaire::built_in;

    fn scenario(id: &str) -> ScenarioId {
        id.try_into().unwrap()
    }

    /// An action in one scenario, and an exemption that covers another.
    fn state() -> Assessment {
        let mut state = Assessment::default();
        let mut exemption = Exemption::blank("E1".try_into().unwrap());
        exemption.scenarios.insert(scenario("email"));
        state.exemptions.insert(ExemptionId(1), exemption);
        let mut action = Action::blank(scenario("scope"));
        action.what = "Agree the words".to_owned();
        action.finds_out = Some("scope-agreed".try_into().unwrap());
        state.actions.insert(ActionId(1), action);
        state
    }

    fn events(csv: &str) -> Result<Vec<Event>, Vec<String>> {
        let (asked, state) = (built_in().unwrap(), state());
        let table = Table::of_actions(&asked, &state, &[]);
        match table.import(
            csv.as_bytes(),
            jiff::civil::date(2026, 11, 24),
            Renames::Taken,
        ) {
            Ok(import) => Ok(table.events(&import, &state)),
            Err(NotImported::Problems(problems)) => {
                Err(problems.iter().map(ToString::to_string).collect())
            }
            Err(error) => Err(vec![error.to_string()]),
        }
    }

    #[test]
    fn an_action_stays_with_its_scenario_and_ends_an_exemption_that_covers_it() {
        let head = "mfa-assess number,Scenario,What is to be done,Ends exemption\n";
        let says = events(&format!("{head}A-1,email,Agree the words,\n")).unwrap_err();
        assert!(
            says[0].starts_with("cell B2, “Scenario”: an action stays"),
            "{says:?}"
        );
        let says = events(&format!("{head}A-1,scope,Agree the words,EX-1\n")).unwrap_err();
        assert!(
            says[0].contains("EX-1 does not cover this scenario"),
            "{says:?}"
        );
        let made = events(&format!("{head},Email and collaboration,End it,ex-1\n")).unwrap();
        let mut wanted = Action::blank(scenario("email"));
        wanted.what = "End it".to_owned();
        wanted.ends = Some(ExemptionId(1));
        let action = ActionId(2);
        assert_eq!(made, [Event::Changed(Change::Action(action, Some(wanted)))]);
    }

    #[test]
    fn what_an_action_closes_and_with_which_others_is_read_and_checked() {
        let head = "mfa-assess number,Scenario,What is to be done,Closes,Together with\n";
        let made = events(&format!(
            "{head},email,Enforce it,email:R1; R1 in Remote access by VPN,a-1\n"
        ));
        let made = made.unwrap();
        let [Event::Changed(Change::Action(_, Some(content)))] = made.as_slice() else {
            panic!("{made:?}")
        };
        let closes: Vec<String> = content.closes.iter().map(ToString::to_string).collect();
        assert_eq!(closes, ["email:R1", "vpn:R1"]);
        assert_eq!(content.with, [ActionId(1)].into());
        for (row, says) in [
            (
                "A-1,scope,Agree the words,email:R1,A-1",
                "E2, “Together with”: an action is not needed beside itself",
            ),
            (
                ",email,Enforce it,,A-1",
                "E2, “Together with”: say what it closes, too",
            ),
            (
                ",email,Enforce it,email:R9,",
                "D2, “Closes”: “email:R9” is not one of the choices",
            ),
            (
                ",email,Enforce it,email:R1,A-9",
                "E2, “Together with”: “A-9” is not one of the choices",
            ),
        ] {
            let problems = events(&format!("{head}{row}\n")).unwrap_err();
            assert!(problems[0].contains(says), "{row}: {problems:?}");
        }
        let same = events(
            "mfa-assess number,What is to be done,Closes\nA-1,Agree the words,None of these\n",
        );
        assert_eq!(
            same,
            Ok(vec![]),
            "to close none of these is to close nothing"
        );
    }

    #[test]
    fn what_has_no_column_stays_and_an_empty_state_is_not_started() {
        let made =
            events("mfa-assess number,What is to be done,State\nA-1,Agree all words,\n").unwrap();
        let mut wanted = state().actions.remove(&ActionId(1)).unwrap();
        wanted.what = "Agree all words".to_owned();
        let action = ActionId(1);
        assert_eq!(made, [Event::Changed(Change::Action(action, Some(wanted)))]);
        assert_eq!(
            events("mfa-assess number,What is to be done,State\nA-1,Agree the words,\n"),
            Ok(vec![])
        );
    }

    #[test]
    fn there_is_a_column_for_everything_that_is_edited() {
        assert_eq!(columns(&built_in().unwrap(), &state()).len(), 13);
    }
}
