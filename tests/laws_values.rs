//! Laws of values and of time: what must hold for every input, against an independent way of working it out.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use proptest::prelude::*;
use shopbell::engine::bucket::{bucket_ranges, choose, fnv1a32, hash_v2};
use shopbell::engine::glob::Glob;
use shopbell::engine::op::Op;
use shopbell::engine::time::{Civil, DAY, HOUR, MINUTE, Weekday, Zone, date_of, days_of, parse_date, parse_local, parse_span};
use shopbell::engine::version::padded_version;
use shopbell::value::{Decimal, Value, number_from_text, utf16_cmp};
use std::cmp::Ordering;
use std::rc::Rc;

fn printed(number: Decimal) -> String {
    let mut out = String::new();
    number.write(&mut out);
    out
}

/// ECMAScript's Number::toString over the shortest digits, which Rust's `{:e}` prints.
fn javascript(number: f64) -> String {
    if number == 0.0 {
        return "0".into();
    }
    let scientific = format!("{:e}", number.abs());
    let (digits, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let digits = digits.replace('.', "");
    let (k, n) = (digits.len() as i32, exponent.parse::<i32>().unwrap_or(0) + 1);
    let zeros = |count: i32| "0".repeat(usize::try_from(count).unwrap_or(0));
    let size = if k <= n && n <= 21 {
        digits + &zeros(n - k)
    } else if 0 < n && n <= 21 {
        format!("{}.{}", &digits[..n as usize], &digits[n as usize..])
    } else if -6 < n && n <= 0 {
        format!("0.{}{digits}", zeros(-n))
    } else {
        let fraction = if k == 1 { String::new() } else { format!(".{}", &digits[1..]) };
        format!("{}{fraction}e{}{}", &digits[..1], if n > 0 { '+' } else { '-' }, (n - 1).abs())
    };
    if number < 0.0 { format!("-{size}") } else { size }
}

fn some_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-20_i64..20).prop_map(Value::from),
        (-200_i64..200, -2_i16..2).prop_map(|(m, e)| Value::Num(Decimal::new(m, e))),
        "[0-9a-c .]{0,3}".prop_map(|text| Value::from(&*text)),
        any::<String>().prop_map(|text| Value::from(&*text)),
    ];
    leaf.prop_recursive(2, 8, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::vec(("[ab01]{1,2}", inner), 0..3)
                .prop_map(|entries| Value::object(entries.into_iter().map(|(key, value)| (Rc::from(key), value)))),
        ]
    })
}

/// A glob read the plain way, for [`try_everything`].
enum Piece {
    Byte(u8),
    Segment,
    Any,
    OneOf(Vec<Vec<Piece>>),
}

fn pieces(glob: &str) -> Vec<Piece> {
    let mut out = Vec::new();
    let mut rest = glob;
    while let Some(first) = rest.bytes().next() {
        let stars = rest.bytes().take_while(|byte| *byte == b'*').count();
        let read = match (first, stars) {
            (b'{', _) => {
                let close = rest.find('}').unwrap_or(rest.len());
                out.push(Piece::OneOf(rest[1..close].split(',').map(pieces).collect()));
                close + 1
            }
            (byte, 0) => {
                out.push(Piece::Byte(byte));
                1
            }
            (_, 1) => {
                out.push(Piece::Segment);
                1
            }
            (_, stars) => {
                out.push(Piece::Any);
                stars
            }
        };
        rest = &rest[read..];
    }
    out
}

/// Whether the pieces match a beginning of the text after which `then` holds. `fresh`: a path segment begins here.
fn try_everything(pieces: &[Piece], text: &str, fresh: bool, then: &dyn Fn(&str) -> bool) -> bool {
    let upto = |last: usize, rest: &[Piece]| (0..=last).any(|skip| try_everything(rest, &text[skip..], false, then));
    match pieces {
        [] => then(text),
        [Piece::Byte(byte), rest @ ..] => text.as_bytes().first() == Some(byte) && try_everything(rest, &text[1..], *byte == b'/', then),
        [Piece::Segment, rest @ ..] => upto(text.find('/').unwrap_or(text.len()), rest),
        [Piece::Any, Piece::Byte(b'/'), rest @ ..] if fresh && try_everything(rest, text, true, then) => true,
        [Piece::Any, rest @ ..] => upto(text.len(), rest),
        [Piece::OneOf(all), rest @ ..] => {
            all.iter().any(|one| try_everything(one, text, fresh, &|text| try_everything(rest, text, false, then)))
        }
    }
}

