//! The one place where the conversation moves: a message goes in, effects come out.

use jiff::civil::Date;
use tui_input::{Input, InputRequest};

use super::field::{Change, Field, FieldKey, change, fields};
use super::keys::{Command, EDITING, Key, TABLE, command};
use super::lists::{rows, search};
use super::message::{Effect, Message, Opened};
use super::model::{
    Form, List, Model, Notice, Open, Overlay, Place, Saving, Screen, Stop, Subject,
};
use super::row::{Goal, Row};
use super::{stops, texts};
use crate::assessment::{Action, Answer, Assessment, Due, Event, Logged, SignOff};
use crate::questionnaire::{ExemptionKindId, Input as Asks, ScenarioId};
use crate::text;

/// The longest text that is pasted, in characters: no field takes more.
const MAX_PASTE: usize = u16::MAX as usize;

/// How far "page up" and "page down" move.
const PAGE: usize = 10;

/// Moves the conversation.
pub fn update(model: &mut Model, message: Message) -> Vec<Effect> {
    match message {
        Message::Press(key) => press(model, key),
        Message::Paste(words) => paste(model, &words),
        Message::Do(command) => run(model, command),
        Message::Go(goal) => go(model, goal),
        Message::Answer { key, answer } => {
            model.notice = None;
            match set(model, &key, answer) {
                Ok(effects) => [effects, type_anew(model, &key)].concat(),
                Err(refused) => refused,
            }
        }
        Message::Stored(stored) => {
            model.stored = stored;
            vec![]
        }
        Message::Opened(opened) => {
            resume(model, *opened);
            vec![]
        }
        Message::Begun { name, path, first } => {
            if let Some(open) = &mut model.open {
                open.name = Some(name);
                open.path = Some(path);
                open.entries.push(*first);
                // What was typed before there was a record now has a place beside it.
                return vec![Effect::KeepDrafts(open.drafts.clone())];
            }
            vec![]
        }
        Message::Saved { entries, clock } => saved(model, entries, clock),
        Message::NotSaved(why) => {
            model.notice = Some(Notice::Problem(sentence(&why)));
            model.saving = Saving::Failed(why);
            if std::mem::take(&mut model.leaving) {
                model.overlay = Some(Overlay::QuitUnsaved);
            }
            vec![]
        }
        Message::Written(path) => {
            show(model, Place::Written(path));
            vec![]
        }
        Message::Failed(why) => {
            model.notice = Some(Notice::Problem(sentence(&why)));
            vec![]
        }
        Message::Today(today) => {
            set_today(model, today);
            vec![]
        }
    }
}

fn set_today(model: &mut Model, today: Date) {
    if model.today == today {
        return;
    }
    model.today = today;
    if let Some(open) = &mut model.open {
        open.judge(today);
    }
    settle(model);
}

fn resume(model: &mut Model, opened: Opened) {
    let state = match Assessment::fold(&opened.entries) {
        Ok(state) => state,
        Err(error) => {
            model.notice = Some(Notice::Problem(error.to_string()));
            return;
        }
    };
    let mut open = Open::of(opened.questionnaire, opened.entries, state, model.today);
    open.name = Some(opened.name);
    open.path = Some(opened.path);
    open.drafts = opened.drafts;
    model.notice = opened.warning.map(Notice::Problem);
    if model.notice.is_none() && !open.drafts.is_empty() {
        let kept = text::counted(open.drafts.len(), "text");
        model.notice = Some(Notice::Info(format!(
            "{kept} that was not finished is kept in its field."
        )));
    }
    model.open = Some(open);
    model.saving = Saving::Nothing;
    model.screens.truncate(1);
    show(model, Place::Tasks);
    if let Some(subject) = opened.at {
        push_form(model, subject, None);
    }
}

fn saved(model: &mut Model, entries: Vec<Logged>, clock: String) -> Vec<Effect> {
    let today = model.today;
    let Some(open) = &mut model.open else {
        return vec![];
    };
    open.pending.drain(..entries.len().min(open.pending.len()));
    let moved = |l: &Logged| matches!(l.entry.event, Event::Undone { .. } | Event::Redone { .. });
    let refold = entries.iter().any(moved);
    open.entries.extend(entries);
    if refold {
        // Cannot fail: undo and redo name entries that can be undone and redone.
        if let Ok(state) = Assessment::fold(&open.entries) {
            open.state = state;
            open.judge(today);
        }
    }
    let is_saved = open.pending.is_empty();
    model.saving = Saving::Saved(clock);
    settle(model);
    if refold {
        // The text that is being typed may be one that was taken back.
        refocus(model);
    }
    if is_saved && std::mem::take(&mut model.leaving) {
        return vec![Effect::Quit];
    }
    vec![]
}

// Keys.

