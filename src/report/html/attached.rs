//! The files that travel inside the report, as links that save them.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::inline::{attribute, words};
use crate::report::model::{Attachment, Report};

/// The heading, and what leads to it.
pub(super) const TITLE: &str = "Attached files";
/// What leads to it.
pub(super) const ANCHOR: &str = "attached-files";
/// The largest file, in bytes, that travels inside: a browser follows no link of more than 2 MiB,
/// and Base64 takes four characters for three bytes.
pub(super) const MOST: usize = 1_500_000;

/// The section with the files; nothing where there is none.
pub(super) fn attached(report: &Report) -> String {
    if report.attachments.is_empty() {
        return String::new();
    }
    let files: String = report.attachments.iter().map(file).collect();
    let seed = words(&report.meta.seed);
    format!(
        "<section class=\"new-page\">
<h2 id=\"{ANCHOR}\">{TITLE}</h2>
<p>A browser saves each of these files when its name is followed. What can be checked is the record, \
not this page: save it, run “mfa-assess verify” with it, and compare its fingerprint with the one in \
the minutes. The page was made from the record with this fingerprint:</p>
<p class=\"fingerprint\">{seed}</p>
<ul>
{files}</ul>
</section>
"
    )
}

fn file(file: &Attachment) -> String {
    let (name, about) = (attribute(file.name), words(file.about));
    if file.bytes.len() > MOST {
        return format!(
            "<li><strong>{name}</strong>: {about}. It is too large to travel inside this page; \
the PDF of this report carries it.</li>\n"
        );
    }
    let media_type = attribute(file.media_type);
    let bytes = STANDARD.encode(&file.bytes);
    format!(
        "<li><a download=\"{name}\" href=\"data:{media_type};base64,{bytes}\">{name}</a>: {about}.</li>\n"
    )
}
