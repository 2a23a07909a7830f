//! A collector to look at: it says yes to every outcome and shows it on the terminal, and every pool of codes has some left.
//!
//! It speaks the intake of the real one and keeps nothing. Limits and the form of the answer are the real one's, so that what
//! works against the demo works there.

use super::Answer;
use serde_json::{Value, json};
use std::hash::{DefaultHasher, Hash, Hasher};

/// Bytes of one request.
pub const LARGEST_BODY: usize = 64 * 1024;

/// `POST /v1/outcomes`: `{"format":1,"outcomes":[{"id":…},…]}` is answered by `{"accepted":[id,…]}`.
pub fn accept(body: &[u8], mut show: impl FnMut(String)) -> Answer {
    if body.len() > LARGEST_BODY {
        return Answer::sentence(413, format_args!("more than {LARGEST_BODY} bytes; send fewer outcomes at a time"));
    }
    let Ok(sent) = serde_json::from_slice::<Value>(body) else {
        return Answer::sentence(400, "this is not JSON; right would be {\"format\":1,\"outcomes\":[…]}");
    };
    let (Some(1), Some(outcomes)) = (sent["format"].as_u64(), sent["outcomes"].as_array()) else {
        return Answer::sentence(400, "`format` 1 and a list `outcomes` are needed: {\"format\":1,\"outcomes\":[…]}");
    };
    // One bad outcome does not cost the others: it is not among the accepted.
    let mut accepted = Vec::new();
    for outcome in outcomes {
        if let Some(id) = outcome["id"].as_str() {
            accepted.push(id);
            show(line(outcome));
        }
    }
    Answer::new(200, "application/json; charset=utf-8", json!({ "accepted": accepted }).to_string())
}

/// `POST /v1/coupons/claim`: a code that looks like one, for the same visitor of the same campaign the same.
pub fn claim(body: &[u8], mut show: impl FnMut(String)) -> Answer {
    let sent: Value = serde_json::from_slice(body).unwrap_or_default();
    let (Some(campaign), Some(visitor), Some(pool)) = (sent["campaign"].as_str(), sent["visitor"].as_str(), sent["pool"].as_str()) else {
        return Answer::sentence(400, "`campaign`, `visitor` and `pool` are needed");
    };
    let mut hasher = DefaultHasher::new();
    (campaign, visitor, pool).hash(&mut hasher);
    let code = format!("DEMO-{:08X}", hasher.finish() as u32);
    show(format!("claim  {}  {}  {code}", printable(pool), printable(campaign)));
    Answer::new(200, "application/json; charset=utf-8", json!({ "code": code }).to_string())
}

/// What a person wants to know first (what, which campaign and variant), then the rest, ids left out.
fn line(outcome: &Value) -> String {
    const FIRST: [&str; 3] = ["type", "campaign", "variant"];
    const LEFT_OUT: [&str; 9] = ["id", "site", "visitor", "session", "page_view", "exposure", "at", "revision", "rules"];
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), printable);
    let first: Vec<String> = FIRST.iter().filter_map(|key| outcome.get(key)).map(text).collect();
    let rest: Vec<String> = (outcome.as_object().into_iter().flatten())
        .filter(|(key, _)| !FIRST.contains(&key.as_str()) && !LEFT_OUT.contains(&key.as_str()) && *key != "format")
        .map(|(key, value)| format!("{}={}", printable(key), text(value)))
        .collect();
    format!("outcome  {}  {}", first.join("  "), rest.join(" ")).trim_end().to_owned()
}

/// A page may send anything; nothing of it may steer the terminal.
fn printable(text: &str) -> String {
    text.chars().map(|character| if character.is_control() { '\u{fffd}' } else { character }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines_and_answer(body: &str) -> (Vec<String>, Answer) {
        let mut lines = Vec::new();
        let answer = accept(body.as_bytes(), |line| lines.push(line));
        (lines, answer)
    }

    #[test]
    fn outcomes_are_accepted_by_id_and_shown() {
        let (lines, answer) = lines_and_answer(
            r#"{"format":1,"outcomes":[
                {"id":"a1","type":"clicked","visitor":"v","campaign":"free-gift","variant":"bar","button":"Add it"},
                {"type":"no id"},
                {"id":"a2","type":"dismissed","campaign":"free-gift","variant":"bar","how":"\u001b[2Jescape"}]}"#,
        );
        assert_eq!(answer.status, 200);
        assert_eq!(String::from_utf8(answer.body).unwrap(), r#"{"accepted":["a1","a2"]}"#);
        assert_eq!(lines, ["outcome  clicked  free-gift  bar  button=Add it", "outcome  dismissed  free-gift  bar  how=\u{fffd}[2Jescape"]);
    }

    #[test]
    fn a_visitor_is_given_the_same_code_again() {
        let claimed = |visitor: &str| {
            let body = format!(r#"{{"campaign":"offer","pool":"spring","visitor":"{visitor}"}}"#);
            String::from_utf8(claim(body.as_bytes(), |_| ()).body).unwrap()
        };
        assert_eq!(claimed("a"), claimed("a"));
        assert_ne!(claimed("a"), claimed("b"));
        assert_eq!(claim(b"{}", |_| ()).status, 400);
    }

    #[test]
    fn what_is_no_batch_is_refused_with_a_sentence() {
        for body in ["", "[]", "{\"format\":2,\"outcomes\":[]}", "{\"format\":1}", "not json"] {
            assert_eq!(lines_and_answer(body).1.status, 400, "{body}");
        }
        assert_eq!(lines_and_answer(&" ".repeat(LARGEST_BODY + 1)).1.status, 413);
    }
}