fn press(model: &mut Model, key: Key) -> Vec<Effect> {
    match &model.overlay {
        Some(Overlay::Help(_)) => return press_help(model, key),
        Some(Overlay::Search(..)) => return press_search(model, key),
        Some(Overlay::QuitUnsaved) => {
            model.overlay = None;
            return match key {
                Key::Ctrl('c') => vec![Effect::Quit],
                Key::Ctrl('r') => retry(model),
                _ => vec![],
            };
        }
        None => {}
    }
    model.notice = None;
    let (form, record) = (model.form().is_some(), model.open.is_some());
    match command(key, model.is_typing(), form, record) {
        Some(command) => run(model, command),
        None => edit(model, key),
    }
}

fn press_help(model: &mut Model, key: Key) -> Vec<Effect> {
    let Some(Overlay::Help(line)) = &mut model.overlay else {
        return vec![];
    };
    let moved = command(key, false, false, false).and_then(|c| scrolled(c, *line));
    match moved {
        Some(moved) => *line = moved.min(TABLE.len() + EDITING.len()),
        None if key == Key::Ctrl('c') => return run(model, Command::Quit),
        None => model.overlay = None,
    }
    vec![]
}

fn press_search(model: &mut Model, key: Key) -> Vec<Effect> {
    let (Some(Overlay::Search(input, cursor)), Some(open)) = (&mut model.overlay, &model.open)
    else {
        model.overlay = None;
        return vec![];
    };
    let found = search(open, input.value());
    match key {
        Key::Esc => model.overlay = None,
        Key::Ctrl('c') => {
            model.overlay = None;
            return run(model, Command::Quit);
        }
        Key::Up => *cursor = cursor.saturating_sub(1),
        Key::Down | Key::Tab => *cursor = (*cursor + 1).min(found.len().saturating_sub(1)),
        Key::Enter => {
            let goal = found.get(*cursor).and_then(|row| row.goal.clone());
            if let Some(goal) = goal {
                model.overlay = None;
                return go(model, goal);
            }
        }
        key => {
            if let Some(request) = request(key, false) {
                input.handle(request);
                *cursor = 0;
            }
        }
    }
    vec![]
}

/// What a key does to a text.
fn request(key: Key, lines: bool) -> Option<InputRequest> {
    use InputRequest as R;
    Some(match key {
        Key::Char(c) => R::InsertChar(c),
        Key::NewLine | Key::Ctrl('j') if lines => R::InsertChar('\n'),
        Key::Left => R::GoToPrevChar,
        Key::Right => R::GoToNextChar,
        Key::WordLeft => R::GoToPrevWord,
        Key::WordRight => R::GoToNextWord,
        Key::Home | Key::Ctrl('a') => R::GoToStart,
        Key::End | Key::Ctrl('e') => R::GoToEnd,
        Key::Backspace => R::DeletePrevChar,
        Key::Delete => R::DeleteNextChar,
        Key::Ctrl('w') => R::DeletePrevWord,
        Key::Ctrl('u') => R::DeleteLine,
        _ => return None,
    })
}

fn edit(model: &mut Model, key: Key) -> Vec<Effect> {
    let lines = has_lines(model);
    let Some(Screen::Form(form)) = model.screens.last_mut() else {
        return vec![];
    };
    // While the guidance is shown in place of the questions, nobody sees what is typed.
    if form.guidance.is_some() {
        return vec![];
    }
    let (Some(input), Some(request)) = (&mut form.input, request(key, lines)) else {
        return vec![];
    };
    let before = input.value().to_owned();
    input.handle(request);
    if input.value() == before {
        return vec![];
    }
    form.problem = None;
    keep_draft(model)
}

fn has_lines(model: &Model) -> bool {
    let (Some(open), Some(form)) = (&model.open, model.form()) else {
        return false;
    };
    matches!(form.cursor, Stop::Text(_))
        && fields(open, &form.subject).iter().any(|f| {
            form.cursor.field() == Some(&f.key)
                && matches!(f.question.input, Asks::Paragraphs { .. })
        })
}

fn paste(model: &mut Model, words: &str) -> Vec<Effect> {
    let words = if has_lines(model) {
        text::clean_paragraphs(words)
    } else {
        text::clean_line(words)
    };
    if words.chars().count() > MAX_PASTE {
        model.notice = Some(Notice::Problem(format!(
            "That is too long to paste: {MAX_PASTE} characters at most. Name the document that holds it instead."
        )));
        return vec![];
    }
    if let Some(Overlay::Search(input, cursor)) = &mut model.overlay {
        insert(input, &words);
        *cursor = 0;
        return vec![];
    }
    if model.overlay.is_some() {
        return vec![];
    }
    let Some(Screen::Form(form)) = model.screens.last_mut() else {
        return vec![];
    };
    let Some(input) = form.input.as_mut().filter(|_| form.guidance.is_none()) else {
        model.notice = Some(Notice::Info(
            "Text can be pasted into a text field; go to one first.".to_owned(),
        ));
        return vec![];
    };
    insert(input, &words);
    form.problem = None;
    keep_draft(model)
}

