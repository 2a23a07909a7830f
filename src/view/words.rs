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
    /// Before a former price.
    Before,
    /// Beside the name of a field that may stay empty.
    Optional,
    /// In a list where nothing is chosen yet.
    Choose,
    /// Where nothing is written.
    NeedText,
    /// Where nothing is an e-mail address.
    NeedEmail,
    /// Where nothing is a phone number.
    NeedPhone,
    /// Where nothing is a number.
    NeedNumber,
    /// Where nothing is a day.
    NeedDate,
    /// Where nothing is chosen.
    NeedChoice,
    /// Where nothing is ticked.
    NeedTick,
    /// Before the least.
    AtLeast,
    /// Before the most.
    AtMost,
    /// Behind the least or most of a text.
    Characters,
    /// Before the first day.
    NotBefore,
    /// Before the last day.
    NotAfter,
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
    /// Of the button that spins the wheel.
    Spin,
    /// Of the button that uncovers a prize.
    Reveal,
}

/// The words in the order of [`Word`], each before its `|`.
const WORDS: [(&str, &str); 3] = [
    (
        "en",
        "Close|Copy|Copy code ||Copied|Send|No, thank you| of |Other|Not at all likely|Extremely likely|Before: |optional|Please choose|Please fill this in|Please enter an e-mail address such as name@example.com|Please enter a phone number such as 0712 345 678|Please enter a number|Please enter a date|Please choose one|Please tick this box to go on|Please enter at least |Please enter at most | characters|Please choose a day from |Please choose a day up to |Apply|Apply code ||Applying…|Applied|Your code | is waiting|Spin|Reveal|",
    ),
    (
        "ro",
        "Închide|Copiază|Copiază codul ||Copiat|Trimite|Nu, mulțumesc| din |Altceva|Deloc probabil|Foarte probabil|Înainte: |opțional|Alege|Completează acest câmp|Scrie o adresă de e-mail, de exemplu nume@exemplu.ro|Scrie un număr de telefon, de exemplu 0712 345 678|Scrie un număr|Alege o dată|Alege o variantă|Bifează căsuța ca să mergi mai departe|Scrie cel puțin |Scrie cel mult | caractere|Cea mai devreme dată posibilă: |Cea mai târzie dată posibilă: |Aplică|Aplică codul ||Se aplică…|Aplicat|Codul tău | te așteaptă|Învârte|Descoperă|",
    ),
    (
        "ko",
        "닫기|복사|코드 | 복사|복사됨|보내기|괜찮습니다| / |기타|전혀 그렇지 않음|매우 그러함|이전 가격: |선택|선택해 주세요|내용을 입력해 주세요|이메일 주소를 입력해 주세요. 예: name@example.com|전화번호를 입력해 주세요. 예: 010-1234-5678|숫자를 입력해 주세요|날짜를 입력해 주세요|하나를 선택해 주세요|계속하려면 체크해 주세요|최솟값: |최댓값: |자|선택할 수 있는 첫날: |선택할 수 있는 마지막 날: |적용|코드 | 적용|적용 중…|적용됨|받아 두신 코드 |, 아직 쓸 수 있어요|돌리기|확인하기|",
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
            assert_eq!(words.matches('|').count(), Word::Reveal as usize + 1, "{name}");
            assert!(!word(name, Word::Reveal).is_empty() && word(name, Word::CopyCode).ends_with(' '), "{name}");
        }
        assert_eq!((word("ro-MD", Word::Close), word("fr", Word::Of), word("", Word::Send)), ("Închide", " of ", "Send"));
    }
}
