//! From the path of a field to its line in the file.

use std::cell::OnceCell;

use jsonc_parser::ast::Value;
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};
use memchr::memchr_iter;

/// Where the fields of a file stand.
#[derive(Debug)]
pub struct Lines<'a> {
    source: &'a str,
    /// Read when a line is first asked for, which is never for a sound file. None for a file that is
    /// not JSON, in which every field is on the first line.
    root: OnceCell<Option<Value<'a>>>,
    /// Where each line ends: counted once, for a file can have thousands of things to put right.
    ends: OnceCell<Vec<usize>>,
}

/// A step of a path: into an object, or into a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step<'p> {
    Name(&'p str),
    Item(usize),
}

impl<'a> Lines<'a> {
    /// The lines of a file.
    pub const fn of(source: &'a str) -> Self {
        Self {
            source,
            root: OnceCell::new(),
            ends: OnceCell::new(),
        }
    }

    fn root(&self) -> Option<&Value<'a>> {
        let parsed = || {
            let collect = CollectOptions::default();
            let parsed = parse_to_ast(self.source, &collect, &ParseOptions::default());
            parsed.ok().and_then(|parsed| parsed.value)
        };
        self.root.get_or_init(parsed).as_ref()
    }

    /// The line of a field, from 1. For what is not in the file, that of the nearest part around it.
    pub fn line(&self, field: &str) -> usize {
        let place = self.place(field);
        let found = || memchr_iter(b'\n', self.source.as_bytes()).collect();
        let ends = self.ends.get_or_init(found);
        ends.partition_point(|end| *end < place) + 1
    }

    fn place(&self, field: &str) -> usize {
        let Some(root) = self.root() else { return 0 };
        let (mut at, mut place) = (root, root.start());
        for step in steps(field) {
            match (at, step) {
                (Value::Object(object), Step::Name(name)) => {
                    let Some(property) = object.get(name) else {
                        break;
                    };
                    (at, place) = (&property.value, property.start());
                }
                (Value::Array(array), Step::Item(number)) => {
                    let Some(item) = array.elements.get(number) else {
                        break;
                    };
                    (at, place) = (item, item.start());
                }
                _ => break,
            }
        }
        place
    }
}

/// The steps of a path such as `groups[1].title`.
fn steps(field: &str) -> impl Iterator<Item = Step<'_>> {
    field.split('.').flat_map(|part| {
        let mut pieces = part.split('[');
        let name = pieces.next().filter(|name| !name.is_empty());
        let items = pieces.filter_map(|piece| piece.trim_end_matches(']').parse().ok());
        name.map(Step::Name)
            .into_iter()
            .chain(items.map(Step::Item))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r#"{
  "title": "t",
  "groups": [
    {"id": "a"},
    {
      "id": "b", "list": [1,
        2]
    }
  ]
}"#;

    #[test]
    fn a_field_is_on_the_line_where_it_begins() {
        let lines = Lines::of(FILE);
        for (field, line) in [
            ("title", 2),
            ("groups", 3),
            ("groups[0]", 4),
            ("groups[0].id", 4),
            ("groups[1]", 5),
            ("groups[1].id", 6),
            ("groups[1].list[1]", 7),
        ] {
            assert_eq!(lines.line(field), line, "{field}");
        }
    }

    #[test]
    fn what_is_not_there_is_on_the_line_of_the_nearest_part_around_it() {
        let lines = Lines::of(FILE);
        for (field, line) in [
            ("", 1),
            ("markings", 1),
            ("groups[7].id", 3),
            ("groups[1].about", 5),
            ("groups[1].list[9]", 6),
            ("groups[1].id.more", 6),
        ] {
            assert_eq!(lines.line(field), line, "{field}");
        }
        assert_eq!(Lines::of("no JSON").line("title"), 1);
    }
}
