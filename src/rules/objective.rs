//! How far an organisation gets in a view that judges by indicators. Exemptions play no part here.

use super::evaluate::{Missing, Sheet, Truth};
use super::outcome::Outcome;
use super::results::{RequirementResult, Told};
use crate::questionnaire::{
    Contrast, Indicator, IndicatorId, Level, LevelId, Objective, ObjectiveId, Questionnaire,
};
use crate::text::sentences;

/// Above the sentences on where two views differ.
pub(crate) const DIFFER: &str = "Where the views differ";
/// Where two views could differ and do not.
pub(crate) const NO_DIFFERENCE: &str = "Nothing that is answered so far shows a difference.";

/// What follows for one objective.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectiveResult {
    pub id: ObjectiveId,
    /// How far it gets.
    pub reached: Reached,
    /// Why, in a sentence or two.
    pub because: String,
    /// What is known of each indicator, level by level, upwards.
    pub indicators: Vec<(IndicatorId, Indicated)>,
}

/// How far an objective gets on its scale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reached {
    Level(LevelId),
    /// It cannot be said yet.
    Open(Missing),
    /// No level: too little was asked, or of what was asked nothing applies here.
    NotAsked,
}

/// What is known of an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Indicated {
    /// Whether it holds, by the answers.
    Asked(Truth),
    /// Nothing was asked about it, or nothing that was asked applies here.
    NotAsked,
}

impl Indicated {
    /// It in a word or two.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Asked(truth) => truth.words(),
            Self::NotAsked => Outcome::NotAsked.words(),
        }
    }

    fn of(indicator: &Indicator, sheet: &Sheet<'_>) -> Self {
        let Some(holds_when) = &indicator.holds_when else {
            return Self::NotAsked;
        };
        let is_asked = match &indicator.asked_when {
            Some(asked_when) => sheet.truth(asked_when) != Truth::No,
            None => sheet.concerns(holds_when),
        };
        if is_asked {
            Self::Asked(sheet.truth(holds_when))
        } else {
            Self::NotAsked
        }
    }
}

impl Reached {
    /// The level in words, or why there is none.
    pub fn words<'a>(&self, objective: &'a Objective) -> &'a str {
        match self {
            Self::Level(id) => objective.level(id).map_or("", |level| level.title.as_str()),
            Self::Open(missing) => Truth::Open(*missing).words(),
            Self::NotAsked => Outcome::NotAsked.words(),
        }
    }
}

impl ObjectiveResult {
    /// Works out one objective from the answers.
    pub(crate) fn of(objective: &Objective, sheet: &Sheet<'_>) -> Self {
        let indicators = objective
            .scale()
            .flat_map(|level| &level.indicators)
            .map(|indicator| (indicator.id.clone(), Indicated::of(indicator, sheet)))
            .collect();
        let (reached, because) = judge(objective, sheet);
        Self {
            id: objective.id.clone(),
            reached,
            because,
            indicators,
        }
    }

    /// What is known of an indicator.
    pub fn holds(&self, indicator: &Indicator) -> Indicated {
        let found = self.indicators.iter().find(|(id, _)| *id == indicator.id);
        found.map_or(Indicated::NotAsked, |(_, indicated)| *indicated)
    }

    /// Whether it reaches this level or one above it; none while that is open.
    fn reaches(&self, level: &LevelId, objective: &Objective) -> Option<bool> {
        let place = |id: &LevelId| objective.scale().position(|l| l.id == *id);
        match &self.reached {
            Reached::Level(reached) => Some(place(reached) >= place(level)),
            Reached::Open(_) | Reached::NotAsked => None,
        }
    }
}

/// The highest level whose indicators all hold, unless an indicator of the lowest one does. What was
/// not asked speaks neither for a level nor against it.
fn judge(objective: &Objective, sheet: &Sheet<'_>) -> (Reached, String) {
    let lowest = &objective.lowest;
    let at = |level: &Level| Reached::Level(level.id.clone());
    let against = with(lowest, sheet, Indicated::Asked(Truth::Yes));
    if !against.is_empty() {
        return (at(lowest), texts(&against));
    }
    if let Some(open) = opened(lowest, sheet) {
        return open;
    }
    let mut below = at(lowest);
    let mut short = String::new();
    for level in objective.levels.iter().rev() {
        let title = &level.title;
        let lacking = with(level, sheet, Indicated::Asked(Truth::No));
        let unasked = with(level, sheet, Indicated::NotAsked);
        if !lacking.is_empty() {
            let lacking = texts(&lacking);
            short = format!("“{title}” is not reached, for this does not hold: {lacking}");
            below = at(lowest);
        } else if !unasked.is_empty() {
            let unasked = format!("this was not asked about: {}", texts(&unasked));
            short = match opened(level, sheet) {
                None => format!("Nothing asked here stands against “{title}”, but {unasked}"),
                Some((_, open)) => format!("“{title}” is not shown, for {unasked} {open}"),
            };
            below = Reached::NotAsked;
        } else if let Some(open) = opened(level, sheet) {
            return open;
        } else {
            let holds = "Every indicator of this level holds.";
            return (at(level), sentences(&[holds, &short]));
        }
    }
    (below, short)
}

