//! What holds for every body and every text.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::{batch, outcome};
use proptest::prelude::*;
use shopbell_collector::intake::{outcome, redact, strict};

proptest! {
    #[test]
    fn mutated_bodies_are_refused_or_read(from in 0..600usize, length in 0..8usize, put in prop::collection::vec(any::<u8>(), 0..8)) {
        let mut body = batch(&[outcome(1), outcome(2)]).into_bytes();
        let from = from.min(body.len());
        let to = (from + length).min(body.len());
        body.splice(from..to, put);
        match outcome::read(&body) {
            Ok(batch) => for outcome in batch.outcomes {
                let line = outcome.line();
                prop_assert!(!line.contains('\n'));
                prop_assert!(serde_json::from_str::<serde_json::Value>(&line).is_ok());
            },
            Err(refusal) => prop_assert!((400..500).contains(&refusal.status) && !refusal.say.contains('\n')),
        }
    }

    #[test]
    fn what_is_read_is_what_serde_reads(text in "[\\[\\]{}:,\"ab0-9 \\\\u.-]{0,24}") {
        if let Ok(value) = strict::read(text.as_bytes(), 6) {
            prop_assert_eq!(value, serde_json::from_str::<serde_json::Value>(&text).unwrap());
        }
    }

    #[test]
    fn no_address_or_number_is_left(before in "\\PC{0,20}", after in "[ 0-9a-z.,-]{0,12}") {
        let said = format!("{before} ana@example.com, +40721234567 {after}");
        let kept = redact::redact(&said).unwrap();
        prop_assert!(!kept.contains("ana@example") && !kept.contains("0721234567"), "{said} → {kept}");
    }

    #[test]
    fn any_text_can_be_redacted(text in "[0-9a-c@.+() -]{0,60}") {
        if let Some(once) = redact::redact(&text) {
            prop_assert!(once.contains('['));
        }
    }
}
