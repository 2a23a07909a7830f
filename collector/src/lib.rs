//! The collector: takes outcomes, keeps each exactly once, and reports what may be believed.
