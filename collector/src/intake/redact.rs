//! Takes out of a text what says who somebody is: e-mail addresses, telephone and card numbers.
//!
//! Decides by looks, before anything is stored, and rather takes too much: nine digits or more are a telephone number. What people
//! write in words it cannot find.

/// The text without them, or nothing where it holds none.
#[must_use]
pub fn redact(text: &str) -> Option<String> {
    let letters: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let (mut at, mut changed) = (0, false);
    while let Some(letter) = letters.get(at) {
        let before = at.checked_sub(1).and_then(|before| letters.get(before));
        // In the middle of a word no address begins; a number does behind letters of scripts that are written without spaces.
        let address = if before.is_some_and(|before| is_local(*before)) { None } else { email(&letters, at).map(|end| (end, "[e-mail]")) };
        let inside = before.is_some_and(|before| is_code(*before) || digit(*before).is_some());
        let found = address.or_else(|| if inside { None } else { number(&letters, at) });
        if let Some((end, name)) = found {
            out.push_str(name);
            at = end;
            changed = true;
        } else {
            out.push(*letter);
            at += 1;
        }
    }
    changed.then_some(out)
}

/// May stand before the `@`.
fn is_local(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '.' | '_' | '%' | '+' | '-' | '\'')
}

/// Next to a digit it makes an article's number or a code of it.
fn is_code(letter: char) -> bool {
    letter.is_ascii_alphabetic() || letter == '_'
}

fn run(letters: &[char], from: usize, fits: impl Fn(char) -> bool) -> usize {
    from + letters.iter().skip(from).take_while(|letter| fits(**letter)).count()
}

/// Where an address that begins here ends.
fn email(letters: &[char], at: usize) -> Option<usize> {
    let local = run(letters, at, is_local);
    if local == at || !matches!(letters.get(local)?, '@' | '＠') {
        return None;
    }
    let mut end = run(letters, local + 1, |letter| letter.is_alphanumeric() || matches!(letter, '.' | '-' | '．'));
    // A full stop behind it ends the sentence.
    while end > local + 1 && matches!(letters.get(end - 1), Some('.' | '-' | '．')) {
        end -= 1;
    }
    letters.get(local + 1..end)?.iter().skip(1).any(|letter| matches!(letter, '.' | '．')).then_some(end)
}

/// The value of a digit, in the scripts that our shoppers type numbers in.
fn digit(letter: char) -> Option<u32> {
    [0x30, 0xff10, 0x660, 0x6f0].iter().find_map(|zero| (letter as u32).checked_sub(*zero).filter(|value| *value < 10))
}

/// Groups of digits that are looked at as one number; without an end, a text of digits and spaces would be read over and over.
const MOST_GROUPS: usize = 20;

/// Where a number that begins here ends, and what it is.
fn number(letters: &[char], at: usize) -> Option<(usize, &'static str)> {
    let plus = matches!(letters.get(at), Some('+' | '＋'));
    let mut digits = Vec::new();
    let (mut end, mut gap, mut groups) = (at, 0, 0);
    // Where the group before the last one ended, and how many digits that were.
    let mut shorter = (at, 0);
    for (place, letter) in letters.iter().enumerate().skip(at + usize::from(plus)) {
        if let Some(value) = digit(*letter) {
            if gap > 0 {
                groups += 1;
                shorter = (end, digits.len());
            }
            if groups >= MOST_GROUPS {
                break;
            }
            digits.push(value);
            (end, gap) = (place + 1, 0);
        } else {
            gap += 1;
            let between = matches!(letter, ' ' | '-' | '.' | '(' | ')' | '/' | '\u{a0}' | '\u{2010}'..='\u{2013}');
            let opens = digits.is_empty() && *letter != '(' && !(plus && *letter == ' ');
            if !between || gap > 2 || opens {
                break;
            }
        }
    }
    // In `0721 234 567 2nd floor` the last group is of the word behind it.
    if letters.get(end).is_some_and(|letter| is_code(*letter)) {
        end = shorter.0;
        digits.truncate(shorter.1);
    }
    match digits.len() {
        13..=19 if luhn(&digits) => Some((end, "[card]")),
        9..=15 => Some((end, "[phone]")),
        7..=8 if plus => Some((end, "[phone]")),
        16.. => Some((end, "[number]")),
        _ => None,
    }
}

/// The check digit of cards (ISO/IEC 7812-1, annex B).
fn luhn(digits: &[u32]) -> bool {
    let doubled = |digit: u32| if digit > 4 { digit * 2 - 9 } else { digit * 2 };
    let sum: u32 = digits.iter().rev().enumerate().map(|(place, digit)| if place % 2 == 1 { doubled(*digit) } else { *digit }).sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_somebody_is_is_taken_out() {
        for (said, kept) in [
            ("write to ana.pop+shop@example.co.uk.", "write to [e-mail]."),
            ("<ana@example.com>, thanks", "<[e-mail]>, thanks"),
            ("메일은 ana@example.com 입니다", "메일은 [e-mail] 입니다"),
            ("ana＠example．com", "[e-mail]"),
            ("call 0721 234 567 after six", "call [phone] after six"),
            ("010-1234-5678", "[phone]"),
            ("전화010-1234-5678로", "전화[phone]로"),
            ("tel.0721234567", "tel.[phone]"),
            ("0721 234 567 2nd floor", "[phone] 2nd floor"),
            ("０１０-１２３４-５６７８", "[phone]"),
            ("٠١٢٣٤٥٦٧٨٩", "[phone]"),
            ("+40 721.234.567, or (021) 312 34 56", "[phone], or [phone]"),
            ("+1 (415) 555-2671", "[phone]"),
            ("my card 4111 1111 1111 1111 was charged", "my card [card] was charged"),
            ("4111-1111-1111-1112", "[number]"),
            ("378282246310005", "[card]"),
        ] {
            assert_eq!(redact(said).as_deref(), Some(kept), "{said}");
        }
    }

    #[test]
    fn what_says_nothing_of_anybody_stays() {
        for said in
            ["", "9", "on 2026-11-23 at 18:30", "price 1.299,00", "@kiln", "a@b", "sku A123456789012", "12345678", "2 mugs, 3 plates"]
        {
            assert_eq!(redact(said), None, "{said}");
        }
    }

    #[test]
    fn what_was_redacted_stays_as_it_is() {
        for said in ["a@b.c d@e.f", "0721234567 0721234568", "x 4111111111111111"] {
            let once = redact(said).unwrap();
            assert_eq!(redact(&once), None, "{said} → {once}");
        }
    }
}
