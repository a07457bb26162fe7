//! What is to be done: the actions, and what nobody knew.

use jiff::civil::Date;

use super::blocks::{clipped, given, page, paragraph, section, table};
use super::{Basis, figures, texts};
use crate::facts::{Action, ActionId, Due, FindingId, Priority};
use crate::report::model::{Section, Span, Text};
use crate::rules::{dont_knows, suggestions};
use crate::text::{capitalised, date_words, listed};

/// Longest question that is only referred to, in characters.
const ASKED: usize = 90;

/// The section.
pub(super) fn actions(basis: &Basis<'_>) -> Section {
    let mut all: Vec<(&ActionId, &Action)> = basis.state.actions.iter().collect();
    // What was promised and not done comes first, and what is done last.
    all.sort_by_key(|(_, action)| {
        let due = match action.due {
            Due::On(day) => Some(day),
            Due::NoDate(_) | Due::NotGiven => None,
        };
        let late = !action.is_overdue(basis.options.as_at);
        let pressing = action.priority.map_or(Priority::Low as u8 + 1, |p| p as u8);
        (action.is_done(), late, pressing, due.is_none(), due)
    });
    let rows: Vec<Vec<Text>> = all.into_iter().map(|(id, a)| row(basis, *id, a)).collect();
    let columns = [
        ("No.", 8),
        ("What", 25),
        ("Owner", 16),
        ("Until", 15),
        ("State", 13),
        ("Scenario and effect", 23),
    ];
    let blocks = if rows.is_empty() {
        vec![paragraph(texts::NO_ACTIONS)]
    } else {
        let chart = figures::actions(basis).into_iter();
        chart.chain([table("", &columns, rows)]).collect()
    };
    let suggested = suggested(basis);
    Section {
        sections: unknown(basis).into_iter().chain(suggested).collect(),
        ..page(texts::ACTIONS, blocks)
    }
}

fn row(basis: &Basis<'_>, id: ActionId, action: &Action) -> Vec<Text> {
    vec![
        id.to_string().into(),
        given(action.what.as_str()),
        given(action.owner_words()),
        due(&action.due),
        state(action, basis.options.as_at),
        purpose(basis, id, action).into(),
    ]
}

/// How far it is, and how pressing.
fn state(action: &Action, as_at: Date) -> Text {
    let words = capitalised(action.state_words(as_at));
    let state = if action.is_overdue(as_at) {
        Span::Strong(words)
    } else {
        Span::Plain(words)
    };
    let priority = match action.priority {
        Some(priority) => format!("\n{} priority", priority.words()),
        None => "\nNo priority given".to_owned(),
    };
    Text(vec![state, Span::Plain(priority)])
}

/// Where it comes from, and what comes of it.
fn purpose(basis: &Basis<'_>, id: ActionId, action: &Action) -> String {
    let mut lines = vec![basis.scenario(&action.scenario)];
    if let Some(question) = &action.finds_out {
        let asked = clipped(&basis.question(question), ASKED);
        lines.push(format!("To find out: “{asked}”"));
    }
    if let Some(ends) = action.ends {
        lines.push(format!("To end exemption {ends}."));
    }
    let (asked, results) = (basis.questionnaire, basis.results);
    let change = basis.state.prospect_words(id, asked, results);
    if !change.is_empty() {
        lines.push(change);
    }
    lines.join("\n")
}

fn due(due: &Due) -> Text {
    match due {
        Due::On(day) => date_words(*day).into(),
        Due::NoDate(reason) => format!("No date: {reason}").into(),
        Due::NotGiven => given(""),
    }
}

/// The open actions that are said to close one of these findings, each with what it closes, and then
/// those that work towards one.
pub(super) fn taking_up(basis: &Basis<'_>, findings: &[FindingId]) -> String {
    let mut lines = vec![];
    for finding in findings {
        let groups = basis.state.closings(finding).into_iter();
        let groups = groups.filter(|group| group.is_to_close());
        let groups: Vec<String> = groups
            .map(|group| {
                let open: Vec<String> = group.open.iter().map(ToString::to_string).collect();
                open.join(" with ")
            })
            .collect();
        if !groups.is_empty() {
            let (title, groups) = (basis.scenario(&finding.scenario), groups.join("; or "));
            lines.push(format!("To close it in {title}: {groups}."));
        }
    }
    let towards = basis.state.actions.keys().filter(|id| {
        let towards = basis.state.works_towards(**id, basis.results);
        findings.iter().any(|finding| towards.contains(finding))
    });
    let towards: Vec<String> = towards.map(ToString::to_string).collect();
    if !towards.is_empty() {
        lines.push(format!("Working towards it: {}.", listed(&towards)));
    }
    if lines.is_empty() {
        texts::NO_ACTION_THERE.to_owned()
    } else {
        lines.join("\n")
    }
}

