//! All that touches the world outside: one file a capability, no rules. Nothing here panics; what a
//! browser refuses is an `Err` or a `None`.

pub(crate) mod dom;
pub(crate) mod fetch;
pub(crate) mod intl;
pub(crate) mod location;
pub(crate) mod panic;
pub(crate) mod script;
