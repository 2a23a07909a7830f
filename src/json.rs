//! Writing JSON: the counterpart of the reader, for profiles, tabs and snapshots.
//!
//! Decides escaping and commas. Leaves the shape to its callers. A small own writer because serde_json costs more bytes
//! than all that is written here.

use crate::value::Value;

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
            match letter {
                '"' | '\\' => {
                    self.0.push('\\');
                    self.0.push(letter);
                }
                // Control characters have short codes; the rest of the text stands as it is.
                '\u{0}'..='\u{1f}' => {
                    self.0.push_str("\\u00");
                    self.0.push(if letter < '\u{10}' { '0' } else { '1' });
                    self.0.push(char::from(b"0123456789abcdef"[letter as usize & 15]));
                }
                _ => self.0.push(letter),
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
        let mut digits = [0u8; 20];
        let mut rest = number.unsigned_abs();
        let mut used = 0;
        for digit in digits.iter_mut().rev() {
            *digit = b'0' + (rest % 10) as u8;
            rest /= 10;
            used += 1;
            if rest == 0 {
                break;
            }
        }
        self.0.extend(digits.iter().skip(20 - used).map(|digit| char::from(*digit)));
        self
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
                for (key, value) in entries.iter() {
                    self.key(key).value(value);
                }
                self.close('}')
            }
        }
    }
}
