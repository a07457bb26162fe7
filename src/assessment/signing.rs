//! Sign-offs in words, what was left to do at them, and whether one person stands on both sides.

use super::event::SignOff;
use super::results::Gap;
use super::state::{Assessment, Signed};
use crate::questionnaire::{Questionnaire, Role};
use crate::text::{counted, date_words, is_same_person};

impl SignOff {
    /// Who signed, in which role and when, as the beginning of a sentence.
    pub fn words(&self) -> String {
        let (name, role, on) = (&self.name, &self.role, date_words(self.date));
        let signed = match self.gaps.len() {
            0 => "Signed off".to_owned(),
            left => format!("Signed as a draft, with {} left,", counted(left, "thing")),
        };
        format!("{signed} by {name}, {role}, on {on}")
    }

    /// That the person who approves is the one who assessed, with the reason, where it is so.
    pub fn same_person_words(&self) -> Option<String> {
        let reason = self.same_person.as_deref()?.trim_end_matches('.');
        Some(format!(
            "The same person assessed and approved. The reason given: {reason}."
        ))
    }
}

impl Gap {
    /// What is left to do, in words. The questionnaire is the one that was in force then.
    pub fn words(&self, questionnaire: &Questionnaire) -> String {
        match self {
            Self::Unanswered(id) => format!("Not answered: {}", questionnaire.in_place(id)),
            Self::Exemption(id) => format!("Exemption {id} does not count"),
            Self::NotKnown(id) => {
                let title = questionnaire
                    .requirement(id)
                    .map_or("", |r| r.title.as_str());
                let named = format!("{id} {title}");
                format!(
                    "Nobody knows yet whether this must is met: {}",
                    named.trim_end()
                )
            }
            Self::EvidenceExpired(id) => format!("Evidence {id} holds no longer"),
            Self::EvidenceChanged(id) => {
                format!("The file of evidence {id} is not found as it was")
            }
            Self::FileChanged(id) => {
                let title = questionnaire.scenario(id).map_or(id.as_str(), |s| &s.title);
                format!("A file that is evidence for “{title}” is not found as it was")
            }
        }
    }
}

impl Assessment {
    /// Whether a record was ever signed otherwise than as a draft. From then on, a change of its
    /// content needs a reason.
    pub fn has_been_signed(&self) -> bool {
        self.sign_offs.iter().any(|s| !s.sign_off.is_draft())
    }

    /// Whether somebody who signs in this role would both have assessed and approve.
    pub fn is_same_person(&self, asked: &Questionnaire, name: &str, role: &Role) -> bool {
        let is_them = |signed: &&Signed| is_same_person(&signed.sign_off.name, name);
        if role.assesses {
            let approvals = self.current_sign_offs().filter(is_them);
            return approvals.into_iter().any(|s| !self.assessed(s, asked));
        }
        // Who assessed once stays an author of the record, whatever has changed since.
        is_same_person(self.text(&asked.organisation.assessor), name)
            || self
                .sign_offs
                .iter()
                .filter(is_them)
                .any(|s| self.assessed(s, asked))
    }

    /// Whether a sign-off was given in the role of who made the assessment.
    fn assessed(&self, signed: &Signed, asked: &Questionnaire) -> bool {
        let roles = &self.asked_at(signed.seq, asked).sign_off.roles;
        let role = |r: &Role| r.assesses && r.label == signed.sign_off.role;
        roles.iter().any(role)
    }
}
