//! Digits to the nearest `f64`, and JavaScript's `Number(text)`.
//!
//! The standard library does the first as well, at 15 KB in the shopper's download; here it is schoolbook arithmetic on
//! whole numbers: multiply or divide by ten as often as needed, exactly, and round once at the end. That is slow for
//! `1e-300` and instant for a price.

/// Significant digits kept of a text. A number halfway between two `f64` has at most 767 of them, so whatever follows
/// the 800th only matters as "something follows".
const KEPT_DIGITS: usize = 800;

/// `mantissa × 10^exponent` as the nearest `f64`, ties to even.
pub(crate) fn nearest(mantissa: u64, exponent: i32) -> f64 {
    // Both operands are exact here, so the one operation rounds once (W. D. Clinger, "How to Read Floating Point
    // Numbers Accurately", 1990).
    if mantissa <= 1 << 53 && exponent.unsigned_abs() <= 19 {
        let power = 10_u64.pow(exponent.unsigned_abs()) as f64;
        return if exponent < 0 { mantissa as f64 / power } else { mantissa as f64 * power };
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
pub fn number_from_text(text: &str) -> f64 {
    let text = text.trim_matches(is_space).as_bytes();
    match text {
        [] => return 0.0,
        [b'0', b'x' | b'X', digits @ ..] => return from_radix(digits, 16),
        [b'0', b'o' | b'O', digits @ ..] => return from_radix(digits, 8),
        [b'0', b'b' | b'B', digits @ ..] => return from_radix(digits, 2),
        _ => {}
    }
    match text {
        [b'-', size @ ..] => -from_decimal(size),
        [b'+', size @ ..] => from_decimal(size),
        size => from_decimal(size),
    }
}

/// What JavaScript calls white space or a line end, which is not quite what Unicode does.
pub(crate) fn is_space(c: char) -> bool {
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
    let mut whole = Whole::default();
    let mut kept = 0_usize;
    let mut exponent = 0_i32;
    let (mut any, mut pointed, mut cut) = (false, false, false);
    let mut rest = text.iter();
    while let Some(&byte) = rest.next() {
        match byte {
            b'0'..=b'9' => {
                any = true;
                if kept < KEPT_DIGITS {
                    whole.times_plus(10, u32::from(byte - b'0'));
                    // Zeros in front are no significant digits.
                    kept += usize::from(kept > 0 || byte != b'0');
                    exponent -= i32::from(pointed);
                } else {
                    cut |= byte != b'0';
                    exponent += i32::from(!pointed);
                }
            }
            b'.' if !pointed => pointed = true,
            b'e' | b'E' if any => match exponent_from(rest.as_slice()) {
                Some(power) => {
                    exponent = exponent.saturating_add(power);
                    break;
                }
                None => return f64::NAN,
            },
            _ => return f64::NAN,
        }
    }
    if !any {
        return f64::NAN;
    }
    if cut {
        whole.times_plus(10, 1);
        exponent -= 1;
    }
    whole.scaled(kept, exponent)
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
    fn over(&mut self, divisor: u32) -> bool {
        let mut left = 0_u64;
        for limb in self.limbs.iter_mut().rev() {
            let part = left << 32 | u64::from(*limb);
            *limb = (part / u64::from(divisor)) as u32;
            left = part % u64::from(divisor);
        }
        left > 0
    }

    /// The nearest `f64` to `self × 10^exponent`, where `self` has about `digits` digits.
    fn scaled(mut self, digits: usize, exponent: i32) -> f64 {
        let digits = i32::try_from(digits).unwrap_or(i32::MAX);
        if exponent > 310 {
            // Nothing but zero survives a factor like that. Clamped, the loop below stays short and still overflows.
            return self.scaled_within(310);
        }
        if exponent.saturating_add(digits) < -330 {
            return 0.0;
        }
        if exponent >= 0 {
            return self.scaled_within(exponent);
        }
        // Make room below, so that 64 bits are left after the division: a power of ten has 3.33 bits, a limb 32.
        let power = exponent.unsigned_abs();
        let room = power / 9 + 4;
        let mut limbs = vec![0; room as usize];
        limbs.append(&mut self.limbs);
        self.limbs = limbs;
        // Rounding down after each step is rounding down once: ⌊⌊n/a⌋/b⌋ = ⌊n/(a·b)⌋.
        let mut inexact = false;
        for _ in 0..power / 9 {
            inexact |= self.over(1_000_000_000);
        }
        inexact |= self.over(10_u32.pow(power % 9));
        self.over_two_to(room * 32, inexact)
    }

    fn scaled_within(mut self, power: i32) -> f64 {
        for _ in 0..power {
            self.times_plus(10, 0);
        }
        self.over_two_to(0, false)
    }

    /// The nearest `f64` to `self / 2^shift`, of a little more than that where `inexact`.
    fn over_two_to(mut self, shift: u32, inexact: bool) -> f64 {
        while self.limbs.last() == Some(&0) {
            self.limbs.pop();
        }
        let Some(&top) = self.limbs.last() else {
            return 0.0;
        };
        // The 64 highest bits, one of them leading, and whether anything stands below them.
        let mut bits = 0_u128;
        let mut below = inexact;
        for (index, &limb) in self.limbs.iter().rev().enumerate() {
            if index < 3 {
                bits |= u128::from(limb) << (96 - 32 * index);
            } else {
                below |= limb > 0;
            }
        }
        bits <<= top.leading_zeros();
        let length = 32 * self.limbs.len() as i64 - i64::from(top.leading_zeros());
        // The power of two of the leading bit.
        let power = length - 1 - i64::from(shift);
        if power > 1023 {
            return f64::INFINITY;
        }
        // Below 2^-1022 the exponent stays and the leading bits become zeros.
        let lost = (-1022 - power).max(0);
        if lost > 53 {
            return 0.0;
        }
        let drop = 75 + lost as u32;
        let mut mantissa = bits.checked_shr(drop).unwrap_or(0) as u64;
        let rest = bits << (128 - drop);
        let half = 1 << 127;
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