/// Inserts a whole text at the cursor: one call for each character would be slow for a long one.
fn insert(input: &mut Input, words: &str) {
    let (before, after): (String, String) = {
        let mut characters = input.value().chars();
        let before = characters.by_ref().take(input.cursor()).collect();
        (before, characters.collect())
    };
    let cursor = before.chars().count() + words.chars().count();
    *input = Input::new(format!("{before}{words}{after}")).with_cursor(cursor);
}

fn keep_draft(model: &mut Model) -> Vec<Effect> {
    let (Some(open), Some(Screen::Form(form))) = (&mut model.open, model.screens.last()) else {
        return vec![];
    };
    let (Some(input), Some(name)) = (&form.input, draft_name(form)) else {
        return vec![];
    };
    if form.cursor.field() == Some(&FieldKey::Confirm) {
        // A declaration is never taken up half-made.
        return vec![];
    }
    open.drafts.insert(name, input.value().to_owned());
    vec![Effect::KeepDrafts(open.drafts.clone())]
}

fn draft_name(form: &Form) -> Option<String> {
    let field = form.cursor.field()?;
    let reason = match form.cursor {
        Stop::NotApplicable(_) => " reason",
        _ => "",
    };
    Some(format!("{}/{}{reason}", form.subject.key(), field.key()))
}

// Commands.

fn run(model: &mut Model, command: Command) -> Vec<Effect> {
    use Command as C;
    model.notice = None;
    match command {
        Command::Help => {
            model.overlay = Some(Overlay::Help(0));
            return vec![];
        }
        Command::Search => {
            model.overlay = Some(Overlay::Search(Input::default(), 0));
            return vec![];
        }
        _ => {}
    }
    let last = longest_guidance(model);
    if let Some(Screen::Form(form)) = model.screens.last_mut()
        && let Some(line) = form.guidance
    {
        if let Some(moved) = scrolled(command, line) {
            form.guidance = Some(moved.min(last));
            return vec![];
        }
        // The questions are out of sight: nothing is chosen there.
        if let C::Select | C::Mark | C::Clear | C::NextField | C::PreviousField = command {
            form.guidance = None;
            return vec![];
        }
    }
    let stays = matches!(
        command,
        Command::Back | Command::Quit | Command::Guidance | Command::Retry
    );
    let was_typing = model.is_typing();
    // What was typed is taken before the focus moves; what does not fit keeps the focus.
    let mut effects = match leave_text(model) {
        Ok(effects) => effects,
        Err(effects) if stays => effects,
        Err(effects) => return effects,
    };
    effects.extend(match command {
        Command::Up => step(model, -1),
        Command::Down => step(model, 1),
        Command::PageUp => step(model, -(PAGE as isize)),
        Command::PageDown => step(model, PAGE as isize),
        Command::First => step(model, isize::MIN),
        Command::Last => step(model, isize::MAX),
        Command::NextField => field_step(model, true),
        Command::PreviousField => field_step(model, false),
        Command::Select => select(model, true, was_typing),
        Command::Mark => select(model, false, was_typing),
        Command::Clear => clear(model),
        Command::Back => back(model),
        Command::Guidance => toggle_guidance(model),
        Command::Next | Command::Previous => sibling(model, command == Command::Next),
        Command::Exempt => exempt(model),
        Command::Act => act(model),
        Command::Tasks => go(model, Goal::Show(Place::Tasks)),
        Command::Review => go(model, Goal::Show(Place::Review)),
        Command::Outcomes => go(model, Goal::Show(Place::Outcomes)),
        Command::Undo | Command::Redo => undo(model, command == Command::Undo),
        Command::Retry => retry(model),
        Command::Quit => quit(model),
        Command::Help | Command::Search => vec![],
    });
    effects
}

/// The most lines that the guidance of the scenario on top can have, at the smallest width.
fn longest_guidance(model: &Model) -> usize {
    let scenario = scenario_here(model);
    let open = model.open.as_ref();
    let scenario = open
        .zip(scenario)
        .and_then(|(o, id)| o.questionnaire.scenario(&id));
    let pieces = scenario.map_or(&[][..], |s| &s.guidance);
    pieces.iter().map(|piece| piece.text.len() / 40 + 6).sum()
}

/// Where the guidance, or the help, is after a command, if the command moves it.
fn scrolled(command: Command, line: usize) -> Option<usize> {
    Some(match command {
        Command::Up => line.saturating_sub(1),
        Command::Down => line.saturating_add(1),
        Command::PageUp => line.saturating_sub(PAGE),
        Command::PageDown => line + PAGE,
        Command::First => 0,
        Command::Last => usize::MAX,
        _ => return None,
    })
}

