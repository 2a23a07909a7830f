//! Actions: what a button in a message does.
//!
//! Decides the vocabulary and its decoding. Leaves performing to the engine (close, next, snooze) and the host (the rest).

use super::decoder::Decoder;
use super::diagnostic::{Code, did_you_mean};
use super::link::{scheme, unsafe_link};
use super::noun::{Holds, Noun, key};
use super::show::SiteText;
use super::text::declared;
use super::vocabulary::{bare, find, vocabulary};
use crate::node::{Kind, Node};
use crate::value::Value;
use std::rc::Rc;

/// What `do` may say.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Close the message: a dismissal.
    Close,
    /// Send what was answered and go on to the next step; after the last one the message ends.
    Next,
    /// Go to a checked address.
    Navigate {
        /// https, mailto, tel or relative.
        url: Rc<str>,
    },
    /// Ask the shop to apply a code.
    ApplyCoupon {
        /// The code.
        code: Rc<str>,
    },
    /// Ask the shop to add a product.
    AddToCart {
        /// Which.
        sku: Rc<str>,
        /// How many.
        quantity: i64,
    },
    /// Copy a text to the clipboard.
    Copy {
        /// What.
        text: Rc<str>,
    },
    /// Ask the shop to open its chat.
    OpenChat,
    /// Tell the shop's page that something happened.
    Emit {
        /// The name.
        name: Rc<str>,
        /// Anything.
        detail: Value,
    },
    /// Close it and come back later.
    Snooze {
        /// Milliseconds.
        span: i64,
    },
    /// Set a custom fact.
    Set {
        /// Without `custom.`.
        name: Rc<str>,
        /// What.
        value: Value,
    },
}

vocabulary! {
    /// A kind of [`Action`].
    ActionWord,
    /// Every action.
    ACTIONS:
    Close "close" true "Closes the message; counts as a dismissal.";
    Next "next" true "Sends what was answered and goes on to the next step; after the last one the message ends.";
    Navigate "navigate" true "Goes to an address: `{ \"navigate\": \"/sale\" }`.";
    ApplyCoupon "apply_coupon" true "Asks the shop to apply a code: `{ \"apply_coupon\": \"SAVE10\" }`.";
    AddToCart "add_to_cart" true "Asks the shop to add a product: `{ \"add_to_cart\": { \"sku\": \"MUG-01\", \"quantity\": 1 } }`.";
    Copy "copy" true "Copies a text to the clipboard: `{ \"copy\": \"SAVE10\" }`.";
    OpenChat "open_chat" true "Asks the shop to open its chat.";
    Emit "emit" true "Tells the shop's page that something happened: `{ \"emit\": { \"name\": \"gift_wanted\", \"detail\": { \"size\": \"L\" } } }`.";
    Snooze "snooze" true "Closes the message and lets it come back later: `{ \"snooze\": \"1d\" }`.";
    Set "set" true "Sets a declared custom fact, where the visitor agreed: `{ \"set\": { \"name\": \"size\", \"value\": \"L\" } }`.";
}

/// The word of an action, as outcomes name it.
#[must_use]
pub fn name(action: &Action) -> &'static str {
    let word = match action {
        Action::Close => ActionWord::Close,
        Action::Next => ActionWord::Next,
        Action::Navigate { .. } => ActionWord::Navigate,
        Action::ApplyCoupon { .. } => ActionWord::ApplyCoupon,
        Action::AddToCart { .. } => ActionWord::AddToCart,
        Action::Copy { .. } => ActionWord::Copy,
        Action::OpenChat => ActionWord::OpenChat,
        Action::Emit { .. } => ActionWord::Emit,
        Action::Snooze { .. } => ActionWord::Snooze,
        Action::Set { .. } => ActionWord::Set,
    };
    word.term().name
}

/// What each action takes, in the order of [`ACTIONS`]; the first key may stand alone.
const NOUNS: [Noun; 10] = [
    &[],
    &[],
    &[key("url", Holds::Filled).needed().like(r#"{ "navigate": "/sale" }"#)],
    &[key("code", Holds::Filled).needed().like(r#"{ "apply_coupon": "SAVE10" }"#)],
    &[key("sku", Holds::Filled).needed().like(r#"{ "add_to_cart": "MUG-01" }"#), key("quantity", Holds::Whole(1, 999)).or(1)],
    &[key("text", Holds::Filled).needed().like(r#"{ "copy": "SAVE10" }"#)],
    &[],
    &[key("name", Holds::Filled).needed().like(r#"{ "emit": "gift_wanted" }"#), key("detail", Holds::Anything)],
    &[key("for", Holds::Span).needed().like(r#"{ "snooze": "1d" }"#)],
    &[
        key("name", Holds::Filled).needed().like(r#"{ "set": { "name": "size", "value": "L" } }"#),
        key("value", Holds::Anything).needed().like(r#"{ "set": { "name": "size", "value": "L" } }"#),
    ],
];

/// What `do` says: a word, or an object with one entry: `"close"`, `{ "navigate": "/sale" }`,
/// `{ "navigate": { "url": "/sale" } }`.
pub fn action(cx: &mut Decoder, site: &SiteText, node: Node<'_>) -> Option<Action> {
    let (word, given) = match node.kind() {
        Kind::Object => {
            let (key, value) = cx.only_entry(node, r#"exactly one action, such as { "navigate": "/sale" }"#)?;
            (key, Some(value))
        }
        _ => (node, None),
    };
    let place = find(cx, word, ACTIONS, Code::UnknownWord, "an action")?;
    let kind = *ActionWord::ALL.get(place)?;
    let noun = *NOUNS.get(place)?;
    let Some(main) = noun.first() else {
        if let Some(given) = given {
            bare(cx, given)?;
        }
        return Some(match kind {
            ActionWord::Close => Action::Close,
            ActionWord::Next => Action::Next,
            _ => Action::OpenChat,
        });
    };
    let Some(given) = given else {
        cx.lacks(node, main);
        return None;
    };
    let errors = cx.errors;
    let [first, second, ..] = cx.read_short(given, noun);
    let (text, at) = (first.text()?, first.node?);
    if kind == ActionWord::Navigate && scheme(&text).is_none() {
        unsafe_link(cx, at, &text);
    }
    if kind == ActionWord::Set && !declared(site, &text) {
        cx.report(Code::UnknownName, at, || {
            let guess = did_you_mean(&text, site.custom.iter().map(|custom| &**custom));
            format!("the custom fact `{text}` is not declared under \"custom\" at the top of the file; it is written here without `custom.`{guess}")
        });
    }
    if cx.errors != errors {
        return None;
    }
    let value = second.node.map_or(Value::Null, Node::value);
    Some(match kind {
        ActionWord::Navigate => Action::Navigate { url: text },
        ActionWord::ApplyCoupon => Action::ApplyCoupon { code: text },
        ActionWord::AddToCart => Action::AddToCart { sku: text, quantity: second.value },
        ActionWord::Copy => Action::Copy { text },
        ActionWord::Emit => Action::Emit { name: text, detail: value },
        ActionWord::Set => Action::Set { name: text, value },
        _ => Action::Snooze { span: first.value },
    })
}
