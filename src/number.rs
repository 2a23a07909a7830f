//! Decimal digits, the nearest `f64` to them, and JavaScript's `Number(text)`.
//!
//! Decides which digits are kept. A shopper's browser is asked for the numbers themselves, which it has to know anyway; everybody else
//! has [`exact`].

#[cfg(not(all(target_arch = "wasm32", feature = "web", not(feature = "tools"))))]
mod exact;

/// JavaScript's `Number(text)`: surrounding white space is ignored, nothing at all is 0; decimal digits with point and
/// exponent, `Infinity`, and whole numbers in hexadecimal, octal and binary; anything else is NaN.
#[must_use]
pub fn number_from_text(text: &str) -> f64 {
    #[cfg(all(target_arch = "wasm32", feature = "web", not(feature = "tools")))]
    return crate::web::pattern::number(text);
    #[cfg(not(all(target_arch = "wasm32", feature = "web", not(feature = "tools"))))]
    exact::number_from_text(text)
}

/// `mantissa × 10^exponent` as the nearest `f64` where one operation gives it: both of its operands are exact then, so that it rounds
/// once (W. D. Clinger, "How to Read Floating Point Numbers Accurately", 1990).
pub(crate) fn at_once(mantissa: u64, exponent: i32) -> Option<f64> {
    let places = exponent.unsigned_abs();
    if mantissa > 1 << 53 || places > 19 {
        return None;
    }
    let mut power = 1_u64;
    for _ in 0..places {
        power *= 10;
    }
    let (mantissa, power) = (mantissa as f64, power as f64);
    Some(if exponent < 0 { mantissa / power } else { mantissa * power })
}

/// Below this any digit more fits into 63 bits.
const MOST_DIGITS: i64 = i64::MAX / 10;

/// Decimal digits with point and exponent, as far as they fit: `mantissa × 10^exponent`.
pub(crate) struct Digits {
    /// The leading digits.
    pub(crate) mantissa: i64,
    /// The power of ten that they are multiplied with.
    pub(crate) exponent: i32,
    /// How many digits did not fit.
    dropped: i32,
    /// Whether one of those was not zero.
    inexact: bool,
}

impl Digits {
    /// Reads digits without a sign. None where there is no digit, or something else among them.
    pub(crate) fn read(text: &[u8]) -> Option<Digits> {
        let mut digits = Digits { mantissa: 0, exponent: 0, dropped: 0, inexact: false };
        let (mut any, mut pointed) = (false, false);
        let mut rest = text;
        while let [byte, after @ ..] = rest {
            rest = after;
            match byte {
                b'0'..=b'9' => {
                    any = true;
                    if digits.mantissa < MOST_DIGITS {
                        digits.mantissa = digits.mantissa * 10 + i64::from(byte - b'0');
                    } else {
                        digits.dropped += 1;
                        digits.exponent += 1;
                        digits.inexact |= *byte != b'0';
                    }
                    digits.exponent -= i32::from(pointed);
                }
                b'.' if !pointed => pointed = true,
                b'e' | b'E' if any => {
                    digits.exponent += exponent_from(rest)?;
                    break;
                }
                _ => return None,
            }
        }
        any.then_some(digits)
    }
}

/// The signed digits after the `e`, held within a range in which the answer is already 0 or infinite.
fn exponent_from(text: &[u8]) -> Option<i32> {
    let (sign, digits) = match text {
        [b'-', digits @ ..] => (-1, digits),
        [b'+', digits @ ..] => (1, digits),
        digits => (1, digits),
    };
    if digits.is_empty() {
        return None;
    }
    let mut size = 0_i32;
    for &byte in digits {
        if !byte.is_ascii_digit() {
            return None;
        }
        size = (size * 10 + i32::from(byte - b'0')).min(10_000_000);
    }
    Some(sign * size)
}
