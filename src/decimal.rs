//! A decimal number as it was written: `49.99` is 4999 × 10⁻², exactly.
//!
//! Decides how a number from a rule file or an event is held, printed and turned into minor units of money. No float is
//! involved until somebody asks for one. Turning digits into the nearest `f64` is left to [`crate::number`], currencies
//! to [`crate::money`].

use crate::number::{at_once, number_from_text};

/// The largest power of ten that JavaScript prints without an exponent: `1e21` is the first that has one.
const LAST_PLAIN_POINT: i32 = 21;
/// How many places left of the point JavaScript still writes zeros for: `0.000001` is plain, `1e-7` is not.
const FIRST_PLAIN_POINT: i32 = -5;

/// `mantissa × 10^exponent`.
///
/// INVARIANT: normalised, so equal values are equal structures: no trailing zero in the mantissa, and zero is `0 × 10^0`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Decimal {
    mantissa: i64,
    exponent: i16,
}

impl Decimal {
    /// `mantissa × 10^exponent`, normalised.
    pub const fn new(mut mantissa: i64, mut exponent: i16) -> Decimal {
        if mantissa == 0 {
            return Decimal { mantissa, exponent: 0 };
        }
        while mantissa % 10 == 0 && exponent < i16::MAX {
            mantissa /= 10;
            exponent += 1;
        }
        Decimal { mantissa, exponent }
    }

    /// A whole number.
    pub const fn from_i64(value: i64) -> Decimal {
        Decimal::new(value, 0)
    }

    /// The digits, with the sign and without trailing zeros.
    pub const fn mantissa(self) -> i64 {
        self.mantissa
    }

    /// The power of ten that the digits are multiplied with.
    pub const fn exponent(self) -> i16 {
        self.exponent
    }

    /// The nearest `f64`, ties to even: what JavaScript reads from the same digits.
    pub fn to_f64(self) -> f64 {
        if let Some(size) = at_once(self.mantissa.unsigned_abs(), i32::from(self.exponent)) {
            return if self.mantissa < 0 { -size } else { size };
        }
        let mut text = String::new();
        self.write(&mut text);
        number_from_text(&text)
    }

    /// The value in units of `10^-digits`: 49.99 scaled by 2 is 4999. `None` when that is no whole number or does not
    /// fit, so that money never rounds in silence.
    pub fn scaled(self, digits: u8) -> Option<i64> {
        if self.mantissa == 0 {
            return Some(0);
        }
        // A normalised mantissa has no zero to give away, so a negative power is never exact.
        let power = u32::try_from(i32::from(self.exponent) + i32::from(digits)).ok()?;
        let mut scaled = self.mantissa;
        for _ in 0..power {
            scaled = times(scaled, 10)?;
        }
        Some(scaled)
    }

    /// Appends the number as JavaScript prints it: `10`, `0.5`, `1e+21`, `1.5e-7`.
    ///
    /// The rules are those of ECMAScript's Number::toString. It agrees with JavaScript for every number that JavaScript
    /// itself printed, and for all of up to 15 significant digits; longer ones keep the digits they were written with.
    pub fn write(self, out: &mut String) {
        if self.mantissa < 0 {
            out.push('-');
        }
        let mut buffer = [b'0'; 20];
        let mut rest = self.mantissa.unsigned_abs();
        let mut count = 0;
        for place in buffer.iter_mut().rev() {
            *place += (rest % 10) as u8;
            rest /= 10;
            count += 1;
            if rest == 0 {
                break;
            }
        }
        let digits = buffer.get(buffer.len() - count..).unwrap_or_default();
        // The point stands after this many digits.
        let point = count as i32 + i32::from(self.exponent);
        if (FIRST_PLAIN_POINT..=LAST_PLAIN_POINT).contains(&point) {
            write_plain(digits, point, out);
        } else {
            write_plain(digits, 1, out);
            out.push_str(if point > 0 { "e+" } else { "e-" });
            Decimal::from_i64(i64::from(point - 1).abs()).write(out);
        }
    }
}

