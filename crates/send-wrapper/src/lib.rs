//! Stands in for the crate `send_wrapper`, by which Leptos keeps values of the browser where the compiler wants
//! values that may go to other threads.
//!
//! A page has one thread. But the real crate asks in each access which thread it is in, and for the answer the
//! standard library makes a `Thread`, in memory of its own allocator, which is then linked beside ours: 5 kB of
//! WebAssembly. Here nothing is asked in a page; elsewhere, where the page is only compiled and tested, all is
//! checked as in the other. `[patch.crates-io]` in the workspace's Cargo.toml puts it in the place of that.

#![allow(unsafe_code, reason = "`Send` for what is not `Send` cannot be had without")]

use std::fmt::{self, Debug, Formatter};
use std::mem::{ManuallyDrop, needs_drop};
use std::ops::{Deref, DerefMut};

#[cfg(feature = "futures")]
mod futures;

/// What tells threads apart: nothing where there is but one.
#[cfg(all(target_arch = "wasm32", not(target_feature = "atomics")))]
mod here {
    #[derive(PartialEq)]
    pub(crate) struct Here;

    pub(crate) fn here() -> Here {
        Here
    }
}

/// What tells threads apart.
#[cfg(not(all(target_arch = "wasm32", not(target_feature = "atomics"))))]
mod here {
    pub(crate) type Here = std::thread::ThreadId;

    pub(crate) fn here() -> Here {
        std::thread::current().id()
    }
}

/// A value that may go to other threads, and is of use in its own only.
pub struct SendWrapper<T> {
    value: ManuallyDrop<T>,
    home: here::Here,
}

// SAFETY: the value is reached, and dropped, in the thread that it comes from and in no other.
unsafe impl<T> Send for SendWrapper<T> {}
// SAFETY: as above.
unsafe impl<T> Sync for SendWrapper<T> {}

impl<T> SendWrapper<T> {
    /// Wraps a value of this thread.
    pub fn new(value: T) -> Self {
        Self { value: ManuallyDrop::new(value), home: here::here() }
    }

    /// Whether this is the thread of the value.
    pub fn valid(&self) -> bool {
        self.home == here::here()
    }

    /// The value itself.
    ///
    /// # Panics
    ///
    /// In another thread than that of the value.
    pub fn take(self) -> T {
        self.check();
        let mut this = ManuallyDrop::new(self);
        // SAFETY: it is taken once, as `this` is gone then and was never dropped.
        unsafe { ManuallyDrop::take(&mut this.value) }
    }

    fn check(&self) {
        assert!(self.valid(), "a value is reached from a thread that is not its own");
    }
}

impl<T> Deref for SendWrapper<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.check();
        &self.value
    }
}

impl<T> DerefMut for SendWrapper<T> {
    fn deref_mut(&mut self) -> &mut T {
        self.check();
        &mut self.value
    }
}

impl<T> Drop for SendWrapper<T> {
    fn drop(&mut self) {
        if !needs_drop::<T>() || self.valid() {
            // SAFETY: it is dropped once, with what it lies in.
            unsafe { ManuallyDrop::drop(&mut self.value) }
        } else {
            // Two panics at once would end the program.
            assert!(std::thread::panicking(), "a value is dropped in a thread that is not its own");
        }
    }
}

impl<T: Clone> Clone for SendWrapper<T> {
    fn clone(&self) -> Self {
        Self::new(T::clone(self))
    }
}

impl<T: Debug> Debug for SendWrapper<T> {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("SendWrapper").field(&**self).finish()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a failed unwrap is a failed test")]
mod tests {
    use super::*;
    use std::cell::Cell;
    use std::rc::Rc;
    use std::thread;

    #[test]
    fn a_value_is_reached_in_its_own_thread_only() {
        let mut value = SendWrapper::new(Rc::new(Cell::new(1)));
        Rc::make_mut(&mut value).set(2);
        assert_eq!(value.get(), 2);
        let elsewhere = thread::spawn(move || {
            assert!(!value.valid());
            let failed = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| value.get()));
            assert!(failed.is_err());
            value
        });
        let value = elsewhere.join().unwrap();
        assert_eq!(value.clone().take().get(), 2);
    }

    #[test]
    fn a_value_is_dropped_once_and_in_its_own_thread_only() {
        let counted = Rc::new(());
        drop(SendWrapper::new(counted.clone()));
        assert_eq!(Rc::strong_count(&counted), 1);
        drop(SendWrapper::new(counted.clone()).take());
        assert_eq!(Rc::strong_count(&counted), 1);
        let value = SendWrapper::new(counted.clone());
        assert!(thread::spawn(move || drop(value)).join().is_err());
        assert_eq!(Rc::strong_count(&counted), 2);
        let number = SendWrapper::new(1);
        assert!(thread::spawn(move || drop(number)).join().is_ok());
    }
}
