//! Words that the engine brings along: the texts of controls that a rule file need not write.
//!
//! Decides them in every language we speak; another language gets English. A new language is a row.

use crate::rules::text::{cut, language};

/// A text of a control.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Word {
    /// Of the close button.
    Close,
    /// Of the button that copies a code.
    Copy,
    /// The same for those who do not see the code, before it.
    CopyCode,
    /// And behind it.
    CopyCodeEnd,
    /// Once it is copied.
    Copied,
    /// Of the button that goes on.
    Send,
    /// Of the button that closes.
    NoThankYou,
    /// Between an amount and its target.
    Of,
    /// Of the option that is none of those offered.
    Other,
    /// Of the low end of the scale.
    NotLikely,
    /// Of the high end of the scale.
    ExtremelyLikely,
    /// Of the button that asks the shop to apply a code.
    Apply,
    /// The same for those who do not see the code, before it.
    ApplyCode,
    /// And behind it.
    ApplyCodeEnd,
    /// Once the shop was asked.
    Applying,
    /// Once the code is in the cart.
    Applied,
    /// Of a reminder, before the code.
    YourCode,
    /// And behind it.
    IsWaiting,
}

/// The words in the order of [`Word`], each before its `|`.
const WORDS: [(&str, &str); 3] = [
    (
        "en",
        "Close|Copy|Copy code ||Copied|Send|No, thank you| of |Other|Not at all likely|Extremely likely|Apply|Apply code ||Applying…|Applied|Your code | is waiting|",
    ),
    (
        "ro",
        "Închide|Copiază|Copiază codul ||Copiat|Trimite|Nu, mulțumesc| din |Altceva|Deloc probabil|Foarte probabil|Aplică|Aplică codul ||Se aplică…|Aplicat|Codul tău | te așteaptă|",
    ),
    (
        "ko",
        "닫기|복사|코드 | 복사|복사됨|보내기|괜찮습니다| / |기타|전혀 그렇지 않음|매우 그러함|적용|코드 | 적용|적용 중…|적용됨|받아 두신 코드 |, 아직 쓸 수 있어요|",
    ),
];

/// Languages written from right to left.
const RIGHT_TO_LEFT: [&str; 9] = ["ar", "he", "fa", "ur", "yi", "ps", "dv", "ckb", "sd"];

/// The word in the language nearest to this one.
#[must_use]
pub fn word(locale: &str, word: Word) -> &'static str {
    let [english, ..] = &WORDS;
    let mut rest = WORDS.iter().find(|(name, _)| *name == language(locale)).unwrap_or(english).1;
    let mut found = "";
    for _ in 0..=word as usize {
        (found, rest) = cut(rest, b'|').unwrap_or_default();
    }
    found
}

/// Whether the language runs from right to left.
#[must_use]
pub fn right_to_left(locale: &str) -> bool {
    RIGHT_TO_LEFT.contains(&language(locale))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_every_word() {
        for (name, words) in WORDS {
            assert_eq!(words.matches('|').count(), Word::IsWaiting as usize + 1, "{name}");
            assert!(!word(name, Word::IsWaiting).is_empty() && word(name, Word::CopyCode).ends_with(' '), "{name}");
        }
        assert_eq!((word("ro-MD", Word::Close), word("fr", Word::Of), word("", Word::Send)), ("Închide", " of ", "Send"));
    }
}
