//! JSON read strictly: a key that stands twice, nesting that is too deep and what is not UTF-8 are problems, not guesses.
//!
//! Decides what is JSON at all. What the values mean is left to the readers of each body. The engine's own reader is not used here:
//! its texts end at 4 KB, and a comment of 2000 Korean letters is longer.

use crate::refusal::Refusal;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};
use std::fmt;

/// Reads one document, nested at most `depth` lists and objects deep.
///
/// # Errors
/// 400 with what is wrong, and where.
pub fn read(body: &[u8], depth: usize) -> Result<Value, Refusal> {
    let text = match std::str::from_utf8(body) {
        Ok(text) => text,
        Err(error) => {
            return Err(Refusal::new(400, format!("byte {} is not UTF-8; send the body as UTF-8", error.valid_up_to())));
        }
    };
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = Level { left: depth, most: depth }.deserialize(&mut reader).and_then(|value| reader.end().map(|()| value));
    value.map_err(|error| Refusal::new(400, format!("this is not JSON that can be read: {error}")))
}

/// A value with so many levels still allowed.
#[derive(Clone, Copy)]
struct Level {
    left: usize,
    most: usize,
}

impl Level {
    fn deeper<E: Error>(self) -> Result<Level, E> {
        match self.left.checked_sub(1) {
            Some(left) => Ok(Level { left, ..self }),
            None => Err(E::custom(format_args!("nested deeper than {} levels", self.most))),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Level {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<Value, D::Error> {
        from.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Level {
    type Value = Value;

    fn expecting(&self, to: &mut fmt::Formatter) -> fmt::Result {
        to.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Value, E> {
        Ok(Value::Bool(flag))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Value, E> {
        Ok(Number::from_f64(number).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(text.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Value, A::Error> {
        let level = self.deeper()?;
        let mut list = Vec::new();
        while let Some(item) = from.next_element_seed(level)? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Value, A::Error> {
        let level = self.deeper()?;
        let mut object = Map::new();
        while let Some(key) = from.next_key::<String>()? {
            if object.contains_key(&key) {
                return Err(A::Error::custom(format_args!("the key `{key}` stands twice in one object; keep one of them")));
            }
            object.insert(key, from.next_value_seed(level)?);
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_ambiguous_is_named() {
        let said = |body: &[u8]| read(body, 3).unwrap_err().say;
        assert!(said(b"{\"a\":1,\"a\":2}").contains("the key `a` stands twice"));
        assert!(said(b"{\"a\":1,\"\\u0061\":2}").contains("the key `a` stands twice"));
        assert!(said(b"[[[[1]]]]").contains("nested deeper than 3 levels"));
        assert!(said(&[b"[".repeat(60_000), b"]".repeat(60_000)].concat()).contains("nested deeper than 3 levels"));
        assert!(said(b"{\"a\":\"\xff\"}").contains("byte 6 is not UTF-8"));
        assert!(said(b"{\"a\":\"\0\"}").contains("control character"));
        assert!(said(b"{} {}").contains("trailing"));
        assert!(said(b"").contains("EOF"));
    }

    #[test]
    fn what_is_json_is_read_as_it_stands() {
        let text = r#"{"b":[1,-2,"\u00e9",null,true],"a":{"c":1.5}}"#;
        assert_eq!(read(text.as_bytes(), 2).unwrap(), serde_json::from_str::<Value>(text).unwrap());
    }
}
