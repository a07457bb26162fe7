use std::collections::BTreeMap;

use super::*;
use crate::questionnaire::{Input, NoneOf, Question, built_in, load};
use crate::report::markdown;
use crate::report::model::{Blank, Block, Section, Span};

fn all() -> Vec<Questionnaire> {
    vec![
        built_in().unwrap(),
        load(include_bytes!("../../../tests/backups.json")).unwrap(),
        load(include_bytes!("../../../tests/cyber-essentials.json")).unwrap(),
        load(include_bytes!("../../../tests/keys.json")).unwrap(),
    ]
}

/// Every section of a report, with those inside of others.
fn sections(report: &Report) -> Vec<&Section> {
    fn add<'a>(section: &'a Section, all: &mut Vec<&'a Section>) {
        all.push(section);
        section.sections.iter().for_each(|inner| add(inner, all));
    }
    let mut all = vec![];
    report.sections.iter().for_each(|s| add(s, &mut all));
    all
}

fn section<'a>(report: &'a Report, title: &str) -> &'a Section {
    let all = sections(report);
    let mut found = all.into_iter().filter(|s| s.title == title);
    let section = found
        .next()
        .unwrap_or_else(|| panic!("no section “{title}”"));
    assert!(found.next().is_none(), "two sections “{title}”");
    section
}

fn boxes(section: &Section) -> Vec<String> {
    let blanks = section.blocks.iter().filter_map(|block| match block {
        Block::Blanks(blanks) => Some(blanks),
        _ => None,
    });
    let ticked = blanks.flatten().filter_map(|blank| match blank {
        Blank::Box(text) => Some(text),
        Blank::Lines { .. } => None,
    });
    ticked
        .map(|text| match text.0.as_slice() {
            [Span::Plain(words)] => words.clone(),
            other => panic!("{other:?}"),
        })
        .collect()
}

/// The questions with the numbers that they have on paper.
fn numbered(asked: &Questionnaire) -> Vec<(String, &Question)> {
    let form = Form::of_questionnaire(asked);
    let mut all: Vec<(String, &Question)> =
        asked.questions().map(|q| (form.number(&q.id), q)).collect();
    for kind in &asked.exemptions {
        let form = Form::of_exemption(kind);
        all.extend(kind.questions().map(|q| (form.number(&q.id), q)));
    }
    let systems = asked.systems.iter().map(|systems| &systems.form);
    let evidence = asked.evidence.iter().map(|list| &list.form);
    for register in systems.chain(evidence) {
        let form = Form::of_entry(register);
        let questions = register.questions.iter();
        all.extend(questions.map(|q| (form.number(&q.id), q)));
    }
    all
}

#[test]
fn every_question_has_one_place_and_every_choice_one_box_there() {
    for asked in all() {
        let report = booklet(&asked);
        let questions = numbered(&asked);
        for (number, question) in &questions {
            let section = section(&report, &format!("{number}. {}", question.text));
            let mut wanted: Vec<String> = question
                .input
                .choices()
                .iter()
                .map(|choice| match &choice.hint {
                    Some(hint) => format!("{}\n{}", choice.label, capitalised(hint)),
                    None => choice.label.clone(),
                })
                .collect();
            let is_any_of = matches!(question.input, Input::AnyOf(_));
            let mut found = boxes(section);
            if is_any_of && question.none != Some(NoneOf::Forbidden) {
                wanted.push(question.none_words().to_owned());
                // In the form of an exemption it says of itself that it evidences nothing.
                let none = found.get_mut(wanted.len() - 1);
                let none = none.unwrap_or_else(|| panic!("no box for none at {number}"));
                *none = none
                    .trim_end_matches("\nThis evidences nothing.")
                    .to_owned();
            }
            if question.not_applicable {
                wanted.push("Not applicable".into());
            }
            if let Some(who) = &question.dont_know {
                let last = found.pop().unwrap();
                assert!(last.starts_with("Don't know. Ask "), "{last}");
                assert!(
                    last.contains(&who.ask) && last.contains(&who.action),
                    "{last}"
                );
            }
            assert_eq!(found, wanted, "{number}");
        }
        let places = sections(&report).into_iter();
        let places = places.filter(|s| s.blocks.iter().any(|b| matches!(b, Block::Blanks(_))));
        // Beside the questions: evidence and notes of each scenario, and the scope of each exemption.
        let others = asked.scenarios().count() + asked.exemptions.len();
        assert_eq!(places.count(), questions.len() + others);
    }
}

