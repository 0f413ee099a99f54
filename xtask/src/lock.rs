//! A lock between tasks that run at the same time, so that `serve` and `test` do not build over each other.

use crate::{places, run::say};
use anyhow::{Context, Result};
use std::fs::{self, File, TryLockError};

/// Held until it is dropped; the system drops it when the program dies.
pub(crate) struct Lock(#[allow(dead_code, reason = "the open file is the lock")] File);

impl Lock {
    /// Takes the lock of that name; waits, and says so, while another task has it.
    pub(crate) fn take(name: &str) -> Result<Self> {
        let folder = places::at(places::MEMORY);
        fs::create_dir_all(&folder)
            .with_context(|| format!("{} could not be made", folder.display()))?;
        let path = folder.join(name).with_extension("lock");
        let file =
            File::create(&path).with_context(|| format!("{} could not be made", path.display()))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                say(format_args!("Waiting for another cargo xtask to finish its {name}…"));
                file.lock().with_context(|| format!("{} could not be locked", path.display()))?;
            }
            Err(TryLockError::Error(error)) => {
                return Err(error)
                    .with_context(|| format!("{} could not be locked", path.display()));
            }
        }
        Ok(Self(file))
    }
}
