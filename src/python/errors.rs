//! The core's errors as Python exceptions, which live in `pullquote.errors` so that users can catch them by name.

use crate::error::Error;
use pyo3::PyErr;

pyo3::import_exception!(pullquote.errors, InvalidInputError);
pyo3::import_exception!(pullquote.errors, InvalidOptionError);

impl From<Error> for PyErr {
    fn from(error: Error) -> Self {
        let message = error.to_string();
        match error {
            Error::InvalidOption { .. } => InvalidOptionError::new_err(message),
            Error::InvalidInput(_) | Error::InvalidModel { .. } => InvalidInputError::new_err(message),
        }
    }
}