#[test]
fn read_back_from_markdown_each_question_is_a_heading_and_each_choice_a_task_once() {
    use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
    for asked in all() {
        let text = markdown::render(&booklet(&asked));
        let mut headings: BTreeMap<String, usize> = BTreeMap::new();
        let (mut words, mut tasks) = (String::new(), 0);
        let options = Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS;
        for event in Parser::new_ext(&text, options) {
            match event {
                Event::Start(Tag::Heading { .. }) => words.clear(),
                Event::End(TagEnd::Heading(_)) => *headings.entry(words.clone()).or_default() += 1,
                Event::Text(text) => words.push_str(&text),
                Event::TaskListMarker(ticked) => {
                    assert!(!ticked);
                    tasks += 1;
                }
                _ => {}
            }
        }
        let mut wanted = 0;
        for (number, question) in numbered(&asked) {
            let title = format!("{number}. {}", question.text);
            assert_eq!(headings.get(&title), Some(&1), "{title}");
            wanted += question.input.choices().len();
            let is_any_of = matches!(question.input, Input::AnyOf(_));
            wanted += usize::from(is_any_of && question.none != Some(NoneOf::Forbidden));
            wanted += usize::from(question.not_applicable);
            wanted += usize::from(question.dont_know.is_some());
        }
        assert_eq!(tasks, wanted);
    }
}

#[test]
fn what_is_asked_only_of_some_says_of_whom_in_words() {
    let asked = built_in().unwrap();
    let text = markdown::render(&booklet(&asked));
    let conditional = asked
        .questions()
        .chain(asked.exemptions.iter().flat_map(|k| k.questions()));
    let conditional = conditional.filter(|q| q.show_when.is_some()).count();
    assert!(conditional > 10);
    let said = text.lines().filter(|line| line.starts_with("Only if "));
    assert_eq!(said.count(), conditional);
    let scenarios = asked
        .scenarios()
        .filter(|s| s.applies_when.is_some())
        .count();
    assert_eq!(
        text.matches("This scenario is asked only if ").count(),
        scenarios
    );
}

#[test]
fn guidance_sources_conditions_cross_checks_and_indicators_are_all_there() {
    for mut asked in all() {
        add_objectives(&mut asked);
        let text = markdown::render(&booklet(&asked));
        // Escapes are the renderer's business.
        let text = text.replace('\\', "");
        let mut wanted: Vec<&str> = vec![&asked.introduction, &asked.caution];
        for scenario in asked.scenarios() {
            wanted.push(&scenario.about);
            wanted.extend(scenario.guidance.iter().map(|g| g.text.as_str()));
        }
        wanted.extend(asked.requirements.iter().map(|r| r.text.as_str()));
        wanted.extend(asked.exemptions.iter().map(|kind| kind.text.as_str()));
        wanted.extend(asked.views.iter().map(|view| view.about.as_str()));
        wanted.extend(asked.contrasts.iter().map(|c| c.requirement_only.as_str()));
        for objective in asked.objectives() {
            wanted.push(&objective.text);
            wanted.extend(
                objective
                    .scale()
                    .flat_map(|l| &l.indicators)
                    .map(|i| i.text.as_str()),
            );
        }
        wanted.extend(asked.sources.iter().map(|source| source.seen.as_str()));
        for words in wanted {
            assert!(text.contains(words), "{words}");
        }
        let checks = text.matches(" Compare questions ").count();
        assert_eq!(checks, asked.cross_checks.len());
        assert!(!text.contains("{"), "a placeholder is left");
    }
}

