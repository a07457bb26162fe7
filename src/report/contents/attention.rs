//! What needs a decision or attention: the most pressing first, in a list that fits the page.

use jiff::ToSpan;

use super::Basis;
use super::blocks::{clipped, paragraph, section, sentence, strong};
use super::summary::{LINE, NAMED, QUOTED};
use super::texts;
use crate::assessment::{
    Due, Outcome, Standing, changed_words, date_words, dont_knows, to_look_at,
};
use crate::questionnaire::Force;
use crate::report::model::{Block, Section, Span, Text};
use crate::text::{counted, listed};

/// How many lines the count and the list may take, for the summary to keep to its page.
const LINES: usize = 10;
/// The same where several views share the page.
const FEWER_LINES: usize = 6;
/// How many days ahead an end date deserves attention.
const SOON: i32 = 90;

/// Points of one kind, with how their number is said.
struct Kind {
    says: String,
    points: Vec<Text>,
}

/// The section.
pub fn attention(basis: &Basis<'_>) -> Section {
    let kinds = [
        unanswered(basis),
        findings(basis, Outcome::NotMet),
        not_counting(basis),
        ending(basis),
        // What was promised and not done is no news that can wait for what is half done.
        overdue(basis),
        findings(basis, Outcome::PartlyMet),
        unknown(basis),
        changed(basis),
    ];
    let title = "What needs a decision or attention";
    let kinds = kinds.into_iter().filter(|kind| !kind.points.is_empty());
    let (says, points): (Vec<String>, Vec<Vec<Text>>) =
        kinds.map(|kind| (kind.says, kind.points)).unzip();
    if says.is_empty() {
        return section(title, vec![paragraph(texts::NOTHING_OPEN)]);
    }
    let total = format!("In all: {}.", says.join("; "));
    let lines = match basis.questionnaire.views.len() {
        0 | 1 => LINES,
        _ => FEWER_LINES,
    };
    let room = lines.saturating_sub(total.chars().count().div_ceil(LINE));
    let mut points: Vec<Text> = points.into_iter().flatten().collect();
    let shown = fitting(&points, room);
    let more = points.len() - shown;
    points.truncate(shown);
    if more > 0 {
        let places = [texts::SCENARIOS, texts::REGISTER, texts::ACTIONS];
        let places = places.map(|title| format!("“{title}”"));
        points.push(format!("{more} more: see {}.", listed(&places)).into());
    }
    section(title, vec![paragraph(total), Block::List(points)])
}

/// How many points fit, with a line for saying how many more there are.
fn fitting(points: &[Text], room: usize) -> usize {
    let lines = points.iter().map(|text| {
        let words = text.0.iter().map(|span| match span {
            Span::Plain(words) | Span::Strong(words) => words.chars().count(),
            Span::Outcome(outcome) => outcome.words().len(),
        });
        words.sum::<usize>().div_ceil(LINE)
    });
    let mut used = 0;
    let ends: Vec<usize> = lines
        .map(|n| {
            used += n;
            used
        })
        .collect();
    if used <= room {
        return points.len();
    }
    ends.iter().take_while(|end| **end < room).count()
}

fn findings(basis: &Basis<'_>, outcome: Outcome) -> Kind {
    let mut found: Vec<(Force, Text)> = vec![];
    // Where several views share the page, a point keeps to one line.
    let quoted = match basis.questionnaire.views.len() {
        0 | 1 => QUOTED,
        _ => QUOTED / 4,
    };
    for scenario in basis.results.asked() {
        for finding in scenario.findings.iter().filter(|f| f.outcome == outcome) {
            let requirement = basis.questionnaire.requirement(&finding.requirement);
            let force = requirement.map_or(Force::May, |r| r.force);
            let what = basis.force(&finding.requirement);
            let place = basis.scenario(&scenario.id);
            // What is met in part is named, and explained where the scenario is.
            let why = match outcome {
                Outcome::NotMet => format!(" {}", clipped(&finding.because, quoted)),
                _ => String::new(),
            };
            let words = format!(" {what}, {place}.{why}");
            found.push((force, strong(format!("{}:", outcome.words()), words)));
        }
    }
    // What is absolute comes first; within that, the order of the questionnaire stays.
    found.sort_by_key(|(force, _)| match force {
        Force::Must => 0,
        Force::Should => 1,
        Force::May => 2,
    });
    let count = counted(found.len(), "finding");
    Kind {
        says: format!("{count} {}", outcome.words().to_lowercase()),
        points: found.into_iter().map(|(_, text)| text).collect(),
    }
}

