//! A sign that long work is to end: the caller sets it from another thread.
//!
//! Work that sees it set ends soon, within some thousandths of a second, and gives what it has, which the caller throws away.

use std::sync::atomic::{AtomicBool, Ordering};

/// Whether somebody wants the work to end.
#[derive(Debug, Default)]
pub struct Stop(AtomicBool);

impl Stop {
    /// Asks the work to end.
    pub fn set(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether it is to end.
    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}
