//! The registers beside the answers: the systems with what is counted among them, and the list of
//! evidence.

use std::collections::BTreeMap;

use super::blocks::{clipped, given, paragraph, section, table};
use super::{Basis, texts};
use crate::facts::{Answer, Evidence, EvidenceId, Register};
use crate::questionnaire::{EntryForm, QuestionId};
use crate::report::model::{Block, Section, Span, Text};
use crate::rules::drawn;
use crate::text::{date_words, listed};

/// Longest name where an entry is only referred to, in characters.
const NAMED: usize = 80;

/// The systems; no section where there is neither a register nor a system.
pub(super) fn systems(basis: &Basis<'_>) -> Option<Section> {
    let all = &basis.state.systems;
    let form = basis.questionnaire.systems.as_ref().map(|s| &s.form);
    if form.is_none() && all.is_empty() {
        return None;
    }
    let mut blocks: Vec<Block> = form.iter().map(|f| paragraph(f.about.as_str())).collect();
    if all.is_empty() {
        blocks.push(paragraph(texts::NO_SYSTEMS));
    }
    let counted = counted(basis);
    if !counted.is_empty() {
        blocks.push(Block::List(counted));
    }
    let rows: Vec<Vec<Text>> = all
        .iter()
        .map(|(id, system)| {
            let exemptions = basis.state.exemptions.iter();
            let exemptions = exemptions.filter(|(_, e)| e.systems.contains(id));
            let exemptions: Vec<String> = exemptions.map(|(id, _)| id.to_string()).collect();
            vec![
                id.to_string().into(),
                named(form, &system.fields),
                recorded(basis, Register::Systems, &system.fields),
                or_none(&exemptions),
            ]
        })
        .collect();
    let columns = [
        ("No.", 7),
        ("System", 20),
        ("What is recorded", 60),
        ("Exemptions", 13),
    ];
    if !rows.is_empty() {
        blocks.push(table("", &columns, rows));
    }
    let title = form.map_or("Systems", |form| form.title.as_str());
    Some(section(title, blocks))
}

/// What scenarios draw from the register.
fn counted(basis: &Basis<'_>) -> Vec<Text> {
    let scenarios = basis.questionnaire.scenarios();
    let says = drawn(
        basis.questionnaire,
        basis.state,
        scenarios,
        basis.options.as_at,
    );
    says.into_iter().map(Text::from).collect()
}

/// The list of evidence; no section where there is neither a list nor a piece of evidence.
pub(super) fn evidence(basis: &Basis<'_>) -> Option<Section> {
    let all = &basis.state.listed;
    let form = basis.questionnaire.evidence.as_ref().map(|list| &list.form);
    if form.is_none() && all.is_empty() {
        return None;
    }
    let mut blocks: Vec<Block> = form.iter().map(|f| paragraph(f.about.as_str())).collect();
    if all.is_empty() {
        blocks.push(paragraph(texts::NO_LISTED));
    }
    if !(basis.state.evidence.is_empty() && basis.state.files.is_empty()) {
        blocks.push(paragraph(texts::ALSO_IN_SCENARIOS));
    }
    let rows: Vec<Vec<Text>> = all
        .iter()
        .map(|(id, evidence)| {
            vec![
                id.to_string().into(),
                named(form, &evidence.fields),
                piece(basis, evidence),
                supports(basis, evidence),
            ]
        })
        .collect();
    let columns = [
        ("No.", 7),
        ("Evidence", 20),
        ("What is recorded", 48),
        ("Supports", 25),
    ];
    if !rows.is_empty() {
        blocks.push(table("", &columns, rows));
    }
    Some(section(basis.evidence_title(), blocks))
}

/// What is recorded of a piece of evidence: that it has run out, its fields, and its file.
fn piece(basis: &Basis<'_>, evidence: &Evidence) -> Text {
    let mut spans = vec![];
    if let Some(says) = basis.run_out(evidence) {
        spans.push(Span::Strong(format!("{says}.\n")));
    }
    spans.extend(recorded(basis, Register::Evidence, &evidence.fields).0);
    if let Some(file) = &evidence.file {
        spans.push(Span::Plain(format!(
            "\nFile: {}, {} bytes, SHA-256 {}",
            file.path, file.bytes, file.sha256
        )));
    }
    Text(spans)
}

fn supports(basis: &Basis<'_>, evidence: &Evidence) -> Text {
    let mut lines = basis.scenarios(&evidence.scenarios);
    let ids: Vec<String> = evidence
        .exemptions
        .iter()
        .map(ToString::to_string)
        .collect();
    if !ids.is_empty() {
        lines.push(format!("Exemptions: {}", listed(&ids)));
    }
    if lines.is_empty() {
        "Nothing yet".into()
    } else {
        lines.join("\n").into()
    }
}

impl Basis<'_> {
    /// The title of the list of evidence.
    pub(super) fn evidence_title(&self) -> &str {
        let list = self.questionnaire.evidence.as_ref();
        list.map_or("Evidence", |list| list.form.title.as_str())
    }

    /// That a piece of evidence does not hold any more on this day, and since when.
    pub(super) fn run_out(&self, evidence: &Evidence) -> Option<String> {
        let list = self.questionnaire.evidence.as_ref()?;
        let last = evidence
            .expiry(list)
            .filter(|last| *last < self.options.as_at)?;
        let last = date_words(last);
        Some(format!("{}: it held until {last}", texts::RUN_OUT))
    }

    /// A piece of evidence where it is only referred to.
    pub(super) fn evidence_in_short(&self, id: EvidenceId, evidence: &Evidence) -> String {
        let form = self.questionnaire.evidence.as_ref().map(|list| &list.form);
        let name = form.map_or("", |form| form.name_of(&evidence.fields));
        let out = self.run_out(evidence);
        let out = out.map_or_else(String::new, |says| format!(". {says}"));
        match name {
            "" => format!("{id}{out}"),
            name => format!("{id} {}{out}", clipped(name, NAMED)),
        }
    }
}

