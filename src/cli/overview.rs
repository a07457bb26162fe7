//! What a later version of the questionnaire means for a record: in words, and as JSON.

mod left;

use std::sync::Arc;

use jiff::civil::Date;
use serde_json::{Value, json};

use crate::facts::{Assessment, Changes, Difference, Former, Gap, Given, Register, changed_words};
use crate::questionnaire::{Question, QuestionId, Questionnaire, RequirementId};
use crate::record::{Drafts, Loaded};
use crate::rules::{Outcome, Results, to_look_at};
use crate::session::organisation;
use crate::text::counted;
use left::{LeftOver, loses};

/// What a record is before and after a migration.
pub(super) struct Overview<'a> {
    before: &'a Loaded,
    new: &'a Questionnaire,
    difference: Difference,
    after: Assessment,
    results: (Results, Results),
    /// What was being typed into questions that are gone.
    unfinished: Vec<String>,
}

impl<'a> Overview<'a> {
    /// Works out the migration without writing it.
    pub(super) fn of(
        before: &'a Loaded,
        new: &'a Questionnaire,
        drafts: &Drafts,
        today: Date,
    ) -> Self {
        let old = &before.questionnaire;
        let seq = before.entries.len() as u64 + 1;
        let mut after = before.state.clone();
        after.migrate(seq, Arc::clone(old), new);
        let results = (
            Results::of(old, &before.state, today),
            Results::of(new, &after, today),
        );
        let difference = Difference::between(old, new);
        let unfinished = drafts
            .iter()
            .filter(|(key, _)| loses(before, new, key))
            .map(|(_, words)| words.clone())
            .collect();
        Self {
            before,
            new,
            difference,
            after,
            results,
            unfinished,
        }
    }

    /// What did not go over with this migration.
    fn former(&self) -> &[Former] {
        let earlier = self.before.state.former.len();
        self.after.former.get(earlier..).unwrap_or_default()
    }

    /// How many answers go over.
    fn carried(&self) -> usize {
        self.after.answers.len()
    }

    /// The answers that are to be looked at again, with what has changed.
    fn again(&self) -> impl Iterator<Item = (&Question, &Changes)> {
        to_look_at(self.new, &self.after, &self.results.1)
    }

    /// Requirements whose outcome changes.
    fn outcomes(&self) -> Vec<(&RequirementId, Option<Outcome>, Outcome)> {
        let (before, after) = &self.results;
        let after = after.requirements.iter();
        after
            .filter_map(|now| {
                let before = before.requirements.iter().find(|r| r.id == now.id);
                let before = before.map(|r| r.outcome);
                (before != Some(now.outcome)).then_some((&now.id, before, now.outcome))
            })
            .collect()
    }

    /// Exemptions that count before and not after.
    fn lapsing(&self) -> Vec<(String, String)> {
        let (before, after) = &self.results;
        let counted = before.exemptions.iter().filter(|(_, s)| s.counts());
        counted
            .filter_map(|(id, _)| {
                let now = after.exemptions.get(id)?;
                (!now.counts()).then(|| (id.to_string(), now.words()))
            })
            .collect()
    }

