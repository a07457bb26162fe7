//! A terminal wizard for a self-assessment against the NHS England multi-factor authentication policy.

#![forbid(unsafe_code)]
#![warn(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::process::ExitCode;

fn main() -> ExitCode {
    mfa_assess::cli::run()
}
