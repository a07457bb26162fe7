//! What a person reads, wherever it stands: every text of the file that has a space in it. No id,
//! date or address has one, so that a new field needs no line here.

use serde_json::{Map, Value};

use crate::questionnaire::Questionnaire;

/// A text with its path from the top of the file.
pub(super) struct Prose {
    pub field: String,
    pub text: String,
}

/// Every text, in the order of the file.
pub(super) fn prose(q: &Questionnaire) -> Vec<Prose> {
    let mut found = vec![];
    walk("", &value(q), &mut |field, value| {
        if let Value::String(text) = value
            && text.trim().contains(char::is_whitespace)
        {
            found.push(Prose {
                field: field.to_owned(),
                text: text.clone(),
            });
        }
    });
    found
}

/// Every part that says what it rests on, with the texts that stand beside it.
pub(super) fn stated(q: &Questionnaire, mut see: impl FnMut(&str, &Map<String, Value>)) {
    walk("", &value(q), &mut |field, value| {
        if let Value::Object(part) = value
            && part.contains_key("from")
        {
            see(field, part);
        }
    });
}

/// As in the file, with the names of its fields.
fn value(q: &Questionnaire) -> Value {
    serde_json::to_value(q).unwrap_or_default()
}

fn walk(field: &str, value: &Value, see: &mut impl FnMut(&str, &Value)) {
    see(field, value);
    match value {
        Value::Object(fields) => {
            for (name, part) in fields {
                let dot = if field.is_empty() { "" } else { "." };
                walk(&format!("{field}{dot}{name}"), part, see);
            }
        }
        Value::Array(items) => {
            for (number, item) in items.iter().enumerate() {
                walk(&format!("{field}[{number}]"), item, see);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