    /// The whole in words.
    pub(super) fn words(&self) -> String {
        let old = &self.before.questionnaire;
        let mut lines = vec![format!(
            "{}: from version {} to version {}",
            old.title, old.version, self.new.version
        )];
        let name = organisation(self.before);
        if !name.is_empty() {
            lines.insert(0, name.to_owned());
        }
        let in_new = |id: &QuestionId| question(self.new, id);
        let new = self.difference.new.iter().map(in_new).collect();
        let again: Vec<_> = self.again().collect();
        let others = self.difference.changed.iter();
        let others = others.filter(|(id, _)| again.iter().all(|(question, _)| question.id != *id));
        let others = others.map(|(id, changes)| {
            let words: Vec<&str> = changes.iter().map(|c| c.word()).collect();
            format!("{} (changed: {})", in_new(id), words.join(", "))
        });
        let gone = self.difference.gone.iter().map(|id| question(old, id));
        let former = self.former().iter().map(|f| {
            let (place, asked, words) = (&f.place, &f.asked, &f.words);
            format!("{place}: {asked} “{words}” {}", f.why.words())
        });
        let outcomes = self.outcomes().into_iter().map(|(id, before, now)| {
            let before = before.map_or("not assessed", Outcome::words);
            format!("{id}: {before}; then: {}", now.words())
        });
        let lapsing = self.lapsing().into_iter();
        let unfinished = self.unfinished.iter().map(|words| format!("“{words}”"));
        for (title, rows) in [
            ("New questions", new),
            (
                "Changed since you answered, to look at again",
                again
                    .iter()
                    .map(|(q, changes)| format!("{} ({})", in_new(&q.id), changed_words(changes)))
                    .collect(),
            ),
            ("Changed, without an answer that counts", others.collect()),
            ("Questions that are gone", gone.collect()),
            ("Kinds of exemption that are new or differ", self.kinds()),
            ("Registers that are new or differ", self.registers()),
            (
                "Kept as given, printed in the report, not counted",
                former.collect(),
            ),
            (
                "Actions that stay, although what they are about is gone",
                self.left_over().iter().map(LeftOver::words).collect(),
            ),
            (
                "Exemptions that no longer count",
                lapsing.map(|(id, why)| format!("{id}: {why}")).collect(),
            ),
            (
                "Not finished, and its question is gone; it stays in the draft file",
                unfinished.collect(),
            ),
            ("Outcomes that change", outcomes.collect()),
        ] {
            lines.extend(block(title, rows));
        }
        lines.push(String::new());
        lines.push(format!(
            "{} over; {} to look at again; {} not answered afterwards.",
            goes(self.carried()),
            self.again().count(),
            counted(self.results.1.unanswered(), "question")
        ));
        if self.before.state.is_vouched_for() {
            lines.push("The sign-off is superseded by this: sign again afterwards.".to_owned());
        }
        lines.join("\n")
    }

    fn kinds(&self) -> Vec<String> {
        let found = &self.difference;
        let says = [
            ("new", &found.new_kinds),
            ("changed", &found.changed_kinds),
            ("gone", &found.gone_kinds),
        ];
        says.into_iter()
            .flat_map(|(says, ids)| ids.iter().map(move |id| format!("{id}: {says}")))
            .collect()
    }

    fn registers(&self) -> Vec<String> {
        let found = &self.difference;
        let says = [
            ("new", &found.new_registers),
            ("changed", &found.changed_registers),
            ("gone", &found.gone_registers),
        ];
        let title = |register: &Register| {
            let form = register.form(self.new);
            let form = form.or_else(|| register.form(&self.before.questionnaire));
            form.map_or("", |form| form.title.as_str())
        };
        says.into_iter()
            .flat_map(|(says, all)| all.iter().map(move |r| format!("{}: {says}", title(r))))
            .collect()
    }

    /// The actions whose scenario is gone with this, or what they are to find out.
    fn left_over(&self) -> Vec<LeftOver<'_>> {
        let found = &self.difference;
        let actions = self.after.actions.iter().filter_map(|(id, action)| {
            let scenario = Some(&action.scenario).filter(|id| found.gone_scenarios.contains(id));
            let question = action.finds_out.as_ref();
            let question = question.filter(|id| found.gone.contains(id));
            (scenario.is_some() || question.is_some()).then(|| LeftOver {
                id: *id,
                what: &action.what,
                scenario: scenario.map(|id| (id, self.after.scenario_title(self.new, id))),
                question: question.map(|id| (id, self.after.question_text(self.new, id))),
            })
        });
        actions.collect()
    }

    /// The whole for machines.
    pub(super) fn json(&self) -> Value {
        let (old, found) = (&self.before.questionnaire, &self.difference);
        let asked = |asked: &Questionnaire, ids: &[QuestionId]| -> Vec<Value> {
            ids.iter()
                .map(|id| json!({"question": id, "text": asked.question(id).map(|q| &q.text)}))
                .collect()
        };
        let changed = found.changed.iter().map(|(id, changes)| {
            let answered = self.after.answers.contains_key(id);
            json!({"question": id, "changes": changes, "answered": answered})
        });
        let outcomes = self.outcomes();
        let outcomes = outcomes
            .iter()
            .map(|(id, before, now)| json!({"requirement": id, "before": before, "after": now}));
        let lapsing = self.lapsing().into_iter();
        let lapsing = lapsing.map(|(id, why)| json!({"exemption": id, "why": why}));
        json!({
            "questionnaire": old.id,
            "from": old.version,
            "to": self.new.version,
            "new": asked(self.new, &found.new),
            "changed": changed.collect::<Vec<_>>(),
            "gone": asked(old, &found.gone),
            "gone_scenarios": found.gone_scenarios,
            "exemption_kinds": {
                "new": found.new_kinds, "changed": found.changed_kinds, "gone": found.gone_kinds,
            },
            "registers": {
                "new": found.new_registers, "changed": found.changed_registers,
                "gone": found.gone_registers,
            },
            "kept_not_counted": self.former().iter().map(former_json).collect::<Vec<_>>(),
            "actions_left_over": self.left_over().iter().map(LeftOver::json).collect::<Vec<_>>(),
            "exemptions_that_no_longer_count": lapsing.collect::<Vec<_>>(),
            "unfinished_texts": self.unfinished,
            "outcomes": outcomes.collect::<Vec<_>>(),
            "answers_carried_over": self.carried(),
            "answers_to_look_at_again": self.again().count(),
            "unanswered_afterwards": self.results.1.unanswered(),
            "supersedes_a_sign_off": self.before.state.is_vouched_for(),
        })
    }
}

