//! Which case of a plural is said, where no browser does it.
//!
//! Decides by the rules of Unicode's CLDR, as browsers do. Leaves how plurals are written to [`crate::rules::text`].

use super::{Kind, Row};
use intl_pluralrules::{PluralCategory, PluralRuleType, PluralRules};
use unic_langid::LanguageIdentifier;

/// The pieces that are said, in a language: of a plural's cases those of the first that fits.
pub fn said<'r>(locale: &str, pieces: impl IntoIterator<Item = &'r Row>) -> Vec<&'r Row> {
    let (mut skips, mut found) = (false, false);
    let mut all = Vec::new();
    for row in pieces {
        if row.kind == Kind::Case {
            let fits = !found && fits(locale, &row.text, row.number);
            (skips, found) = if row.text.is_empty() { (false, false) } else { (!fits, found || fits) };
        } else if !skips {
            all.push(row);
        }
    }
    all
}

/// Whether so many are of this category, or exactly `=so` many.
fn fits(locale: &str, category: &str, count: i64) -> bool {
    match category.strip_prefix('=') {
        Some(digits) => digits.parse() == Ok(count),
        None => category == "other" || category == self::category(locale, count),
    }
}

/// The category of a whole number; `other` in a language that CLDR does not have.
#[must_use]
pub fn category(locale: &str, count: i64) -> &'static str {
    let Ok(language) = locale.parse::<LanguageIdentifier>() else { return "other" };
    let alone = LanguageIdentifier::from_parts(language.language, None, None, &[]);
    let rules = [language, alone].into_iter().find_map(|language| PluralRules::create(language, PluralRuleType::CARDINAL).ok());
    match rules.and_then(|rules| rules.select(count.unsigned_abs()).ok()) {
        Some(PluralCategory::ZERO) => "zero",
        Some(PluralCategory::ONE) => "one",
        Some(PluralCategory::TWO) => "two",
        Some(PluralCategory::FEW) => "few",
        Some(PluralCategory::MANY) => "many",
        Some(PluralCategory::OTHER) | None => "other",
    }
}