fn not_counting(basis: &Basis<'_>) -> Kind {
    let standings = basis.results.exemptions.iter();
    let points: Vec<Text> = standings
        .filter_map(|(id, standing)| {
            let Standing::NotValid { unmet } = standing else {
                return None;
            };
            let exemption = basis.state.exemptions.get(id)?;
            let name = clipped(&basis.exemption(exemption), NAMED);
            let why = unmet.first().map_or("", |u| u.says.as_str());
            let why = clipped(why, NAMED);
            Some(strong(
                "Exemption does not count:",
                format!(" {id}, {} {why}", sentence(&name)),
            ))
        })
        .collect();
    let verb = if points.len() == 1 { "does" } else { "do" };
    let exemptions = counted(points.len(), "exemption");
    Kind {
        says: format!("{exemptions} that {verb} not count"),
        points,
    }
}

fn ending(basis: &Basis<'_>) -> Kind {
    let horizon = basis.as_at.saturating_add(SOON.days());
    let standings = basis.results.exemptions.iter();
    let mut ends: Vec<_> = standings
        .filter_map(|(id, standing)| match standing {
            Standing::Valid { until: Some(day) } if *day <= horizon => Some((*day, *id)),
            _ => None,
        })
        .collect();
    ends.sort_unstable();
    let points: Vec<Text> = ends
        .into_iter()
        .filter_map(|(day, id)| {
            let name = basis.exemption(basis.state.exemptions.get(&id)?);
            let name = clipped(&name, NAMED);
            let words = format!(" {id} on {}, {}", date_words(day), sentence(&name));
            Some(strong("Exemption ends:", words))
        })
        .collect();
    let verb = if points.len() == 1 { "ends" } else { "end" };
    let exemptions = counted(points.len(), "exemption");
    Kind {
        says: format!("{exemptions} that {verb} within {SOON} days"),
        points,
    }
}

fn unknown(basis: &Basis<'_>) -> Kind {
    let points: Vec<Text> = dont_knows(basis.questionnaire, basis.state, basis.results)
        .map(|question| {
            let place = match basis.questionnaire.scenario_of(&question.id) {
                Some(scenario) => &scenario.title,
                None => &basis.questionnaire.organisation.title,
            };
            let text = clipped(&format!("{place}. {}", question.text), LINE - 15);
            strong("Not known:", format!(" {text}"))
        })
        .collect();
    Kind {
        says: format!("{} not known", counted(points.len(), "answer")),
        points,
    }
}

fn changed(basis: &Basis<'_>) -> Kind {
    let points: Vec<Text> = to_look_at(basis.questionnaire, basis.state, basis.results)
        .map(|(question, changes)| {
            let words = format!(" {}. {}", changed_words(changes), question.text);
            strong("Look again:", clipped(&words, LINE - 15))
        })
        .collect();
    Kind {
        says: format!("{} to look at again", counted(points.len(), "answer")),
        points,
    }
}

fn overdue(basis: &Basis<'_>) -> Kind {
    let actions = basis.state.actions.iter();
    let points: Vec<Text> = actions
        .filter(|(_, action)| action.is_overdue(basis.as_at))
        .filter_map(|(id, action)| {
            let Due::On(day) = action.due else {
                return None;
            };
            let what = clipped(&action.what, NAMED);
            let words = format!(" {id}, due on {}. {what}", date_words(day));
            Some(strong("Overdue:", words))
        })
        .collect();
    Kind {
        says: counted(points.len(), "overdue action"),
        points,
    }
}

fn unanswered(basis: &Basis<'_>) -> Kind {
    let count = basis.results.unanswered();
    let says = format!("{} not answered", counted(count, "question"));
    let point = strong("Incomplete:", format!(" {says} yet."));
    Kind {
        says,
        points: (count > 0).then_some(point).into_iter().collect(),
    }
}
