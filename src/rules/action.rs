//! Actions: what a button in a message does.
//!
//! Decides the vocabulary and its decoding. Leaves performing to the engine (close, next, snooze) and the host (the rest).

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
