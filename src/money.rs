//! Currencies: how many digits their minor unit has (ISO 4217, list one).
//!
//! Decides the exponent alone. Amounts are whole minor units everywhere; the browser's Intl prints them.

/// Digits of the minor unit; 2 for all that are not exceptions.
#[must_use]
pub fn minor_digits(currency: &str) -> u8 {
    match currency {
        "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX" | "UYI" | "VND" | "VUV" | "XAF" | "XOF" | "XPF" => 0,
        "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
        "CLF" | "UYW" => 4,
        _ => 2,
    }
}
