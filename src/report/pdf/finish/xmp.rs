//! The metadata as XMP: the same as the file's properties, and which standards it keeps to.

use jiff::Timestamp;
use lopdf::{Dictionary, Stream};

use super::{name, plain_stream};
use crate::TOOL;
use crate::report::markup::escaped;
use crate::report::model::Meta;

/// The metadata stream.
pub(super) fn stream(meta: &Meta) -> Stream {
    let entries = Dictionary::from_iter([("Type", name("Metadata")), ("Subtype", name("XML"))]);
    plain_stream(entries, packet(meta).into_bytes())
}

fn packet(meta: &Meta) -> String {
    let [title, subject, language, producer] =
        [&meta.title, &meta.subject, &meta.language, TOOL].map(escape);
    let author = meta.author.as_deref().map_or_else(String::new, author);
    let dates = meta.modified.map_or_else(String::new, dates);
    format!(
        r#"<?xpacket begin="{BOM}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
{author}<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<xmp:CreatorTool>{producer}</xmp:CreatorTool>
{dates}</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<pdf:Producer>{producer}</pdf:Producer>
</rdf:Description>
{STANDARDS}
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>
"#
    )
}

fn author(name: &str) -> String {
    let name = escape(name);
    format!("<dc:creator><rdf:Seq><rdf:li>{name}</rdf:li></rdf:Seq></dc:creator>\n")
}

fn dates(at: Timestamp) -> String {
    let at = at.strftime("%Y-%m-%dT%H:%M:%SZ");
    ["CreateDate", "ModifyDate", "MetadataDate"]
        .map(|name| format!("<xmp:{name}>{at}</xmp:{name}>\n"))
        .concat()
}

const BOM: char = '\u{FEFF}';

/// PDF/A-3a and PDF/UA-1, and the schema that PDF/A asks for to know the second by.
const STANDARDS: &str = r#"<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>3</pdfaid:part>
<pdfaid:conformance>A</pdfaid:conformance>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 to which the file conforms</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>"#;

/// Line breaks would be read as spaces.
fn escape(words: &str) -> String {
    escaped(words).replace('\n', "&#10;")
}
