//! What the browser knows about text: its RegExp and its lower case, 30 KB that nobody has to download.
//!
//! Decides how an expression is made and asked. Which expressions exist, and that they mean the same to the tools, is
//! decided by [`crate::engine::pattern`]. RegExp is only called where exceptions are caught: whatever a page has done to
//! it, the answer is then no, and never an exception through the engine.

use js_sys::{Array, Function, JsString, Object, Reflect, RegExp};
use std::cell::OnceCell;
use wasm_bindgen::{JsCast, JsValue};

/// An expression's `test` function, made when it is first needed; `None` inside: the browser refused it.
#[derive(Clone, Default)]
pub struct Program(OnceCell<Option<Function>>);

impl Program {
    /// Whether the expression is found in the text; `insensitive` sets the flag `i`.
    pub fn matches(&self, source: &str, insensitive: bool, text: &str) -> bool {
        let test = self.0.get_or_init(|| compile(source, insensitive).ok());
        test.as_ref().and_then(|test| test.call1(&JsValue::NULL, &JsString::from(text)).ok()).is_some_and(|found| found.is_truthy())
    }
}

/// JavaScript's `toLowerCase`.
pub fn lower(text: &str) -> String {
    JsString::from(text).to_lower_case().into()
}

fn compile(source: &str, insensitive: bool) -> Result<Function, JsValue> {
    // `RegExp::new(source, …)` would throw a bad source through the engine; constructing by Reflect returns it.
    let constructor = Object::from(RegExp::new("", "")).constructor();
    let flags = if insensitive { "i" } else { "" };
    let expression = Reflect::construct(&constructor, &Array::of2(&source.into(), &flags.into()))?;
    let test: Function = Reflect::get(&expression, &"test".into())?.dyn_into()?;
    Ok(test.bind0(&expression))
}
