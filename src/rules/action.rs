//! Actions: what a button in a message does.
//!
//! Decides the vocabulary and its decoding. Leaves performing to the engine (close, next, snooze) and the host (the rest).

use super::decoder::{Decoder, rc};
use super::diagnostic::{Code, did_you_mean};
use super::link::{scheme, unsafe_link};
use super::noun::{Holds, Noun, key};
use super::show::SiteText;
use super::text::declared;
use super::vocabulary::{bare, find, vocabulary};
use crate::node::{Kind, Node};
use crate::value::Value;
use std::rc::Rc;

/// What `do` says.
#[derive(Clone, Debug, PartialEq)]
pub struct Action {
    /// What is done.
    pub word: ActionWord,
    /// With what: an address, a code, a sku, a text, or a name; of a custom fact without `custom.`.
    pub text: Rc<str>,
    /// How many, or for how many milliseconds.
    pub number: i64,
    /// The detail of an event, the value of a fact.
    pub value: Value,
}

impl Action {
    /// An action that needs nothing but a text, or not even that.
    #[inline(never)]
    #[must_use]
    pub fn new(word: ActionWord, text: &str) -> Action {
        Action { word, text: rc(text), number: 0, value: Value::Null }
    }
}

vocabulary! {
    /// A kind of [`Action`].
    ActionWord,
    /// Every action.
    ACTIONS:
    Close "close" "Closes the message; counts as a dismissal.";
    Next "next" "Sends what was answered and goes on to the next step; after the last one the message ends.";
    Navigate "navigate" "Goes to an address: `{ \"navigate\": \"/sale\" }`.";
    ApplyCoupon "apply_coupon" "Asks the shop to apply a code: `{ \"apply_coupon\": \"SAVE10\" }`.";
    AddToCart "add_to_cart" "Asks the shop to add a product: `{ \"add_to_cart\": { \"sku\": \"MUG-01\", \"quantity\": 1 } }`.";
    Copy "copy" "Copies a text to the clipboard: `{ \"copy\": \"SAVE10\" }`.";
    OpenChat "open_chat" "Asks the shop to open its chat.";
    Emit "emit" "Tells the shop's page that something happened: `{ \"emit\": { \"name\": \"gift_wanted\", \"detail\": { \"size\": \"L\" } } }`.";
    Snooze "snooze" "Closes the message and lets it come back later: `{ \"snooze\": \"1d\" }`.";
    Set "set" "Sets a declared custom fact, where the visitor agreed: `{ \"set\": { \"name\": \"size\", \"value\": \"L\" } }`.";
}

/// The word of an action, as outcomes name it.
#[must_use]
pub fn name(action: &Action) -> &'static str {
    action.word.term().name
}

/// What each action takes, in the order of [`ACTIONS`]; the first key may stand alone.
pub const NOUNS: [Noun; 10] = [
    &[],
    &[],
    &[key("url", Holds::Filled).needed().like(r#"{ "navigate": "/sale" }"#).doc("https, mailto, tel, or a path such as `/sale`")],
    &[key("code", Holds::Filled).needed().like(r#"{ "apply_coupon": "SAVE10" }"#).doc("the code; the file is public, and so is the code")],
    &[
        key("sku", Holds::Filled).needed().like(r#"{ "add_to_cart": "MUG-01" }"#).doc("the product"),
        key("quantity", Holds::Whole(1, 999)).or(1).unset("1").doc("how many"),
    ],
    &[key("text", Holds::Filled).needed().like(r#"{ "copy": "SAVE10" }"#).doc("what is copied")],
    &[],
    &[
        key("name", Holds::Filled).needed().like(r#"{ "emit": "gift_wanted" }"#).doc("what happened, in a word"),
        key("detail", Holds::Anything).doc("any JSON, handed on to the page"),
    ],
    &[key("for", Holds::Span).needed().like(r#"{ "snooze": "1d" }"#).doc("for how long it stays away")],
    &[
        key("name", Holds::Filled)
            .needed()
            .like(r#"{ "set": { "name": "size", "value": "L" } }"#)
            .doc("a fact declared under `custom`, without `custom.`"),
        key("value", Holds::Anything).needed().like(r#"{ "set": { "name": "size", "value": "L" } }"#).doc("any JSON"),
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
        return Some(Action::new(kind, ""));
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
    // What is no number is worth 0.
    let mut action = Action { word: kind, text, number: first.value.max(second.value), value: Value::Null };
    if let Some(node) = second.node {
        action.value = node.value();
    }
    Some(action)
}
