//! The sign-off form: what it asks, what it says first, and what keeps a sign-off from being made.

use super::field::{Field, built_in, choice};

use super::assessed::Assessed;
use super::open::Open;
use super::places::FieldKey;
use super::texts;
use crate::facts::limits::{SAME_PERSON, SIGN_OFFS, SIGNER};
use crate::facts::{Answer, SignOff};
use crate::questionnaire::{Input, Role};
use crate::text::{counted, is_same_person, says_something};

impl Assessed {
    fn role(&self) -> Option<&Role> {
        let chosen = self.signing.role.as_ref()?;
        let mut roles = self.questionnaire.sign_off.roles.iter();
        roles.find(|role| role.id == *chosen)
    }

    /// Whether who is about to sign would both have assessed and approve.
    fn signs_on_both_sides(&self) -> bool {
        let same = |role| {
            let name = &self.signing.name;
            self.state.is_same_person(&self.questionnaire, name, role)
        };
        self.role().is_some_and(same)
    }
}

impl Open {
    /// The sign-off that is being filled in, as it would be made.
    ///
    /// # Errors
    /// Says what keeps it from being made.
    pub fn to_be_signed(&self) -> Result<SignOff, String> {
        let signing = &self.signing;
        if !self.pending.is_empty() {
            return Err("The last change is not saved yet; save it first with Ctrl-R.".to_owned());
        }
        if self.state.sign_offs.len() >= SIGN_OFFS {
            return Err(format!(
                "This record holds {SIGN_OFFS} sign-offs, and no record holds more. Begin the next assessment \
                 from it, and sign that one."
            ));
        }
        if signing.name.is_empty() {
            return Err("Say who signs.".to_owned());
        }
        let name = &signing.name;
        if self.questionnaire.is_placeholder(name) || !says_something(name) {
            return Err(format!(
                "“{}” names nobody. Write the name of the person who signs.",
                signing.name
            ));
        }
        let Some(role) = self.role() else {
            return Err("Choose the role in which you sign.".to_owned());
        };
        let gaps = &self.results.gaps;
        let is_again = |by: &SignOff| {
            is_same_person(&by.name, &signing.name)
                && by.role == role.label
                && by.is_draft() != gaps.is_empty()
        };
        let mut standing = self.state.current_sign_offs();
        if let Some(signed) = standing.find(|s| is_again(&s.sign_off)) {
            return Err(format!(
                "{} has signed as {} already, and nothing has changed since.",
                signed.sign_off.name, role.label
            ));
        }
        let same_person = self.signs_on_both_sides();
        if same_person && signing.same_person.is_empty() {
            return Err("Say why the same person assesses and approves.".to_owned());
        }
        if signing.confirmation.trim().to_lowercase() != texts::CONFIRMATION {
            return Err(format!(
                "Type the word \"{}\" to make the declaration your own.",
                texts::CONFIRMATION
            ));
        }
        let Some(fingerprint) = self.fingerprint() else {
            return Err("There is nothing to sign yet.".to_owned());
        };
        let sign_off = SignOff {
            name: signing.name.clone(),
            role: role.label.clone(),
            declaration: self.questionnaire.sign_off.declaration.clone(),
            date: self.today,
            fingerprint,
            gaps: gaps.clone(),
            same_person: same_person.then(|| signing.same_person.clone()),
        };
        // What readers of the record will hold against it.
        match sign_off
            .faults(&self.questionnaire, gaps, same_person)
            .first()
        {
            None => Ok(sign_off),
            Some(fault) => Err(format!("This would not count: {}.", fault.words())),
        }
    }
}

/// The fields of the form.
pub(super) fn fields(open: &Assessed) -> Vec<Field> {
    let text = |words: &str| (!words.is_empty()).then(|| Answer::Text(words.to_owned()));
    let line = |key, asks, max, words: &str| built_in(key, asks, Input::Line { max }, text(words));
    let roles = open.questionnaire.sign_off.roles.iter();
    let roles = roles
        .filter_map(|role| choice(role.id.as_str(), role.label.clone()))
        .collect();
    let signing = &open.signing;
    let why = open.signs_on_both_sides().then(|| {
        let words = &signing.same_person;
        line(FieldKey::SamePerson, texts::SAME_PERSON, SAME_PERSON, words)
    });
    [
        line(FieldKey::SignName, texts::SIGN_NAME, SIGNER, &signing.name),
        built_in(
            FieldKey::SignRole,
            texts::SIGN_ROLE,
            Input::OneOf(roles),
            signing.role.clone().map(Answer::Choice),
        ),
        why.flatten(),
        line(FieldKey::Confirm, texts::CONFIRM, 20, &signing.confirmation),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// That an assessment which is not complete can be signed as a draft only; nothing when it is.
pub fn only_as_draft(open: &Assessed) -> Option<String> {
    let left = match open.results.gaps.len() {
        0 => return None,
        1 => "1 thing is left".to_owned(),
        more => format!("{more} things are left"),
    };
    Some(format!(
        "{left}, so this can be signed only as a draft. The sign-off then lists each, and the \
         report stays a DRAFT. “Check your answers” shows what is left."
    ))
}

/// Who has signed the record as it stands, with what has changed by date since, and that nobody has
/// where it is so.
pub fn who_signed(open: &Assessed) -> Vec<String> {
    let mut lines: Vec<String> = open.signers().to_vec();
    if lines.is_empty() {
        lines.push("Nobody has signed the record as it stands.".to_owned());
        lines.extend(open.state.sign_offs.last().map(|last| {
            let words = last.sign_off.words();
            format!("{words}: superseded by a later change.")
        }));
    }
    lines
}

/// What the link of the form does.
pub(super) fn link(open: &Assessed) -> String {
    match open.results.gaps.len() {
        0 => "Sign off and write the report".to_owned(),
        left => format!("Sign as a draft, with {} left", counted(left, "thing")),
    }
}

/// Whether the record is signed, in words.
pub fn signed(open: &Assessed) -> &'static str {
    let mut standing = open.state.current_sign_offs();
    if open.state.is_signed() {
        "signed"
    } else if standing.any(|signed| !signed.faults.is_empty()) {
        "signed by what does not count"
    } else if open.state.current_sign_offs().next().is_some() {
        "signed as a draft"
    } else if open.state.sign_offs.is_empty() {
        "not signed"
    } else {
        "superseded by a later change"
    }
}
