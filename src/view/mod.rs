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
//! | `copy` | button | copies or applies; its attribute `data-done` is the text to show and announce once it has |
//! | `tease` | button | of a teaser: opens the message |
//! | `reminder` | p | of a reminder: its words around a `code` |
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
//! | `rating` | fieldset | holds a legend and `stars` |
//! | `stars` | div | holds three to ten `star`s |
//! | `star` | label | holds a radio and a span, which has the attribute `data-on` up to the chosen one |
//! | `countdown` | div | holds a text (`headline` or `body`), perhaps an `unseen` one, and `digits` until it ends |
//! | `digits` | div | hidden from assistive tech; its attribute `data-end` is the end in milliseconds since 1970, what is left is the host's |
//! | `products` | ul | holds `product`s |
//! | `product` | li | holds `picture`, `name`, `price` and perhaps a button |
//! | `picture` | img | the product |
//! | `name` | a, p | what it is called |
//! | `price` | p | what it costs; before it in `s` what it cost |
//! | `unseen` | span, p | a text for those who do not see the message |
//! | `wheel` | div | holds `disc`; `--count` slices; its attribute `data-spun` says that it was spun |
//! | `disc` | ul | holds `slice`s; turns until its slice `--stop` is at the pointer |
//! | `slice` | li | the slice `--place`: a span and perhaps `odds`; where the wheel stops it has the attribute `data-won` |
//! | `odds` | span | in percent |
//! | `scratch` | div | holds `ticket`, with the attribute `data-open` once that may be seen, and until then the cover |
//! | `ticket` | div | holds a `code` or `prize`, or nothing yet |
//! | `prize` | p | what was won where it has no code |
//! | `comment` | div | holds a label and a `field` |
//! | `form` | div | holds `entry`s and `trap` |
//! | `entry` | div, fieldset | a field of a form: a label or legend, what is filled in, perhaps `error`; or `tick` |
//! | `optional` | span | says that a field may stay empty |
//! | `tick` | label | holds a checkbox and a span |
//! | `error` | p | what is wrong with an answer |
//! | `trap` | div | holds a field that only robots fill in; never to be seen, nor `display: none` |
//! | `field` | textarea, input, select | to write in, or to choose from |
//! | `divider` | div | role separator |
//!
//! Spans and links inside texts have no class. Nothing else has one.

pub mod build;
pub mod builder;
pub mod button;
pub mod choice;
pub mod comment;
pub mod countdown;
pub mod coupon;
pub mod form;
pub mod image;
pub mod keys;
pub mod nps;
#[cfg(feature = "tools")]
pub mod plural;
#[cfg(feature = "tools")]
pub mod print;
pub mod products;
pub mod progress;
pub mod rating;
pub mod scratch;
pub mod speech;
pub mod step;
pub mod teaser;
pub mod text;
pub mod wheel;
pub mod words;
pub mod wrong;

use crate::engine::program::hash;
use crate::engine::time::Millis;
use crate::rules::action::{Action, ActionWord};
use std::rc::Rc;

/// A message to draw.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    /// Where it appears.
    pub surface: Surface,
    /// Of an inline the selector of the element that it stands at, and the side: `before`, `after`, `start`, `end`.
    pub at: Option<(Rc<str>, u8)>,
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
    pub close: Rc<str>,
    /// Whether a countdown without a last word is over: there is nothing more to say.
    pub over: bool,
    /// The pool whose code it waits for; where it is over, the one that has none.
    pub pool: Option<Rc<str>>,
    /// When the next countdown ends and it is to be drawn anew; [`NEVER`](crate::engine::time::NEVER).
    pub ends: Millis,
    /// The content: each element, followed by what it is and says, then by what is in it.
    pub rows: Vec<Row>,
    /// What [`Kind::Press`] refers to.
    pub actions: Rc<[Rc<Action>]>,
    /// Whether an answer is wrong, or missing, whether that is said or not.
    pub wrong: bool,
    /// Whether there is a form in it.
    pub form: bool,
    /// What is sent with the answers: field and text.
    pub kept: Vec<(Rc<str>, Rc<str>)>,
    /// Whether the first `next` only answers what the step holds: it spins the wheel, or uncovers the prize.
    pub holds: bool,
    /// The id of the step that what was won leads to.
    pub to: Option<Rc<str>>,
    /// What has just become of the message.
    pub turn: Turn,
}

/// What begins the name of an answer that is none: a note of the message's own, never sent. `!NAME` says that the field was left, `!` that
/// all were to be sent.
pub const ASIDE: &str = "!";

/// What became of a message, for hosts that have to say so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Turn {
    /// It is at the step that it was at.
    #[default]
    Same,
    /// It could not go on: the first wrong answer is to be put right.
    Wrong,
    /// It is at another step.
    Step,
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

    /// Whether a wheel was spun: hosts go on once it stands.
    #[cfg(feature = "tools")]
    #[must_use]
    pub fn spins(&self) -> bool {
        self.rows.iter().any(|row| row.name == "data-spun")
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
        /// The page makes room for it; else it lies over the page.
        push: bool,
    },
    /// In the page, where [`View::at`] says.
    Inline,
    /// A small tab in a corner at the bottom: the teaser of a message, or the reminder of a code.
    Teaser {
        /// In the left corner; else in the right one.
        left: bool,
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
    Ul,
    Li,
    S,
    Select,
    Option,
}

/// Names of [`Tag`]s in HTML.
const TAGS: [&str; 20] = [
    "div", "p", "h2", "span", "strong", "em", "a", "button", "img", "code", "fieldset", "legend", "label", "input", "textarea", "ul", "li",
    "s", "select", "option",
];

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
    /// A moment: `number` is what a clock shows, in milliseconds since 1970-01-01T00:00.
    Moment,
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
            Kind::Moment => 36,
            Kind::Case => 37,
            Kind::Press => 38,
            Kind::Answer => 39,
            Kind::AnswerAndNext => 40,
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
        matches!(self.kind, Kind::Text | Kind::Money | Kind::Number | Kind::Date | Kind::Moment | Kind::Case)
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
