//! Samples: values at which a clause flips, so that the traffic has some on both sides.
//!
//! Decides which values those are for each operator. Leaves to [`wants`](super::wants) which fact they are for.

use crate::engine::fact::FactType;
use crate::engine::glob::Glob;
use crate::engine::op::{Op, found};
use crate::engine::pattern::Pattern;
use crate::value::Value;

/// Values around the operand of an operator.
#[must_use]
pub fn around(op: Op, operand: &Value, kind: FactType) -> Vec<Value> {
    match op {
        Op::Is | Op::Isi | Op::Eq | Op::Ne => match operand {
            Value::Bool(flag) => vec![Value::Bool(*flag), Value::Bool(!flag)],
            Value::Null => Vec::new(),
            _ => vec![operand.clone()],
        },
        Op::Lt | Op::Lte | Op::Gt | Op::Gte => near(operand),
        Op::Between => operand.items().iter().flat_map(near).collect(),
        Op::In | Op::Nin | Op::Ini | Op::Nini => operand.items().to_vec(),
        Op::Exists if kind == FactType::Json => vec![Value::Bool(true)],
        Op::Exists => Vec::new(),
        Op::Type => of_type(&operand.to_text()),
        Op::Veq | Op::Vne | Op::Vgt | Op::Vgte | Op::Vlt | Op::Vlte => {
            // The operand is padded so that texts compare as versions do.
            let version: String = operand.to_text().chars().filter(|letter| letter.is_ascii_digit() || *letter == '.').collect();
            vec![Value::from(version.trim_matches('.')), "0.0.1".into(), "999.0.0".into()]
        }
        Op::Contains | Op::StartsWith | Op::EndsWith => vec![operand.clone()],
    }
}

/// A number and its neighbours; a text itself.
fn near(operand: &Value) -> Vec<Value> {
    match operand {
        Value::Int(number) => vec![Value::Int(number - 1), Value::Int(*number), Value::Int(number + 1)],
        Value::Num(number) => match number.scaled(0) {
            Some(whole) => vec![Value::Int(whole - 1), Value::Int(whole), Value::Int(whole + 1)],
            None => vec![operand.clone(), Value::Int(number.to_f64() as i64), Value::Int(number.to_f64() as i64 + 1)],
        },
        Value::Null | Value::Bool(_) | Value::Text(_) | Value::List(_) | Value::Object(_) => vec![operand.clone()],
    }
}

fn of_type(name: &str) -> Vec<Value> {
    match name {
        "boolean" => vec![Value::Bool(true)],
        "number" => vec![Value::Int(1)],
        "string" => vec!["a text".into()],
        "array" => vec![Value::List([].into())],
        "object" => vec![Value::Object([].into())],
        _ => Vec::new(),
    }
}

/// Texts that a glob matches: one for each alternative of its first braces.
#[must_use]
pub fn of_glob(glob: &Glob) -> Vec<Value> {
    let source = glob.source();
    let mut sources = vec![source.to_owned()];
    if let Some((before, rest)) = source.split_once('{')
        && let Some((inside, after)) = rest.split_once('}')
    {
        sources = inside.split(',').map(|part| format!("{before}{part}{after}")).collect();
    }
    let filled = |source: &String| {
        let mut text = source.clone();
        // Braces further on give their first alternative.
        while let Some((before, rest)) = text.clone().split_once('{') {
            let Some((inside, after)) = rest.split_once('}') else { break };
            text = format!("{before}{}{after}", inside.split(',').next().unwrap_or(""));
        }
        text.replace("**", "any/page").replace('*', "any").replace('\\', "")
    };
    sources.iter().map(filled).filter(|text| glob.matches(text)).map(|text| Value::from(&*text)).collect()
}

/// A text in which a pattern is found, where a simple one can be made.
#[must_use]
pub fn of_pattern(pattern: &Pattern) -> Vec<Value> {
    let mut out = String::new();
    Shape { rest: pattern.source().chars().collect(), place: 0 }.alternative(&mut out);
    let text = Value::from(&*out);
    if found(pattern, &text) { vec![text] } else { Vec::new() }
}

/// A walk over the letters of a pattern that takes the first way everywhere.
struct Shape {
    rest: Vec<char>,
    place: usize,
}

impl Shape {
    fn peek(&self) -> Option<char> {
        self.rest.get(self.place).copied()
    }

    fn next(&mut self) -> Option<char> {
        self.place += 1;
        self.rest.get(self.place - 1).copied()
    }

    /// Up to the end, or to the bracket that closes; of several alternatives the first is written.
    fn alternative(&mut self, out: &mut String) {
        let mut other = false;
        while let Some(letter) = self.next() {
            let mut piece = String::new();
            match letter {
                ')' => return,
                '|' => other = true,
                '^' | '$' => {}
                '.' => piece.push('a'),
                '\\' => piece.extend(self.next().map(escaped)),
                '[' => piece.push(self.class()),
                '(' => {
                    if self.peek() == Some('?') {
                        while self.next().is_some_and(|letter| !matches!(letter, ':' | '>')) {}
                    }
                    self.alternative(&mut piece);
                }
                plain => piece.push(plain),
            }
            let times = self.times();
            if !other {
                out.push_str(&piece.repeat(times));
            }
        }
    }

    /// What stands behind a piece: how often it is needed at least.
    fn times(&mut self) -> usize {
        let times = match self.peek() {
            Some('*' | '?') => 0,
            Some('{') => {
                let inside: String = self.rest.iter().skip(self.place + 1).take_while(|letter| letter.is_ascii_digit()).collect();
                while self.next().is_some_and(|letter| letter != '}') {}
                return inside.parse().unwrap_or(1).min(100);
            }
            Some('+') => 1,
            _ => return 1,
        };
        self.place += 1;
        if self.peek() == Some('?') {
            self.place += 1;
        }
        times
    }

    /// One letter of a class such as `[a-z]`.
    fn class(&mut self) -> char {
        let mut letters = Vec::new();
        while let Some(letter) = self.next().filter(|letter| *letter != ']') {
            letters.push(if letter == '\\' { self.next().map_or('a', escaped) } else { letter });
        }
        match letters.first() {
            Some('^') => ['a', '1', '-', '_'].into_iter().find(|free| !letters.contains(free)).unwrap_or('a'),
            first => first.copied().unwrap_or('a'),
        }
    }
}

fn escaped(letter: char) -> char {
    match letter {
        'd' => '1',
        'w' | 'S' | 'D' => 'a',
        's' => ' ',
        'b' => '/',
        plain => plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_give_a_text_that_they_find() {
        for source in ["^/blog/", r"/products/[a-z]+-\d{2,4}$", "(sale|outlet)", r"^(?:de|at)\.shop", "tea.*mug?", "[^/]+x"] {
            assert_eq!(of_pattern(&Pattern::parse(source, false).unwrap()).len(), 1, "{source}");
        }
    }

    #[test]
    fn globs_give_a_text_for_each_alternative() {
        let texts = |source| of_glob(&Glob::parse(source).unwrap()).len();
        assert_eq!([texts("/products/*"), texts("/{shop,store}/**"), texts("**/sale"), texts("/a")], [1, 2, 1, 1]);
    }
}
