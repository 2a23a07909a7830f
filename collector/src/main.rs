//! The command line of the collector.

fn main() {}
