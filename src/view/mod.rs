//! What the shopper sees: surfaces and blocks as a tree of plain elements, written down as a list of rows.
//!
//! Decides structure, roles, labels and texts. Leaves pixels to the host's stylesheet (class names here are its contract)
//! and formatting to the host's Intl: texts hold amounts, numbers and dates, never formatted strings.
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
//! | `fill` | div | as wide as its `--value`, of 1000; 1000 once the last threshold is reached |
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
pub mod builder;
pub mod button;
pub mod choice;
pub mod comment;
pub mod coupon;
pub mod image;
pub mod keys;
pub mod nps;
#[cfg(feature = "tools")]
pub mod plural;
#[cfg(feature = "tools")]
pub mod print;
pub mod progress;
pub mod speech;
pub mod step;
pub mod text;
pub mod words;

use crate::engine::program::hash;
use crate::rules::action::{Action, ActionWord};
use std::rc::Rc;

/// A message to draw.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    /// Where it appears.
    pub surface: Surface,
    /// The element that says what it is called, for those who do not see it: its place in [`View::rows`].
    pub label: usize,
    /// BCP 47 language of its texts; the host sets `lang` and formats by it.
    pub locale: Rc<str>,
    /// Whether the text runs from right to left.
    pub rtl: bool,
    /// Custom properties `--shopbell-NAME: VALUE`, checked when decoded.
    pub theme: Vec<(&'static str, Rc<str>)>,
    /// Whether a ribbon says that this is a preview.
    pub preview: bool,
    /// Text of the close button, for those who do not see it.
    pub close: &'static str,
    /// The content: each element, followed by what it is and says, then by what is in it.
    pub rows: Vec<Row>,
    /// What [`Kind::Press`] refers to.
    pub actions: Rc<[Rc<Action>]>,
}

impl View {
    /// The place of the action that goes on to the next step.
    #[must_use]
    pub fn next(&self) -> Option<u16> {
        for (place, action) in self.actions.iter().enumerate() {
            if action.word == ActionWord::Next {
                return Some(place as u16);
            }
        }
        None
    }

    /// A hash over all that a host draws: the same view, the same number. Comparing hashes costs a shopper fewer bytes than comparing rows.
    #[must_use]
    pub fn digest(&self) -> u64 {
        let mut digest = self.actions.len() as u64;
        for row in &self.rows {
            for part in [row.kind.code(), hash(row.name.as_bytes()), hash(row.text.as_bytes()), row.number as u64] {
                digest = (digest.rotate_left(29) ^ part).wrapping_mul(0x9e37_79b9_7f4a_7c15);
            }
        }
        digest
    }

    /// The rows that say what it is called: the texts among them, and what pictures show.
    #[must_use]
    pub fn named_by(&self) -> &[Row] {
        element(&self.rows, self.label)
    }
}

/// Names of the rows that are said aloud: texts, and what stands for pictures.
pub const SPOKEN: &[&str] = &["", "alt"];

/// Where a message appears.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Surface {
    /// In the middle, over everything, holding the focus.
    Modal,
    /// The same over the whole window.
    Fullscreen,
    /// In a lower corner, beside what the shopper does.
    Side {
        /// In the corner where lines begin; else where they end.
        start: bool,
    },
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
    Fieldset,
    Legend,
    Label,
    Input,
    Textarea,
}

/// Names of [`Tag`]s in HTML.
const TAGS: [&str; 15] =
    ["div", "p", "h2", "span", "strong", "em", "a", "button", "img", "code", "fieldset", "legend", "label", "input", "textarea"];

impl Tag {
    /// Its name in HTML.
    #[must_use]
    pub fn name(self) -> &'static str {
        TAGS.get(self as usize).copied().unwrap_or_default()
    }
}

/// An element, or something about the last element before: what it says, has or does.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// What it is.
    pub kind: Kind,
    /// Class of an element for the host's stylesheet and, prefixed, its `part` for theme developers. Else the attribute that this
    /// is a piece of, or with two hyphens the custom property; "" for a piece of its text. Always our own: rule text never
    /// chooses one.
    pub name: &'static str,
    /// See [`Row::kind`].
    pub text: Rc<str>,
    /// See [`Row::kind`].
    pub number: i64,
}

/// What a [`Row`] is. Of texts and attributes there are several kinds of pieces; the host formats and joins them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An element begins; `number` is the place of the row behind all that is in it. It has text or elements in it, not both.
    Element(Tag),
    /// The text as it is.
    Text,
    /// An amount in minor units, `number`, of the currency `text`.
    Money,
    /// A number, which `text` holds as JavaScript writes it.
    Number,
    /// A day: `number` days since 1970-01-01.
    Date,
    /// What follows is said, in the view's language, for `number` things where they are of the plural category `text`, or exactly `=number`,
    /// and no case before this one fitted; `text` is "" behind the last case.
    Case,
    /// Pressing the element performs the action `number` of [`View::actions`].
    Press,
    /// Changing the element answers the field `text` with its `value`.
    Answer,
    /// Choosing the element answers the field `text` and then goes on, as `next` does. Moving along the scale by arrow keys only
    /// answers; Enter or Space goes on (WCAG 2.2, 3.2.2).
    AnswerAndNext,
}

impl Kind {
    /// A number of its own; `page/tree.js` knows it.
    pub(crate) fn code(self) -> u64 {
        match self {
            Kind::Element(tag) => tag as u64,
            Kind::Text => 32,
            Kind::Money => 33,
            Kind::Number => 34,
            Kind::Date => 35,
            Kind::Press => 36,
            Kind::Answer => 37,
            Kind::AnswerAndNext => 38,
            Kind::Case => 39,
        }
    }
}

impl Row {
    /// Whether an element begins here.
    #[must_use]
    pub fn is_element(&self) -> bool {
        matches!(self.kind, Kind::Element(_))
    }

    /// Whether this is a piece of a text or attribute.
    #[must_use]
    pub fn is_piece(&self) -> bool {
        matches!(self.kind, Kind::Text | Kind::Money | Kind::Number | Kind::Date | Kind::Case)
    }
}

/// The element that begins at a row, with all that is in it; nothing where there is none.
#[inline(never)]
#[must_use]
pub fn element(rows: &[Row], at: usize) -> &[Row] {
    let Some(row) = rows.get(at) else { return &[] };
    rows.get(at..row.number as usize).unwrap_or_default()
}

/// What is said about an element itself: all before the first element in it.
#[inline(never)]
#[must_use]
pub fn own(element: &[Row]) -> &[Row] {
    let mut end = 1;
    while element.get(end).is_some_and(|row| !row.is_element()) {
        end += 1;
    }
    element.get(1..end).unwrap_or_default()
}