fn toggle_guidance(model: &mut Model) -> Vec<Effect> {
    if !matches!(model.form(), Some(form) if matches!(form.subject, Subject::Scenario(_))) {
        let says = "There is guidance on scenarios only.";
        model.notice = Some(Notice::Info(says.to_owned()));
        return vec![];
    }
    if let Some(Screen::Form(form)) = model.screens.last_mut() {
        form.guidance = match form.guidance {
            Some(_) => None,
            None => Some(0),
        };
    }
    vec![]
}

fn step(model: &mut Model, by: isize) -> Vec<Effect> {
    let stops = form_stops(model);
    let rows = list_rows(model);
    match model.screens.last_mut() {
        Some(Screen::Form(form)) => {
            let here = stops::position(form, &stops);
            let last = stops.len().saturating_sub(1);
            focus(model, here.saturating_add_signed(by).min(last))
        }
        Some(Screen::List(list)) => {
            list.cursor = next_row(&rows, list.cursor, by);
            vec![]
        }
        None => vec![],
    }
}

/// The nearest row with a goal, in the direction of the step.
fn next_row(rows: &[Row], here: usize, by: isize) -> usize {
    let can = |index: &usize| rows.get(*index).is_some_and(|row| row.goal.is_some());
    let last = rows.len().saturating_sub(1);
    let wanted = here.saturating_add_signed(by).min(last);
    let found = if by >= 0 {
        (wanted..=last)
            .find(can)
            .or_else(|| (here..=last).rev().find(can))
    } else {
        (0..=wanted)
            .rev()
            .find(can)
            .or_else(|| (0..=here).find(can))
    };
    found.unwrap_or(here)
}

fn field_step(model: &mut Model, forward: bool) -> Vec<Effect> {
    let stops = form_stops(model);
    let Some(form) = model.form() else {
        return vec![];
    };
    let here = stops::position(form, &stops);
    let field = |index: usize| stops.get(index).map(Stop::field);
    let is_first = |index: &usize| {
        field(*index) == Some(None) || *index == 0 || field(*index) != field(index - 1)
    };
    let found = if forward {
        (here + 1..stops.len())
            .filter(|i| field(*i) != field(here) || field(*i) == Some(None))
            .find(is_first)
    } else {
        let starts: Vec<usize> = (0..here).filter(is_first).collect();
        let own = |i: &&usize| field(**i) == field(here) && field(here) != Some(None);
        starts.iter().rev().find(|i| !own(i)).copied()
    };
    found.map_or_else(Vec::new, |index| focus(model, index))
}

/// Gives a stop the focus. A text is ready for typing at once.
fn focus(model: &mut Model, index: usize) -> Vec<Effect> {
    let stops = form_stops(model);
    let Some(stop) = stops.get(index).cloned() else {
        return vec![];
    };
    let input = match &stop {
        Stop::Text(key) => text_of(model, key, &stop),
        _ => None,
    };
    if let Some(Screen::Form(form)) = model.screens.last_mut() {
        form.cursor = stop;
        form.index = index;
        form.input = input;
        form.problem = None;
    }
    vec![]
}

/// The text with which typing begins: what was not finished, or the answer.
fn text_of(model: &Model, key: &FieldKey, stop: &Stop) -> Option<Input> {
    let (open, form) = (model.open.as_ref()?, model.form()?);
    let fields = fields(open, &form.subject);
    let field = fields.iter().find(|f| f.key == *key)?;
    let at_stop = Form {
        cursor: stop.clone(),
        ..form.clone()
    };
    let draft = draft_name(&at_stop).and_then(|name| open.drafts.get(&name).cloned());
    let words = draft.unwrap_or_else(|| match (stop, &field.answer) {
        (Stop::NotApplicable(_), Some(Answer::NotApplicable { reason })) => reason.clone(),
        (Stop::NotApplicable(_), _) => String::new(),
        _ => field.text(),
    });
    Some(Input::new(words))
}

fn select(model: &mut Model, onward: bool, was_typing: bool) -> Vec<Effect> {
    let rows = list_rows(model);
    match model.screens.last() {
        Some(Screen::List(list)) => {
            let goal = rows.get(list.cursor).and_then(|row| row.goal.clone());
            goal.map_or_else(Vec::new, |goal| go(model, goal))
        }
        Some(Screen::Form(form)) => {
            let stop = form.cursor.clone();
            select_stop(model, &stop, onward, was_typing)
        }
        None => vec![],
    }
}

