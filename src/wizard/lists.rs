//! The rows of every list: home, tasks, exemptions, actions, review, outcomes.

use super::earlier::{earlier, stored_row, to_confirm};
use super::field::FieldKey;
use super::history;
use super::model::{Listed, Model, Place, Subject};
use super::open::Open;
use super::row::{Goal, Row, Tag};
use super::{entries, texts, views};
use crate::assessment::{
    Action, ActionId, ExemptionId, Gap, Outcome, ScenarioResult, Standing, Subject as Waiting,
    Suggestion, changed_words, dont_knows, to_look_at,
};
use crate::questionnaire::{QuestionId, ScenarioId};
use crate::text::{counted, sentences};

/// The rows of a list.
pub fn rows(model: &Model, place: &Place) -> Vec<Row> {
    match (place, &model.open) {
        (Place::Earlier, _) => earlier(&model.stored),
        (Place::Home, _) | (_, None) => home(&model.stored),
        (Place::Tasks, Some(open)) => tasks(open),
        (Place::Exemptions, Some(open)) => exemptions(open),
        (Place::ExemptionKinds(scenario), Some(open)) => kinds(open, scenario.as_ref()),
        (Place::Actions, Some(open)) => actions(open, model.today),
        (Place::Systems, Some(open)) => entries::systems(open),
        (Place::Evidence, Some(open)) => entries::evidence(open),
        (Place::Review, Some(open)) => review(open),
        (Place::Outcomes, Some(open)) => outcomes(open),
        (Place::History(page), Some(open)) => history::rows(open, *page),
        (Place::Written(path), Some(open)) => written(open, path),
    }
}

/// The scenarios that hold all words of a search, with a way there.
pub fn search(open: &Open, words: &str) -> Vec<Row> {
    let words: Vec<String> = words.split_whitespace().map(str::to_lowercase).collect();
    open.results
        .asked()
        .filter_map(|result| {
            let scenario = open.questionnaire.scenario(&result.id)?;
            let mut text = format!("{} {}", scenario.title, scenario.about);
            for question in &scenario.questions {
                text.push(' ');
                text.push_str(&question.text);
            }
            let text = text.to_lowercase();
            let found = words.iter().all(|word| text.contains(word.as_str()));
            found.then(|| scenario_row(open, result, true))
        })
        .collect()
}

fn home(stored: &[Listed]) -> Vec<Row> {
    let mut rows = vec![Row::to("Start a new assessment", Goal::New)];
    if stored.iter().any(|listed| listed.about.is_ok()) {
        rows.push(Row::to(texts::EARLIER, Goal::Show(Place::Earlier)));
    }
    if !stored.is_empty() {
        rows.push(Row::heading("Resume"));
    }
    rows.extend(stored.iter().map(|listed| stored_row(listed, Goal::Resume)));
    rows.push(Row::heading(""));
    rows.push(Row::to("Quit", Goal::Quit));
    rows
}

fn tasks(open: &Open) -> Vec<Row> {
    let organisation = &open.questionnaire.organisation;
    let given = |id: &QuestionId| open.state.answers.contains_key(id);
    let missing = organisation
        .questions
        .iter()
        .filter(|q| !q.optional && open.results.shown.contains(&q.id) && !given(&q.id))
        .count();
    let state = if missing == 0 { "done" } else { "in progress" };
    let mut form =
        Row::to(&organisation.title, Goal::Form(Subject::Organisation, None)).saying(state);
    // The first notice says whether all this applies at all; the form shows every one in full.
    if let Some(notice) = open.results.notices.first() {
        form = form.with(&notice.says);
    }
    let mut rows = vec![form];
    for group in &open.questionnaire.groups {
        let asked: Vec<&ScenarioResult> = group
            .scenarios
            .iter()
            .filter_map(|s| open.results.scenario(&s.id))
            .filter(|result| result.asked)
            .collect();
        if asked.is_empty() {
            continue;
        }
        rows.push(Row::heading(&group.title));
        rows.extend(asked.into_iter().map(|r| scenario_row(open, r, true)));
    }
    rows.push(Row::heading("Finish"));
    rows.push(
        Row::to("Exemptions register", Goal::Show(Place::Exemptions))
            .saying(open.state.exemptions.len().to_string()),
    );
    rows.push(
        Row::to("Actions", Goal::Show(Place::Actions)).saying(open.state.actions.len().to_string()),
    );
    if let Some(systems) = &open.questionnaire.systems {
        let count = open.state.systems.len().to_string();
        rows.push(Row::to(&systems.form.title, Goal::Show(Place::Systems)).saying(count));
    }
    if let Some(evidence) = &open.questionnaire.evidence {
        let count = open.state.listed.len().to_string();
        rows.push(Row::to(&evidence.form.title, Goal::Show(Place::Evidence)).saying(count));
    }
    rows.push(Row::to("Check your answers", Goal::Show(Place::Review)).saying(left(open)));
    rows.push(Row::to("Outcomes and why", Goal::Show(Place::Outcomes)));
    rows.push(Row::to("Sign off", Goal::Form(Subject::SignOff, None)).saying(signed(open)));
    rows.push(Row::to("Write the report (PDF)", Goal::WriteReport));
    let entries = match open.entries.len() {
        1 => "1 entry".to_owned(),
        more => format!("{more} entries"),
    };
    rows.push(Row::to("History of this record", Goal::Show(Place::History(0))).saying(entries));
    rows.push(Row::to("Close this assessment", Goal::Close));
    rows
}