fn version_order(a: &str, b: &str) -> Ordering {
    utf16_cmp(&padded_version(&Value::from(a)), &padded_version(&Value::from(b)))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn decimals_print_as_javascript_does(mantissa in -999_999_999_999_999_i64..=999_999_999_999_999, exponent in -320_i16..290) {
        let number = Decimal::new(mantissa, exponent);
        prop_assume!(number.to_f64().abs() >= f64::MIN_POSITIVE || mantissa == 0);
        prop_assert_eq!(printed(number), javascript(number.to_f64()));
    }

    #[test]
    fn short_decimals_print_as_javascript_does(mantissa in -99_999_i64..=99_999, exponent in -12_i16..25) {
        let number = Decimal::new(mantissa, exponent);
        prop_assert_eq!(printed(number), javascript(number.to_f64()));
    }

    #[test]
    fn decimals_are_the_nearest_double(mantissa: i64, exponent in -400_i16..400) {
        let expected: f64 = format!("{mantissa}e{exponent}").parse().unwrap_or(f64::NAN);
        prop_assert_eq!(Decimal::new(mantissa, exponent).to_f64().to_bits(), expected.to_bits());
    }

    #[test]
    fn decimals_near_the_ends_are_the_nearest_double(mantissa: i64, exponent in prop_oneof![-345_i16..-300, 285_i16..312]) {
        let expected: f64 = format!("{mantissa}e{exponent}").parse().unwrap_or(f64::NAN);
        prop_assert_eq!(Decimal::new(mantissa, exponent).to_f64().to_bits(), expected.to_bits());
    }

    #[test]
    fn any_double_is_read_back_from_its_text(bits: u64) {
        let number = f64::from_bits(bits);
        prop_assume!(number.is_finite());
        // Shortest, and with all of its several hundred digits.
        for text in [format!("{number:e}"), format!("{number}"), javascript(number)] {
            prop_assert_eq!(number_from_text(&text), number);
        }
    }

    #[test]
    fn halfway_between_two_doubles_is_even_and_a_digit_decides(bits in 1e-290_f64.to_bits()..1e290_f64.to_bits()) {
        // One bit more than a double has, exactly: the sum of neighbours in decimal, halved.
        let (low, high) = (f64::from_bits(bits), f64::from_bits(bits + 1));
        let text = halfway(low, high);
        let even = if bits & 1 == 0 { low } else { high };
        prop_assert_eq!(number_from_text(&text), even);
        prop_assert_eq!(number_from_text(&format!("{text}1")), high);
    }

    #[test]
    fn decimal_text_is_read_as_the_standard_library_does(text in r"[+-]?([0-9]{1,25}\.?|[0-9]{0,20}\.[0-9]{1,25})([eE][+-]?[0-9]{1,3})?") {
        let expected: f64 = text.parse().unwrap_or(f64::NAN);
        prop_assert_eq!(number_from_text(&text).to_bits(), expected.to_bits());
        prop_assert_eq!(number_from_text(&format!("\u{feff}\n{text}\u{2003} ")).to_bits(), expected.to_bits());
    }

    #[test]
    fn whole_numbers_are_read_in_every_base(number: u128) {
        for text in [format!("0x{number:x}"), format!("0X{number:X}"), format!("0o{number:o}"), format!("0b{number:b}"), number.to_string()] {
            prop_assert_eq!(number_from_text(&text), number as f64, "{}", text);
        }
    }

    #[test]
    fn any_text_is_a_number_or_not(text in any::<String>().prop_union("[-+.0-9eExob ]{0,12}")) {
        let _ = number_from_text(&text);
    }

    #[test]
    fn scaling_is_exact_or_refused(mantissa: i64, exponent in -25_i16..25, digits in 0_u8..8) {
        let number = Decimal::new(mantissa, exponent);
        // By hand, on the digits.
        let mut minor = Some(i128::from(mantissa));
        for _ in 0..exponent + i16::from(digits) {
            minor = minor.and_then(|minor| minor.checked_mul(10));
        }
        for _ in exponent + i16::from(digits)..0 {
            minor = minor.filter(|minor| minor % 10 == 0).map(|minor| minor / 10);
        }
        prop_assert_eq!(number.scaled(digits), minor.and_then(|minor| i64::try_from(minor).ok()));
    }

    #[test]
    fn texts_are_ordered_by_utf16_unit(a in "[a\u{d7ff}\u{e000}\u{ee80}\u{ffff}🦀\u{10ffff}é]{0,4}", b in "[a\u{d7ff}\u{e000}\u{ee80}\u{ffff}🦀\u{10ffff}é]{0,4}") {
        let expected = a.encode_utf16().cmp(b.encode_utf16());
        prop_assert_eq!(utf16_cmp(&a, &b), expected);
        prop_assert_eq!(Value::from(&*a).compare(&Value::from(&*b)), Some(expected));
    }

    #[test]
    fn operators_agree_with_each_other(a in some_value(), b in some_value()) {
        prop_assert_eq!(a.strict_eq(&b), b.strict_eq(&a));
        prop_assert_eq!(a.json_eq(&b), b.json_eq(&a));
        prop_assert!(a.json_eq(&a.clone()));
        prop_assert_eq!(a.compare(&b).map(Ordering::reverse), b.compare(&a));
        let list = Value::from(vec![b.clone()]);
        prop_assert_ne!(Op::Eq.holds(&a, &b), Op::Ne.holds(&a, &b));
        prop_assert_ne!(Op::In.holds(&a, &list), Op::Nin.holds(&a, &list));
        prop_assert_ne!(Op::Ini.holds(&a, &list), Op::Nini.holds(&a, &list));
        prop_assert_ne!(Op::Exists.holds(&a, &true.into()), Op::Exists.holds(&a, &false.into()));
        let both = Value::from(vec![b.clone(), b.clone()]);
        prop_assert_eq!(Op::Between.holds(&a, &both), Op::Lte.holds(&a, &b) && Op::Gte.holds(&a, &b));
        prop_assert_eq!(Op::Type.holds(&b, &a.type_name().into()), a.type_name() == b.type_name());
        if Op::Lt.holds(&a, &b) {
            prop_assert!(Op::Lte.holds(&a, &b) && !Op::Gt.holds(&a, &b) && !Op::Gte.holds(&a, &b));
        }
    }

    #[test]
    fn containing_is_the_standard_librarys(text in "[ab]{0,8}", part in "[ab]{0,3}") {
        let (value, operand) = (Value::from(&*text), Value::from(&*part));
        prop_assert_eq!(Op::Contains.holds(&value, &operand), text.contains(&part));
        prop_assert_eq!(Op::StartsWith.holds(&value, &operand), text.starts_with(&part));
        prop_assert_eq!(Op::EndsWith.holds(&value, &operand), text.ends_with(&part));
    }

    #[test]
    fn globs_match_what_trying_everything_matches(glob in r"([a/]|\*|\*\*|/\*\*/|\{[a/*]{0,3}(,[a/*]{0,3}){0,2}\}){0,6}", text in "[a/]{0,7}") {
        if let Ok(compiled) = Glob::parse(&glob) {
            prop_assert_eq!(compiled.matches(&text), try_everything(&pieces(&glob), &text, true, &str::is_empty), "{}", glob);
        }
    }

    #[test]
    fn no_text_breaks_a_glob(glob in any::<String>().prop_union(r"[a*{},/\\é]{0,20}"), text: String) {
        if let Ok(compiled) = Glob::parse(&glob) {
            let _ = compiled.matches(&text);
            prop_assert_eq!(compiled.source(), glob);
        }
    }

    #[test]
    fn an_escaped_text_is_a_glob_for_itself_alone(text in any::<String>(), other in any::<String>()) {
        let escaped: String = text.chars().flat_map(|c| ['\\', c]).collect();
        if let Ok(compiled) = Glob::parse(&escaped) {
            prop_assert!(compiled.matches(&text));
            prop_assert_eq!(compiled.matches(&other), text == other);
        }
    }

    #[test]
    fn versions_are_ordered_by_their_numbers(a in prop::array::uniform3(0_u32..99_999), b in prop::array::uniform3(0_u32..99_999), part in 0_usize..3) {
        let text = |v: [u32; 3]| v.map(|n| n.to_string()).join(".");
        prop_assert_eq!(version_order(&text(a), &text(b)), a.cmp(&b));
        let mut later = a;
        later[part] += 1;
        prop_assert_eq!(version_order(&text(a), &text(later)), Ordering::Less);
        prop_assert_eq!(version_order(&format!("{}-rc.1", text(a)), &text(a)), Ordering::Less);
        prop_assert_eq!(version_order(&format!("v{}+build", text(a)), &text(a)), Ordering::Equal);
    }

    #[test]
    fn days_come_back(days in -3_652_500_i64..3_652_500) {
        let (year, month, day) = date_of(days);
        prop_assert_eq!(days_of(year, month, day), days);
        let next = date_of(days + 1);
        prop_assert!((year, month, day) < next);
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let length = [31, if leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][usize::from(month) - 1];
        prop_assert!(day >= 1 && day <= length);
        prop_assert_eq!(next.2 == 1, day == length);
        let today = Weekday::ALL.iter().position(|weekday| *weekday == Weekday::of(days));
        let tomorrow = Weekday::ALL.iter().position(|weekday| *weekday == Weekday::of(days + 1));
        prop_assert_eq!(today.map(|index| (index + 1) % 7), tomorrow);
    }

    #[test]
    fn local_times_come_back(seconds in -315_569_520_000_i64..315_569_520_000, millis in 0_i64..1_000) {
        let civil = Civil::from_local(seconds * 1_000 + millis);
        prop_assert_eq!(civil.to_local(), seconds * 1_000);
        if (0..=9_999).contains(&civil.year) {
            let date = format!("{:04}-{:02}-{:02}", civil.year, civil.month, civil.day);
            prop_assert_eq!(parse_date(&date), Some((seconds * 1_000).div_euclid(DAY)));
            prop_assert_eq!(parse_local(&format!("{date}T{:02}:{:02}:{:02}", civil.hour, civil.minute, civil.second)), Some(seconds * 1_000));
            prop_assert_eq!(parse_local(&format!("{date}T{:02}:{:02}", civil.hour, civil.minute)), Some(seconds * 1_000 - i64::from(civil.second) * 1_000));
        }
    }

    #[test]
    fn no_text_breaks_the_readers_of_time(text in any::<String>().prop_union("[-0-9T:smhdwé]{0,20}")) {
        let _ = (parse_span(&text), parse_date(&text), parse_local(&text), shopbell::engine::time::Hours::parse(&text));
    }

    #[test]
    fn an_instant_shows_its_local_time(before in -14 * 60..14 * 60, after in -14 * 60..14 * 60, minutes in -2_000_i64..2_000) {
        let change = 1_800_000_000_000;
        let zone = Zone { offset_minutes: before, next: Some((change, after)) };
        let at = change + minutes * MINUTE;
        let found = zone.instant(zone.local(at));
        prop_assert_eq!(zone.local(found), zone.local(at));
        prop_assert!(found <= at);
        // Skipped or not, the clock then shows the wanted time or what lies as far behind the gap.
        let shown = zone.local(zone.instant(zone.local(change) - minutes * MINUTE)) - (zone.local(change) - minutes * MINUTE);
        prop_assert!(shown == 0 || shown == i64::from(after - before) * MINUTE);
        for (next, unit) in [(zone.next_hour(at), HOUR), (zone.next_day(at), DAY)] {
            prop_assert!(next > at);
            prop_assert_ne!(zone.local(next).div_euclid(unit), zone.local(at).div_euclid(unit));
            prop_assert_eq!(zone.local(next - 1).div_euclid(unit), zone.local(at).div_euclid(unit));
        }
    }

    #[test]
    fn hashing_reads_utf16_units(seed: String, id: String) {
        let fnv = |text: &str| text.encode_utf16().fold(0x811c_9dc5_u32, |hash, unit| (hash ^ u32::from(unit)).wrapping_mul(0x0100_0193));
        prop_assert_eq!(fnv1a32(&id), fnv(&id));
        prop_assert_eq!(hash_v2(&seed, &id), f64::from(fnv(&fnv(&format!("{seed}{id}")).to_string()) % 10_000) / 10_000.0);
    }

    #[test]
    fn raising_the_coverage_moves_nobody(parts in prop::collection::vec(1_u32..100, 1..6), low in 0.0..1.0_f64, more in 0.0..1.0_f64, lot in 0_u32..10_000) {
        let sum: u32 = parts.iter().sum();
        let weights: Vec<f64> = parts.iter().map(|part| f64::from(*part) / f64::from(sum)).collect();
        let lot = f64::from(lot) / 10_000.0;
        let before = choose(lot, &bucket_ranges(&weights, low));
        let after = choose(lot, &bucket_ranges(&weights, low + more));
        prop_assert!(before.is_none() || before == after);
        prop_assert!(choose(lot, &bucket_ranges(&weights, 1.0)).is_some() || lot > 0.9999);
    }
}

/// `(low + high) / 2` in decimal, exactly: schoolbook addition and halving of the full expansions.
fn halfway(low: f64, high: f64) -> String {
    let (low, high) = (format!("{low:.1200}"), format!("{high:.1200}"));
    let width = low.len().max(high.len());
    let (low, high) = (format!("{low:0>width$}"), format!("{high:0>width$}"));
    let mut sum: Vec<Option<u8>> = Vec::new();
    let mut carry = 0;
    for (a, b) in low.bytes().rev().zip(high.bytes().rev()) {
        if a == b'.' {
            sum.push(None);
            continue;
        }
        let digit = a - b'0' + b - b'0' + carry;
        sum.push(Some(digit % 10));
        carry = digit / 10;
    }
    sum.push(Some(carry));
    let mut half = String::new();
    let mut rest = 0;
    for digit in sum.into_iter().rev() {
        match digit {
            None => half.push('.'),
            Some(digit) => {
                half.push(char::from(b'0' + (rest * 10 + digit) / 2));
                rest = (rest * 10 + digit) % 2;
            }
        }
    }
    half
}
