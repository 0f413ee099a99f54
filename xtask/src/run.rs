//! Running other programs, and saying so: what runs, how it went, how long it took.

use crate::places;
use anyhow::{Context, Result, bail};
use std::{
    fmt::Display,
    io::{self, Write},
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

/// Prints a line. A reader who has gone away (`| head`) is no reason to stop, let alone to panic.
pub(crate) fn say(line: impl Display) {
    let _ = writeln!(io::stdout(), "{line}");
}

/// Prints a line where errors go.
pub(crate) fn complain(line: impl Display) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// A program to be run in the repository's folder.
pub(crate) fn program(name: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(places::root());
    command
}

/// Runs a program, its output streaming through. Says the line before and the duration after.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let line = line(command);
    say(format_args!("> {line}"));
    let start = Instant::now();
    let status = command.status().with_context(|| format!("`{line}` could not be started"))?;
    if !status.success() {
        bail!("`{line}` failed ({status}); its output is above");
    }
    say(format_args!("  {}", duration(start.elapsed())));
    Ok(())
}

/// Runs a program for what it prints, which is not shown; its errors are.
pub(crate) fn answer(command: &mut Command) -> Result<String> {
    let line = line(command);
    say(format_args!("> {line}"));
    let start = Instant::now();
    let output = command.stderr(Stdio::inherit()).output();
    let output = output.with_context(|| format!("`{line}` could not be started"))?;
    if !output.status.success() {
        bail!("`{line}` failed ({}); its output is above", output.status);
    }
    say(format_args!("  {}", duration(start.elapsed())));
    String::from_utf8(output.stdout).with_context(|| format!("`{line}` printed other than UTF-8"))
}

/// What a program prints, for programs that answer a question. None if it fails or is not there.
pub(crate) fn output(command: &mut Command) -> Option<String> {
    let output = command.output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// A duration as people say it.
pub(crate) fn duration(duration: Duration) -> String {
    let seconds = duration.as_secs();
    if seconds < 60 {
        format!("{:.1} s", duration.as_secs_f64())
    } else {
        format!("{} min {} s", seconds / 60, seconds % 60)
    }
}

/// A command as one would type it in the repository's folder.
fn line(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program.file_stem().unwrap_or(program.as_os_str()).to_string_lossy();
    let root = places::root().join("").to_string_lossy().into_owned();
    let arguments =
        command.get_args().map(|argument| argument.to_string_lossy().replace(&root, ""));
    [name.into_owned()].into_iter().chain(arguments).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{duration, line, program};
    use crate::places;
    use std::time::Duration;

    #[test]
    fn durations_are_said_in_seconds_then_minutes() {
        for (milliseconds, expected) in
            [(40, "0.0 s"), (1_250, "1.2 s"), (59_940, "59.9 s"), (83_900, "1 min 23 s")]
        {
            assert_eq!(duration(Duration::from_millis(milliseconds)), expected);
        }
    }

    #[test]
    fn a_command_is_shown_without_this_machine_s_paths() {
        let mut command = program(places::at("target/tools/bin/trunk"));
        let out = format!("--out={}", places::at("a/b").display());
        command.arg("build").arg(places::at("dist")).arg(out);
        assert_eq!(line(&command), "trunk build dist --out=a/b");
    }
}
