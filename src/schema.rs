//! The JSON Schemas that are kept beside the code and printed, held against the types that they describe.

use std::env;
use std::fs;

use schemars::Schema;

/// Set, a test that finds a schema out of date writes it anew, and fails once more.
const WRITE: &str = "MFA_ASSESS_WRITE_SCHEMAS";

/// Holds the schema that is kept at `path` against the one that the types give.
pub(crate) fn holds(path: &str, kept: &str, made: Schema) {
    let made = format!("{:#}\n", made.to_value());
    if kept == made {
        return;
    }
    if env::var_os(WRITE).is_some() {
        fs::write(path, &made).unwrap();
    }
    panic!("{path} is not what the types give; run this test with {WRITE}=1 and read what changes");
}
