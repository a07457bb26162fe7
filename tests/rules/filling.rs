//! Sentences that are filled in from answers: each one of each policy, with everything that its
//! placeholders can stand for, and all that is said about any answers at all.

use std::collections::BTreeMap;

use mfa_assess::facts::{System, SystemId};
use mfa_assess::questionnaire::template::{self, Kind, Value, Why};
use mfa_assess::questionnaire::{
    Condition, Held, Input, Question, QuestionId, Questionnaire, built_in_source, load,
};
use mfa_assess::rules::{Results, Standing, drawn};
use proptest::prelude::*;
use serde_json::{Map, Value as Json};

use crate::language::{ASKED, TODAY, state};
use crate::properties::{any_answers, any_exemption, some_of};

/// A sentence that the engine fills in.
struct Said<'q> {
    sentence: &'q str,
    /// What it is said because of.
    because: Option<&'q Condition>,
    /// What stands in its braces.
    answers: BTreeMap<&'q str, Asked<'q>>,
}

#[derive(Clone, Copy)]
enum Asked<'q> {
    Question(&'q Question),
    /// A number that is counted or answered, with its unit.
    Number(Kind<'q>),
}

impl<'q> Said<'q> {
    fn new(
        sentence: &'q str,
        because: Option<&'q Condition>,
        asked: impl Fn(&str) -> Asked<'q>,
    ) -> Self {
        let ids = template::placeholders(sentence).map(|placeholder| placeholder.id);
        Self {
            sentence,
            because,
            answers: ids.map(|id| (id, asked(id))).collect(),
        }
    }

    /// Everything that this placeholder can stand for.
    fn values(&self, id: &str) -> Vec<Value<'q>> {
        let words = |words: &str| Value::Words(words.to_owned());
        let kind = match self.answers[id] {
            Asked::Number(kind) => return numbers(kind),
            Asked::Question(question) => Kind::of(question),
        };
        let mut values = match kind {
            Kind::Number(_) => numbers(kind),
            Kind::Date => vec![words("30 June 2027")],
            Kind::Named(_) => vec![words("Robin"), words("Robin & Co.")],
            Kind::Other => vec![words("Yes"), words("Two,\n\n of  them")],
        };
        let nothing = [Why::NotSaid, Why::NotKnown, Why::NotApplicable];
        values.extend(nothing.map(|why| Value::Nothing(why, kind)));
        if self.tells_reason(id) {
            values.extend([words("we have none"), words("We have none.")]);
        }
        values
    }

    fn tells_reason(&self, id: &str) -> bool {
        let id = QuestionId::try_from(id).unwrap();
        let because = self.because;
        because.is_some_and(|because| because.reads_not_applicable(&id))
    }
}

fn numbers(kind: Kind<'_>) -> Vec<Value<'_>> {
    let Kind::Number(unit) = kind else {
        panic!("{kind:?}")
    };
    [0, 1, 2, 30].map(|n| Value::Number(n, unit)).to_vec()
}

/// Every sentence of a questionnaire that is filled in, wherever it stands.
fn sentences(q: &Questionnaire) -> Vec<Said<'_>> {
    let id = |id: &str| QuestionId::try_from(id).unwrap();
    let asked = |name: &str| Asked::Question(q.question(&id(name)).unwrap());
    let mut all = vec![];
    for assess in q.scenarios().flat_map(|scenario| &scenario.assess) {
        let rules = assess
            .rules
            .iter()
            .map(|rule| (&rule.then, Some(&rule.when)));
        for (finding, when) in rules.chain([(&assess.otherwise, None)]) {
            let says = [&finding.because].into_iter().chain(&finding.next);
            all.extend(says.map(|says| Said::new(says, when, asked)));
        }
    }
    let notices = q.organisation.notices.iter().map(|n| (&n.says, &n.when));
    let clashes = q.cross_checks.iter().map(|c| (&c.says, &c.when));
    all.extend(
        notices
            .chain(clashes)
            .map(|(says, when)| Said::new(says, Some(when), asked)),
    );
    for kind in &q.exemptions {
        let asked = |name: &str| Asked::Question(kind.question(&id(name)).unwrap());
        let warnings = kind.warnings.iter();
        all.extend(warnings.map(|w| Said::new(&w.says, w.when.as_ref(), asked)));
        for condition in &kind.conditions {
            let faults = condition.faults.iter().map(|f| (&f.says, Some(&f.when)));
            let says = faults.chain([(&condition.unmet, condition.met_when.as_ref())]);
            all.extend(says.map(|(says, when)| Said::new(says, when, asked)));
        }
    }
    let draws = q.scenarios().flat_map(|scenario| &scenario.draws);
    all.extend(draws.map(|says| Said::new(says, None, |_| Asked::Number(Kind::Number(None)))));
    for check in q.systems.iter().flat_map(|systems| &systems.checks) {
        let unit = match check.held().unwrap() {
            Held::AtMost(id) | Held::AtLeast(id) => q.question(id).unwrap().input.unit(),
            Held::NoneWhen(_) => None,
        };
        all.push(Said::new(&check.says, None, |name| {
            Asked::Number(Kind::Number(unit.filter(|_| name == "answer")))
        }));
    }
    let registers = [
        q.systems.as_ref().map(|s| &s.form),
        q.evidence.as_ref().map(|e| &e.form),
    ];
    for form in registers.into_iter().flatten() {
        let asked = |name: &str| Asked::Question(form.question(&id(name)).unwrap());
        all.extend(form.summary.iter().map(|says| Said::new(says, None, asked)));
    }
    all
}

