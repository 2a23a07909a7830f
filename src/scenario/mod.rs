//! A played visit: what happened, when, and what was expected of it.

pub mod line;
