//! Building the page with Trunk, unless nothing has changed since the last build.

use crate::{
    fingerprint,
    lock::Lock,
    places::{self, COMMAND, DIST, SERVE_DIST},
    run::{program, run, say},
    size,
    tools::{PageTools, WASM_TARGET},
};
use anyhow::{Context, Result};
use std::{env, fs, io, path::PathBuf};

/// How the page is built.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// Quickly, for whoever is working on it.
    Development,
    /// Small and fast, for visitors.
    Release,
}

impl Profile {
    /// Where the page comes to stand.
    pub(crate) fn folder(self) -> PathBuf {
        places::at(match self {
            Self::Development => SERVE_DIST,
            Self::Release => DIST,
        })
    }

    /// Where the fingerprint of the last good build is kept.
    fn stamp(self) -> PathBuf {
        places::at(places::MEMORY).join(match self {
            Self::Development => "development.stamp",
            Self::Release => "release.stamp",
        })
    }
}

/// The task `build`.
pub(crate) fn build_and_weigh() -> Result<()> {
    build(Profile::Release)?;
    size::print(&Profile::Release.folder())?;
    let command = command(Profile::Release)?;
    say(format_args!("The command is {}", places::from(places::root(), &command)));
    Ok(())
}

/// Builds the command that publishes, with the page as visitors get it in it, and gives the program.
pub(crate) fn command(profile: Profile) -> Result<PathBuf> {
    let mut cargo = program("cargo");
    cargo.args(["build", "--package", COMMAND]);
    if profile == Profile::Release {
        cargo.arg("--release");
    }
    run(&mut cargo)?;
    let folder = match profile {
        Profile::Development => "target/debug",
        Profile::Release => "target/release",
    };
    Ok(places::at(folder).join(COMMAND).with_extension(env::consts::EXE_EXTENSION))
}

/// Builds the page where it is out of date.
pub(crate) fn build(profile: Profile) -> Result<()> {
    let tools = PageTools::ensure()?;
    let _lock = Lock::take("building")?;
    // Before the build, so that what is changed meanwhile is built the next time.
    let inputs = inputs();
    let stamp = profile.stamp();
    if fs::read_to_string(&stamp).is_ok_and(|text| text == stamp_text(inputs, profile)) {
        say(format_args!(
            "Nothing changed: {} is up to date",
            places::from(places::root(), &profile.folder())
        ));
        return Ok(());
    }
    // From here until its end the build is nobody's: an interrupted one must not pass for a good one.
    match fs::remove_file(&stamp) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(error).with_context(|| format!("{} could not be removed", stamp.display()));
        }
        _ => {}
    }
    let mut trunk = tools.trunk();
    trunk.arg("build").arg("--dist").arg(profile.folder());
    if profile == Profile::Release {
        trunk.arg("--release");
        // For this target alone and in releases alone, so that no other build is out of date by it.
        let target = WASM_TARGET.to_uppercase().replace('-', "_");
        trunk.env(format!("CARGO_TARGET_{target}_RUSTFLAGS"), flags());
    }
    run(&mut trunk)?;
    fs::write(&stamp, stamp_text(inputs, profile))
        .with_context(|| format!("{} could not be written", stamp.display()))
}

/// What the compiler is told of a release. Functions are named with all their types, by which `cargo xtask size`
/// knows whose they are. The stack is an eighth of the usual 1 MB: nothing of the page calls itself without a bound,
/// memory that is a stack's is no list's, and data, which stand behind it, have addresses that are a byte shorter.
const FLAGS: &str = "-Csymbol-mangling-version=v0 -Clink-arg=-zstack-size=131072";

/// The flags of a release, and those that leave the machine out.
fn flags() -> String {
    [FLAGS, &portable_paths()].join(" ")
}

/// Flags by which what a program says about its source files, as in a panic, begins where their package begins:
/// so it is the same wherever it is built, shorter, and tells nothing of the machine.
fn portable_paths() -> String {
    let cargo = env::var_os("CARGO_HOME").map(PathBuf::from);
    let cargo = cargo.or_else(|| Some(env::home_dir()?.join(".cargo"))).unwrap_or_default();
    // One folder a registry; packages stand in those.
    let registries = fs::read_dir(cargo.join("registry/src")).into_iter().flatten().flatten();
    without(registries.map(|entry| entry.path()).chain([places::root().to_owned()]))
}

fn without(folders: impl Iterator<Item = PathBuf>) -> String {
    let flags = folders.filter_map(|folder| {
        let folder = folder.join("").into_os_string().into_string().ok()?;
        // Cargo takes white space for the end of a flag, and there is no quoting.
        (!folder.contains(char::is_whitespace)).then(|| format!("--remap-path-prefix={folder}="))
    });
    flags.collect::<Vec<_>>().join(" ")
}

/// The fingerprint of all that the page is made from.
pub(crate) fn inputs() -> u64 {
    fingerprint::of(&places::INPUTS.iter().map(|path| places::at(path)).collect::<Vec<_>>())
}

/// Both sides of a build: the page is also out of date when somebody else wrote to its folder.
fn stamp_text(inputs: u64, profile: Profile) -> String {
    format!("{inputs:016x} {:016x}\n", fingerprint::of(&[profile.folder()]))
}

#[cfg(all(test, unix))]
mod tests {
    use super::without;

    #[test]
    fn folders_are_left_out_unless_cargo_would_misread_them() {
        let folders = ["/home/a/registry/src/index-1", "/home/a b/monthwise", "/src/monthwise"];
        assert_eq!(
            without(folders.into_iter().map(Into::into)),
            "--remap-path-prefix=/home/a/registry/src/index-1/= --remap-path-prefix=/src/monthwise/="
        );
        assert_eq!(without(["/a b".into()].into_iter()), "");
    }
}