/// The policy that is built in, those of this folder, and the one of the guide.
fn policies() -> Vec<Questionnaire> {
    let guide = guide().to_string();
    let sources = [
        built_in_source(),
        include_str!("../backups.json"),
        include_str!("../cyber-essentials.json"),
        include_str!("../keys.json"),
        &guide,
    ];
    let read = sources.map(|source| load(source.as_bytes()).unwrap());
    read.into()
}

/// The examples of the guide, put together.
fn guide() -> Json {
    let guide = include_str!("../../questionnaires/README.md");
    let blocks = guide.split("```json\n").skip(1);
    let mut blocks = blocks.map(|block| block.split("```").next().unwrap());
    let mut whole: Json = serde_json::from_str(blocks.next().unwrap()).unwrap();
    for block in blocks {
        let part: Map<String, Json> = serde_json::from_str(block).unwrap();
        for (field, more) in part {
            match (whole.get_mut(&field).and_then(Json::as_array_mut), more) {
                (Some(list), Json::Array(more)) => list.extend(more),
                (_, more) => whole[field] = more,
            }
        }
    }
    whole
}

/// What is wrong with a sentence that was filled in.
fn fault(says: &str) -> Option<&'static str> {
    let letters: Vec<char> = says.chars().collect();
    let three = |is: fn(char, char, char) -> bool| letters.windows(3).any(|w| is(w[0], w[1], w[2]));
    let holds = |parts: &[&str]| parts.iter().any(|part| says.contains(part));
    let begins = |c: char| c.is_uppercase() || c.is_ascii_digit() || c == '“';
    let faults = [
        (
            "an answer that is none",
            holds(&["Don't know", "Not applicable:"]),
        ),
        ("a brace", holds(&["{", "}"])),
        (
            "a gap",
            holds(&["  ", "\n", " .", " ,", " ;", " :", " )", "( ", "()", "“”"]),
        ),
        ("space around it", says.trim() != says),
        ("two full stops", holds(&["..", "?."])),
        (
            "two sentences run together",
            three(|a, b, c| a.is_lowercase() && ".?!".contains(b) && c.is_uppercase()),
        ),
        (
            "a sentence without a capital",
            three(|a, b, c| ".?!".contains(a) && b == ' ' && c.is_lowercase()),
        ),
        ("no capital", !says.starts_with(begins)),
        ("no end", !says.ends_with(['.', '?', '”'])),
        ("one in the plural", is_miscounted(says)),
    ];
    faults
        .into_iter()
        .find_map(|(fault, is_so)| is_so.then_some(fault))
}

/// What is counted, in the plural.
const MANY: &[&str] = &[
    "accounts",
    "administrators",
    "applications",
    "collections",
    "databases",
    "desks",
    "doors",
    "entries",
    "keys",
    "people",
    "services",
    "sites",
    "suppliers",
    "systems",
];

/// Whether it says "1 accounts", "1 account are" or "1 of 30 accounts are".
fn is_miscounted(says: &str) -> bool {
    let mark = |c: char| !c.is_alphanumeric();
    let words: Vec<&str> = says.split(' ').collect();
    let ends =
        |word: &&&str| word.starts_with(mark) || ["is", "has", "was", "that"].contains(*word);
    let ones = (0..words.len()).filter(|at| words[*at].trim_start_matches(mark) == "1");
    ones.into_iter().any(|at| {
        let (is_part, rest) = match &words[at + 1..] {
            ["of", total, rest @ ..] => (*total != "1", rest),
            rest => (false, rest),
        };
        // Two words may stand before the noun; a verb for one, or a mark, ends what the number is about.
        let mut clause = vec![];
        for word in rest.iter().take(4).take_while(|word| !ends(word)) {
            clause.push(word.trim_matches(mark));
            if word.ends_with(mark) {
                break;
            }
        }
        let many = clause.iter().take(3).any(|word| MANY.contains(word));
        let verb = clause
            .iter()
            .any(|word| ["are", "were", "have"].contains(word));
        let is_of_others = at > 0 && words[at - 1] == "of";
        (many && !is_part) || (verb && !is_of_others)
    })
}