fn select_stop(model: &mut Model, stop: &Stop, onward: bool, was_typing: bool) -> Vec<Effect> {
    let Some((field, links)) = here(model) else {
        return vec![];
    };
    if let Stop::Link(index) = stop {
        let goal = links.get(*index).and_then(|row| row.goal.clone());
        return goal.map_or_else(Vec::new, |goal| go(model, goal));
    }
    let Some(field) = field else { return vec![] };
    let many = matches!(field.question.input, Asks::AnyOf(_));
    let answer = match stop {
        Stop::Choice(_, id) if many => {
            let mut chosen = match &field.answer {
                Some(Answer::Choices(chosen)) => chosen.clone(),
                _ => Default::default(),
            };
            if !chosen.remove(id) {
                chosen.insert(id.clone());
            }
            // The last choice taken away is no answer; "none of these" is said in words.
            (!chosen.is_empty()).then_some(Answer::Choices(chosen))
        }
        Stop::Choice(_, id) => Some(Answer::Choice(id.clone())),
        Stop::NoneOfThese(_) => Some(Answer::Choices(Default::default())),
        Stop::DontKnow(_) => Some(Answer::DontKnow),
        // Its reason was taken when the text was left; without one it is asked for.
        Stop::NotApplicable(_)
            if was_typing && matches!(field.answer, Some(Answer::NotApplicable { .. })) =>
        {
            return if onward {
                field_step(model, true)
            } else {
                vec![]
            };
        }
        Stop::NotApplicable(key) => {
            let input = text_of(model, key, stop);
            if let Some(Screen::Form(form)) = model.screens.last_mut() {
                form.input = input;
            }
            return vec![];
        }
        Stop::Text(_) | Stop::Link(_) => {
            return if onward {
                field_step(model, true)
            } else {
                vec![]
            };
        }
    };
    let goes_on = onward && !(many && matches!(stop, Stop::Choice(..)));
    match set(model, &field.key, answer) {
        Ok(mut effects) => {
            if goes_on {
                effects.extend(field_step(model, true));
            }
            effects
        }
        Err(effects) => effects,
    }
}

/// The field that has the focus, and the links of the form.
fn here(model: &Model) -> Option<(Option<Field>, Vec<Row>)> {
    let (open, form) = (model.open.as_ref()?, model.form()?);
    let fields = fields(open, &form.subject);
    let field = fields
        .into_iter()
        .find(|f| form.cursor.field() == Some(&f.key));
    Some((field, stops::links(open, &form.subject)))
}

fn clear(model: &mut Model) -> Vec<Effect> {
    match here(model) {
        Some((Some(field), _)) => match set(model, &field.key, None) {
            Ok(effects) => [effects, type_anew(model, &field.key)].concat(),
            Err(refused) => refused,
        },
        _ => vec![],
    }
}

/// Takes what was typed, if anything was. What does not fit stays in the field, as a draft.
fn leave_text(model: &mut Model) -> Result<Vec<Effect>, Vec<Effect>> {
    let Some(form) = model.form() else {
        return Ok(vec![]);
    };
    let (Some(input), stop) = (&form.input, form.cursor.clone()) else {
        return Ok(vec![]);
    };
    let words = input.value().to_owned();
    let Some((Some(field), _)) = here(model) else {
        return Ok(vec![]);
    };
    let effects = match &stop {
        Stop::NotApplicable(_) if text::clean_line(&words).is_empty() => vec![],
        Stop::NotApplicable(_) => {
            let reason = Answer::NotApplicable { reason: words };
            set(model, &field.key, Some(reason))?
        }
        _ if words == field.text() => vec![],
        _ if text::clean_line(&words).is_empty() => set(model, &field.key, None)?,
        _ => match Answer::typed(&words, &field.question) {
            Ok(answer) => set(model, &field.key, Some(answer))?,
            Err(refusal) => return Err(refuse(model, &refusal.to_string())),
        },
    };
    Ok([effects, forget_draft(model)].concat())
}

fn refuse(model: &mut Model, why: &str) -> Vec<Effect> {
    let says = sentence(why);
    if let Some(Screen::Form(form)) = model.screens.last_mut() {
        form.problem = Some(says.clone());
    }
    model.notice = Some(Notice::Problem(says));
    vec![]
}

/// A refusal as a sentence: with a capital letter and a full stop.
fn sentence(words: &str) -> String {
    let words = text::printable(words);
    let mut characters = words.chars();
    let first = characters.next().map(|c| c.to_uppercase().to_string());
    format!("{}{}.", first.unwrap_or_default(), characters.as_str())
}

fn forget_draft(model: &mut Model) -> Vec<Effect> {
    let name = model.form().and_then(draft_name);
    let Some(open) = &mut model.open else {
        return vec![];
    };
    match name.and_then(|name| open.drafts.remove(&name)) {
        Some(_) => vec![Effect::KeepDrafts(open.drafts.clone())],
        None => vec![],
    }
}

