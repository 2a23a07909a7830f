//! Writing JSON: the counterpart of the reader, for profiles, tabs, snapshots and outcomes.
//!
//! Decides escaping and commas. Leaves the shape to its callers. A small own writer because serde_json costs more bytes
//! than all that is written here.

use crate::value::Value;

/// The letter behind the backslash for each control character; `u` where it is written as a number.
const SHORT: &[u8; 32] = b"uuuuuuuubtnufruuuuuuuuuuuuuuuuuu";

/// JSON under construction; commas are put where they belong.
#[derive(Debug, Default)]
pub struct Json(pub String);

impl Json {
    fn comma(&mut self) {
        if !matches!(self.0.bytes().last(), None | Some(b'{' | b'[' | b':' | b',')) {
            self.0.push(',');
        }
    }

    /// `{` or `[`.
    pub fn open(&mut self, bracket: char) -> &mut Json {
        self.comma();
        self.0.push(bracket);
        self
    }

    /// `}` or `]`.
    pub fn close(&mut self, bracket: char) -> &mut Json {
        self.0.push(bracket);
        self
    }

    /// A key.
    pub fn key(&mut self, key: &str) -> &mut Json {
        self.text(key);
        self.0.push(':');
        self
    }

    /// A text.
    pub fn text(&mut self, text: &str) -> &mut Json {
        self.comma();
        self.0.push('"');
        for letter in text.chars() {
            let code = letter as usize;
            let short = match letter {
                '"' | '\\' => letter,
                '\u{0}'..='\u{1f}' => char::from(SHORT[code]),
                _ => {
                    self.0.push(letter);
                    continue;
                }
            };
            self.0.push('\\');
            self.0.push(short);
            if short == 'u' {
                self.0.push_str(if code < 16 { "000" } else { "001" });
                self.0.push(char::from(b"0123456789abcdef"[code & 15]));
            }
        }
        self.0.push('"');
        self
    }

    /// A whole number.
    pub fn int(&mut self, number: i64) -> &mut Json {
        self.comma();
        if number < 0 {
            self.0.push('-');
        }
        self.digits(number.unsigned_abs());
        self
    }

    fn digits(&mut self, number: u64) {
        if number > 9 {
            self.digits(number / 10);
        }
        self.0.push(char::from(b'0' + (number % 10) as u8));
    }

    /// `true`, `false` or `null`.
    pub fn flag(&mut self, flag: Option<bool>) -> &mut Json {
        self.comma();
        self.0.push_str(match flag {
            Some(true) => "true",
            Some(false) => "false",
            None => "null",
        });
        self
    }

    /// JSON that is written already.
    pub fn text_raw(&mut self, json: &str) -> &mut Json {
        self.comma();
        self.0.push_str(json);
        self
    }

    /// Any value.
    pub fn value(&mut self, value: &Value) -> &mut Json {
        match value {
            Value::Null => self.flag(None),
            Value::Bool(flag) => self.flag(Some(*flag)),
            Value::Int(number) => self.int(*number),
            Value::Num(number) => {
                self.comma();
                number.write(&mut self.0);
                self
            }
            Value::Text(text) => self.text(text),
            Value::List(items) => {
                self.open('[');
                for item in items.iter() {
                    self.value(item);
                }
                self.close(']')
            }
            Value::Object(entries) => {
                self.open('{');
                for [key, value] in entries.as_chunks().0 {
                    if let Value::Text(key) = key {
                        self.key(key).value(value);
                    }
                }
                self.close('}')
            }
        }
    }
}
