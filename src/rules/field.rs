//! Fields: what a form asks.
//!
//! Decides the vocabulary of types and of what browsers may fill in. Leaves keys and drawing to [`crate::view::form`], and what a
//! right answer is to [`crate::view::wrong`].

use super::vocabulary::vocabulary;

vocabulary! {
    /// A type of field.
    FieldWord,
    /// Every type of field.
    FIELDS:
    Text "text" "A line of text; `min` and `max` are its length.";
    Email "email" "An e-mail address.";
    Phone "phone" "A phone number.";
    Number "number" "A number; `min` and `max` are whole numbers.";
    Date "date" "A day; `min` and `max` are days such as `\"2026-11-20\"`.";
    Select "select" "One of some options, in a list that opens.";
    Radio "radio" "One of some options, all of them in sight.";
    Checkbox "checkbox" "A box to tick; ticked, the answer is `yes`.";
    Consent "consent" "A box to tick that begins unticked; its text and `version` are kept with the answer.";
    Hidden "hidden" "A value that is sent along; nobody sees it.";
}

/// What browsers may fill in, as HTML names it.
pub const AUTOCOMPLETE: [&str; 17] = [
    "off",
    "email",
    "tel",
    "name",
    "given-name",
    "family-name",
    "nickname",
    "organization",
    "street-address",
    "address-line1",
    "address-line2",
    "address-level1",
    "address-level2",
    "postal-code",
    "country-name",
    "bday",
    "url",
];
