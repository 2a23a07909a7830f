//! Problems of the rule file, in one line on the console.
//!
//! Decides the sentence. What is wrong is the decoders' to say; the debug panel and the checker say more.

use super::page;
use crate::rules::diagnostic::{Diagnostic, Severity, line_column};
use crate::value::Decimal;

/// How many problems of the rule file are told one by one.
const TOLD: u32 = 3;

/// Says in one line that the rule file has problems that keep something away, and where.
pub fn complain(rules: &[u8], diagnostics: &[Diagnostic]) {
    let text = std::str::from_utf8(rules).unwrap_or_default();
    let mut places = String::new();
    let mut count = 0;
    for problem in diagnostics {
        if problem.code.severity() == Severity::Error {
            count += 1;
            if count <= TOLD {
                let (line, column) = line_column(text, problem.at);
                places.push_str(if count > 1 { ", " } else { "" });
                places.push_str(&problem.code.name());
                write_after(&mut places, " at line ", line);
                write_after(&mut places, " column ", column);
            }
        }
    }
    if count > 0 {
        let mut sentence = String::new();
        write_after(&mut sentence, "", count);
        sentence.push_str(if count == 1 { " problem" } else { " problems" });
        sentence.push_str(" in the rule file (");
        sentence.push_str(&places);
        sentence.push_str(if count > TOLD { ", …" } else { "" });
        sentence.push_str("); the campaigns concerned stay away. ?shopbell_debug=1 says more.");
        page::warn(&sentence);
    }
}

fn write_after(out: &mut String, words: &str, number: u32) {
    out.push_str(words);
    Decimal::from_i64(i64::from(number)).write(out);
}