fn with<'a>(level: &'a Level, sheet: &Sheet<'_>, wanted: Indicated) -> Vec<&'a Indicator> {
    let indicators = level.indicators.iter();
    indicators
        .filter(|indicator| Indicated::of(indicator, sheet) == wanted)
        .collect()
}

/// What keeps a level open, when nothing in it speaks against it.
fn opened(level: &Level, sheet: &Sheet<'_>) -> Option<(Reached, String)> {
    let [answer, knowledge] = [Missing::Answer, Missing::Knowledge].map(|missing| {
        let open = with(level, sheet, Indicated::Asked(Truth::Open(missing)));
        (!open.is_empty()).then_some((missing, open))
    });
    let (missing, open) = answer.or(knowledge)?;
    let says = match missing {
        Missing::Answer => "Not answered yet",
        Missing::Knowledge => "Nobody could answer yet",
    };
    Some((
        Reached::Open(missing),
        format!("{says}, whether this holds: {}", texts(&open)),
    ))
}

fn texts(indicators: &[&Indicator]) -> String {
    let texts: Vec<&str> = indicators.iter().map(|i| i.text.as_str()).collect();
    texts.join(" ")
}

/// Why a requirement and an objective differ, wherever they do.
pub(crate) fn contrasts(
    questionnaire: &Questionnaire,
    requirements: &[RequirementResult],
    objectives: &[ObjectiveResult],
) -> Vec<Told> {
    let says = |contrast: &Contrast| {
        let requirement = requirements.iter().find(|r| r.id == contrast.requirement)?;
        let met = match requirement.outcome {
            Outcome::Met | Outcome::MetByExemption => true,
            Outcome::PartlyMet | Outcome::NotMet => false,
            Outcome::DontKnow
            | Outcome::NotAnswered
            | Outcome::NotApplicable
            | Outcome::NotAsked => return None,
        };
        let objective = questionnaire.objective(&contrast.objective)?;
        let result = objectives.iter().find(|o| o.id == contrast.objective)?;
        let says = match (met, result.reaches(&contrast.level, objective)?) {
            (true, false) => &contrast.requirement_only,
            (false, true) => &contrast.objective_only,
            _ => return None,
        };
        Some(Told {
            says: says.clone(),
            rests_on: questionnaire.rests_on(&contrast.from),
        })
    };
    questionnaire.contrasts.iter().filter_map(says).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use jiff::civil::date;
    use serde_json::json;

    use super::super::results::Results;
    use super::*;
    use crate::facts::{Answer, Assessment};
    use crate::questionnaire::{QuestionId, load};

    /// One scenario with three questions, one requirement, and one objective over the same answers.
    fn asked() -> Questionnaire {
        let from = json!({"certainty": "interpretation", "sources": ["S"]});
        let chosen = |q: &str, c: &str| json!({"chosen": {"question": q, "any_of": [c]}});
        let indicator = |id: &str, text: &str, when| json!({"id": id, "text": text, "from": from, "holds_when": when});
        let objective = json!({
            "id": "O", "title": "t", "text": "t", "from": from,
            "lowest": {"id": "no", "title": "Not achieved", "indicators": [
                indicator("shared", "Accounts are shared.", chosen("shared", "yes")),
            ]},
            "levels": [
                {"id": "part", "title": "Partially achieved", "indicators": [
                    indicator("mfa", "Every administrator passes MFA.", chosen("mfa", "yes")),
                ]},
                {"id": "full", "title": "Achieved", "indicators": [
                    indicator("timed", "Rights are time-bound.", chosen("timed", "yes")),
                    indicator("mfa-too", "Every administrator passes MFA.", chosen("mfa", "yes")),
                ]},
            ],
        });
        let question = |id: &str| {
            json!({
                "id": id, "text": "Is it so?", "dont_know": {"ask": "a", "action": "Ask."},
                "input": {"one_of": [{"id": "yes", "label": "Yes"}, {"id": "no", "label": "No"}]},
            })
        };
        let line = |id: &str| json!({"id": id, "text": "Who?", "input": {"line": {"max": 20}}});
        let finding = |verdict: &str| json!({"verdict": verdict, "because": "So."});
        let scenario = json!({
            "id": "one", "title": "t", "about": "t", "guidance": [],
            "questions": [question("shared"), question("mfa"), question("timed")],
            "assess": [{
                "requirement": "R",
                "rules": [{"when": chosen("mfa", "no"), "then": finding("not-met")}],
                "otherwise": finding("met"),
            }],
        });
        let asked = json!({
            "format": 1, "id": "small", "version": "1", "title": "t", "subject": "t", "publisher": "t",
            "introduction": "t", "caution": "t",
            "sources": [{"id": "S", "title": "t", "seen": "All of it.", "checked": "2026-11-24"}],
            "views": [
                {"id": "policy", "title": "t", "about": "t"},
                {"id": "framework", "title": "t", "about": "t", "objectives": [objective]},
            ],
            "requirements": [
                {"id": "R", "view": "policy", "title": "t", "text": "t", "force": "must", "from": from},
            ],
            "contrasts": [{
                "requirement": "R", "objective": "O", "level": "part", "from": from,
                "requirement_only": "Only R.", "objective_only": "Only O.",
            }],
            "organisation": {
                "title": "t", "about": "t", "name": "name", "assessor": "assessor",
                "questions": [line("name"), line("assessor")],
            },
            "groups": [{"id": "all", "title": "t", "scenarios": [scenario]}],
            "sign_off": {"declaration": "t", "roles": [{"id": "chair", "label": "Chair"}]},
            "markings": ["OFFICIAL"],
        });
        load(asked.to_string().as_bytes()).unwrap()
    }

    fn judged(given: &[(&str, &str)]) -> (Reached, String) {
        let result = results(&asked(), given).objectives.remove(0);
        (result.reached, result.because)
    }

    fn results(asked: &Questionnaire, given: &[(&str, &str)]) -> Results {
        let answers: BTreeMap<QuestionId, Answer> = given
            .iter()
            .map(|(q, c)| {
                let answer = match *c {
                    "?" => Answer::DontKnow,
                    c => Answer::Choice(c.try_into().unwrap()),
                };
                ((*q).try_into().unwrap(), answer)
            })
            .collect();
        let state = Assessment {
            answers,
            ..Assessment::default()
        };
        Results::of(asked, &state, date(2026, 11, 24))
    }

    #[test]
    fn one_indicator_of_the_lowest_level_is_enough() {
        let (reached, because) = judged(&[("mfa", "yes"), ("shared", "yes"), ("timed", "yes")]);
        assert_eq!(reached, Reached::Level("no".try_into().unwrap()));
        assert_eq!(because, "Accounts are shared.");
    }

    #[test]
    fn a_level_needs_all_of_its_indicators_and_says_what_the_next_one_lacks() {
        let sound = [("mfa", "yes"), ("shared", "no")];
        let with = |timed| {
            let mut given = sound.to_vec();
            given.push(("timed", timed));
            judged(&given)
        };
        let (reached, because) = with("no");
        assert_eq!(reached, Reached::Level("part".try_into().unwrap()));
        assert!(because.contains("“Achieved” is not reached"), "{because}");
        assert!(because.contains("Rights are time-bound."), "{because}");
        assert!(!because.ends_with("passes MFA."), "{because}");
        let (reached, _) = with("yes");
        assert_eq!(reached, Reached::Level("full".try_into().unwrap()));
        let (reached, because) = with("?");
        assert_eq!(reached, Reached::Open(Missing::Knowledge));
        assert!(because.contains("Rights are time-bound."), "{because}");
    }

    #[test]
    fn without_any_level_it_is_the_lowest_and_without_answers_it_is_open() {
        let (reached, because) = judged(&[("mfa", "no"), ("shared", "no"), ("timed", "yes")]);
        assert_eq!(reached, Reached::Level("no".try_into().unwrap()));
        assert!(
            because.contains("“Partially achieved” is not reached"),
            "{because}"
        );
        assert_eq!(judged(&[]).0, Reached::Open(Missing::Answer));
    }

    #[test]
    fn a_difference_between_two_views_is_explained_and_nothing_else_is() {
        let says = |level: &str, mfa: &str, timed: &str| -> Vec<String> {
            let mut asked = asked();
            asked.contrasts[0].level = level.try_into().unwrap();
            let shared = ("shared", "no");
            let given = [("mfa", mfa), ("timed", timed), shared];
            let told = results(&asked, &given).contrasts.into_iter();
            told.map(|c| c.says).collect()
        };
        assert!(says("full", "yes", "yes").is_empty());
        assert_eq!(says("full", "yes", "no"), ["Only R."]);
        assert!(says("part", "no", "yes").is_empty());
        assert_eq!(says("no", "no", "yes"), ["Only O."]);
        assert!(says("full", "yes", "?").is_empty());
    }
}
