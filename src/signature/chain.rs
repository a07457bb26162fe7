//! The certificates above one, each the issuer of the one before.

use jiff::Timestamp;

use super::certificate::Certificate;

/// Puts certificates into the order of a chain above the first one. What has no part in it comes
/// back as the second list. Where two carry the name of an issuer, the one that did issue wins.
pub(super) fn above(
    first: &Certificate,
    mut given: Vec<Certificate>,
) -> (Vec<Certificate>, Vec<Certificate>) {
    let mut chain: Vec<Certificate> = Vec::new();
    loop {
        let top = chain.last().unwrap_or(first);
        if top.is_self_signed() {
            break;
        }
        let did_issue = given.iter().position(|other| top.is_issued_by(other));
        let by_name = || {
            given
                .iter()
                .position(|other| top.issuer_name() == other.subject_name())
        };
        let Some(index) = did_issue.or_else(by_name) else {
            break;
        };
        chain.push(given.remove(index));
    }
    (chain, given)
}

/// Whether each one was issued by the next, and the last, if nobody stands above it, signed itself.
pub(super) fn holds(chain: &[Certificate]) -> bool {
    let top = chain.last();
    is_linked(chain) && top.is_none_or(|top| !top.is_self_signed() || top.signed_itself())
}

/// Whether a chain comes to one of the anchors, with each certificate up to it, and the anchor itself,
/// holding at a moment and nothing said in one of them that is not understood here.
pub(super) fn leads_to(chain: &[Certificate], anchors: &[Certificate], at: Timestamp) -> bool {
    let mut way = Vec::new();
    for certificate in chain {
        let issuer = anchors
            .iter()
            .find(|anchor| certificate.is_issued_by(anchor));
        let is_anchor = anchors.contains(certificate);
        way.push(certificate.clone());
        if !is_anchor {
            match issuer {
                Some(anchor) => way.push(anchor.clone()),
                None => continue,
            }
        }
        return is_linked(&way)
            && way
                .iter()
                .all(|one| one.validity().holds_at(at) && one.is_understood())
            && way
                .iter()
                .skip(1)
                .enumerate()
                .all(|(below, one)| one.allows_below(below));
    }
    false
}

fn is_linked(chain: &[Certificate]) -> bool {
    chain.windows(2).all(|pair| match pair {
        [lower, upper] => lower.is_issued_by(upper),
        _ => true,
    })
}