fn named(form: Option<&EntryForm>, fields: &BTreeMap<QuestionId, Answer>) -> Text {
    given(form.map_or("", |form| form.name_of(fields)))
}

/// Every field but the name, in the order of the form; what it does not ask comes last.
fn recorded(basis: &Basis<'_>, register: Register, fields: &BTreeMap<QuestionId, Answer>) -> Text {
    let form = register.form(basis.questionnaire);
    let questions = form.map_or(&[][..], |form| &form.questions);
    let is_name = |id: &QuestionId| form.is_some_and(|form| form.name == *id);
    let known = questions.iter().filter_map(|question| {
        let answer = fields
            .get(&question.id)
            .filter(|_| !is_name(&question.id))?;
        Some((question.text.clone(), answer.words(question)))
    });
    let strays = fields.iter();
    let strays = strays.filter(|(id, _)| !questions.iter().any(|q| q.id == **id));
    let strays = strays.map(|(id, answer)| {
        let asked = basis
            .state
            .known_entry_field(basis.questionnaire, register, id);
        answer.told(asked, id)
    });
    let mut spans = vec![];
    for (asked, said) in known.chain(strays) {
        let gap = if spans.is_empty() { "" } else { "\n" };
        spans.push(Span::Plain(format!("{gap}{asked} ")));
        spans.extend(given(said).0.into_iter().map(|span| {
            if let Span::Plain(words) = span {
                Span::Strong(words)
            } else {
                span
            }
        }));
    }
    given(Text(spans))
}

fn or_none(ids: &[String]) -> Text {
    match ids {
        [] => "None".into(),
        ids => listed(ids).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{DAY, demonstration, flat, log, report_of};
    use crate::facts::{
        Answer, Change, Event, Evidence, EvidenceFile, EvidenceId, ExemptionId, Fingerprint,
    };
    use crate::questionnaire::{built_in, load};

    fn events() -> Vec<Event> {
        let entries = demonstration().into_iter().skip(1);
        entries.map(|logged| logged.entry.event).collect()
    }

    fn told(events: Vec<Event>) -> String {
        flat(&report_of(&built_in().unwrap(), &log(events), DAY).0)
    }

    fn piece(last: jiff::civil::Date) -> Event {
        let fields = [
            ("reference", Answer::Text("Sign-in sample".into())),
            ("expires", Answer::Date(last)),
        ];
        Event::Changed(Change::Listed(
            EvidenceId(9),
            Some(Evidence {
                fields: fields
                    .map(|(id, answer)| (id.try_into().unwrap(), answer))
                    .into(),
                scenarios: ["vpn".try_into().unwrap()].into(),
                exemptions: [ExemptionId(2)].into(),
                file: Some(EvidenceFile {
                    path: "logs/sample.csv".into(),
                    bytes: 321,
                    sha256: Fingerprint::of(b"sample"),
                }),
            }),
        ))
    }

    #[test]
    fn a_system_shows_its_exemptions_and_a_scenario_what_it_draws() {
        let words = told(events());
        let counted = "Externally hosted systems in the register: 4; with MFA enforced for administrators: 2.";
        let (scenarios, registers) = words.split_once("\nExemptions register\n").unwrap();
        assert!(
            scenarios.contains(&format!("From the register of systems\n{counted}")),
            "{scenarios}"
        );
        let (_, systems) = registers.split_once("\nSystems\nThe systems that").unwrap();
        assert_eq!(systems.matches(counted).count(), 1, "{systems}");
        let row =
            "S-4\nImaging archive\nWho owns it? Dr Meera Ashdown\nWhere is it hosted? By us\n";
        assert!(systems.contains(row), "{systems}");
        assert!(systems.contains("20 October 2026\nEX-2\n"), "{systems}");
    }

    #[test]
    fn evidence_that_has_run_out_is_said_wherever_it_is_shown() {
        let mut all = events();
        all.push(piece(DAY));
        let words = told(all.clone());
        assert!(!words.contains("Has run out"), "it holds on its last day");
        all.push(piece(DAY.yesterday().unwrap()));
        let words = told(all);
        let says = "Has run out: it held until 23 November 2026";
        let sha256 = Fingerprint::of(b"sample");
        for needed in [
            format!(
                "EV-9\nSign-in sample\n{says}.\nUntil when does it hold? 23 November 2026\nFile: logs/sample.csv, 321 bytes, SHA-256 {sha256}\nRemote access by VPN\nExemptions: EX-2"
            ),
            format!(
                "Evidence in the list\nEV-1 Gateway profiles, both data centres\nEV-9 Sign-in sample. {says}\n"
            ),
            format!(
                "EV-4 Call log and firewall log of supplier connections\nEV-9 Sign-in sample. {says}"
            ),
            "1 piece of evidence that has run out".to_owned(),
        ] {
            assert!(words.contains(&needed), "no {needed}: {words}");
        }
    }

    #[test]
    fn there_is_no_register_where_nobody_asks_for_one() {
        let asked = load(include_bytes!("../../../tests/backups.json")).unwrap();
        let (report, _) = report_of(&asked, &log(vec![]), DAY);
        let titles: Vec<&str> = report.sections.iter().map(|s| s.title.as_str()).collect();
        assert!(
            !titles.contains(&"Systems") && !titles.contains(&"Evidence"),
            "{titles:?}"
        );
        assert!(told(vec![]).contains("No system is registered."));
    }
}
