//! The command `monthwise`: publishes an organisation's news, month by month.
//!
//! It is for editors and webmasters, who write a feed and want a site. Each subcommand is a module;
//! all of them say what is wrong as [`report::Finding`]s and end in an [`Outcome`].

// A test fails by panicking.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::panic))]

mod arguments;
mod check;
mod import;
mod locale;
mod new;
mod preview;
mod report;
mod settings;
mod site;
mod source;
mod wire;

use std::process::ExitCode;

use arguments::{Arguments, Command};
use clap::Parser;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// All is well: exit code 0.
    Fine,
    /// There are faults in the input: exit code 1.
    Faults,
}

/// The exit code of a wrong use, as clap has it.
const WRONG_USE: u8 = 2;

fn main() -> ExitCode {
    let result = match Arguments::parse().command {
        Command::New(new) => new::run(&new),
        Command::Check(check) => check::run(&check),
        Command::Import(import) => import::run(&import),
        Command::Build(build) => site::run(&build),
        Command::Preview(preview) => preview::run(&preview),
    };
    match result {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::Faults) => ExitCode::FAILURE,
        Err(error) => {
            // What cannot be done at all: a file that is not there, a folder that is not ours.
            anstream::eprintln!("{}", report::failure(&error));
            ExitCode::from(WRONG_USE)
        }
    }
}
