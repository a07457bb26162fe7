//! Refuses two equal keys in one object: readers differ in which of the two they take, so such a line
//! says one thing to one and another to the next.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// Goes through a text as JSON, keeping nothing.
///
/// # Errors
/// When it is no JSON, or names the key that an object has twice.
pub(crate) fn check(source: &str) -> serde_json::Result<()> {
    let mut json = serde_json::Deserializer::from_str(source);
    Unique.deserialize(&mut json)?;
    json.end()
}

/// Any value.
struct Unique;

impl<'de> DeserializeSeed<'de> for Unique {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<(), D::Error> {
        json.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Unique {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut keys: HashSet<Cow<'de, str>> = HashSet::new();
        while let Some(Key(key)) = map.next_key()? {
            if keys.contains(&key) {
                return Err(A::Error::custom(format!(
                    "`{key}` stands twice in one object"
                )));
            }
            keys.insert(key);
            map.next_value_seed(Self)?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        while items.next_element_seed(Self)?.is_some() {}
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }
}

/// A key, where it can be without a copy of its own.
#[derive(serde::Deserialize)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_keys_are_found_however_they_are_written_and_however_deep() {
        for source in [
            r#"{"a":1,"a":1}"#,
            r#"{"a":{"b":[{"c":null,"d":0.5,"c":true}]}}"#,
            r#"{"a":1,"\u0061":-2}"#,
            r#"[{"":"","":""}]"#,
        ] {
            let error = check(source).unwrap_err().to_string();
            assert!(
                error.contains("stands twice in one object"),
                "{source}: {error}"
            );
        }
        for source in [r#"{"a":{"a":[{"a":1},{"a":2}]},"b":-1}"#, "1", "\"x\""] {
            check(source).unwrap();
        }
        assert!(check("{} {}").is_err());
    }
}
