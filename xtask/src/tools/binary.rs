//! Trunk and wasm-bindgen: programs that are published both compiled and as crates.
//!
//! A compiled one takes seconds to get. Where there is none for this machine, or no way to it, the crate is
//! compiled, which takes minutes, once.

use super::{installed, on_path};
use crate::{
    places,
    run::{output, program, run, say},
};
use anyhow::{Context, Result, bail};
use std::{
    env, fs,
    path::{Path, PathBuf},
};

/// How long to wait for a server that may not be reachable at all, and for the whole download, in seconds.
const CONNECT_TIMEOUT: &str = "3";
const DOWNLOAD_TIMEOUT: &str = "90";

/// A program and how it is published.
pub(crate) struct Binary {
    name: &'static str,
    crate_name: &'static str,
    version: String,
    /// How long compiling takes on a machine with two processors.
    compiling: &'static str,
    features: &'static [&'static str],
    /// The address of the archive for a machine, without its ending.
    archive: fn(version: &str, machine: &str) -> String,
}

pub(crate) fn trunk(version: String) -> Binary {
    Binary {
        name: "trunk",
        crate_name: "trunk",
        version,
        compiling: "4 minutes",
        // Without the check for updates; with TLS, without which it does not compile.
        features: &["rustls"],
        archive: |version, machine| {
            let ending = if machine.contains("windows") { "zip" } else { "tar.gz" };
            format!(
                "https://github.com/trunk-rs/trunk/releases/download/v{version}/trunk-{machine}.{ending}"
            )
        },
    }
}

pub(crate) fn wasm_bindgen(version: String) -> Binary {
    Binary {
        name: "wasm-bindgen",
        crate_name: "wasm-bindgen-cli",
        version,
        compiling: "2 minutes",
        features: &[],
        archive: |version, machine| {
            // On this one machine it is published for musl alone.
            let machine = if machine == "x86_64-unknown-linux-gnu" {
                "x86_64-unknown-linux-musl"
            } else {
                machine
            };
            format!(
                "https://github.com/wasm-bindgen/wasm-bindgen/releases/download/{version}/wasm-bindgen-{version}-{machine}.tar.gz"
            )
        },
    }
}

impl Binary {
    /// The folder to put on the path; none when the right version is on the path already.
    pub(crate) fn ensure(&self) -> Result<Option<PathBuf>> {
        let name = format!("{}-{}", self.name, self.version);
        if on_path(self.name).is_some_and(|found| self.is_right(&found)) {
            return Ok(None);
        }
        let what = format!(
            "{} {} (seconds where it can be downloaded, else about {} of compiling)",
            self.name, self.version, self.compiling
        );
        let folder = installed(&name, &what, |folder| {
            let downloads = folder.join("download");
            fs::create_dir_all(&downloads)?;
            let downloaded = self.download(&downloads, &folder.join("bin"));
            fs::remove_dir_all(&downloads)?;
            downloaded.or_else(|error| {
                say(format_args!("No download: {error:#}. Compiling it instead."));
                self.compile(folder)
            })
        })?;
        Ok(Some(folder.join("bin")))
    }

    fn is_right(&self, program: &Path) -> bool {
        let version = output(self::program(program).arg("--version"));
        version.is_some_and(|text| text.split_whitespace().nth(1) == Some(&self.version))
    }

    fn file(&self) -> String {
        format!("{}{}", self.name, env::consts::EXE_SUFFIX)
    }

    fn download(&self, folder: &Path, bin: &Path) -> Result<()> {
        let machine = machine().context("rustc does not tell which machine this is")?;
        let archive = folder.join("archive");
        run(program("curl")
            .args(["--fail", "--location", "--proto", "=https", "--silent", "--show-error"])
            .args([
                "--connect-timeout",
                CONNECT_TIMEOUT,
                "--max-time",
                DOWNLOAD_TIMEOUT,
                "--output",
            ])
            .arg(&archive)
            .arg((self.archive)(&self.version, &machine)))?;
        run(program("tar").arg("-xf").arg(&archive).arg("-C").arg(folder))?;
        // Some archives hold the program, some a folder with the program.
        let unpacked = places::files(folder).into_iter().find(|path| path.ends_with(self.file()));
        let unpacked = unpacked.with_context(|| format!("the archive holds no {}", self.file()))?;
        if !self.is_right(&unpacked) {
            bail!("the downloaded program does not run here as version {}", self.version);
        }
        fs::create_dir_all(bin)?;
        fs::rename(&unpacked, bin.join(self.file()))?;
        Ok(())
    }

    fn compile(&self, folder: &Path) -> Result<()> {
        let install = |locked: &[&str]| {
            run(program("cargo")
                .args(["install", self.crate_name, "--version", &self.version, "--root"])
                .arg(folder)
                .args(["--no-default-features", "--features", &self.features.join(",")])
                // Half the time of a release build. Optimised by one level Trunk took 6 minutes instead of 3½,
                // and what wasm-bindgen gains by it is less than 2 seconds a build.
                .arg("--debug")
                .env("CARGO_PROFILE_DEV_DEBUG", "0")
                .args(locked))
        };
        // The versions that its authors tested, unless one of those is gone from the registry.
        install(&["--locked"]).or_else(|error| {
            say(format_args!(
                "{error:#}. Trying once more with newer versions of its dependencies."
            ));
            install(&[])
        })
    }
}

/// The name of this kind of machine, as releases are called.
fn machine() -> Option<String> {
    let text = output(program("rustc").arg("-vV"))?;
    text.lines().find_map(|line| line.strip_prefix("host: ")).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::{trunk, wasm_bindgen};

    #[test]
    fn archives_have_the_names_that_their_projects_give_them() {
        let trunk = trunk("0.21.14".to_owned());
        let bindgen = wasm_bindgen("0.2.130".to_owned());
        for (binary, machine, expected) in [
            (&trunk, "x86_64-unknown-linux-gnu", "/v0.21.14/trunk-x86_64-unknown-linux-gnu.tar.gz"),
            (&trunk, "aarch64-apple-darwin", "/v0.21.14/trunk-aarch64-apple-darwin.tar.gz"),
            (&trunk, "x86_64-pc-windows-msvc", "/v0.21.14/trunk-x86_64-pc-windows-msvc.zip"),
            (
                &bindgen,
                "x86_64-unknown-linux-gnu",
                "/0.2.130/wasm-bindgen-0.2.130-x86_64-unknown-linux-musl.tar.gz",
            ),
            (
                &bindgen,
                "aarch64-apple-darwin",
                "/0.2.130/wasm-bindgen-0.2.130-aarch64-apple-darwin.tar.gz",
            ),
        ] {
            let found = (binary.archive)(&binary.version, machine);
            assert!(found.ends_with(expected), "{found}");
        }
    }
}
