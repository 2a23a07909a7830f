//! Words that the engine brings along: the texts of controls that a rule file need not write.
//!
//! Decides them in every language we speak, and which of them the file says otherwise under `site.words`; where neither has the
//! language, it is English. A new language is a row.
//!
//! In braces stands what is put there: a code, a number, a day.

use crate::node::{Kind, Node};
use crate::rules::decoder::Decoder;
use crate::rules::diagnostic::Code;
use crate::rules::show::SiteText;
use crate::rules::text::{cut, known_locale, language};
use std::rc::Rc;

/// A text of a control.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Word {
    /// Of the close button.
    Close,
    /// Of the button that copies a code.
    Copy,
    /// The same for those who do not see the code.
    CopyCode,
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
    /// Where a number is too small.
    AtLeast,
    /// Where a number is too large.
    AtMost,
    /// Where a text is too short.
    Longer,
    /// Where a text is too long.
    Shorter,
    /// Where a day is too early.
    NotBefore,
    /// Where a day is too late.
    NotAfter,
    /// Of the button that asks the shop to apply a code.
    Apply,
    /// The same for those who do not see the code.
    ApplyCode,
    /// Once the shop was asked.
    Applying,
    /// Once the code is in the cart.
    Applied,
    /// Of a reminder.
    YourCode,
    /// Of the button that spins the wheel.
    Spin,
    /// Of the button that uncovers a prize.
    Reveal,
    /// Once the shop was asked to add a product.
    Adding,
    /// Once it is in the cart.
    Added,
    /// In the place of a code that is on its way.
    Fetching,
}

/// How rule files call them, in the order of [`Word`], each before its `|`.
const NAMES: &str = "close|copy|copy_code|copied|send|no_thank_you|of|other|not_likely|extremely_likely|before|optional|choose|need_text|need_email|need_phone|need_number|need_date|need_choice|need_tick|at_least|at_most|longer|shorter|not_before|not_after|apply|apply_code|applying|applied|your_code|spin|reveal|adding|added|fetching|";

/// The words in the order of [`Word`], each before its `|`.
const WORDS: [(&str, &str); 3] = [
    (
        "en",
        "Close|Copy|Copy code {code}|Copied|Send|No, thank you| of |Other|Not at all likely|Extremely likely|Before: |optional|Please choose|Please fill this in|Please enter an e-mail address such as name@example.com|Please enter a phone number such as 0712 345 678|Please enter a number|Please enter a date|Please choose one|Please tick this box to go on|Please enter at least {number}|Please enter at most {number}|Please enter at least {number} characters|Please enter at most {number} characters|Please choose a day from {date}|Please choose a day up to {date}|Apply|Apply code {code}|Applying…|Applied|Your code {code} is waiting|Spin|Reveal|Adding…|Added|Getting your code…|",
    ),
    (
        "ro",
        "Închide|Copiază|Copiază codul {code}|Copiat|Trimite|Nu, mulțumesc| din |Altceva|Deloc probabil|Foarte probabil|Înainte: |opțional|Alege|Completează acest câmp|Scrie o adresă de e-mail, de exemplu nume@exemplu.ro|Scrie un număr de telefon, de exemplu 0712 345 678|Scrie un număr|Alege o dată|Alege o variantă|Bifează căsuța ca să mergi mai departe|Scrie cel puțin {number}|Scrie cel mult {number}|Scrie cel puțin {number} caractere|Scrie cel mult {number} caractere|Cea mai devreme dată posibilă: {date}|Cea mai târzie dată posibilă: {date}|Aplică|Aplică codul {code}|Se aplică…|Aplicat|Codul tău {code} te așteaptă|Învârte|Descoperă|Se adaugă…|Adăugat|Se pregătește codul…|",
    ),
    (
        "ko",
        "닫기|복사|코드 {code} 복사|복사됨|보내기|괜찮습니다| / |기타|전혀 그렇지 않음|매우 그러함|이전 가격: |선택|선택해 주세요|내용을 입력해 주세요|이메일 주소를 입력해 주세요. 예: name@example.com|전화번호를 입력해 주세요. 예: 010-1234-5678|숫자를 입력해 주세요|날짜를 입력해 주세요|하나를 선택해 주세요|계속하려면 체크해 주세요|최솟값: {number}|최댓값: {number}|최솟값: {number}자|최댓값: {number}자|선택할 수 있는 첫날: {date}|선택할 수 있는 마지막 날: {date}|적용|코드 {code} 적용|적용 중…|적용됨|받아 두신 코드 {code}, 아직 쓸 수 있어요|돌리기|확인하기|담는 중…|담김|코드를 준비하는 중…|",
    ),
];

/// One word in one language, as the file says it: the language, or "" for all; the place of the word in [`Word`]; the text.
pub type OwnWord = (Rc<str>, usize, Rc<str>);

/// The word in the language nearest to this one.
#[inline(never)]
#[must_use]
pub fn word<'s>(site: &'s SiteText, locale: &str, word: Word) -> &'s str {
    let mut near = None;
    for (of, place, text) in &site.words {
        if *place == word as usize {
            if of.is_empty() || **of == *locale {
                return text;
            }
            if language(of) == language(locale) {
                near = Some(&**text);
            }
        }
    }
    near.unwrap_or_else(|| own(locale, word as usize))
}

/// What stands before and behind what is put into a word; all of it before where nothing is.
#[must_use]
pub fn halves(text: &str) -> (&str, &str) {
    let (before, rest) = cut(text, b'{').unwrap_or((text, ""));
    (before, cut(rest, b'}').unwrap_or_default().1)
}

