//! The tasks of whoever builds Monthwise: `cargo xtask serve | test | build | size | bench`.
//!
//! A fresh machine needs Rust and Node; whatever else a task needs is installed into `target/tools`. Tasks are
//! a Rust program and not shell scripts, so that they run on every system that Rust runs on.

mod arguments;
mod bench;
mod checks;
mod closures;
mod fingerprint;
mod finish;
mod glue;
mod hosting;
mod inside;
mod known;
mod lock;
mod order;
mod pack;
mod page;
mod panics;
mod places;
mod run;
mod serve;
mod shrink;
mod simd;
mod size;
mod tools;
mod unpacker;
mod versions;

use arguments::Task;
use run::{complain, say};
use std::process::ExitCode;

/// The exit code for a wrong call, as other programs have it; 1 is for a task that failed.
const WRONG_USE: u8 = 2;

fn main() -> ExitCode {
    let task = match arguments::read(std::env::args().skip(1)) {
        Ok(task) => task,
        Err(wrong) => {
            complain(format_args!("{wrong}\n\n{}", arguments::HELP));
            return ExitCode::from(WRONG_USE);
        }
    };
    let result = match task {
        Task::Help => {
            say(arguments::HELP);
            Ok(())
        }
        Task::Serve(options) => serve::serve(&options),
        Task::Test(options) => checks::test(&options),
        Task::Build => page::build_and_weigh(),
        Task::Size => page::build(page::Profile::Release).and_then(|()| inside::report()),
        Task::Bench(options) => bench::bench(&options),
        Task::Finish => finish::finish(),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(format_args!("\nError: {error:#}"));
            ExitCode::FAILURE
        }
    }
}
