//! Runs the command as a user does, and compares what comes of it with what is kept in files.
//!
//! To renew what is kept: `MONTHWISE_RENEW=1 cargo test -p monthwise --test …`; then read the diff.

#![allow(dead_code, reason = "each file of tests uses a part")]

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Stdio};
use std::{env, fs};

/// What came of a run.
pub struct Said {
    /// The exit code; none where it was killed.
    pub code: Option<i32>,
    /// What it printed.
    pub out: String,
    /// What it printed on the standard error.
    pub err: String,
}

/// The command, to run in a folder. Nobody's wishes about colours and widths count.
pub fn command(dir: &Path, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_monthwise"));
    command.args(arguments).current_dir(dir).stdin(Stdio::null());
    for variable in ["CLICOLOR_FORCE", "NO_COLOR", "COLUMNS"] {
        command.env_remove(variable);
    }
    command
}

/// Runs the command in a folder.
pub fn run(dir: &Path, arguments: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Said {
    let output = command(dir, arguments).output().unwrap();
    let text =
        |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().replace("monthwise.exe", "monthwise");
    Said { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

/// Compares with a file that is kept.
#[track_caller]
pub fn is_kept(path: &Path, content: &str) {
    if env::var_os("MONTHWISE_RENEW").is_some() {
        fs::write(path, content).unwrap();
    }
    let kept = fs::read_to_string(path).unwrap_or_default();
    assert!(kept == content, "{} differs from this:\n{content}", path.display());
}
