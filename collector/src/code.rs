//! Generated coupon codes: 55 random bits in Crockford's base 32, and a check character, in groups of four: `7K3M-9QXA-2BTW`.
//!
//! The check character is the one of Crockford's base 32 (the value modulo 37), but codes for which it would be no letter or digit
//! are not made: shops' forms take letters and digits.

use crate::hash::random;

/// Digits by value; no I, L, O and U, which are misread.
const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A fresh code.
///
/// # Errors
/// Where the machine has no random bytes.
pub fn generate() -> anyhow::Result<String> {
    loop {
        if let Some(code) = write(u64::from_le_bytes(random()?) >> 9) {
            return Ok(code);
        }
    }
}

/// The code of 55 bits; nothing where its check character would be a sign.
fn write(bits: u64) -> Option<String> {
    let check = DIGITS.get((bits % 37) as usize)?;
    let mut code = String::with_capacity(14);
    for place in (0..11).rev() {
        code.push(char::from(*DIGITS.get((bits >> (place * 5) & 31) as usize)?));
        if place == 7 || place == 3 {
            code.push('-');
        }
    }
    code.push(char::from(*check));
    Some(code)
}

/// Whether a code could be one of ours, as people type them: small letters, without dashes, `O` for `0`, `I` and `L` for `1`.
#[must_use]
pub fn is_code(typed: &str) -> bool {
    let digit = |letter: char| match letter.to_ascii_uppercase() {
        'O' => Some(0),
        'I' | 'L' => Some(1),
        letter => DIGITS.iter().position(|digit| char::from(*digit) == letter).map(|value| value as u64),
    };
    let Some(values) = typed.chars().filter(|letter| *letter != '-').map(digit).collect::<Option<Vec<u64>>>() else { return false };
    match values.split_last() {
        Some((check, digits)) if digits.len() == 11 => digits.iter().fold(0, |bits, digit| bits << 5 | digit) % 37 == *check,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let code = write(1).unwrap();
        assert_eq!(code, "0000-0000-0011");
        assert!(is_code(&code) && is_code("oooo0000 0011".replace(' ', "").as_str()) && is_code("0000-0000-00IL"));
        assert!(!is_code("0000-0000-0012") && !is_code("0000-0000-001") && !is_code("") && !is_code("U000-0000-0011"));
        assert_eq!(write((1 << 55) - 1).map(|code| code.len()).unwrap_or(14), 14);
    }

    #[test]
    fn one_slip_of_the_pen_is_found() {
        let code = generate().unwrap();
        assert!(is_code(&code), "{code}");
        for place in (0..code.len()).filter(|place| code.as_bytes()[*place] != b'-') {
            for digit in DIGITS.iter().filter(|digit| **digit != code.as_bytes()[place]) {
                let mut wrong = code.clone().into_bytes();
                wrong[place] = *digit;
                assert!(!is_code(std::str::from_utf8(&wrong).unwrap()), "{code} {place} {digit}");
            }
        }
    }
}
