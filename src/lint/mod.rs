//! What a rule file says and probably does not mean: checks over a file that decodes.
//!
//! Decides which checks there are and in which order they look. Each proves what it says from the program and the file; where
//! it cannot prove, it is silent, because a net that cries wolf is taken down. A check is a function over [`File`] and a row
//! of [`LINTS`]; its code has a row in [`rules::diagnostic`](crate::rules::diagnostic) and a page in `docs/checks`.

mod absent;
mod amounts;
pub mod asked;
mod bands;
mod blocks;
mod campaign;
pub mod cases;
pub mod conditions;
mod currency;
mod exact;
pub mod experiment;
mod file;
mod foreign;
mod form;
mod frequency;
mod keys;
mod logic;
mod message;
pub mod never;
mod offers;
mod pattern;
mod possible;
mod prizes;
mod schedule;
mod shadow;
mod texts;
mod themes;
mod unused;
mod words;

pub use file::{Campaign, File, Found};

use crate::engine::time::Millis;
use crate::node::Doc;
use crate::rules::check::{Problem, check, problems};

/// Looks for one kind of slip.
pub type Lint = fn(&File<'_>, &mut Found);

/// Every check, those on conditions first.
pub const LINTS: &[Lint] = &[
    logic::conditions_hold,
    foreign::values,
    bands::meet,
    unused::names,
    pattern::plain,
    absent::counts_as_zero,
    absent::unanswered,
    currency::one_of_several,
    exact::numbers,
    schedule::over,
    schedule::never_open,
    schedule::clock_change,
    schedule::unknown_zone,
    schedule::no_zone,
    frequency::hidden_cap,
    frequency::nagging,
    frequency::no_conversion,
    experiment::weights,
    experiment::no_visitors,
    experiment::same_variants,
    experiment::nothing_to_compare,
    experiment::plan,
    texts::missing_language,
    texts::same_text,
    texts::empty_text,
    texts::unknown_campaign,
    texts::plural_cases,
    texts::foreign_controls,
    texts::absent_fact,
    themes::accent_text,
    themes::tinted_text,
    message::unreachable_goal,
    message::lost_step,
    message::unasked_answer,
    message::public_code,
    message::empty_handed,
    form::no_consent,
    form::mail_as_text,
    form::no_thanks,
    amounts::missing_currency,
    amounts::full_bar,
    offers::past_countdown,
    offers::restarted_countdown,
    offers::long_countdown,
    offers::former_price,
    prizes::never_drawn,
    prizes::lost_prize,
    prizes::same_slices,
    prizes::all_win,
    campaign::repeated,
    campaign::twins,
    campaign::checkout_only,
    campaign::search_landing,
    campaign::near_names,
    shadow::never_first,
];

/// Every problem of a file: what does not decode, and what is probably not meant, in the order of the file. `now` is the time,
/// in milliseconds since 1970; without it nothing is said of the past.
#[must_use]
pub fn inspect(bytes: &[u8], now: Option<Millis>) -> Vec<Problem> {
    let mut all = check(bytes);
    let (program, _) = crate::rules::load(bytes);
    if let Ok(doc) = Doc::scan(bytes) {
        let file = File::new(&program, &doc, now);
        let mut found = Found::default();
        for lint in LINTS {
            lint(&file, &mut found);
        }
        let known: Vec<u32> = all.iter().filter(|problem| problem.code == "SB007").map(|problem| problem.start).collect();
        // Not a row of the table: it alone has to know what was said already.
        keys::twice(doc.root(), &known, &mut found);
        all.extend(problems(bytes, Some(&doc), found.diagnostics));
        all.sort_by_key(|problem| problem.start);
    }
    all
}
