//! Digits to the nearest `f64`, and JavaScript's `Number(text)`.
//!
//! The standard library does the first as well, at 15 KB of download; here it is schoolbook arithmetic on
//! whole numbers: multiply or divide by ten as often as needed, exactly, and round once at the end. That is slow for
//! `1e-300` and instant for a price.

use super::{Digits, at_once};
use std::num::{NonZeroU32, NonZeroU64};

/// Significant digits kept of a text. A number halfway between two `f64` has at most 767 of them, so whatever follows
/// the 800th only matters as "something follows".
const KEPT_DIGITS: i32 = 800;
const TEN: NonZeroU32 = NonZeroU32::MIN.saturating_add(9);

/// `mantissa × 10^exponent` as the nearest `f64`, ties to even.
fn nearest(mantissa: u64, exponent: i32) -> f64 {
    if let Some(number) = at_once(mantissa, exponent) {
        return number;
    }
    let mut whole = Whole::default();
    whole.times_plus(1, mantissa as u32);
    whole.limbs.push((mantissa >> 32) as u32);
    whole.scaled(20, exponent)
}

/// JavaScript's `Number(text)`: surrounding white space is ignored, nothing at all is 0; decimal digits with point and
/// exponent, `Infinity`, and whole numbers in hexadecimal, octal and binary; anything else is NaN.
///
/// Source: ECMAScript, StringToNumber.
pub(super) fn number_from_text(text: &str) -> f64 {
    let (mut start, mut end) = (text.len(), 0);
    for (at, c) in text.char_indices() {
        if !is_space(c) {
            start = start.min(at);
            end = at + c.len_utf8();
        }
    }
    match text.as_bytes().get(start..end).unwrap_or_default() {
        [] => 0.0,
        [b'0', b'x' | b'X', digits @ ..] => from_radix(digits, 16),
        [b'0', b'o' | b'O', digits @ ..] => from_radix(digits, 8),
        [b'0', b'b' | b'B', digits @ ..] => from_radix(digits, 2),
        [b'-', size @ ..] => -from_decimal(size),
        [b'+', size @ ..] => from_decimal(size),
        size => from_decimal(size),
    }
}

/// What JavaScript calls white space or a line end, which is not quite what Unicode does.
#[inline(never)]
fn is_space(c: char) -> bool {
    matches!(c, '\t'..='\r' | ' ' | '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{2028}' | '\u{2029}'
        | '\u{202f}' | '\u{205f}' | '\u{3000}' | '\u{feff}')
}

fn from_radix(digits: &[u8], radix: u32) -> f64 {
    let mut whole = Whole::default();
    for &digit in digits {
        match char::from(digit).to_digit(radix) {
            Some(digit) => whole.times_plus(radix, digit),
            None => return f64::NAN,
        }
    }
    if digits.is_empty() { f64::NAN } else { whole.over_two_to(0, false) }
}

fn from_decimal(text: &[u8]) -> f64 {
    if text == b"Infinity" {
        return f64::INFINITY;
    }
    let Some(read) = Digits::read(text) else { return f64::NAN };
    if !read.inexact {
        return nearest(read.mantissa.unsigned_abs(), read.exponent);
    }
    // All digits again, at full length.
    let mut whole = Whole::default();
    let mut exponent = read.exponent - read.dropped;
    let (mut kept, mut more) = (0, false);
    for byte in text {
        match byte {
            b'e' | b'E' => break,
            b'.' => {}
            b'0' if kept == 0 => {}
            _ if kept < KEPT_DIGITS => {
                whole.times_plus(10, u32::from(byte - b'0'));
                kept += 1;
            }
            _ => {
                more |= *byte != b'0';
                exponent += 1;
            }
        }
    }
    if more {
        whole.times_plus(10, 1);
        exponent -= 1;
    }
    whole.scaled(kept, exponent)
}

/// A whole number of any length, the lowest 32 bits first.
#[derive(Default)]
struct Whole {
    limbs: Vec<u32>,
}

impl Whole {
    fn times_plus(&mut self, factor: u32, plus: u32) {
        let mut carry = u64::from(plus);
        for limb in &mut self.limbs {
            carry += u64::from(*limb) * u64::from(factor);
            *limb = carry as u32;
            carry >>= 32;
        }
        if carry > 0 {
            self.limbs.push(carry as u32);
        }
    }

    /// Divides, rounding down; whether something was left over.
    fn over(&mut self, divisor: NonZeroU32) -> bool {
        let divisor = NonZeroU64::from(divisor);
        let mut left = 0_u64;
        for limb in self.limbs.iter_mut().rev() {
            let part = left << 32 | u64::from(*limb);
            *limb = (part / divisor) as u32;
            left = part % divisor;
        }
        left > 0
    }

