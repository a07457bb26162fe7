//! The actions: their columns, and what a row says of one.

use std::collections::BTreeSet;

use super::Fields;
use super::column::{Cells, Column};
use super::problem::{Fault, Kind};
use crate::facts::{
    Action, ActionField, ActionId, Answer, Assessment, Change, Exemption, FindingId, Progress,
};
use crate::propose::Part;
use crate::questionnaire::{Choice, Input, QuestionId, Questionnaire, ScenarioId};

pub(super) const SCENARIO: &str = "scenario";
const TITLE: &str = "scenario-title";

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
    let scenario = [
        (SCENARIO, "Scenario", Input::OneOf(scenarios), Cells::Ids),
        (
            TITLE,
            "Scenario title",
            Input::Line { max: u16::MAX },
            Cells::Shown,
        ),
    ];
    let fields = ActionField::ALL.into_iter().map(|field| {
        let (header, cells, of_record) = match field {
            ActionField::What => ("What is to be done", Cells::Words, vec![]),
            ActionField::Owner => ("Owner", Cells::Words, vec![]),
            ActionField::Role => ("Role", Cells::Words, vec![]),
            ActionField::Due => ("Due", Cells::Words, vec![]),
            ActionField::NoDate => ("Reason for no date", Cells::Words, vec![]),
            ActionField::Priority => ("Priority", Cells::Words, vec![]),
            ActionField::Progress => ("State", Cells::Words, vec![]),
            ActionField::Ends => ("Ends exemption", Cells::Ids, Vec::clone(&exemptions)),
            ActionField::Towards => ("Works towards", Cells::Ids, findings.clone()),
            ActionField::Closes => ("Closes", Cells::Ids, findings.clone()),
            ActionField::With => ("Together with", Cells::Ids, Vec::clone(&actions)),
        };
        (field.id(), header, field.input(of_record), cells)
    });
    let columns = scenario.into_iter().chain(fields);
    columns
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
    let scenario = action.scenario.as_str().try_into().ok().map(Answer::Choice);
    let title = state.scenario_title(questionnaire, &action.scenario);
    let title = (!title.is_empty()).then_some(Answer::Text(title));
    let fields = ActionField::ALL.into_iter();
    let fields = fields.map(|field| (field.id(), action.answer(field)));
    let cells = [(SCENARIO, scenario), (TITLE, title)]
        .into_iter()
        .chain(fields);
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
    if let (None, Ok(id), Ok(answer)) = (
        get(fields, ActionField::Progress.id()),
        QuestionId::try_from(ActionField::Progress.id()),
        not_started,
    ) {
        fields.insert(id, answer);
    }
}

/// That a row has both a date and a reason for none, which no action can say.
pub(super) fn two_days(after: &Fields) -> Option<(Option<QuestionId>, Fault)> {
    let no_date = ActionField::NoDate.id();
    get(after, ActionField::Due.id())
        .zip(get(after, no_date))
        .map(|_| {
            let says = "write a date or the reason for none, not both";
            (
                no_date.try_into().ok(),
                Fault::new(Kind::DateAndReason, says),
            )
        })
}

/// The column of a part of an action.
pub(super) fn column(part: &Part) -> Option<QuestionId> {
    if let Part::Action(field) = part {
        field.id().try_into().ok()
    } else if *part == Part::Scenario {
        SCENARIO.try_into().ok()
    } else {
        None
    }
}

/// The change that a row makes; none without a scenario, which the table refuses before.
pub(super) fn change(state: &Assessment, id: ActionId, after: &Fields) -> Option<Change> {
    let scenario = ScenarioId::try_from(chosen(after, SCENARIO)?).ok()?;
    let earlier = state.actions.get(&id).cloned();
    let mut action = earlier.unwrap_or_else(|| Action::blank(scenario.clone()));
    action.scenario = scenario;
    let said = ActionField::ALL.into_iter().fold(action, |action, field| {
        action.answered(field, get(after, field.id()))
    });
    Some(Change::Action(id, Some(said)))
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

#[cfg(test)]
mod tests {
    use super::super::{NotImported, Renames, Table};
    use super::*;
    use crate::facts::ExemptionId;
    use crate::questionnaire::built_in;
    use crate::rules::AsAt;

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

    fn changes(csv: &str) -> Result<Vec<Change>, Vec<String>> {
        let (asked, state) = (built_in().unwrap(), state());
        let today = jiff::civil::date(2026, 11, 24);
        let table = Table::of_actions(AsAt::unbegun(&asked, &state, today));
        match table.import(csv.as_bytes(), Renames::Taken) {
            Ok(import) => Ok(table.changes(&import)),
            Err(NotImported::Problems(problems)) => {
                Err(problems.iter().map(ToString::to_string).collect())
            }
            Err(error) => Err(vec![error.to_string()]),
        }
    }

    #[test]
    fn an_action_stays_with_its_scenario_and_ends_an_exemption_that_covers_it() {
        let head = "mfa-assess number,Scenario,What is to be done,Ends exemption\n";
        let says = changes(&format!("{head}A-1,email,Agree the words,\n")).unwrap_err();
        assert!(
            says[0].starts_with("cell B2, “Scenario”: an action stays"),
            "{says:?}"
        );
        let says = changes(&format!("{head}A-1,scope,Agree the words,EX-1\n")).unwrap_err();
        assert!(
            says[0].contains("EX-1 does not cover scope, where the action comes from"),
            "{says:?}"
        );
        let made = changes(&format!("{head},Email and collaboration,End it,ex-1\n")).unwrap();
        let mut wanted = Action::blank(scenario("email"));
        wanted.what = "End it".to_owned();
        wanted.ends = Some(ExemptionId(1));
        let action = ActionId(2);
        assert_eq!(made, [Change::Action(action, Some(wanted))]);
    }

    #[test]
    fn what_an_action_closes_and_with_which_others_is_read_and_checked() {
        let head = "mfa-assess number,Scenario,What is to be done,Closes,Together with\n";
        let made = changes(&format!(
            "{head},email,Enforce it,email:R1; R1 in Remote access by VPN,a-1\n"
        ));
        let made = made.unwrap();
        let [Change::Action(_, Some(content))] = made.as_slice() else {
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
            let problems = changes(&format!("{head}{row}\n")).unwrap_err();
            assert!(problems[0].contains(says), "{row}: {problems:?}");
        }
        let same = changes(
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
            changes("mfa-assess number,What is to be done,State\nA-1,Agree all words,\n").unwrap();
        let mut wanted = state().actions.remove(&ActionId(1)).unwrap();
        wanted.what = "Agree all words".to_owned();
        let action = ActionId(1);
        assert_eq!(made, [Change::Action(action, Some(wanted))]);
        assert_eq!(
            changes("mfa-assess number,What is to be done,State\nA-1,Agree the words,\n"),
            Ok(vec![])
        );
    }

    #[test]
    fn there_is_a_column_for_everything_that_is_edited() {
        assert_eq!(columns(&built_in().unwrap(), &state()).len(), 13);
    }
}