/// A field that was answered by other means than typing: what was typed into it before must not
/// be taken for an answer when the focus moves on.
fn type_anew(model: &mut Model, key: &FieldKey) -> Vec<Effect> {
    let Some(form) = model.form().filter(|f| f.cursor.field() == Some(key)) else {
        return vec![];
    };
    let index = form.index;
    let effects = forget_draft(model);
    focus(model, index);
    effects
}

/// Answers a field of the form on top, or takes its answer back.
///
/// # Errors
/// The effects of a refusal: the sentence is on the screen.
fn set(
    model: &mut Model,
    key: &FieldKey,
    answer: Option<Answer>,
) -> Result<Vec<Effect>, Vec<Effect>> {
    let (Some(open), Some(form)) = (&model.open, model.form()) else {
        return Ok(vec![]);
    };
    let subject = form.subject.clone();
    let fields = fields(open, &subject);
    let Some(field) = fields.iter().find(|f| f.key == *key) else {
        return Err(refuse(model, "this question is not asked here"));
    };
    match change(open, &subject, field, answer) {
        Ok(Change::Events(events)) => Ok(record(model, events)),
        Ok(Change::Signing(signing)) => {
            if let Some(open) = &mut model.open {
                open.signing = signing;
            }
            Ok(vec![])
        }
        Err(refusal) => Err(refuse(model, &refusal.to_string())),
    }
}

/// Lets events count on screen and sends them, with all that wait, to be written.
fn record(model: &mut Model, events: Vec<Event>) -> Vec<Effect> {
    let today = model.today;
    let Some(open) = &mut model.open else {
        return vec![];
    };
    if events.is_empty() {
        return vec![];
    }
    for event in &events {
        // The first entry of a record, which the session writes, comes before all others.
        let seq = (open.entries.len().max(1) + open.pending.len() + 1) as u64;
        // Every event here was made from the state that it is applied to.
        if let Err(why) = open.state.apply(seq, event) {
            model.notice = Some(Notice::Problem(sentence(why)));
            return vec![];
        }
        open.pending.push(event.clone());
    }
    open.judge(today);
    // The word was given for the record as it was.
    open.signing.confirmation.clear();
    let effects = vec![append(open)];
    model.saving = Saving::Writing;
    settle(model);
    effects
}

fn append(open: &Open) -> Effect {
    Effect::Append {
        title: open.organisation().to_owned(),
        by: open.assessor().to_owned(),
        events: open.pending.clone(),
    }
}

fn retry(model: &mut Model) -> Vec<Effect> {
    match &model.open {
        Some(open) if !open.pending.is_empty() => {
            let effect = append(open);
            model.saving = Saving::Writing;
            vec![effect]
        }
        _ => vec![],
    }
}

/// Questions may have come or gone: the focus stays on its stop, or near it.
fn settle(model: &mut Model) {
    let stops = form_stops(model);
    let rows = list_rows(model);
    match model.screens.last_mut() {
        Some(Screen::Form(form)) => {
            let index = stops::position(form, &stops);
            form.index = index;
            if stops.get(index) != Some(&form.cursor) {
                focus(model, index);
            }
        }
        Some(Screen::List(list)) => list.cursor = next_row(&rows, list.cursor, 0),
        None => {}
    }
}

fn form_stops(model: &Model) -> Vec<Stop> {
    match (&model.open, model.form()) {
        (Some(open), Some(form)) => {
            let fields = fields(open, &form.subject);
            stops::stops(open, &form.subject, &fields)
        }
        _ => vec![],
    }
}

fn list_rows(model: &Model) -> Vec<Row> {
    match model.screen() {
        Screen::List(list) => rows(model, &list.place),
        Screen::Form(_) => vec![],
    }
}

// Moving between screens.

fn go(model: &mut Model, goal: Goal) -> Vec<Effect> {
    match goal {
        Goal::New => {
            model.open = Some(Open::new(model.questionnaire.clone(), model.today));
            model.saving = Saving::Nothing;
            model.screens.truncate(1);
            show(model, Place::Tasks);
            push_form(model, Subject::Organisation, None);
            vec![]
        }
        Goal::Resume(name) => vec![Effect::Open(name)],
        Goal::Show(place) => {
            show(model, place);
            vec![]
        }
        Goal::Form(subject, at) => {
            push_form(model, subject, at.as_ref());
            vec![]
        }
        Goal::At(key) => {
            let stops = form_stops(model);
            match stops.iter().position(|stop| stop.field() == Some(&key)) {
                Some(index) => focus(model, index),
                None => {
                    model.notice = Some(Notice::Info("That is not asked here.".to_owned()));
                    vec![]
                }
            }
        }
        Goal::Onward(subject) => {
            model.screens.pop();
            push_form(model, subject, None);
            vec![]
        }
        Goal::BeginExemption(kind, scenario) => begin_exemption(model, kind, scenario),
        Goal::BeginAction(scenario) => begin_action(model, scenario),
        Goal::RemoveAction(action) => {
            let effects = back(model);
            [
                effects,
                record(model, vec![Event::ActionRemoved { action }]),
            ]
            .concat()
        }
        Goal::Register(_) => {
            model.screens.pop();
            show(model, Place::Exemptions);
            vec![]
        }
        Goal::Sign => sign(model),
        Goal::WriteReport => {
            if model.open.as_ref().is_some_and(|o| o.pending.is_empty()) {
                vec![Effect::WriteReport]
            } else {
                model.notice = Some(Notice::Problem(
                    "The last change is not saved yet; save it first.".to_owned(),
                ));
                vec![]
            }
        }
        Goal::Close => close(model),
        Goal::Explain(words) => {
            model.notice = Some(Notice::Problem(sentence(&words)));
            vec![]
        }
        Goal::Back => back(model),
        Goal::Quit => quit(model),
    }
}