    /// The nearest `f64` to `self × 10^exponent`, where `self` has about `digits` digits.
    fn scaled(mut self, digits: i32, exponent: i32) -> f64 {
        if exponent.saturating_add(digits) < -330 {
            return 0.0;
        }
        // More overflows all the same, unless it multiplies zero; this keeps the loop short.
        for _ in 0..exponent.min(310) {
            self.times_plus(10, 0);
        }
        let mut power = exponent.min(0).unsigned_abs();
        // Make room below, so that 64 bits are left after the division: a power of ten has 3.33 bits, a limb 32.
        let room = if power > 0 { power / 9 + 4 } else { 0 };
        if room > 0 {
            let mut limbs = vec![0; room as usize];
            limbs.extend_from_slice(&self.limbs);
            self.limbs = limbs;
        }
        // Rounding down after each step is rounding down once: ⌊⌊n/a⌋/b⌋ = ⌊n/(a·b)⌋.
        let mut inexact = false;
        while power > 0 {
            let step = power.min(9);
            inexact |= self.over(TEN.saturating_pow(step));
            power -= step;
        }
        self.over_two_to(room * 32, inexact)
    }

    /// The nearest `f64` to `self / 2^shift`, of a little more than that where `inexact`.
    fn over_two_to(mut self, shift: u32, inexact: bool) -> f64 {
        while self.limbs.last() == Some(&0) {
            self.limbs.pop();
        }
        let Some(&top) = self.limbs.last() else {
            return 0.0;
        };
        // The 64 highest bits, the first of them set, and whether anything stands below them.
        let spare = top.leading_zeros();
        self.times_plus(1 << spare, 0);
        let mut bits = 0_u64;
        let mut below = inexact;
        for limb in &self.limbs {
            below |= bits as u32 != 0;
            bits = bits >> 32 | u64::from(*limb) << 32;
        }
        // The power of two of the leading bit.
        let power = 32 * self.limbs.len() as i32 - 1 - spare as i32 - shift as i32;
        if power > 1023 {
            return f64::INFINITY;
        }
        // Below 2^-1022 the exponent stays and the leading bits become zeros.
        let lost = (-1022 - power).max(0) as u32;
        if lost > 53 {
            return 0.0;
        }
        let drop = 11 + lost;
        let mut mantissa = bits.checked_shr(drop).unwrap_or(0);
        let rest = bits << (64 - drop);
        let half = 1 << 63;
        if rest > half || (rest == half && (below || mantissa & 1 == 1)) {
            mantissa += 1;
        }
        // The leading bit adds one to the exponent, and so does a mantissa that was rounded up to the next power.
        let exponent = (power + 1022).max(0) as u64;
        f64::from_bits((exponent << 52) + mantissa)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_text_like_javascript() {
        // Right side: `Number(text)` in Node 20.
        for (text, value) in [
            ("", 0.0),
            (" \t\n\u{a0}\u{feff}\u{2028}", 0.0),
            ("8", 8.0),
            (" 8 ", 8.0),
            ("+8.5", 8.5),
            ("-8.5e1", -85.0),
            (".5", 0.5),
            ("5.", 5.0),
            ("1e3", 1000.0),
            ("1E+3", 1000.0),
            ("0x1F", 31.0),
            ("0b101", 5.0),
            ("0o17", 15.0),
            ("010", 10.0),
            ("Infinity", f64::INFINITY),
            ("-Infinity", f64::NEG_INFINITY),
            ("1e400", f64::INFINITY),
            ("1e99999999999", f64::INFINITY),
            ("0e99999999999", 0.0),
            ("1e-99999999999", 0.0),
            ("0x20000000000001", 9_007_199_254_740_992.0),
            ("0x20000000000003", 9_007_199_254_740_996.0),
            ("5e-324", 5e-324),
            ("2.4703282292062327e-324", 0.0),
            ("2.4703282292062328e-324", 5e-324),
            ("1.7976931348623157e308", f64::MAX),
            ("1.7976931348623159e308", f64::INFINITY),
            ("9007199254740993", 9_007_199_254_740_992.0),
            ("9007199254740993.00000000000000000000000000000001", 9_007_199_254_740_994.0),
        ] {
            assert_eq!(number_from_text(text).to_bits(), value.to_bits(), "{text:?}");
        }
    }

    #[test]
    fn refuses_like_javascript() {
        for text in [
            ".",
            "-",
            "+",
            "e5",
            ".e5",
            "1e",
            "1e+",
            "1 2",
            "1_000",
            "1,5",
            "0x",
            "0xg",
            "-0x1f",
            "0b2",
            "0o8",
            "infinity",
            "Infinityx",
            "NaN",
            "1.2.3",
            "١",
            "12px",
            "\u{85}1",
            "--1",
            "1e1.5",
        ] {
            assert!(number_from_text(text).is_nan(), "{text:?}");
        }
    }

    #[test]
    fn negative_zero_keeps_its_sign() {
        assert!(number_from_text("-0").is_sign_negative());
    }

    #[test]
    fn a_very_long_text_is_rounded_by_its_last_digit() {
        let halfway = "9007199254740993";
        let zeros = "0".repeat(2_000);
        assert_eq!(number_from_text(&format!("{halfway}.{zeros}")), 9_007_199_254_740_992.0);
        assert_eq!(number_from_text(&format!("{halfway}.{zeros}1")), 9_007_199_254_740_994.0);
        assert_eq!(number_from_text(&format!("0.{zeros}1e2001")), 1.0);
        assert_eq!(number_from_text(&format!("1{zeros}e-2000")), 1.0);
    }
}
