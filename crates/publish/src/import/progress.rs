//! Shows how far long work is, to who sits at a terminal.

use std::cell::Cell;
use std::fmt::Display;
use std::io::{IsTerminal as _, Write as _, stderr};
use std::time::{Duration, Instant};

/// What is done sooner needs no word.
const QUIET: Duration = Duration::from_millis(500);

/// A line that says how far the work is.
pub(super) struct Progress {
    /// When to say it next; never, where nobody looks.
    next: Cell<Option<Instant>>,
    is_shown: Cell<bool>,
}

impl Progress {
    /// Work that begins now.
    pub(super) fn begin() -> Self {
        let next = stderr().is_terminal().then(|| Instant::now() + QUIET);
        Self { next: Cell::new(next), is_shown: Cell::new(false) }
    }

    /// It is so far.
    pub(super) fn step(&self, how_far: impl Display) {
        if self.next.get().is_some_and(|next| Instant::now() >= next) {
            self.next.set(Some(Instant::now() + QUIET / 5));
            self.is_shown.set(true);
            // A terminal that cannot be written to is no reason to stop. What is erased first is a
            // longer line before it (ECMA-48, section 8.3.41).
            let _ = write!(stderr(), "\r\x1b[K{how_far}");
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.is_shown.get() {
            let _ = write!(stderr(), "\r\x1b[K");
        }
    }
}
