//! What the shopper sees: surfaces and blocks as a tree of plain nodes.
//!
//! Decides structure, roles, labels and texts. Leaves pixels to the host's stylesheet (class names here are its contract)
//! and formatting to the host's Intl: text slots hold amounts, numbers and dates, never formatted strings.
//!
//! # Classes
//! The contract with the stylesheet; each is also a `part` for theme developers.
//!
//! | class | on | what it is |
//! |---|---|---|
//! | `eyebrow` | p | a short line above the headline |
//! | `headline` | h2 (modal), p (bar), legend, label | what the message says first; one a message unless the rule file asks for more |
//! | `body` | p, legend, label | a text |
//! | `small` | p | fine print |
//! | `primary` `secondary` `link` | button, a | buttons by weight; a button that goes to an address is an `a` |
//! | `actions` | div | buttons that stand together |
//! | `image` | img | a picture, perhaps with `width` and `height` |
//! | `coupon` | div | holds `code` and perhaps `copy` |
//! | `code` | code | the code itself |
//! | `copy` | button | copies; its attribute `data-done` is the text to show and announce once it has |
//! | `progress` | div | holds a text (`headline` or `body`), `track` and `amount` |
//! | `track` | div | role progressbar; holds `fill` |
//! | `fill` | div | as wide as its [`Element::permille`]; 1000 once the last threshold is reached |
//! | `amount` | p | how much of how much, hidden from assistive tech, which hears `aria-valuetext` |
//! | `nps` | fieldset | holds a legend, `scale` and `ends` |
//! | `scale` | div | eleven `cell`s |
//! | `cell` | label | holds a radio and a span with its number |
//! | `ends` | div | two spans: what the ends of the scale mean |
//! | `choice` | fieldset | holds a legend, `option`s and perhaps a `field` |
//! | `option` | label | holds a radio or checkbox and a span |
//! | `comment` | div | holds a label and a `field` |
//! | `field` | textarea, input | to write in |
//! | `divider` | div | role separator |
//!
//! Spans and links inside texts have no class. Nothing else has one.

pub mod build;
pub mod button;
pub mod choice;
pub mod comment;
pub mod coupon;
pub mod image;
pub mod nps;
#[cfg(feature = "tools")]
pub mod print;
pub mod progress;
pub mod text;
pub mod words;

use crate::engine::program::hash;
use crate::money::minor_digits;
use crate::rules::action::Action;
use crate::value::Decimal;
use std::rc::Rc;

/// A message to draw.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    /// Where it appears.
    pub surface: Surface,
    /// What it is called for those who do not see it: the first heading or text.
    pub label: Vec<Slot>,
    /// BCP 47 language of its texts; the host sets `lang` and formats by it.
    pub locale: Rc<str>,
    /// Whether the text runs from right to left.
    pub rtl: bool,
    /// Custom properties `--shopbell-NAME: VALUE`, checked when decoded.
    pub theme: Vec<(&'static str, Rc<str>)>,
    /// Whether a ribbon says that this is a preview.
    pub preview: bool,
    /// Text of the close button, for those who do not see it.
    pub close: Vec<Slot>,
    /// The content.
    pub nodes: Vec<Element>,
    /// What [`On::Press`] refers to.
    pub actions: Vec<Action>,
}

impl View {
    /// A hash over all that a host draws: the same view, the same number. Comparing hashes costs a shopper fewer bytes than comparing trees.
    #[must_use]
    pub fn digest(&self) -> u64 {
        let mut digest = Digest(self.actions.len() as u64);
        digest.slots(&self.label);
        digest.elements(&self.nodes);
        digest.0
    }
}

struct Digest(u64);