/// The digits with a point after `point` of them, and zeros to reach it.
fn write_plain(digits: &[u8], mut point: i32, out: &mut String) {
    if point <= 0 {
        out.push_str("0.");
        while point < 0 {
            out.push('0');
            point += 1;
        }
    } else {
        point += 1;
    }
    for digit in digits {
        point -= 1;
        if point == 0 {
            out.push('.');
        }
        out.push(char::from(*digit));
    }
    while point > 1 {
        out.push('0');
        point -= 1;
    }
}

/// The product, where it fits and is not the one number without a positive twin. Not `checked_mul`: that multiplies 128 bits, for which
/// the compiler calls a function of its library by another convention than the engine's (`docs/decisions/0011-lean-standard-library.md`).
#[inline(never)]
#[must_use]
pub fn times(a: i64, b: i64) -> Option<i64> {
    let most = (i64::MAX as u64).checked_div(b.unsigned_abs());
    if most.is_none_or(|most| a.unsigned_abs() <= most) { Some(a.wrapping_mul(b)) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(mantissa: i64, exponent: i16) -> String {
        let mut out = String::new();
        Decimal::new(mantissa, exponent).write(&mut out);
        out
    }

    #[test]
    fn a_product_is_there_where_it_fits() {
        let edges =
            [0, 1, -1, 2, 3, -7, 10, 1 << 31, -(1 << 32), 3_037_000_499, 3_037_000_500, i64::MAX / 10, i64::MAX, i64::MIN, i64::MIN + 1];
        for a in edges {
            for b in edges {
                assert_eq!(times(a, b), a.checked_mul(b).filter(|product| *product != i64::MIN), "{a} {b}");
            }
        }
    }

    #[test]
    fn equal_values_are_equal_structures() {
        assert_eq!(Decimal::new(4990, -2), Decimal::new(499, -1));
        assert_eq!(Decimal::new(0, 7), Decimal::from_i64(0));
        assert_eq!(Decimal::from_i64(-1_200), Decimal::new(-12, 2));
    }

    #[test]
    fn prints_like_javascript() {
        // Right side: `String(x)` in Node 20.
        for (mantissa, exponent, text) in [
            (0, 0, "0"),
            (10, 0, "10"),
            (-7, 0, "-7"),
            (5, -1, "0.5"),
            (4999, -2, "49.99"),
            (-4999, -2, "-49.99"),
            (1, -6, "0.000001"),
            (1, -7, "1e-7"),
            (15, -8, "1.5e-7"),
            (-15, -8, "-1.5e-7"),
            (123, -9, "1.23e-7"),
            (123, -8, "0.00000123"),
            (1, 20, "100000000000000000000"),
            (1, 21, "1e+21"),
            (12, 20, "1.2e+21"),
            (12, 19, "120000000000000000000"),
            (17, 307, "1.7e+308"),
            (5, -324, "5e-324"),
            (123_456_789_012_345, -5, "1234567890.12345"),
            (i64::MAX, 0, "9223372036854775807"),
            (i64::MIN, 0, "-9223372036854775808"),
        ] {
            assert_eq!(printed(mantissa, exponent), text);
        }
    }

    #[test]
    fn scales_exactly_or_not_at_all() {
        assert_eq!(Decimal::new(4999, -2).scaled(2), Some(4999));
        assert_eq!(Decimal::new(5, 1).scaled(2), Some(5000));
        assert_eq!(Decimal::new(-5, -1).scaled(2), Some(-50));
        assert_eq!(Decimal::new(4999, -2).scaled(0), None);
        assert_eq!(Decimal::new(4999, -2).scaled(1), None);
        assert_eq!(Decimal::from_i64(0).scaled(4), Some(0));
        assert_eq!(Decimal::from_i64(i64::MAX).scaled(1), None);
        assert_eq!(Decimal::new(1, 300).scaled(2), None);
        assert_eq!(Decimal::new(1, i16::MIN).scaled(255), None);
    }
}