fn left(open: &Open) -> String {
    let left = match open.results.gaps.len() {
        0 => "nothing left".to_owned(),
        left => format!("{left} left"),
    };
    match open.to_confirm().len() {
        0 => left,
        waiting => format!("{left}, {waiting} to confirm"),
    }
}

/// Whether the record is signed, in words.
pub fn signed(open: &Open) -> &'static str {
    if open.state.is_signed() {
        "signed"
    } else if open.state.current_sign_offs().next().is_some() {
        "signed as a draft"
    } else if open.state.sign_offs.is_empty() {
        "not signed"
    } else {
        "superseded by a later change"
    }
}

fn scenario_row(open: &Open, result: &ScenarioResult, numbered: bool) -> Row {
    let title = open
        .questionnaire
        .scenario(&result.id)
        .map_or("", |s| s.title.as_str());
    let text = match open.number(&result.id) {
        Some(number) if numbered => format!("{number:>2}  {title}"),
        _ => title.to_owned(),
    };
    let row = Row::to(text, Goal::Form(Subject::Scenario(result.id.clone()), None));
    match (result.work.is_done(), result.outcome()) {
        // While questions are hidden behind one that is not answered, nothing is done yet.
        (true, Some(Outcome::NotAnswered)) => row.saying("to do"),
        (true, Some(outcome)) => row.tagged(Tag::Outcome(outcome)),
        _ => row.saying(result.work.words()),
    }
}

fn exemptions(open: &Open) -> Vec<Row> {
    let mut rows: Vec<Row> = open
        .state
        .exemptions
        .keys()
        .map(|id| exemption_row(open, *id))
        .collect();
    if rows.is_empty() {
        rows.push(Row::heading("No exemption is recorded."));
    }
    rows.push(Row::heading(""));
    if !open.questionnaire.exemptions.is_empty() {
        let goal = Goal::Show(Place::ExemptionKinds(None));
        rows.push(Row::to("Record an exemption", goal));
    }
    rows.push(Row::to("Back", Goal::Back));
    rows
}

fn exemption_row(open: &Open, id: ExemptionId) -> Row {
    let goal = Goal::Form(Subject::Exemption(id, 0), None);
    let Some(exemption) = open.state.exemptions.get(&id) else {
        return Row::to(id.to_string(), goal);
    };
    let kind = open.kind_or_former(id);
    let name = kind.map_or_else(|| exemption.kind.to_string(), |kind| exemption.name(kind));
    let title = kind.map_or_else(String::new, |kind| format!("{}. ", kind.title));
    let row = Row::to(format!("{id}  {name}"), goal);
    match open.results.exemptions.get(&id) {
        Some(standing) => {
            let words = match standing {
                Standing::Valid { .. } => "counts",
                Standing::NotValid { .. } => "does not count",
                Standing::Withdrawn { .. } => "withdrawn",
                Standing::Closed { .. } => "closed",
            };
            row.saying(words)
                .with(format!("{title}{}", standing.words()))
        }
        None => row,
    }
}