#[test]
fn the_look_for_faults_finds_each() {
    for (says, found) in [
        ("Don't know were late.", "an answer that is none"),
        ("Kept  here.", "a gap"),
        ("Kept .", "a gap"),
        ("None: we have none..", "two full stops"),
        ("It is late.It is on.", "two sentences run together"),
        ("It is late. it is on.", "a sentence without a capital"),
        ("an unknown number were late.", "no capital"),
        ("It is {late}.", "a brace"),
        ("1 NHSmail accounts hold one.", "one in the plural"),
        ("1 of 30 accounts are late.", "one in the plural"),
        ("On for 30 of 1 accounts.", "one in the plural"),
    ] {
        assert_eq!(fault(says), Some(found), "{says}");
    }
    for says in [
        "1 of 30 accounts is late.",
        "On for 1 of 30 accounts (all are here).",
        "Look at B2.a. 1 is on, accounts are in.",
    ] {
        assert_eq!(fault(says), None, "{says}");
    }
}

#[test]
fn every_sentence_reads_well_whatever_is_answered() {
    for q in policies() {
        let (mut filled, mut found) = (0, BTreeMap::new());
        for said in sentences(&q) {
            let values: Vec<_> = said
                .answers
                .keys()
                .map(|id| (*id, said.values(id)))
                .collect();
            let ways: usize = values.iter().map(|(_, values)| values.len()).product();
            for way in 0..ways {
                let mut rest = way;
                let picked = values.iter().map(|(id, values)| {
                    let value = &values[rest % values.len()];
                    rest /= values.len();
                    (*id, value)
                });
                let picked: BTreeMap<&str, &Value<'_>> = picked.collect();
                let says = template::fill(said.sentence, |id| picked[id].clone());
                if let Some(fault) = fault(&says) {
                    found.insert(said.sentence, format!("{fault}: {says}"));
                }
                filled += 1;
            }
        }
        assert!(filled > 20, "{}: {filled}", q.id);
        assert!(found.is_empty(), "{found:#?}");
    }
}

#[test]
fn the_label_of_a_choice_stands_in_quotation_marks() {
    for q in policies() {
        for said in sentences(&q).iter().filter(|said| said.because.is_some()) {
            let choices = said.answers.iter().filter_map(|(id, asked)| match asked {
                Asked::Question(question) => match question.input {
                    Input::OneOf(_) | Input::AnyOf(_) => Some(*id),
                    Input::Number { .. }
                    | Input::Line { .. }
                    | Input::Paragraphs { .. }
                    | Input::Date { .. } => None,
                },
                Asked::Number(_) => None,
            });
            for id in choices.filter(|id| !said.tells_reason(id)) {
                let quoted = format!("“{{{id}}}”");
                assert!(said.sentence.contains(&quoted), "{id}: {}", said.sentence);
            }
        }
    }
}

/// A few systems with any answers.
fn any_systems() -> impl Strategy<Value = BTreeMap<SystemId, System>> {
    let form = &ASKED.systems.as_ref().unwrap().form;
    let fields = some_of(form.questions.iter());
    prop::collection::vec(fields, 0..4).prop_map(|all| {
        let numbered = (1..)
            .zip(all)
            .map(|(n, fields)| (SystemId(n), System { fields }));
        numbered.collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_answered_all_that_is_said_reads_well(
        answers in any_answers(),
        records in prop::collection::vec(any_exemption(), 0..3),
        systems in any_systems(),
    ) {
        let today = TODAY.parse().unwrap();
        let mut state = state(answers, records);
        state.systems = systems;
        let results = Results::of(&ASKED, &state, today);
        let findings = results.scenarios.iter().flat_map(|scenario| &scenario.findings);
        let found = findings.flat_map(|f| [Some(&f.because), f.next.as_ref()]).flatten().cloned();
        let notices = results.notices.iter().map(|told| told.says.clone());
        let clashes = results.clashes.iter().map(|(says, _)| says.clone());
        let gaps = results.exemptions.values().flat_map(|standing| match standing {
            Standing::NotValid { unmet } => unmet.iter().map(|u| u.says.clone()).collect(),
            Standing::Valid { .. } | Standing::Withdrawn { .. } | Standing::Closed { .. } => vec![],
        });
        let known = results.warnings.values().flatten().map(|warned| warned.says.clone());
        let drawn = drawn(&ASKED, &state, ASKED.scenarios(), today);
        let form = &ASKED.systems.as_ref().unwrap().form;
        let lists = state.systems.values().filter_map(|system| form.summary_of(&system.fields, today));
        for says in found.chain(notices).chain(clashes).chain(gaps).chain(known).chain(drawn).chain(lists) {
            prop_assert_eq!(fault(&says), None, "{}", says);
        }
    }
}
