//! Takes a signed report apart: each signature is written anew from what it says of itself.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use memchr::memmem;

use super::form::{FormError, MOST};
use super::write::digits;
use super::{Form, Stamp};
use crate::signature::{CheckError, Signer, check, without_padding};

/// A signature in a report, in which all but the signature itself is as this program writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// The name of the place that it is in.
    pub place: String,
    /// Who is to sign there, as the report says.
    pub signer: String,
    /// What it says of itself.
    pub stamp: Stamp,
    /// How many signatures were there before: it covers them, and the whole report. The first one
    /// certifies the report, further ones approve it.
    pub before: usize,
    /// Whose it is, or what does not hold.
    pub checked: Result<Signer, CheckError>,
}

impl Signature {
    /// Whose signature it is, if it holds: over what stands in the file, by the person whose name
    /// is shown, with a certificate that was valid at the time that is shown.
    pub fn holds(&self) -> Option<&Signer> {
        let signer = self.checked.as_ref().ok()?;
        let is_as_shown =
            signer.name == self.stamp.name() && signer.validity.holds_at(self.stamp.at());
        is_as_shown.then_some(signer)
    }
}

/// Finds the signatures behind the first so many bytes of a report, and how far they explain what
/// follows. The form is then as it is after them.
///
/// # Errors
/// When one cannot be drawn.
pub fn explain(
    form: &mut Form,
    report: &[u8],
    first: usize,
) -> Result<(Vec<Signature>, usize), FormError> {
    let mut signatures = vec![];
    let mut end = first;
    while let Some((before, more)) = report.split_at_checked(end)
        && let Some(claim) = Claim::read(more)
        && let Some(place) = form.place_of(claim.field).map(str::to_owned)
    {
        let count = form.signatures();
        let update = match form.sign(before, &place, &claim.stamp, claim.room) {
            Ok(update) => update,
            Err(FormError::Draw(error)) => return Err(error.into()),
            // No such signature could have been made.
            Err(_) => break,
        };
        let (head, tail) = update.around();
        let inside = more
            .strip_prefix(head)
            .and_then(|rest| rest.strip_prefix(b"<"))
            .and_then(|rest| rest.split_at_checked(update.contents().len()))
            .filter(|(_, rest)| rest.strip_prefix(b">").is_some_and(|r| r.starts_with(tail)));
        let Some((inside, _)) = inside else { break };
        let room = decoded(inside).unwrap_or_default();
        let checked = match without_padding(&room) {
            Some(cms) => check(cms, &update.digest(before)),
            None => Err(CheckError::Unreadable),
        };
        signatures.push(Signature {
            signer: form.signer(&place).unwrap_or_default().to_owned(),
            place,
            stamp: claim.stamp,
            before: count,
            checked,
        });
        end = update.end();
    }
    Ok((signatures, end))
}

/// What an addition to a report says of itself, if it is a signature.
struct Claim {
    /// The object of its field, which comes first.
    field: u32,
    stamp: Stamp,
    /// The length of the signature in bytes.
    room: usize,
}

impl Claim {
    /// Reads the form in which a signature is written, and no other. Nothing rests on what is read:
    /// it is written anew, and compared.
    fn read(more: &[u8]) -> Option<Self> {
        let field = more.get(..more.iter().position(|byte| *byte == b' ')?)?;
        let mut rest = behind(more, b"/SubFilter/ETSI.CAdES.detached")?;
        let name = words(between(rest, b"/Name<", b">")?)?;
        rest = behind(rest, b">")?;
        let role = if rest.starts_with(b"/Reason") {
            Some(words(between(rest, b"/Reason<", b">")?)?)
        } else {
            None
        };
        let at = text(between(rest, b"/M(D:", b"Z)")?)?;
        let at = DateTime::strptime("%Y%m%d%H%M%S", at).ok()?;
        let at = TimeZone::UTC.to_timestamp(at).ok()?;
        let contents = between(rest, b"/Contents<", b">")?;
        if contents.len() > 2 * MOST {
            return None;
        }
        Some(Self {
            field: text(field)?.parse().ok()?,
            stamp: Stamp::new(&name, role.as_deref(), at),
            room: contents.len() / 2,
        })
    }
}

/// What follows these words.
fn behind<'a>(bytes: &'a [u8], words: &[u8]) -> Option<&'a [u8]> {
    let at = memmem::find(bytes, words)?;
    bytes.get(at + words.len()..)
}

/// What stands between two words.
fn between<'a>(bytes: &'a [u8], from: &[u8], to: &[u8]) -> Option<&'a [u8]> {
    let rest = behind(bytes, from)?;
    rest.get(..memmem::find(rest, to)?)
}

fn text(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok()
}

/// Text for people, out of the digits of its UTF-16.
fn words(hexadecimal: &[u8]) -> Option<String> {
    let bytes = decoded(hexadecimal)?;
    let units = bytes.chunks_exact(2).skip(1);
    let units: Vec<u16> = units
        .filter_map(|pair| Some(u16::from_be_bytes(pair.try_into().ok()?)))
        .collect();
    String::from_utf16(&units).ok()
}

/// The bytes of small hexadecimal digits, as they are written; none of any others.
fn decoded(hexadecimal: &[u8]) -> Option<Vec<u8>> {
    let pairs = hexadecimal.chunks(2);
    let bytes: Vec<u8> = pairs
        .map(|pair| u8::from_str_radix(text(pair)?, 16).ok())
        .collect::<Option<_>>()?;
    let mut again = Vec::with_capacity(hexadecimal.len());
    digits(&mut again, &bytes);
    (again == hexadecimal).then_some(bytes)
}
