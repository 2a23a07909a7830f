//! The statistics of the report: numbers in, numbers and sentences out; no clock, no chance, no storage.
//!
//! Decides what may be believed of what was counted. The report may be looked at every day and is wrong at most as often as it says.
//! Everything here starts from whole sums that any engine can compute ([`sums`]); who is a visitor, which day is closed and whose goal
//! window has closed is left to who counts. Bad data are a [`lack::Lack`], never a panic or a number that is none.
//!
//! In reading order: `sums`, `lack` and `tail`; the comparison of two arms in `difference`, `always`, `lift`; `ratio`, `multinomial`,
//! `ratio_watch`, `wilson`, `posterior`, `nps` and `several` beside it; `plan`, `gate`, `verdict`, `bots`, `guardrail` decide; `words` says
//! it; the rest is of the shop as a whole: `cap`, `orders`, `rfm`, `replenish`.
//!
//! What is shown for description only says so where it is defined: `ratio`, `wilson`, `posterior`, `several`.

pub mod always;
pub mod bots;
pub mod cap;
pub mod difference;
pub mod gate;
pub mod guardrail;
pub mod lack;
pub mod lift;
pub mod multinomial;
pub mod nps;
pub mod orders;
pub mod plan;
pub mod posterior;
pub mod ratio;
pub mod ratio_watch;
pub mod replenish;
pub mod rfm;
pub mod several;
pub mod sums;
pub mod tail;
pub mod verdict;
pub mod wilson;
pub mod words;
