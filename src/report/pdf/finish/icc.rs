//! The colour space of the palette: an sRGB profile, made here, and the output intent that names it.
//!
//! ICC version 4.2, a display profile of three primaries and one curve.

use lopdf::{Dictionary, Document, Object, ObjectId};

use super::{name, plain_stream};

/// Adds the profile and the output intent.
pub(super) fn output_intent(document: &mut Document) -> ObjectId {
    let entries = Dictionary::from_iter([("N", Object::Integer(3))]);
    let profile = document.add_object(plain_stream(entries, srgb()));
    let words = || Object::string_literal("sRGB IEC61966-2.1");
    document.add_object(Dictionary::from_iter([
        ("Type", name("OutputIntent")),
        ("S", name("GTS_PDFA1")),
        ("OutputConditionIdentifier", words()),
        ("Info", words()),
        ("DestOutputProfile", profile.into()),
    ]))
}

/// A number with 16 bits behind the point.
fn fixed(value: f64) -> [u8; 4] {
    ((value * 65536.0).round() as i32).to_be_bytes()
}

fn numbers(signature: &[u8; 4], values: &[f64]) -> Vec<u8> {
    let mut data = [&signature[..], &[0; 4]].concat();
    data.extend(values.iter().copied().flat_map(fixed));
    data
}

fn words(words: &str) -> Vec<u8> {
    let units: Vec<u8> = words.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let length = u32::try_from(units.len()).unwrap_or_default();
    let mut data = b"mluc\0\0\0\0\0\0\0\x01\0\0\0\x0CenUS".to_vec();
    data.extend(length.to_be_bytes());
    data.extend(28_u32.to_be_bytes());
    data.extend(units);
    data
}

/// The profile: primaries adapted to D50 and the curve of IEC 61966-2-1.
fn srgb() -> Vec<u8> {
    let mut curve = b"para\0\0\0\0\0\x03\0\0".to_vec();
    let parameters = [2.4, 1.0 / 1.055, 0.055 / 1.055, 1.0 / 12.92, 0.04045];
    curve.extend(parameters.into_iter().flat_map(fixed));
    let adapted = [
        1.047_882, 0.022_918, -0.050_217, 0.029_587, 0.990_479, -0.017_059, -0.009_232, 0.015_076,
        0.751_678,
    ];
    let tags: [(&[u8; 4], Vec<u8>); 10] = [
        (b"desc", words("sRGB")),
        (b"cprt", words("No copyright, use freely")),
        (b"wtpt", numbers(b"XYZ ", &[0.9642, 1.0, 0.8249])),
        (b"chad", numbers(b"sf32", &adapted)),
        (
            b"rXYZ",
            numbers(b"XYZ ", &[0.436_066, 0.222_488, 0.013_916]),
        ),
        (
            b"gXYZ",
            numbers(b"XYZ ", &[0.385_147, 0.716_873, 0.097_076]),
        ),
        (
            b"bXYZ",
            numbers(b"XYZ ", &[0.143_066, 0.060_608, 0.714_096]),
        ),
        (b"rTRC", curve.clone()),
        (b"gTRC", curve.clone()),
        (b"bTRC", curve),
    ];
    assemble(&tags)
}

fn assemble(tags: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let size = |length: usize| u32::try_from(length).unwrap_or_default().to_be_bytes();
    let start = 128 + 4 + 12 * tags.len();
    let (mut table, mut data) = (size(tags.len()).to_vec(), Vec::new());
    for (tag, content) in tags {
        table.extend_from_slice(*tag);
        table.extend(size(start + data.len()));
        table.extend(size(content.len()));
        data.extend(content);
        data.resize(data.len().next_multiple_of(4), 0);
    }
    let mut profile = size(start + data.len()).to_vec();
    profile.extend(b"\0\0\0\0\x04\x20\0\0mntrRGB XYZ ");
    // The date is fixed: the profile is part of a reproducible file.
    profile.extend(
        [2024_u16, 1, 1, 0, 0, 0]
            .into_iter()
            .flat_map(u16::to_be_bytes),
    );
    profile.extend(b"acsp");
    profile.resize(68, 0);
    profile.extend([0.9642, 1.0, 0.8249].into_iter().flat_map(fixed));
    profile.resize(128, 0);
    profile.extend(table);
    profile.extend(data);
    profile
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_profile_states_its_own_size() {
        let profile = srgb();
        let stated = u32::from_be_bytes(profile[..4].try_into().unwrap());
        assert_eq!(stated as usize, profile.len());
        assert_eq!(&profile[36..40], b"acsp");
    }
}
