//! Currencies: how many decimals each has.

/// Digits of the minor unit.
#[must_use]
pub fn minor_digits(currency: &str) -> u8 {
    if matches!(currency, "KRW" | "JPY" | "CLP" | "VND" | "ISK") { 0 } else { 2 }
}
