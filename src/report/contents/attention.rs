//! What needs a decision or attention: the most pressing first, in a list that fits the page.

use jiff::ToSpan;

use super::blocks::{clipped, paragraph, section, sentence, strong};
use super::summary::{LINE, NAMED, QUOTED};
use super::{Basis, decisions, texts};
use crate::facts::{Due, changed_words};
use crate::questionnaire::Force;
use crate::report::model::{Block, Section, Text};
use crate::rules::{Outcome, Phase, Standing, dont_knows, to_look_at};
use crate::text::{counted, date_words, listed};

/// How many lines the count and the list may take, for the summary to keep to its page.
const LINES: usize = 10;
/// The same where several views share the page.
const FEWER_LINES: usize = 5;
/// Fewest lines of the list, however much stands above it.
const LEAST: usize = 1;
/// How many days ahead an end date deserves attention.
const SOON: i32 = 90;

/// Points of one kind, with how their number is said.
struct Kind {
    says: String,
    points: Vec<Text>,
}

impl Kind {
    /// Points of which each is about one such thing, and what is said after their number.
    fn of(noun: &str, what: &str, points: impl Iterator<Item = Text>) -> Self {
        let points: Vec<Text> = points.collect();
        Self {
            says: format!("{}{what}", counted(points.len(), noun)),
            points,
        }
    }
}

