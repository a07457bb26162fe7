//! `exemption list` and `exemption show`.

use serde_json::{Value, json};

use crate::cli::args::Common;
use crate::cli::error::CliError;
use crate::cli::wizard::{library, look};
use crate::cli::{Done, print, print_json, tell};
use crate::facts::{Exemption, ExemptionId, system_names};
use crate::questionnaire::ExemptionKind;
use crate::record::Loaded;
use crate::rules::{Results, Standing, Unmet};
use crate::session::Clock;
use crate::text::counted;

/// Lists the exemptions.
pub(crate) fn list(common: &Common, record: Option<&str>, as_json: bool) -> Result<Done, CliError> {
    let (_, loaded) = look(&library(common)?, record)?;
    let all = all(&loaded);
    if as_json {
        let rows: Value = all.iter().map(Shown::row).collect();
        print_json(&rows)?;
    } else if all.is_empty() {
        tell("No exemption is recorded yet.");
    } else {
        for shown in &all {
            print(&shown.line())?;
        }
    }
    Ok(Done::Well)
}

/// Shows one.
pub(crate) fn show(
    common: &Common,
    record: &str,
    exemption: &str,
    as_json: bool,
) -> Result<Done, CliError> {
    let (_, loaded) = look(&library(common)?, Some(record))?;
    let all = all(&loaded);
    let id = exemption.parse::<ExemptionId>().ok();
    let Some(shown) = all.iter().find(|shown| Some(shown.id) == id) else {
        let ids: Vec<String> = all.iter().map(|shown| shown.id.to_string()).collect();
        let there = if ids.is_empty() {
            "none is recorded yet".to_owned()
        } else {
            format!("name one of: {}", ids.join(", "))
        };
        let says = format_args!("there is no exemption {exemption} in this record; {there}");
        return Err(CliError::new(says));
    };
    if as_json {
        print_json(&shown.whole())?;
    } else {
        print(&shown.words().join("\n"))?;
    }
    Ok(Done::Well)
}

/// An exemption with what follows from it today.
struct Shown<'a> {
    loaded: &'a Loaded,
    id: ExemptionId,
    exemption: &'a Exemption,
    /// None where its kind was in no version of the questionnaire.
    kind: Option<&'a ExemptionKind>,
    standing: Standing,
    phase: &'static str,
}

fn all(loaded: &Loaded) -> Vec<Shown<'_>> {
    let (asked, state) = (&loaded.questionnaire, &loaded.state);
    let results = Results::of(asked, state, Clock::System.today());
    let exemptions = state.exemptions.iter().map(|(id, exemption)| {
        let kind = asked.exemption_kind(&exemption.kind);
        let phase = kind.zip(results.phases.get(id));
        let standing = results.exemptions.get(id).cloned();
        Shown {
            loaded,
            id: *id,
            exemption,
            kind: state.known_kind(asked, &exemption.kind),
            standing: standing.unwrap_or_else(|| exemption.standing_of_unknown()),
            phase: phase.map_or("", |(kind, phase)| phase.words_for(kind)),
        }
    });
    exemptions.collect()
}

impl Shown<'_> {
    fn name(&self) -> String {
        let kind = self.exemption.kind.to_string();
        self.kind.map_or(kind, |kind| self.exemption.name(kind))
    }

    fn line(&self) -> String {
        let phase = match self.phase {
            "" => String::new(),
            phase => format!(", {phase}"),
        };
        let (id, name, kind) = (self.id, self.name(), &self.exemption.kind);
        let counts = if let Standing::NotValid { unmet } = &self.standing {
            let gaps = counted(Unmet::distinct(unmet).len(), "gap");
            format!("Does not count: {gaps}.")
        } else {
            self.standing.words()
        };
        format!("{id}  {name}  ({kind}{phase}) {counts}")
    }

    fn row(&self) -> Value {
        let unmet = if let Standing::NotValid { unmet } = &self.standing {
            &unmet[..]
        } else {
            &[]
        };
        let unmet = unmet.iter().map(|unmet| {
            json!({ "condition": unmet.condition, "field": unmet.field, "says": unmet.says })
        });
        let unmet: Vec<Value> = unmet.collect();
        let until = self.standing.until();
        json!({
            "id": self.id.to_string(), "name": self.name(), "kind": self.exemption.kind,
            "phase": self.phase, "counts": self.standing.counts(), "until": until,
            "unmet": unmet, "requirements": self.exemption.requirements,
            "scenarios": self.exemption.scenarios,
            "systems": numbers(self.exemption),
        })
    }

    fn whole(&self) -> Value {
        let mut row = self.row();
        let fields = self.exemption.fields.iter().map(|(id, answer)| {
            let (asked, state) = (&self.loaded.questionnaire, &self.loaded.state);
            let question = state.known_field(asked, &self.exemption.kind, id);
            let words = answer.words_where_known(question);
            json!({ "question": id, "answer": answer, "words": words })
        });
        if let Value::Object(row) = &mut row {
            row.insert("fields".to_owned(), fields.collect());
            row.insert("life".to_owned(), json!(self.life()));
        }
        row
    }

    fn life(&self) -> Vec<String> {
        let (asked, state) = (&self.loaded.questionnaire, &self.loaded.state);
        let life = self
            .kind
            .map(|kind| state.life_words(asked, self.exemption, kind));
        life.unwrap_or_default()
    }

    fn words(&self) -> Vec<String> {
        let mut lines = vec![self.line()];
        let loaded = self.loaded;
        let asked = &loaded.questionnaire;
        let scenarios = self.exemption.scenarios.iter();
        let scenarios = scenarios.map(|id| {
            let title = loaded.state.scenario_title(asked, id);
            format!("  {id}: {title}")
        });
        if !self.exemption.scenarios.is_empty() || !self.exemption.systems.is_empty() {
            lines.push("Covers:".to_owned());
        }
        lines.extend(scenarios);
        let names = system_names(asked, &loaded.state, &self.exemption.systems);
        let systems = numbers(self.exemption).into_iter().zip(names);
        lines.extend(systems.map(|(id, name)| format!("  {id}: {name}")));
        let serves = self.exemption.requirements.iter().map(ToString::to_string);
        let serves: Vec<String> = serves.collect();
        if !serves.is_empty() {
            lines.push(format!("Serves: {}", serves.join(", ")));
        }
        let questions = self.kind.into_iter().flat_map(ExemptionKind::questions);
        lines.extend(questions.filter_map(|question| {
            let answer = self.exemption.fields.get(&question.id)?;
            let (id, text, words) = (&question.id, &question.text, answer.words(question));
            Some(format!("{id}: {text} {words}"))
        }));
        lines.extend(self.life());
        if let Standing::NotValid { unmet } = &self.standing {
            lines.push("To put right:".to_owned());
            lines.extend(unmet.iter().map(|unmet| format!("  {}", unmet.says)));
        }
        lines
    }
}

fn numbers(exemption: &Exemption) -> Vec<String> {
    exemption.systems.iter().map(ToString::to_string).collect()
}