/// Shows a list: the one that is already below, or a new one on top.
fn show(model: &mut Model, place: Place) {
    let below = model
        .screens
        .iter()
        .position(|s| matches!(s, Screen::List(list) if list.place == place));
    match below {
        Some(index) => model.screens.truncate(index + 1),
        None => model.screens.push(Screen::List(List { place, cursor: 0 })),
    }
    settle(model);
}

fn push_form(model: &mut Model, subject: Subject, at: Option<&FieldKey>) {
    let Some(open) = &model.open else { return };
    let Some((index, stop)) = stops::first(open, &subject, at) else {
        model.notice = Some(Notice::Problem("That is not there any more.".to_owned()));
        return;
    };
    if let (Subject::SignOff, Some(open)) = (&subject, &mut model.open) {
        // A sign-off is meant anew each time that somebody comes to it.
        open.signing.confirmation.clear();
    }
    model.screens.push(Screen::Form(Form {
        subject,
        cursor: stop,
        index,
        input: None,
        problem: None,
        guidance: None,
    }));
    focus(model, index);
}

fn back(model: &mut Model) -> Vec<Effect> {
    if let Some(Screen::Form(form)) = model.screens.last_mut()
        && form.guidance.take().is_some()
    {
        return vec![];
    }
    let home_below = model.screens.len() == 2;
    if home_below {
        return close(model);
    }
    if model.screens.len() > 1 {
        model.screens.pop();
    }
    refocus(model);
    vec![]
}

/// A form that comes to light again is ready for typing, as it was.
fn refocus(model: &mut Model) {
    settle(model);
    if let Some(index) = model.form().map(|form| form.index) {
        focus(model, index);
    }
}

fn close(model: &mut Model) -> Vec<Effect> {
    if model.open.as_ref().is_some_and(|o| !o.pending.is_empty()) {
        model.notice = Some(Notice::Problem(
            "The last change is not saved yet. Press Ctrl-R to try again.".to_owned(),
        ));
        return vec![];
    }
    model.open = None;
    model.saving = Saving::Nothing;
    model.screens.truncate(1);
    vec![Effect::Close, Effect::List]
}

fn quit(model: &mut Model) -> Vec<Effect> {
    if model.open.as_ref().is_none_or(|o| o.pending.is_empty()) {
        return vec![Effect::Quit];
    }
    if model.saving == Saving::Writing {
        // What was being typed is on its way to the disk; whether it arrives decides.
        model.leaving = true;
    } else {
        model.overlay = Some(Overlay::QuitUnsaved);
    }
    vec![]
}

fn sibling(model: &mut Model, forward: bool) -> Vec<Effect> {
    let (Some(open), Some(form)) = (&model.open, model.form()) else {
        return vec![];
    };
    let next = if forward {
        open.next(&form.subject)
    } else {
        open.previous(&form.subject)
    };
    match next {
        Some(next) => go(model, Goal::Onward(next)),
        None if forward => go(model, Goal::Show(Place::Review)),
        None => vec![],
    }
}

/// The scenario of the form on top.
fn scenario_here(model: &Model) -> Option<ScenarioId> {
    match &model.form()?.subject {
        Subject::Scenario(id) => Some(id.clone()),
        Subject::Action(id) => {
            let action = model.open.as_ref()?.state.actions.get(id)?;
            Some(action.scenario.clone())
        }
        _ => None,
    }
}

fn exempt(model: &mut Model) -> Vec<Effect> {
    let place = match scenario_here(model) {
        Some(scenario) => Place::ExemptionKinds(Some(scenario)),
        None => Place::Exemptions,
    };
    go(model, Goal::Show(place))
}

fn act(model: &mut Model) -> Vec<Effect> {
    match scenario_here(model) {
        Some(scenario) => go(model, Goal::BeginAction(scenario)),
        None => go(model, Goal::Show(Place::Actions)),
    }
}