/// The next steps that nobody has taken up. What to find out stands in a table of its own.
fn suggested(basis: &Basis<'_>) -> Option<Section> {
    let all = suggestions(basis.questionnaire, basis.state, basis.results);
    let rows: Vec<Vec<Text>> = all
        .into_iter()
        .filter(|suggestion| suggestion.finds_out.is_none())
        .map(|s| vec![s.what.into(), basis.scenario(&s.scenario).into()])
        .collect();
    let columns = [("Suggested step", 60), ("Scenario", 40)];
    (!rows.is_empty()).then(|| {
        let about = paragraph(texts::SUGGESTED_ABOUT);
        let table = table("", &columns, rows);
        section(texts::SUGGESTED, vec![about, table])
    })
}

/// Every "don't know", with how to find out, and the actions that may do so already.
fn unknown(basis: &Basis<'_>) -> Option<Section> {
    let rows: Vec<Vec<Text>> = dont_knows(basis.questionnaire, basis.state, basis.results)
        .map(|question| {
            let scenario = basis.questionnaire.scenario_of(&question.id);
            let ids: Vec<String> = scenario.map_or_else(Vec::new, |s| {
                basis
                    .actions_of(&s.id)
                    .map(|(id, _)| id.to_string())
                    .collect()
            });
            let planned = if ids.is_empty() {
                "None yet".to_owned()
            } else {
                listed(&ids)
            };
            let who = question.dont_know.as_ref();
            vec![
                question.text.as_str().into(),
                given(who.map_or("", |who| who.action.as_str())),
                given(who.map_or("", |who| who.ask.as_str())),
                planned.into(),
            ]
        })
        .collect();
    let columns = [
        ("Question", 35),
        ("Suggested action", 30),
        ("Ask", 18),
        ("Actions there", 17),
    ];
    (!rows.is_empty()).then(|| {
        let about = paragraph(texts::UNKNOWN_ABOUT);
        let table = table("", &columns, rows);
        section(texts::UNKNOWN, vec![about, table])
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{DAY, demonstration, flat, report_of};
    use crate::questionnaire::built_in;
    use crate::report::model::{Block, Span, Table};

    fn table() -> Table {
        let (report, _) = report_of(&built_in().unwrap(), &demonstration(), DAY);
        let section = report.sections.into_iter().find(|s| s.title == "Actions");
        // The chart stands before it.
        match section.unwrap().blocks.remove(1) {
            Block::Table(table) => table,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_is_overdue_comes_first_and_what_is_done_last() {
        let rows = table().rows;
        let number = |at: usize| format!("{:?}", rows[at][0]);
        assert!(number(0).contains("A-1"), "{}", number(0));
        assert_eq!(rows[0][4].0[0], Span::Strong("Overdue".to_owned()));
        assert!(
            number(rows.len() - 1).contains("A-2"),
            "the one that is done"
        );
        let pressing = |row: &Vec<crate::report::model::Text>| {
            let words = format!("{:?}", row[4]);
            let order = ["High", "Medium", "Low", "No priority"];
            order.iter().position(|priority| words.contains(priority))
        };
        let order: Vec<_> = rows[1..].iter().map(pressing).collect();
        assert!(order.is_sorted(), "{order:?}");
    }

    #[test]
    fn each_says_who_sees_to_it_and_what_it_would_change() {
        let (report, _) = report_of(&built_in().unwrap(), &demonstration(), DAY);
        let words = flat(&report);
        for needed in [
            "Rhiannon Castell, Head of IT operations\n",
            "Legacy systems\nCloses R1 in Legacy systems; R1 then goes from not met to partly met.",
            "\nCloses R1 in Cloud and web-based systems, together with A-4; R1 then ",
            "\nTo end exemption EX-3.\nCloses R3 in ",
            "\nWorks towards R3 in Medical devices and imaging.",
            "\nTo find out: “Is MFA enforced for suppliers' administrators of systems that you host?”\nWhen this is known, R3 can be judged here.",
            "No date: The supplier has not named a release date.",
        ] {
            assert!(words.contains(needed), "no {needed}: {words}");
        }
    }
}
