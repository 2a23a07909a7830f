//! Actions: what a button in a message does.
//!
//! Decides the vocabulary and its decoding. Leaves performing to the engine (close, next, snooze) and the host (the rest).

use super::decoder::Decoder;
use super::diagnostic::{Code, did_you_mean};
use super::link::{scheme, unsafe_link};
use super::show::SiteText;
use super::text::declared;
use super::vocabulary::{bare, filled, find, parts, present, vocabulary};
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

/// Keys of an action, the one that may stand alone first, and how they are written.
const KEYS: [([&str; 2], &str); 10] = [
    (["", ""], "\"close\""),
    (["", ""], "\"next\""),
    (["url", ""], r#"{ "navigate": "/sale" }"#),
    (["code", ""], r#"{ "apply_coupon": "SAVE10" }"#),
    (["sku", "quantity"], r#"{ "add_to_cart": "MUG-01" }"#),
    (["text", ""], r#"{ "copy": "SAVE10" }"#),
    (["", ""], "\"open_chat\""),
    (["name", "detail"], r#"{ "emit": "gift_wanted" }"#),
    (["for", ""], r#"{ "snooze": "1d" }"#),
    (["name", "value"], r#"{ "set": { "name": "size", "value": "L" } }"#),
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
    let ([first_key, second_key], example) = KEYS.get(place)?;
    if first_key.is_empty() {
        if let Some(given) = given {
            bare(cx, given)?;
        }
        return Some(match kind {
            ActionWord::Close => Action::Close,
            ActionWord::Next => Action::Next,
            _ => Action::OpenChat,
        });
    }
    let [first, second] = match given {
        None => [None; 2],
        Some(given) if second_key.is_empty() => [parts(cx, given, &[*first_key])?[0], None],
        Some(given) => parts(cx, given, &[*first_key, *second_key])?,
    };
    let text = filled(cx, node, first, first_key, example)?;
    let first = first?;
    Some(match kind {
        ActionWord::Navigate => {
            if scheme(&text).is_none() {
                unsafe_link(cx, first, &text);
                return None;
            }
            Action::Navigate { url: text }
        }
        ActionWord::ApplyCoupon => Action::ApplyCoupon { code: text },
        ActionWord::AddToCart => Action::AddToCart { sku: text, quantity: second.map_or(Some(1), |second| cx.integer(second, 1, 999))? },
        ActionWord::Copy => Action::Copy { text },
        ActionWord::Emit => Action::Emit { name: text, detail: second.map_or(Value::Null, Node::value) },
        ActionWord::Set => {
            if !declared(site, &text) {
                cx.report(Code::UnknownName, first, || {
                    let guess = did_you_mean(&text, site.custom.iter().map(|custom| &**custom));
                    format!("the custom fact `{text}` is not declared under \"custom\" at the top of the file; it is written here without `custom.`{guess}")
                });
                return None;
            }
            Action::Set { name: text, value: present(cx, node, second, second_key, example)?.value() }
        }
        ActionWord::Snooze => Action::Snooze { span: cx.span(first)? },
        ActionWord::Close | ActionWord::Next | ActionWord::OpenChat => return None,
    })
}
