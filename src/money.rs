//! How many digits a currency's minor unit has: cents, fils, or none.
//!
//! Decides the scale in which amounts are held as integers. Reading an amount is [`Decimal::scaled`]'s work, writing one
//! the browser's Intl, and which currency applies the site's.
//!
//! Source: ISO 4217, list one. Two digits are the rule; here are the exceptions.
//!
//! [`Decimal::scaled`]: crate::decimal::Decimal::scaled

const EXCEPTIONS: &[u8; 104] = b"BIF0CLP0DJF0GNF0ISK0JPY0KMF0KRW0PYG0RWF0UGX0UYI0VND0VUV0XAF0XOF0XPF0\
    BHD3IQD3JOD3KWD3LYD3OMR3TND3CLF4UYW4";

/// Decimal digits of the minor unit of a currency, named by its upper-case ISO 4217 code: 2 for `EUR` (and for what is no
/// code), 0 for `KRW`, 3 for `KWD`, 4 for `CLF`.
#[must_use]
pub fn minor_digits(currency: &str) -> u8 {
    let mut rest = EXCEPTIONS.as_slice();
    while let [a, b, c, digits, after @ ..] = rest {
        if [*a, *b, *c] == *currency.as_bytes() {
            return digits - b'0';
        }
        rest = after;
    }
    2
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decimal::Decimal;

    #[test]
    fn most_currencies_have_cents() {
        for (currency, digits) in [("EUR", 2), ("RON", 2), ("KRW", 0), ("XPF", 0), ("TND", 3), ("UYW", 4), ("krw", 2), ("", 2)] {
            assert_eq!(minor_digits(currency), digits, "{currency}");
        }
    }

    #[test]
    fn amounts_become_minor_units_exactly() {
        let minor = |mantissa, exponent, currency| Decimal::new(mantissa, exponent).scaled(minor_digits(currency));
        assert_eq!(minor(4_999, -2, "EUR"), Some(4_999));
        assert_eq!(minor(50, 0, "EUR"), Some(5_000));
        assert_eq!(minor(50_000, 0, "KRW"), Some(50_000));
        assert_eq!(minor(4_999, -2, "KRW"), None);
        assert_eq!(minor(1_2345, -4, "CLF"), Some(12_345));
    }
}