impl Digest {
    fn add(&mut self, number: u64) {
        self.0 = (self.0.rotate_left(29) ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }

    fn text(&mut self, text: &str) {
        self.add(hash(text.as_bytes()));
    }

    fn slots(&mut self, slots: &[Slot]) {
        self.add(slots.len() as u64);
        for slot in slots {
            match slot {
                Slot::Text(text) => self.text(text),
                Slot::Money { minor, currency, digits } => {
                    self.add(*minor as u64 ^ u64::from(*digits) << 56);
                    self.text(currency);
                }
                Slot::Number(number) => self.add(number.mantissa() as u64 ^ (number.exponent() as u64) << 48),
                Slot::Date(day) => self.add(!*day as u64),
            }
        }
    }

    fn elements(&mut self, elements: &[Element]) {
        self.add(elements.len() as u64);
        for element in elements {
            self.add(element.tag as u64 ^ u64::from(element.permille.map_or(0, |value| value + 1)) << 32);
            self.text(element.class);
            for (name, value) in &element.attrs {
                self.text(name);
                self.slots(value);
            }
            self.add(match &element.on {
                None => 0,
                Some(On::Press(action)) => 1 + u64::from(*action),
                Some(On::Answer(field)) => hash(field.as_bytes()),
                Some(On::AnswerAndNext(field)) => !hash(field.as_bytes()),
            });
            self.slots(&element.text);
            self.elements(&element.children);
        }
    }
}

/// Where a message appears.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Surface {
    /// In the middle, over everything, holding the focus.
    Modal,
    /// Along the top or bottom edge, beside what the shopper does.
    Bar {
        /// At the top; else at the bottom.
        top: bool,
    },
}

/// Elements a host can draw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Tag {
    Div,
    P,
    H2,
    Span,
    Strong,
    Em,
    A,
    Button,
    Img,
    Code,
    Form,
    Fieldset,
    Legend,
    Label,
    Input,
    Textarea,
}

impl Tag {
    /// Its name in HTML.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Tag::Div => "div",
            Tag::P => "p",
            Tag::H2 => "h2",
            Tag::Span => "span",
            Tag::Strong => "strong",
            Tag::Em => "em",
            Tag::A => "a",
            Tag::Button => "button",
            Tag::Img => "img",
            Tag::Code => "code",
            Tag::Form => "form",
            Tag::Fieldset => "fieldset",
            Tag::Legend => "legend",
            Tag::Label => "label",
            Tag::Input => "input",
            Tag::Textarea => "textarea",
        }
    }
}

/// One node.
#[derive(Clone, Debug, PartialEq)]
pub struct Element {
    /// What it is.
    pub tag: Tag,
    /// Class for the host's stylesheet and, prefixed, its `part` for theme developers; "" for none.
    pub class: &'static str,
    /// Attributes; names are static, so rule text can never choose one.
    pub attrs: Vec<(&'static str, Vec<Slot>)>,
    /// Custom property `--shopbell-value` from 0 to 1000, for progress.
    pub permille: Option<u16>,
    /// What happens when it is used.
    pub on: Option<On>,
    /// Its text; an element has text or children.
    pub text: Vec<Slot>,
    /// What is in it.
    pub children: Vec<Element>,
}

/// What using an element means.
#[derive(Clone, Debug, PartialEq)]
pub enum On {
    /// Pressing it performs this action: index into [`View::actions`].
    Press(u16),
    /// Changing it answers this field with the element's `value`.
    Answer(Rc<str>),
    /// Choosing it answers this field and then goes on, as `next` does. Moving along the scale by arrow keys only answers;
    /// Enter or Space goes on (WCAG 2.2, 3.2.2).
    AnswerAndNext(Rc<str>),
}

/// A piece of text; the host formats and joins.
#[derive(Clone, Debug, PartialEq)]
pub enum Slot {
    /// As it is.
    Text(Rc<str>),
    /// An amount.
    Money {
        /// In minor units.
        minor: i64,
        /// ISO 4217.
        currency: Rc<str>,
        /// Digits of the minor unit.
        digits: u8,
    },
    /// A number.
    Number(Decimal),
    /// A day: days since 1970-01-01.
    Date(i64),
}

impl Element {
    /// An empty element.
    #[inline(never)]
    #[must_use]
    pub fn new(tag: Tag, class: &'static str) -> Element {
        Element { tag, class, attrs: Vec::new(), permille: None, on: None, text: Vec::new(), children: Vec::new() }
    }
}

impl Slot {
    /// A text as it is.
    #[inline(never)]
    #[must_use]
    pub fn text(text: &str) -> Slot {
        Slot::Text(Rc::from(text))
    }

    /// An amount, or a plain number where there is no currency.
    #[inline(never)]
    #[must_use]
    pub fn amount(number: i64, currency: &str) -> Slot {
        if currency.is_empty() {
            return Slot::Number(Decimal::from_i64(number));
        }
        Slot::Money { minor: number, currency: Rc::from(currency), digits: minor_digits(currency) }
    }
}