#[test]
fn many_clauses_stand_on_lines_of_their_own() {
    let asked = load(include_bytes!("../../../tests/backups.json")).unwrap();
    let form = Form::of_questionnaire(&asked);
    let questions: Vec<&str> = asked.questions().map(|q| q.id.as_str()).collect();
    let all = |count: usize| -> crate::questionnaire::Condition {
        let parts = questions[..count].iter();
        let parts: Vec<_> = parts
            .map(|id| serde_json::json!({"answered": id}))
            .collect();
        serde_json::from_value(serde_json::json!({"all": parts})).unwrap()
    };
    assert!(!form.only_if("Only if", &all(3)).contains('\n'));
    let four = form.only_if("Only if", &all(4));
    let lines: Vec<&str> = four.lines().collect();
    assert_eq!(lines[0], "Only if all of these hold:");
    assert_eq!(lines.len(), 5);
    assert!(
        lines[4].starts_with("– “") && lines[4].ends_with("is filled in."),
        "{four}"
    );
    // How to tick is not part of the list.
    let one_of = |q: &&Question| matches!(q.input, crate::questionnaire::Input::OneOf(_));
    let mut question = asked.questions().find(one_of).unwrap().clone();
    (question.show_when, question.hint) = (Some(all(4)), None);
    let section = questions::question(&form, &question);
    let Block::Paragraph(said) = &section.blocks[0] else {
        panic!("{section:?}");
    };
    assert_eq!(said, &format!("{four}\nTick one:").into());
}

/// Objectives, a contrast and a notice, where the questionnaire has none of its own.
fn add_objectives(asked: &mut Questionnaire) {
    let from = asked.requirements[0].from.clone();
    let name = asked.organisation.name.clone();
    let indicator = |id: &str, text: &str| {
        serde_json::json!({
            "id": id, "text": text, "from": from, "holds_when": {"answered": name},
        })
    };
    let objective = serde_json::json!({
        "id": "O.1", "title": "An objective", "text": "What it is about.", "from": from,
        "lowest": {"id": "low", "title": "Low", "indicators": [indicator("a", "Nothing is done.")]},
        "levels": [{"id": "high", "title": "High", "indicators": [indicator("b", "All is done.")]}],
    });
    asked.views[0]
        .objectives
        .push(serde_json::from_value(objective).unwrap());
    let contrast = serde_json::json!({
        "requirement": asked.requirements[0].id, "objective": "O.1", "level": "high", "from": from,
        "requirement_only": "It asks for less.", "objective_only": "It asks for more.",
    });
    asked
        .contrasts
        .push(serde_json::from_value(contrast).unwrap());
    let notice = serde_json::json!({
        "when": {"answered": name}, "says": "You have a name.", "from": from,
    });
    asked
        .organisation
        .notices
        .push(serde_json::from_value(notice).unwrap());
}

#[test]
fn a_notice_and_a_contrast_say_whom_and_what_they_are_about() {
    let mut asked = load(include_bytes!("../../../tests/backups.json")).unwrap();
    add_objectives(&mut asked);
    let text = markdown::render(&booklet(&asked));
    let notice =
        "If “What is the name of the library?” (question 1) is filled in.\\\n  You have a name.";
    assert!(text.contains(notice), "{text}");
    assert!(text.contains("B1 Weekly protected backup (must), and O.1 An objective at “High”"));
    let level = "##### Low\n\n**Nothing is done.**\\\n";
    assert!(text.contains(level), "{text}");
}

#[test]
fn a_workbook_is_nobodys_assessment() {
    let report = booklet(&built_in().unwrap());
    assert_eq!(report.meta.author, None);
    assert_eq!(report.meta.modified, None);
    assert!(report.running.marking.is_empty() && !report.running.draft);
}

#[test]
fn registers_and_approvals_stand_in_the_workbook_with_the_numbers_of_their_questions() {
    let asked = load(include_bytes!("../../../tests/keys.json")).unwrap();
    let text = markdown::render(&booklet(&asked));
    for words in [
        "Record it at LOAN.6, LOAN.7, LOAN.8 and LOAN.9.",
        "Kept up afterwards: LOAN.11, LOAN.12 and LOAN.13. Any other change needs a new decision.",
        "By the day given at question LOAN.12, at most 6 months ahead.",
        "It needs no approval.",
        "Once a year, with the day at question LODGER.3.",
        "Doors in the register: [count]; with keys that are not numbered: [count].",
        "There are [answer 4] keys, by your answer, and [count] doors in the register.",
        "Which door is it?",
        "On which shelf is it?",
    ] {
        let plain = text.replace('\\', "");
        assert!(plain.contains(words), "{words}\n{plain}");
    }
    let without = load(include_bytes!("../../../tests/backups.json")).unwrap();
    let without = markdown::render(&booklet(&without));
    assert!(!without.contains(texts::REGISTERS), "no register, no page");
}
