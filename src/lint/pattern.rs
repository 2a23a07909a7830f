//! Regular expressions that stand for plain text.
//!
//! Decides by what is left when anchors and `.*` at the ends are taken away: nothing but letters, or escaped ones.

use super::cases::leaf;
use super::conditions::conditions;
use super::file::{File, Found};
use super::words;
use crate::engine::eval::clauses;
use crate::engine::program::Test;
use crate::explain::words::loose;
use crate::rules::diagnostic::Code;
use crate::value::Value;

/// `"$regex": "^/blog/"` is `"$starts_with": "/blog/"`.
pub fn plain(file: &File<'_>, found: &mut Found) {
    for condition in conditions(file) {
        for leaf in clauses(&file.program.tree, condition.root).into_iter().filter_map(|node| leaf(file.program, node)) {
            let Test::Regex(pattern, true) = &leaf.test else { continue };
            if pattern.insensitive() {
                continue;
            }
            if let Some(plainer) = plainer(pattern.source()) {
                let (fact, source) = (words::fact(file.program, leaf), pattern.source());
                found.report_at(
                    Code::PlainPattern,
                    leaf.at,
                    format!("the pattern `{source}` for `{fact}` is plain text; easier to read is {plainer}"),
                );
            }
        }
    }
}

/// The operator and the text that say the same.
fn plainer(pattern: &str) -> Option<String> {
    let (begins, rest) = pattern.strip_prefix('^').map_or((false, pattern), |rest| (true, rest));
    let (begins, rest) = rest.strip_prefix(".*").map_or((begins, rest), |rest| (false, rest));
    // A dollar that is escaped is one of the text, and so may be a star.
    let (ends, rest) = rest.strip_suffix('$').filter(|rest| !rest.ends_with('\\')).map_or((false, rest), |rest| (true, rest));
    let (ends, rest) = rest.strip_suffix(".*").filter(|rest| !rest.ends_with('\\')).map_or((ends, rest), |rest| (false, rest));
    let text = unescaped(rest).filter(|text| !text.is_empty())?;
    let literal = loose(&Value::from(&*text));
    Some(match (begins, ends) {
        (true, true) => literal,
        (true, false) => format!("{{ \"$starts_with\": {literal} }}"),
        (false, true) => format!("{{ \"$ends_with\": {literal} }}"),
        (false, false) => format!("{{ \"$contains\": {literal} }}"),
    })
}

/// The text of a pattern without special characters.
fn unescaped(pattern: &str) -> Option<String> {
    let mut text = String::new();
    let mut letters = pattern.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => text.push(letters.next().filter(|next| next.is_ascii_punctuation())?),
            '.' | '^' | '$' | '|' | '(' | ')' | '[' | ']' | '{' | '}' | '*' | '+' | '?' => return None,
            _ => text.push(letter),
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_text_is_plain() {
        for (pattern, plain) in [
            ("^/blog/", Some(r#"{ "$starts_with": "/blog/" }"#)),
            (r"^\/blog\/.*$", Some(r#"{ "$starts_with": "/blog/" }"#)),
            (r"\.html$", Some(r#"{ "$ends_with": ".html" }"#)),
            ("^/cart$", Some(r#""/cart""#)),
            ("sale", Some(r#"{ "$contains": "sale" }"#)),
            ("a.b", None),
            (r"\d", None),
            (r"costs\$", Some(r#"{ "$contains": "costs$" }"#)),
            ("^(a|b)", None),
            ("", None),
        ] {
            assert_eq!(plainer(pattern).as_deref(), plain, "{pattern}");
        }
    }
}
