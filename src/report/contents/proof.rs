//! Who signs this report, and what it proves: in every profile, in plain words.

use super::blocks::{fact, paragraph, section, strong};
use super::sign_offs::since;
use super::{Basis, texts};
use crate::facts::Signed;
use crate::questionnaire::Certainty;
use crate::report::Profile;
use crate::report::model::{Block, Section, SignaturePlace, Text};
use crate::text::{counted, date_words, listed};

/// How many signers have a place of their own: with the two that every report has, six.
const SIGNERS: usize = 4;

/// The section.
pub(super) fn proof(basis: &Basis<'_>) -> Section {
    let mut sections = vec![section(
        texts::WHAT_IT_PROVES,
        vec![Block::List(proves(basis))],
    )];
    // Other profiles say it, in more detail, with the method.
    if basis.options.profile == Profile::Board {
        let verify = texts::VERIFY.iter().map(|words| Text::from(*words));
        let verify = vec![Block::List(verify.collect())];
        sections.push(section(texts::VERIFY_TITLE, verify));
    }
    Section {
        sections,
        ..section(texts::SIGNATURES, signatures(basis))
    }
}

/// Who has signed the record as it stands, in words, and the places for certificate signatures.
fn signatures(basis: &Basis<'_>) -> Vec<Block> {
    let each = since(basis);
    let current: Vec<&Signed> = each.iter().map(|(signed, _)| *signed).collect();
    let mut blocks = vec![paragraph(if current.is_empty() {
        texts::NOBODY_SIGNED
    } else {
        texts::SIGNED_BY
    })];
    let mut declared = "";
    for (signed, since) in &each {
        let by = &signed.sign_off;
        let mut facts = vec![
            fact("Name", strong(by.name.as_str(), "")),
            fact("Role", by.role.as_str()),
            fact(
                "Decision",
                match (signed.fault_words(), by.gaps.len()) {
                    (Some(faults), _) => texts::does_not_count(&faults),
                    (None, 0) => "Signed off".to_owned(),
                    (None, left) => {
                        format!("Signed as a draft, with {} left", counted(left, "thing"))
                    }
                },
            ),
            fact("Date", date_words(by.date)),
            fact("Outcomes", since.words(basis.questionnaire)),
        ];
        // What several people declare in the same words is printed with the first of them.
        if by.declaration != declared {
            declared = &by.declaration;
            facts.push(fact("Declaration", declared));
        }
        facts.extend(by.same_person_words().map(|words| fact("Two roles", words)));
        facts.push(fact("Fingerprint signed", by.fingerprint.to_string()));
        blocks.push(Block::Facts(facts));
    }
    blocks.push(paragraph(texts::PLACES_ABOUT));
    blocks.push(Block::Signatures(places(basis, &current)));
    blocks
}

fn places(basis: &Basis<'_>, current: &[&Signed]) -> Vec<SignaturePlace> {
    let signed = current.iter().take(SIGNERS).map(|signed| {
        let by = &signed.sign_off;
        format!("{}, {}", by.name, by.role)
    });
    let director = match &basis.options.cover.lead_director {
        Some(name) => format!("{name}, lead director"),
        None => "Lead director".to_owned(),
    };
    let others = [director, "Another signer".to_owned()];
    let signers = signed.chain(others);
    (1..)
        .zip(signers)
        .map(|(number, signer)| SignaturePlace {
            field: format!("Signature{number}"),
            signer,
        })
        .collect()
}

/// What the report proves and what it does not.
fn proves(basis: &Basis<'_>) -> Vec<Text> {
    let publisher = &basis.questionnaire.publisher;
    let whose = texts::self_assessment(basis.organisation(), publisher);
    let fixed = texts::PROVES
        .iter()
        .map(|(first, then)| strong(*first, format!(" {then}")));
    let mut items = vec![strong("Self-assessment.", format!(" {whose}"))];
    items.extend(fixed);
    items.push(strong("Wording.", format!(" {}", wording(basis))));
    items
}

/// Which requirements were not read in the publisher's own text.
fn wording(basis: &Basis<'_>) -> String {
    let seen = |wanted: Certainty| -> Vec<String> {
        let all = basis.questionnaire.requirements.iter();
        let same = all.filter(|r| r.from.certainty == wanted);
        same.map(|r| r.id.to_string()).collect()
    };
    let told = Certainty::ALL.into_iter().filter_map(|certainty| {
        let ids = seen(certainty);
        let is_read = certainty == Certainty::Primary;
        (!ids.is_empty() && !is_read).then(|| format!("{}: {}", listed(&ids), certainty.words()))
    });
    let told: Vec<String> = told.collect();
    if told.is_empty() {
        texts::WORDING_SEEN.to_owned()
    } else {
        format!("{} {}.", texts::WORDING_UNSEEN, told.join("; "))
    }
}