fn own(locale: &str, place: usize) -> &'static str {
    let [english, ..] = &WORDS;
    nth(WORDS.iter().find(|(name, _)| *name == language(locale)).unwrap_or(english).1, place)
}

fn nth(mut rest: &str, place: usize) -> &str {
    let mut found = "";
    for _ in 0..=place {
        (found, rest) = cut(rest, b'|').unwrap_or_default();
    }
    found
}

/// Decodes `site.words`: other texts than ours, a text for all languages or one by language. What is put into a word has to stand in each.
pub fn words(cx: &mut Decoder, node: Node<'_>, site: &SiteText) -> Vec<OwnWord> {
    let mut words = Vec::new();
    for (key, value) in node.entries() {
        let mut place = 0;
        while !matches!(nth(NAMES, place), "") && nth(NAMES, place) != key.word() {
            place += 1;
        }
        if nth(NAMES, place).is_empty() {
            #[cfg(feature = "tools")]
            cx.report(Code::UnknownKey, key, || crate::rules::decoder::unknown_key(key, &names().collect::<Vec<_>>()));
            continue;
        }
        if value.kind() != Kind::Object {
            words.extend(said(cx, value, "", place));
        }
        for (locale, text) in value.entries() {
            known_locale(cx, site, locale);
            words.extend(said(cx, text, locale.word(), place));
        }
    }
    words
}

#[inline(never)]
fn said(cx: &mut Decoder, node: Node<'_>, locale: &str, place: usize) -> Option<OwnWord> {
    let text = cx.text(node)?;
    let wanted = cut(own("en", place), b'{').and_then(|(_, rest)| cut(rest, b'}')).unwrap_or_default().0;
    let given = cut(&text, b'{').and_then(|(_, rest)| cut(rest, b'}'));
    if text.is_empty() || given.is_none_or(|(name, _)| name != wanted) && !wanted.is_empty() {
        cx.report(Code::WrongType, node, || match wanted {
            "" => format!("an empty text; the button would have no name. Ours is \"{}\"", own("en", place)),
            _ => format!("`{{{wanted}}}` has to stand in this text, as in \"{}\"", own("en", place)),
        });
        return None;
    }
    Some((Rc::from(locale), place, text))
}

/// How rule files call the words, in order.
#[cfg(feature = "tools")]
pub fn names() -> impl Iterator<Item = &'static str> {
    NAMES.split_terminator('|')
}

/// Name and text of each word in a language that we speak.
#[cfg(feature = "tools")]
pub fn all(locale: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    names().enumerate().map(move |(place, name)| (name, own(locale, place)))
}

/// The languages that we speak.
#[cfg(feature = "tools")]
#[must_use]
pub fn spoken() -> [&'static str; WORDS.len()] {
    WORDS.map(|(name, _)| name)
}

/// Languages written from right to left.
const RIGHT_TO_LEFT: [&str; 9] = ["ar", "he", "fa", "ur", "yi", "ps", "dv", "ckb", "sd"];

/// Whether the language runs from right to left.
#[must_use]
pub fn right_to_left(locale: &str) -> bool {
    RIGHT_TO_LEFT.contains(&language(locale))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::node::Doc;

    #[test]
    fn every_language_has_every_word_and_what_is_put_into_it() {
        for locale in spoken() {
            for ((name, text), (_, english)) in all(locale).zip(all("en")) {
                assert!(!text.is_empty(), "{locale}: {name}");
                let put = |text: &'static str| cut(text, b'{').and_then(|(_, rest)| cut(rest, b'}')).map(|(name, _)| name);
                assert_eq!(put(text), put(english), "{locale}: {name}");
            }
            assert_eq!(all(locale).count(), LAST as usize + 1);
            assert_eq!(own(locale, LAST as usize + 1), "");
        }
        let site = SiteText::default();
        assert_eq!(
            (word(&site, "ro-MD", Word::Close), word(&site, "fr", Word::Of), word(&site, "", Word::Send)),
            ("Închide", " of ", "Send")
        );
        assert_eq!(halves(word(&site, "ko", Word::CopyCode)), ("코드 ", " 복사"));
        assert_eq!(halves("Close"), ("Close", ""));
    }

    const LAST: Word = Word::Fetching;

    #[test]
    fn a_file_says_them_otherwise() {
        let mut site = SiteText { locales: ["en", "de", "pt-BR"].map(Rc::from).into(), ..SiteText::default() };
        let text = r#"{ "close": { "de": "Schließen", "pt-BR": "Fechar" }, "copy_code": { "de": "Code {code} kopieren" }, "send": "Go" }"#;
        let mut cx = Decoder::default();
        site.words = words(&mut cx, Doc::scan(text.as_bytes()).unwrap().root(), &site);
        assert!(cx.diagnostics.is_empty(), "{:?}", cx.diagnostics);
        let said = |locale: &str, which: Word| word(&site, locale, which).to_owned();
        assert_eq!([said("de", Word::Close), said("de-AT", Word::Close), said("en", Word::Close)], ["Schließen", "Schließen", "Close"]);
        assert_eq!([said("pt-BR", Word::Close), said("pt-BR", Word::Send), said("pt-BR", Word::Copy)], ["Fechar", "Go", "Copy"]);
        assert_eq!(halves(&said("de", Word::CopyCode)), ("Code ", " kopieren"));
    }
}