fn kinds(open: &Open, scenario: Option<&ScenarioId>) -> Vec<Row> {
    let mut rows: Vec<Row> = open
        .kinds_for(scenario)
        .iter()
        .filter_map(|id| open.questionnaire.exemption_kind(id))
        .map(|kind| {
            let goal = Goal::BeginExemption(kind.id.clone(), scenario.cloned());
            Row::to(format!("{}  {}", kind.id, kind.title), goal).with(format!(
                "{}\n[{}]",
                kind.text,
                open.questionnaire.rests_on(&kind.from)
            ))
        })
        .collect();
    rows.push(Row::to("Back", Goal::Back));
    rows
}

fn actions(open: &Open, today: jiff::civil::Date) -> Vec<Row> {
    let mut rows: Vec<Row> = open
        .state
        .actions
        .iter()
        .map(|(id, action)| action_row(open, *id, action, today))
        .collect();
    if rows.is_empty() {
        rows.push(Row::heading(
            "No action is recorded. Record one from a scenario, or from what is suggested.",
        ));
    }
    let suggested = open.suggestions();
    if !suggested.is_empty() {
        rows.push(Row::heading("Suggested: choose one to record it"));
        rows.extend(suggested.into_iter().map(|s| suggestion_row(open, s)));
    }
    rows.push(Row::heading(""));
    rows.push(Row::to("Back", Goal::Back));
    rows
}

fn suggestion_row(open: &Open, suggestion: Suggestion) -> Row {
    let scenario = open.questionnaire.scenario(&suggestion.scenario);
    let scenario = scenario.map_or("", |s| s.title.as_str());
    let owner = match suggestion.owner.as_str() {
        "" => "an owner is needed".to_owned(),
        owner => format!("suggested owner: {owner}"),
    };
    let detail = format!("{scenario}; {owner}.");
    Row::to(suggestion.what.clone(), Goal::BeginAction(suggestion))
        .saying("not recorded")
        .with(detail)
}

fn action_row(open: &Open, id: ActionId, action: &Action, today: jiff::civil::Date) -> Row {
    let due = action.due.words();
    let owner = match action.owner_words() {
        none if none.is_empty() => "No owner yet".to_owned(),
        owner => owner,
    };
    let scenario = open
        .state
        .scenario_title(&open.questionnaire, &action.scenario);
    let state = action.state_words(today);
    let what = if action.what.is_empty() {
        "Not described yet"
    } else {
        &action.what
    };
    Row::to(
        format!("{id}  {what}"),
        Goal::Form(Subject::Action(id), None),
    )
    .saying(state)
    .with(format!("{scenario}. {owner}. {due}"))
}

fn review(open: &Open) -> Vec<Row> {
    let mut rows = vec![];
    for (says, questions) in &open.results.clashes {
        rows.push(Row::heading("Answers that do not fit together").with(says));
        rows.extend(
            questions
                .iter()
                .map(|question| question_row(open, question)),
        );
    }
    let lapsed: Vec<ExemptionId> = open
        .results
        .gaps
        .iter()
        .filter_map(|gap| match gap {
            Gap::Exemption(id) => Some(*id),
            _ => None,
        })
        .collect();
    if !lapsed.is_empty() {
        rows.push(Row::heading("Exemptions that do not count"));
        rows.extend(lapsed.into_iter().map(|id| exemption_row(open, id)));
    }
    let waiting = open.to_confirm();
    rows.extend(to_confirm(open, &waiting));
    let waits = |id: &QuestionId| waiting.contains(&Waiting::Question(id.clone()));
    let unanswered = open.results.gaps.iter().filter_map(|gap| match gap {
        Gap::Unanswered(id) if !waits(id) => Some(id),
        _ => None,
    });
    let unanswered: Vec<Row> = unanswered.map(|id| question_row(open, id)).collect();
    if !unanswered.is_empty() {
        let heading = counted(unanswered.len(), "question");
        rows.push(Row::heading(format!("{heading} not answered")));
        rows.extend(unanswered);
    }
    let unknown: Vec<Row> = dont_knows(&open.questionnaire, &open.state, &open.results)
        .map(|q| question_row(open, &q.id).saying(Outcome::DontKnow.words()))
        .collect();
    if !unknown.is_empty() {
        let heading = counted(unknown.len(), "answer");
        rows.push(Row::heading(format!(
            "{heading} \"don't know\" (no obstacle to a sign-off)"
        )));
        rows.extend(unknown);
    }
    let changed: Vec<Row> = to_look_at(&open.questionnaire, &open.state, &open.results)
        .map(|(q, changes)| question_row(open, &q.id).with(format!("{}.", changed_words(changes))))
        .collect();
    if !changed.is_empty() {
        let heading = counted(changed.len(), "answer");
        rows.push(Row::heading(format!(
            "{heading} to look at again (no obstacle to a sign-off)"
        )));
        rows.extend(changed);
    }
    if !open.state.former.is_empty() {
        let heading = counted(open.state.former.len(), "thing");
        rows.push(
            Row::heading(format!("{heading} given to an earlier version"))
                .with("Kept, printed in the report, and not counted any more."),
        );
    }
    if open.results.is_complete() {
        rows.push(Row::heading("Nothing is left before the sign-off."));
    }
    rows.push(Row::heading(""));
    rows.push(Row::to("Outcomes and why", Goal::Show(Place::Outcomes)));
    rows.push(Row::to("Sign off", Goal::Form(Subject::SignOff, None)).saying(signed(open)));
    rows
}

