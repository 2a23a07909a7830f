//! Actions: what a button in a message does.
//!
//! Decides the vocabulary and its decoding. Leaves performing to the engine (close, next, snooze) and the host (the rest).

use super::decoder::Decoder;
use super::diagnostic::{Code, did_you_mean};
use super::link::link;
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

/// What `do` says: a word, or an object with one entry: `"close"`, `{ "navigate": "/sale" }`,
/// `{ "navigate": { "url": "/sale" } }`.
pub fn action(cx: &mut Decoder, site: &SiteText, node: Node<'_>) -> Option<Action> {
    let (word, value) = match node.kind() {
        Kind::Object => {
            let (key, value) = cx.only_entry(node, r#"exactly one action, such as { "navigate": "/sale" }"#)?;
            (key, Some(value))
        }
        _ => (node, None),
    };
    let kind = *ActionWord::ALL.get(find(cx, word, ACTIONS, Code::UnknownWord, "an action")?)?;
    Some(match kind {
        ActionWord::Close => taking_nothing(cx, value, Action::Close)?,
        ActionWord::Next => taking_nothing(cx, value, Action::Next)?,
        ActionWord::OpenChat => taking_nothing(cx, value, Action::OpenChat)?,
        ActionWord::Navigate => {
            let [url] = given(cx, value, &["url"])?;
            let url = present(cx, node, url, "url", r#"{ "navigate": "/sale" }"#)?;
            Action::Navigate { url: link(cx, url)? }
        }
        ActionWord::ApplyCoupon => {
            let [code] = given(cx, value, &["code"])?;
            Action::ApplyCoupon { code: filled(cx, node, code, "code", r#"{ "apply_coupon": "SAVE10" }"#)? }
        }
        ActionWord::AddToCart => {
            let [sku, quantity] = given(cx, value, &["sku", "quantity"])?;
            let sku = filled(cx, node, sku, "sku", r#"{ "add_to_cart": "MUG-01" }"#)?;
            let quantity = quantity.map_or(Some(1), |quantity| cx.integer(quantity, 1, 999))?;
            Action::AddToCart { sku, quantity }
        }
        ActionWord::Copy => {
            let [text] = given(cx, value, &["text"])?;
            Action::Copy { text: filled(cx, node, text, "text", r#"{ "copy": "SAVE10" }"#)? }
        }
        ActionWord::Emit => {
            let [name, detail] = given(cx, value, &["name", "detail"])?;
            let name = filled(cx, node, name, "name", r#"{ "emit": "gift_wanted" }"#)?;
            Action::Emit { name, detail: detail.map_or(Value::Null, Node::value) }
        }
        ActionWord::Snooze => {
            let [span] = given(cx, value, &["for"])?;
            let span = present(cx, node, span, "for", r#"{ "snooze": "1d" }"#)?;
            Action::Snooze { span: cx.span(span)? }
        }
        ActionWord::Set => {
            let [fact, value] = given(cx, value, &["name", "value"])?;
            let fact = present(cx, node, fact, "name", r#"{ "set": { "name": "size", "value": "L" } }"#)?;
            let name = cx.text(fact)?;
            if !declared(site, &name) {
                cx.report(Code::UnknownName, fact, || {
                    let guess = did_you_mean(&name, site.custom.iter().map(|custom| &**custom));
                    format!("the custom fact `{name}` is not declared under \"custom\" at the top of the file; it is written here without `custom.`{guess}")
                });
                return None;
            }
            Action::Set { name, value: present(cx, node, value, "value", r#"{ "set": { "name": "size", "value": "L" } }"#)?.value() }
        }
    })
}

fn given<'d, const N: usize>(cx: &mut Decoder, value: Option<Node<'d>>, keys: &[&'static str; N]) -> Option<[Option<Node<'d>>; N]> {
    value.map_or(Some([None; N]), |value| parts(cx, value, keys))
}

/// An action that is a word, or `{ "close": {} }`.
fn taking_nothing(cx: &mut Decoder, value: Option<Node<'_>>, action: Action) -> Option<Action> {
    if let Some(value) = value {
        bare(cx, value)?;
    }
    Some(action)
}
