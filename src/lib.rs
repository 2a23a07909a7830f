//! shopbell
