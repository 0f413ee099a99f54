//! Which versions of the tools are wanted. Each stands in one file only; here it is read from there.

use crate::places::{self, CARGO_LOCK, CARGO_TOML};
use anyhow::{Context, Result};
use std::{collections::BTreeMap, fs};
use toml::Table;

/// Trunk's version, from `[workspace.metadata.tools]`.
pub(crate) fn trunk() -> Result<String> {
    trunk_in(&read(CARGO_TOML)?).with_context(|| {
        format!("{CARGO_TOML} names no version of Trunk; it belongs under [workspace.metadata.tools] as trunk = \"…\"")
    })
}

/// The version of the library wasm-bindgen; its command must be of the very same.
pub(crate) fn wasm_bindgen() -> Result<String> {
    locked_in(&read(CARGO_LOCK)?, "wasm-bindgen").with_context(|| {
        format!(
            "{CARGO_LOCK} names no single wasm-bindgen; the page needs it as a dependency, once"
        )
    })
}

/// Names and versions of npm packages, from a list in a `package.json`, where they are exact.
pub(crate) fn npm(package: &str, list: &str) -> Result<Vec<(String, String)>> {
    let text = fs::read_to_string(places::at(package))
        .with_context(|| format!("{package} could not be read"))?;
    let mut package: serde_json::Value =
        serde_json::from_str(&text).with_context(|| format!("{package} is not JSON"))?;
    let versions: BTreeMap<_, _> = serde_json::from_value(package[list].take())
        .with_context(|| format!("a package has no list {list} of versions"))?;
    Ok(versions.into_iter().collect())
}

fn read(name: &str) -> Result<Table> {
    let text = fs::read_to_string(places::at(name))
        .with_context(|| format!("{name} could not be read"))?;
    text.parse().with_context(|| format!("{name} is not TOML"))
}

fn trunk_in(manifest: &Table) -> Option<String> {
    let tools = manifest.get("workspace")?.get("metadata")?.get("tools")?;
    Some(tools.get("trunk")?.as_str()?.to_owned())
}

/// The version of a package that the lock holds exactly once.
fn locked_in(lock: &Table, name: &str) -> Option<String> {
    let packages = lock.get("package")?.as_array()?;
    let mut found = packages
        .iter()
        .filter(|package| package.get("name").and_then(|found| found.as_str()) == Some(name));
    match (found.next(), found.next()) {
        (Some(package), None) => Some(package.get("version")?.as_str()?.to_owned()),
        _ => None,
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::{locked_in, trunk, trunk_in};

    #[test]
    fn trunk_is_read_from_the_manifest() {
        for (text, expected) in [
            ("[workspace.metadata.tools]\ntrunk = \"0.21.14\"", Some("0.21.14")),
            ("[workspace.metadata.tools]\nother = \"1\"", None),
            ("[workspace]", None),
            ("[workspace.metadata.tools]\ntrunk = 1", None),
        ] {
            assert_eq!(trunk_in(&text.parse().unwrap()).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn this_repository_names_a_trunk() {
        assert!(trunk().is_ok());
    }

    #[test]
    fn a_locked_version_counts_where_there_is_one() {
        let one = "[[package]]\nname = \"wasm-bindgen-shared\"\nversion = \"1\"\n\
                   [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.130\"\n";
        let two = format!("{one}[[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.1\"\n");
        for (text, expected) in [(one, Some("0.2.130")), (&two, None), ("version = 4", None)] {
            assert_eq!(
                locked_in(&text.parse().unwrap(), "wasm-bindgen").as_deref(),
                expected,
                "{text}"
            );
        }
    }
}