fn begin_exemption(
    model: &mut Model,
    kind: ExemptionKindId,
    scenario: Option<ScenarioId>,
) -> Vec<Effect> {
    let Some(open) = &model.open else {
        return vec![];
    };
    let Some(serves) = open.questionnaire.exemption_kind(&kind) else {
        return vec![];
    };
    let id = open.new_exemption();
    let findings = scenario
        .as_ref()
        .and_then(|s| open.results.scenario(s))
        .map_or(&[][..], |result| &result.findings);
    let lacking = findings
        .iter()
        .filter(|f| f.next.is_some())
        .map(|f| f.requirement.clone());
    let requirements = lacking
        .filter(|r| serves.requirements.contains(r))
        .collect();
    let event = Event::ExemptionScoped {
        exemption: id,
        kind,
        requirements,
        scenarios: scenario.into_iter().collect(),
    };
    let effects = record(model, vec![event]);
    // The list of kinds has done its work; going back leads to where one came from.
    model.screens.pop();
    push_form(model, Subject::Exemption(id, 0), None);
    effects
}

fn begin_action(model: &mut Model, scenario: ScenarioId) -> Vec<Effect> {
    let Some(open) = &model.open else {
        return vec![];
    };
    let id = open.new_action();
    let next = open
        .results
        .scenario(&scenario)
        .and_then(|result| result.findings.iter().find_map(|f| f.next.clone()));
    let content = Action {
        scenario,
        what: next.unwrap_or_default(),
        owner: String::new(),
        due: Due::NotGiven,
        done: false,
    };
    let action = Event::ActionWritten {
        action: id,
        content,
    };
    let effects = record(model, vec![action]);
    push_form(model, Subject::Action(id), None);
    effects
}

fn undo(model: &mut Model, back: bool) -> Vec<Effect> {
    let Some(open) = &mut model.open else {
        return vec![];
    };
    if !open.pending.is_empty() {
        model.notice = Some(match model.saving {
            Saving::Failed(_) => Notice::Problem(
                "The last change is not saved yet; save it first with Ctrl-R.".to_owned(),
            ),
            // It was being typed until now.
            _ => Notice::Info("What was typed is saved. Undo again to take it back.".to_owned()),
        });
        return vec![];
    }
    let found = if back {
        Assessment::undoable(&open.entries)
    } else {
        Assessment::redoable(&open.entries)
    };
    let Some(logged) = found else {
        let says = if back {
            "There is nothing to undo."
        } else {
            "There is nothing to bring back."
        };
        model.notice = Some(Notice::Info(says.to_owned()));
        return vec![];
    };
    let seq = logged.entry.seq;
    let what = logged.entry.event.words(&open.questionnaire);
    let (event, says) = if back {
        (Event::Undone { seq }, "Undone")
    } else {
        (Event::Redone { seq }, "Brought back")
    };
    open.pending.push(event);
    let effect = append(open);
    model.saving = Saving::Writing;
    model.notice = Some(Notice::Info(format!("{says}: {what}.")));
    vec![effect]
}

fn sign(model: &mut Model) -> Vec<Effect> {
    let Some(open) = &model.open else {
        return vec![];
    };
    let left = open.results.gaps.len();
    let role = open.signing.role.as_ref().and_then(|id| {
        let roles = &open.questionnaire.sign_off.roles;
        roles.iter().find(|role| role.id == *id)
    });
    let confirmed = open.signing.confirmation.trim().to_lowercase() == texts::CONFIRMATION;
    let problem = match (open.fingerprint(), role) {
        _ if left > 0 => Some(format!(
            "{} left before this can be signed. Press r, or F5, to see and jump to each.",
            text::counted(left, "thing")
        )),
        _ if !open.pending.is_empty() => {
            Some("The last change is not saved yet; save it first with Ctrl-R.".to_owned())
        }
        _ if open.signing.name.is_empty() => Some("Say who signs.".to_owned()),
        (_, None) => Some("Choose the role in which you sign.".to_owned()),
        _ if !confirmed => Some(format!(
            "Type the word \"{}\" to make the declaration your own.",
            texts::CONFIRMATION
        )),
        (None, _) => Some("There is nothing to sign yet.".to_owned()),
        (Some(fingerprint), Some(role)) => {
            let sign_off = SignOff {
                name: open.signing.name.clone(),
                role: role.label.clone(),
                declaration: open.questionnaire.sign_off.declaration.clone(),
                date: model.today,
                fingerprint,
            };
            let mut effects = record(model, vec![Event::SignedOff(sign_off)]);
            if let Some(open) = &mut model.open {
                open.signing = super::model::Signing::default();
            }
            effects.push(Effect::WriteReport);
            return effects;
        }
    };
    model.notice = problem.map(Notice::Problem);
    vec![]
}
