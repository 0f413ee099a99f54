//! The tools that tasks need: found where they are, installed into `target/tools` where they are not.
//!
//! What is in `target/tools` under its final name is whole and of the right version: everything is installed
//! beside it and renamed. So a second run looks for folders only, and is quick.

mod binary;
mod chromium;
mod npm;
mod wasm_target;

pub(crate) use chromium::ensure as chromium;
pub(crate) use npm::{Npm, bench as bench_packages, ensure as npm};
pub(crate) use wasm_target::{TARGET as WASM_TARGET, ensure as wasm_target};

use crate::{
    lock::Lock,
    places,
    run::{self, duration, say},
    versions,
};
use anyhow::{Context, Result};
use std::{
    env,
    ffi::OsString,
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

/// The tools that build the page.
pub(crate) struct PageTools {
    path: OsString,
}

impl PageTools {
    /// Finds them, and installs what is missing.
    pub(crate) fn ensure() -> Result<Self> {
        wasm_target()?;
        let mut folders = vec![npm()?.commands()];
        folders.extend(binary::trunk(versions::trunk()?).ensure()?);
        folders.extend(binary::wasm_bindgen(versions::wasm_bindgen()?).ensure()?);
        if let Some(path) = env::var_os("PATH") {
            folders.extend(env::split_paths(&path));
        }
        Ok(Self {
            path: env::join_paths(folders).context("a folder of the PATH cannot be joined")?,
        })
    }

    /// Trunk, with every tool that it calls first on its path, so that it downloads none.
    pub(crate) fn trunk(&self) -> Command {
        let mut trunk = run::program("trunk");
        trunk.env("PATH", &self.path);
        // It would ask the network whether there is a newer Trunk.
        trunk.env("TRUNK_SKIP_VERSION_CHECK", "true");
        // It takes no value but true and false for this variable, against the custom, and would not start.
        if env::var_os("NO_COLOR").is_some() {
            trunk.env_remove("NO_COLOR").env("TRUNK_COLOR", "never");
        }
        // A failed build would end in pages of Trunk's own calls, with the compiler's message far above.
        trunk.env_remove("RUST_BACKTRACE");
        trunk
    }
}

/// Installs into a folder of `target/tools`, unless it is there: `install` fills a folder beside it, which
/// takes its name once it is whole.
fn installed(name: &str, what: &str, install: impl FnOnce(&Path) -> Result<()>) -> Result<PathBuf> {
    let tools = places::at(places::TOOLS);
    let folder = tools.join(name);
    if folder.is_dir() {
        return Ok(folder);
    }
    let _lock = Lock::take("installing")?;
    if folder.is_dir() {
        return Ok(folder);
    }
    say(format_args!("Installing {what}"));
    let start = Instant::now();
    let partial = tools.join(format!("{name}.partial"));
    remove(&partial)?;
    fs::create_dir_all(&partial)
        .with_context(|| format!("{} could not be made", partial.display()))?;
    install(&partial).with_context(|| format!("could not install {name}"))?;
    fs::rename(&partial, &folder)
        .with_context(|| format!("{} could not be renamed", partial.display()))?;
    say(format_args!("Installed {name} in {}", duration(start.elapsed())));
    Ok(folder)
}

/// Removes what an earlier run left.
pub(crate) fn remove(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("{} could not be removed", folder.display()))
        }
        _ => Ok(()),
    }
}

/// The first program of a name on the path.
fn on_path(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    let file = format!("{name}{}", env::consts::EXE_SUFFIX);
    env::split_paths(&path).map(|folder| folder.join(&file)).find(|program| program.is_file())
}