fn goes(answers: usize) -> String {
    let verb = if answers == 1 { "goes" } else { "go" };
    format!("{} {verb}", counted(answers, "answer"))
}

fn block(title: &str, rows: Vec<String>) -> Vec<String> {
    if rows.is_empty() {
        return vec![];
    }
    let head = [String::new(), format!("{title}: {}", rows.len())];
    let rows = rows.into_iter().map(|row| format!("  {row}"));
    head.into_iter().chain(rows).collect()
}

/// A question under the name of its scenario.
fn question(asked: &Questionnaire, id: &QuestionId) -> String {
    let place = match asked.scenario_of(id) {
        Some(scenario) => &scenario.title,
        None => &asked.organisation.title,
    };
    let text = asked.question(id).map_or("", |q| q.text.as_str());
    format!("{place}: {text}")
}

/// Something that is left to do, for machines.
pub(super) fn gap_json(gap: &Gap) -> Value {
    match gap {
        Gap::Unanswered(id) => json!({"unanswered": id}),
        Gap::Exemption(id) => json!({"exemption_does_not_count": id.to_string()}),
        Gap::NotKnown(id) => json!({"not_known": id}),
        Gap::EvidenceExpired(id) => json!({"evidence_expired": id.to_string()}),
        Gap::EvidenceChanged(id) => json!({"evidence_changed": id.to_string()}),
        Gap::FileChanged(id) => json!({"file_changed": id}),
    }
}

/// What was given to an earlier version, for machines.
pub(super) fn former_json(former: &Former) -> Value {
    let ids = match &former.given {
        Given::Answer(question, answer) => json!({"question": question, "answer": answer}),
        Given::Note(scenario, _) => json!({"note": scenario}),
        Given::Evidence(scenario, _) => json!({"evidence": scenario}),
        Given::Field(exemption, question, answer) => {
            json!({"exemption": exemption.to_string(), "question": question, "answer": answer})
        }
        Given::Serves(exemption, requirement) => {
            json!({"exemption": exemption.to_string(), "requirement": requirement})
        }
        Given::Covers(exemption, scenario) => {
            json!({"exemption": exemption.to_string(), "scenario": scenario})
        }
        Given::CoversSystem(exemption, system) => {
            json!({"exemption": exemption.to_string(), "system": system.to_string()})
        }
        Given::File(scenario, file) => json!({"scenario": scenario, "file": file}),
        Given::System(system, question, answer) => {
            json!({"system": system.to_string(), "question": question, "answer": answer})
        }
        Given::Listed(evidence, question, answer) => {
            json!({"evidence": evidence.to_string(), "question": question, "answer": answer})
        }
        Given::Shows(evidence, scenario) => {
            json!({"evidence": evidence.to_string(), "scenario": scenario})
        }
        Given::Supports(evidence, exemption) => {
            json!({"evidence": evidence.to_string(), "exemption": exemption.to_string()})
        }
        Given::ListedFile(evidence, file) => {
            json!({"evidence": evidence.to_string(), "file": file})
        }
    };
    json!({
        "version": former.version, "where": former.place, "asked": former.asked,
        "given": former.words, "why": former.why.words(), "of": ids,
    })
}
