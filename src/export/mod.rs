//! Documents as JSON and as Arrow tables.

pub mod json;
