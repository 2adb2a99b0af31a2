//! Long work without the GIL, during which Ctrl-C is heard.

use super::pipeline::check_signals;
use crate::corpus::Stop;
use pyo3::prelude::*;
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How often signals are looked for.
const WATCH_EVERY: Duration = Duration::from_millis(50);

/// Does the work on a thread of its own, and asks it to stop when a signal comes; what it gives then is thrown away.
pub(super) fn watched<T: Send>(py: Python<'_>, work: impl FnOnce(&Stop) -> T + Send) -> PyResult<T> {
    let stop = Stop::default();
    let mut outcome = Ok(());
    let result = py.detach(|| {
        std::thread::scope(|scope| {
            let (working, done) = channel::<()>();
            let stop = &stop;
            let worker = scope.spawn(move || {
                // Dropped at the end, also that of a panic: the other side hears of it.
                let _working = working;
                work(stop)
            });
            while matches!(done.recv_timeout(WATCH_EVERY), Err(RecvTimeoutError::Timeout)) {
                if outcome.is_ok() {
                    outcome = check_signals();
                    if outcome.is_err() {
                        stop.set();
                    }
                }
            }
            worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        })
    });
    outcome.map(|()| result)
}

/// The value behind a lock, whatever happened to the last who had it.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