/// A row that leads to a question, under the name of its scenario.
pub(super) fn question_row(open: &Open, id: &QuestionId) -> Row {
    Row::to(open.questionnaire.in_place(id), question_goal(open, id))
}

/// Where a question is asked.
pub(super) fn question_goal(open: &Open, id: &QuestionId) -> Goal {
    let subject = match open.questionnaire.scenario_of(id) {
        Some(scenario) => Subject::Scenario(scenario.id.clone()),
        None => Subject::Organisation,
    };
    Goal::Form(subject, Some(FieldKey::Asked(id.clone())))
}

fn outcomes(open: &Open) -> Vec<Row> {
    let mut rows = vec![];
    for view in &open.questionnaire.views {
        rows.push(Row::heading(&view.title).with(&view.about));
        for requirement in open
            .questionnaire
            .requirements
            .iter()
            .filter(|r| r.view == view.id)
        {
            let result = open
                .results
                .requirements
                .iter()
                .find(|r| r.id == requirement.id);
            let Some(result) = result else { continue };
            let heading = format!(
                "{} ({}): {}",
                requirement.id,
                requirement.force.words(),
                requirement.title
            );
            rows.push(
                Row::heading(heading)
                    .tagged(Tag::Outcome(result.outcome))
                    .with(format!(
                        "{}\n[{}]",
                        result.because,
                        open.questionnaire.rests_on(&requirement.from)
                    )),
            );
            for scenario in open.results.asked() {
                let findings = scenario.findings.iter();
                for finding in findings.filter(|f| f.requirement == requirement.id) {
                    let next = finding.next.as_deref().unwrap_or_default();
                    let change = open.what_would_change(&scenario.id, finding);
                    let why = sentences(&[&finding.because, next]);
                    rows.push(
                        scenario_row(open, scenario, true)
                            .tagged(Tag::Outcome(finding.outcome))
                            .with(why)
                            .aside(change),
                    );
                }
            }
        }
        rows.extend(views::objectives(open, view));
    }
    rows.extend(views::contrasts(open));
    rows.push(Row::heading(""));
    rows.push(Row::to("Back", Goal::Back));
    rows
}

fn written(open: &Open, path: &std::path::Path) -> Vec<Row> {
    let standing = open.state.current_sign_offs().count();
    let signed = match (open.state.is_signed(), standing) {
        (true, 1) => "It carries the sign-off.",
        (true, _) => "It carries the sign-offs.",
        (false, 0) => "It is a draft: nobody has signed the record as it stands.",
        (false, _) => "It is a draft, and was signed as one: it lists what was left.",
    };
    let another = Row::to("Another person signs", Goal::Form(Subject::SignOff, None));
    let another = (standing > 0).then_some(another);
    let mut rows = vec![
        Row::heading("The report is written, and was read back:"),
        Row::heading(path.display().to_string()),
        Row::heading(signed),
        Row::heading("It shows weaknesses, and holds the record: think before you share it."),
        Row::heading(""),
        Row::to("Back to the task list", Goal::Show(Place::Tasks)),
    ];
    rows.extend(another);
    rows.push(Row::to("Close this assessment", Goal::Close));
    rows.push(Row::to("Quit", Goal::Quit));
    rows
}
