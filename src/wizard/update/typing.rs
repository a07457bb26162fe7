//! Text that is being typed or pasted: edited, kept as a draft, taken when the focus moves on.

use tui_input::{Input, InputRequest};

use super::answer::{here, refuse, set};
use super::focus::focus;
use super::save::is_refused;
use crate::facts::Answer;
use crate::questionnaire::Input as Asks;
use crate::text;
use crate::wizard::keys::Key;
use crate::wizard::message::Effect;
use crate::wizard::model::{Form, Model, Notice, Overlay, Screen};
use crate::wizard::places::{FieldKey, Stop};

/// The longest text that is pasted, in characters: no field takes more.
const MAX_PASTE: usize = u16::MAX as usize;

/// Said of a text that was pasted where nothing takes one.
const NO_FIELD: &str = "That was pasted text; nothing was changed. Go into a text field to paste.";

/// What a key does to a text.
pub(super) fn request(key: Key, lines: bool) -> Option<InputRequest> {
    use InputRequest as R;
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "a key that does nothing to a text is a command, whichever it is"
    )]
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

pub(super) fn edit(model: &mut Model, key: Key) -> Vec<Effect> {
    let lines = has_lines(model);
    let Some(Screen::Form(form)) = model.screens.last_mut() else {
        return vec![];
    };
    // While the guidance is shown in place of the questions, nobody sees what is typed.
    if form.guidance.is_some() {
        return vec![];
    }
    let is_text = matches!(form.cursor, Stop::Text(_));
    let Some(input) = &mut form.input else {
        // Only in a record that can only be read is a text in focus and not typed.
        if is_text && matches!(key, Key::Char(_)) {
            is_refused(model);
        }
        return vec![];
    };
    let Some(request) = request(key, lines) else {
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
    let Some(Stop::Text(key)) = model.form().map(|form| &form.cursor) else {
        return false;
    };
    let page = model.page();
    let asks = page.field(key).map(|field| &field.question.input);
    matches!(asks, Some(Asks::Paragraphs { .. }))
}

pub(super) fn paste(model: &mut Model, pasted: &str) -> Vec<Effect> {
    let words = if model.overlay.is_none() && has_lines(model) {
        text::clean_paragraphs(pasted)
    } else {
        text::clean_line(pasted)
    };
    if words.chars().count() > MAX_PASTE {
        model.notice = Some(Notice::Problem(format!(
            "That is too long to paste: {MAX_PASTE} characters at most. Name the document that holds it instead."
        )));
        return vec![];
    }
    match &mut model.overlay {
        Some(Overlay::Search(input, cursor)) => {
            insert(input, &words);
            *cursor = 0;
            return vec![];
        }
        Some(Overlay::Copy(input)) => {
            insert(input, &words);
            return vec![];
        }
        _ => {}
    }
    if let Some(Overlay::Reason(asking)) = &mut model.overlay {
        insert(&mut asking.input, &words);
        return vec![];
    }
    if model.overlay.is_none() && is_refused(model) {
        return vec![];
    }
    if let Some(Screen::Form(form)) = model.screens.last_mut()
        && let Some(input) = &mut form.input
        && form.guidance.is_none()
        && model.overlay.is_none()
    {
        insert(input, &spaced(pasted, &words));
        form.problem = None;
        return keep_draft(model);
    }
    model.notice = Some(Notice::Info(NO_FIELD.to_owned()));
    vec![]
}

/// A cleaned text with the spaces at its ends again: they part it from what stands beside it.
fn spaced(pasted: &str, words: &str) -> String {
    if words.is_empty() {
        return String::new();
    }
    let before = pasted.len() - pasted.trim_start_matches(' ').len();
    let after = pasted.len() - pasted.trim_end_matches(' ').len();
    format!("{}{words}{}", " ".repeat(before), " ".repeat(after))
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
    let reason = if let Stop::NotApplicable(_) = form.cursor {
        " reason"
    } else {
        ""
    };
    Some(format!("{}/{}{reason}", form.subject.key(), field.key()))
}

/// The text with which typing begins: what was not finished, or the answer. None where nothing is
/// to be typed.
pub(super) fn text_of(model: &Model, key: &FieldKey, stop: &Stop) -> Option<Input> {
    let (open, form) = (model.open.as_ref()?, model.form()?);
    if open.read_only.is_some() {
        return None;
    }
    let page = model.page();
    let field = page.field(key)?;
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

/// Takes what was typed, if anything was. What does not fit stays in the field, as a draft.
pub(super) fn leave_text(model: &mut Model) -> Result<Vec<Effect>, Vec<Effect>> {
    let Some(form) = model.form() else {
        return Ok(vec![]);
    };
    let (Some(input), stop) = (&form.input, form.cursor.clone()) else {
        return Ok(vec![]);
    };
    let words = input.value().to_owned();
    // The answer may take the field away, and the focus with it.
    let draft = draft_name(form);
    let Some(field) = here(model) else {
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
        Stop::Choice(..)
        | Stop::NoneOfThese(_)
        | Stop::Text(_)
        | Stop::DontKnow(_)
        | Stop::Link(_) => match Answer::typed(&words, &field.question) {
            Ok(answer) => set(model, &field.key, Some(answer))?,
            Err(refusal) => return Err(refuse(model, &refusal.to_string())),
        },
    };
    Ok([effects, forget(model, draft)].concat())
}

fn forget_draft(model: &mut Model) -> Vec<Effect> {
    let draft = model.form().and_then(draft_name);
    forget(model, draft)
}

fn forget(model: &mut Model, draft: Option<String>) -> Vec<Effect> {
    let Some(open) = &mut model.open else {
        return vec![];
    };
    match draft.and_then(|draft| open.drafts.remove(&draft)) {
        Some(_) => vec![Effect::KeepDrafts(open.drafts.clone())],
        None => vec![],
    }
}

/// A field that was answered by other means than typing: what was typed into it before must not
/// be taken for an answer when the focus moves on.
pub(super) fn type_anew(model: &mut Model, key: &FieldKey) -> Vec<Effect> {
    let Some(form) = model.form().filter(|f| f.cursor.field() == Some(key)) else {
        return vec![];
    };
    let index = form.index;
    let effects = forget_draft(model);
    focus(model, index);
    effects
}