/// The section. So many of its lines are taken by what stands above it.
pub(super) fn attention(basis: &Basis<'_>, taken: usize) -> Section {
    let kinds = [
        unanswered(basis),
        unknown_musts(basis),
        musts_not_asked(basis),
        findings(basis, Outcome::NotMet),
        // What was promised and not done is no news that can wait for what is half done.
        overdue(basis),
        not_counting(basis),
        run_out(basis),
        ending(basis),
        to_know(basis),
        findings(basis, Outcome::PartlyMet),
        clashes(basis),
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
    let room = lines.saturating_sub(taken + total.chars().count().div_ceil(LINE));
    let room = room.max(LEAST);
    let all: usize = points.iter().map(Vec::len).sum();
    let mut points = fitting(points, room);
    let more = all - points.len();
    if more > 0 {
        let places = [texts::REVIEW, texts::REGISTER, texts::ACTIONS];
        let places = places.map(|title| format!("“{title}”"));
        points.push(format!("{more} more: see {}.", listed(&places)).into());
    }
    section(title, vec![paragraph(total), Block::List(points)])
}

/// The points that fit, with a line for saying how many more there are. One of each kind comes before
/// a second of any, so that no kind crowds out another.
fn fitting(points: Vec<Vec<Text>>, room: usize) -> Vec<Text> {
    let length = |text: &Text| text.words().chars().count().div_ceil(LINE);
    let all: usize = points.iter().flatten().map(length).sum();
    let room = if all <= room {
        all
    } else {
        room.saturating_sub(1)
    };
    let rounds = points.iter().map(Vec::len).max().unwrap_or(0);
    let turns = (0..rounds).flat_map(|round| (0..points.len()).map(move |kind| (kind, round)));
    let mut used = 0;
    let mut chosen: Vec<(usize, usize)> = turns
        .filter(|(kind, round)| {
            points
                .get(*kind)
                .is_some_and(|points| *round < points.len())
        })
        .take_while(|(kind, round)| {
            used += points
                .get(*kind)
                .and_then(|p| p.get(*round))
                .map_or(0, length);
            used <= room
        })
        .collect();
    chosen.sort_unstable();
    let mut points = points;
    chosen
        .into_iter()
        .filter_map(|(kind, round)| Some(std::mem::take(points.get_mut(kind)?.get_mut(round)?)))
        .collect()
}

fn findings(basis: &Basis<'_>, outcome: Outcome) -> Kind {
    let mut found: Vec<(Force, Text)> = vec![];
    for scenario in basis.results.asked() {
        for finding in scenario.findings.iter().filter(|f| f.outcome == outcome) {
            let requirement = basis.questionnaire.requirement(&finding.requirement);
            let force = requirement.map_or(Force::May, |r| r.force);
            // What a may leaves open needs nobody's decision.
            if force == Force::May {
                continue;
            }
            let what = basis.force(&finding.requirement);
            let place = basis.scenario(&scenario.id);
            // What is met in part is named, and explained where the scenario is.
            let why = if let Outcome::NotMet = outcome {
                format!(" {}", clipped(&finding.because, QUOTED))
            } else {
                String::new()
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

fn unknown_musts(basis: &Basis<'_>) -> Kind {
    let points = basis.results.unknown_musts().map(|id| {
        let what = basis.force(id);
        strong("Not known:", format!(" whether {what} is met."))
    });
    Kind::of("must", " not known", points)
}

/// Musts that no scenario asked about.
fn musts_not_asked(basis: &Basis<'_>) -> Kind {
    let results = basis.results.requirements.iter();
    let not_asked = results.filter(|result| result.outcome == Outcome::NotAsked);
    let musts = not_asked.filter(|result| {
        let requirement = basis.questionnaire.requirement(&result.id);
        requirement.is_some_and(|requirement| requirement.force == Force::Must)
    });
    let points = musts.map(|result| {
        let what = basis.force(&result.id);
        strong("Not asked:", format!(" whether {what} is met."))
    });
    Kind::of("must", " not asked about", points)
}

/// Answers that contradict each other, or what is registered.
fn clashes(basis: &Basis<'_>) -> Kind {
    let clashes = basis.results.clashes.iter();
    let points =
        clashes.map(|(says, _)| strong("Does not fit:", format!(" {}", clipped(says, LINE - 15))));
    Kind::of("contradiction", "", points)
}

/// What those who decide have to know about exemptions that count.
fn to_know(basis: &Basis<'_>) -> Kind {
    let told = decisions::to_know(basis).into_iter();
    let points = told.map(|(id, says)| {
        let words = clipped(&says.join(" "), LINE - 15);
        strong(format!("{id}:"), format!(" {words}"))
    });
    Kind::of("exemption", " to know about", points)
}

fn not_counting(basis: &Basis<'_>) -> Kind {
    let standings = basis.results.exemptions.iter();
    let points: Vec<Text> = standings
        .filter_map(|(id, standing)| {
            let Standing::NotValid { unmet } = standing else {
                return None;
            };
            let exemption = basis.state.exemptions.get(id)?;
            let name = clipped(&basis.exemption(exemption), NAMED / 2);
            let why = unmet.first().map_or("", |u| u.says.as_str());
            let why = clipped(why, NAMED / 2);
            let label = match basis.results.phases.get(id) {
                Some(Phase::Expired) => "Exemption expired:",
                Some(Phase::DueForReview) => "Exemption due for review:",
                _ => "Exemption does not count:",
            };
            Some(strong(label, format!(" {id}, {} {why}", sentence(&name))))
        })
        .collect();
    let verb = if points.len() == 1 { "does" } else { "do" };
    let exemptions = counted(points.len(), "exemption");
    Kind {
        says: format!("{exemptions} that {verb} not count"),
        points,
    }
}

fn run_out(basis: &Basis<'_>) -> Kind {
    let all = basis.state.listed.iter();
    let points: Vec<Text> = all
        .filter_map(|(id, evidence)| {
            let list = basis.questionnaire.evidence.as_ref()?;
            let last = evidence
                .expiry(list)
                .filter(|last| *last < basis.options.as_at)?;
            let name = clipped(list.form.name_of(&evidence.fields), NAMED / 2);
            let words = format!(" {id} held until {}. {name}", date_words(last));
            Some(strong("Evidence has run out:", words))
        })
        .collect();
    Kind {
        says: format!(
            "{} of evidence that {} run out",
            counted(points.len(), "piece"),
            if points.len() == 1 { "has" } else { "have" }
        ),
        points,
    }
}

fn ending(basis: &Basis<'_>) -> Kind {
    let horizon = basis.options.as_at.saturating_add(SOON.days());
    let standings = basis.results.exemptions.iter();
    let mut ends: Vec<_> = standings
        .filter_map(|(id, standing)| Some((standing.until()?, *id)))
        .filter(|(day, _)| *day <= horizon)
        .collect();
    ends.sort_unstable();
    let points: Vec<Text> = ends
        .into_iter()
        .filter_map(|(day, id)| {
            let name = basis.exemption(basis.state.exemptions.get(&id)?);
            let name = clipped(&name, NAMED - 12);
            let words = format!(" {id} on {}, {}", date_words(day), sentence(&name));
            Some(strong("Exemption lapses:", words))
        })
        .collect();
    let verb = if points.len() == 1 { "lapses" } else { "lapse" };
    let exemptions = counted(points.len(), "exemption");
    Kind {
        says: format!("{exemptions} that {verb} within {SOON} days"),
        points,
    }
}

fn unknown(basis: &Basis<'_>) -> Kind {
    let unknown = dont_knows(basis.questionnaire, basis.state, basis.results);
    let points = unknown.map(|question| {
        let place = match basis.questionnaire.scenario_of(&question.id) {
            Some(scenario) => &scenario.title,
            None => &basis.questionnaire.organisation.title,
        };
        let text = clipped(&format!("{place}. {}", question.text), LINE - 15);
        strong("Not known:", format!(" {text}"))
    });
    Kind::of("answer", " not known", points)
}

fn changed(basis: &Basis<'_>) -> Kind {
    let changed = to_look_at(basis.questionnaire, basis.state, basis.results);
    let points = changed.map(|(question, changes)| {
        let words = format!(" {}. {}", changed_words(changes), question.text);
        strong("Look again:", clipped(&words, LINE - 15))
    });
    Kind::of("answer", " to look at again", points)
}

fn overdue(basis: &Basis<'_>) -> Kind {
    let actions = basis.state.actions.iter();
    let points = actions
        .filter(|(_, action)| action.is_overdue(basis.options.as_at))
        .filter_map(|(id, action)| {
            let Due::On(day) = action.due else {
                return None;
            };
            let what = clipped(&action.what, NAMED - 10);
            let words = format!(" {id}, due on {}. {what}", date_words(day));
            Some(strong("Overdue:", words))
        });
    Kind::of("overdue action", "", points)
}

fn unanswered(basis: &Basis<'_>) -> Kind {
    let count = basis.results.unanswered();
    let point = decisions::not_ready(basis)
        .map(|why| strong(format!("{}:", texts::NOT_READY), format!(" {why}.")));
    Kind {
        says: format!("{} not answered", counted(count, "question")),
        points: point.into_iter().collect(),
    }
}
