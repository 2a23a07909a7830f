//! What hosts tell the core: measurements, never opinions.
//!
//! Decides the vocabulary of events. Leaves to the stages of [`step`](crate::engine::step()) what follows from them. Every
//! event travels with its time; the events themselves hold none, unless the time is the measurement.

use super::id::Id;
pub use super::scene::Scene;
use super::time::{Millis, Zone};
use crate::value::Value;
use std::rc::Rc;

/// One thing that happened.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A page view begins; always the first event of a state.
    Started(Box<Started>),
    /// A route change inside a single-page application, or a page that came back from the back-forward cache.
    Viewed(Box<Page>),
    /// More of the page became known: what kind it is, which product it shows. None changes nothing.
    Described(Box<Page>),
    /// The cart as it is now.
    Cart(Box<Cart>),
    /// Who the shopper is; facts left None are reported absent.
    Identified(Box<Customer>),
    /// A custom fact was set.
    Set {
        /// The name without `custom.`.
        name: Rc<str>,
        /// Any JSON.
        value: Value,
    },
    /// Something named happened in the shop.
    Tracked {
        /// As in the trigger `event`.
        name: Rc<str>,
        /// What `event.*` in its `where` reads.
        detail: Value,
    },
    /// An order was placed. The same order id counts once.
    Purchased(Box<Purchase>),
    /// The visitor's answer to the consent question.
    Consented(Consent),
    /// How far down the page the shopper has been, in percent of what can be scrolled.
    Scrolled(u8),
    /// The shopper did something: pointer, key, touch or scroll. At most once a second.
    Active,
    /// The shopper is about to leave.
    Leaving {
        /// What was seen.
        signal: Leave,
        /// How strong: upward speed in CSS pixels a second; 0 where there is none.
        speed: u32,
    },
    /// An element a campaign watches was clicked; index into [`Program::selectors`](crate::engine::program::Program).
    Clicked(u16),
    /// An element a campaign watches came on screen.
    Seen(u16),
    /// A form a campaign watches was sent.
    FormSent(u16),
    /// How a place of campaigns that stand in the page is now: its number, as in [`Campaign::places`](crate::engine::program::Campaign).
    Placed(u16, Room),
    /// Text was copied from the page.
    Copied,
    /// The tab is looked at again, after this many milliseconds.
    Returned(Millis),
    /// The host re-measured time zones.
    Zoned {
        /// The shop's.
        shop: Zone,
        /// The visitor's.
        visitor: Zone,
    },
    /// Another tab wrote the profile.
    Remembered(Rc<str>),
    /// The page comes back as it was left, from the browser's cache: other pages have been seen meanwhile, by this very tab.
    Restored {
        /// The profile as storage holds it now.
        profile: Option<Rc<str>>,
        /// What storage holds for the tab.
        tab: Option<Rc<str>>,
    },
    /// Answer to [`Effect::Claim`](crate::engine::Effect::Claim): nobody else holds the screen of this visitor.
    Claimed {
        /// Of the claim.
        exposure: Id,
        /// What was in the way at that moment.
        scene: Scene,
        /// The profile as storage holds it now: other tabs may have written. None where nothing is stored.
        profile: Option<Rc<str>>,
    },
    /// Answer to a claim: it could not be had.
    Refused {
        /// Of the claim.
        exposure: Id,
    },
    /// Answer to [`Effect::Code`](crate::engine::Effect::Code).
    Coded {
        /// Of the request.
        number: u32,
        /// The code; None: the pool is empty, or cannot be reached.
        code: Option<Rc<str>>,
    },
    /// The message is on screen.
    Shown {
        /// Of the message.
        exposure: Id,
    },
    /// The message could not be drawn.
    Failed {
        /// Of the message.
        exposure: Id,
    },
    /// The shopper closed the message.
    Dismissed {
        /// Of the message.
        exposure: Id,
        /// By what.
        how: Dismissal,
    },
    /// The shopper pressed something; index into [`View::actions`](crate::view::View).
    Acted {
        /// Of the message.
        exposure: Id,
        /// Which action.
        action: u16,
    },
    /// The shopper filled in a field.
    Answered {
        /// Of the message.
        exposure: Id,
        /// Name of the field.
        field: Rc<str>,
        /// What it says now; empty when cleared.
        value: Rc<str>,
    },
    /// The time asked for by `wake_at` has come, or any other time.
    Tick,
}

/// What is known when a page view begins.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Started {
    /// Sixteen random bytes: the only chance there is.
    pub entropy: [u8; 16],
    /// The page.
    pub page: Page,
    /// Host of the referrer; None for direct visits.
    pub referrer: Option<Rc<str>>,
    /// The device.
    pub device: Device,
    /// Country code from the tag.
    pub country: Option<Rc<str>>,
    /// Time zone of the shop, as `site.time_zone` names it.
    pub shop_zone: Zone,
    /// Time zone of the visitor.
    pub visitor_zone: Zone,
    /// What the tag says about consent.
    pub mode: ConsentMode,
    /// What is answered already.
    pub consent: Consent,
    /// The profile as storage holds it.
    pub profile: Option<Rc<str>>,
    /// The tab's state as storage holds it.
    pub tab: Option<Rc<str>>,
    /// The page was here before in this tab: it was loaded anew, or the shopper went back to it.
    pub again: bool,
    /// Whether storage works at all; where not, less is shown, not more.
    pub storage: bool,
    /// Driven by a robot, as far as it says so.
    pub bot: bool,
    /// `CAMPAIGN[:VARIANT]` to show at once, leaving no trace.
    pub preview: Option<Rc<str>>,
}

/// Facts of a page; None is "not said", except after [`Event::Started`] and [`Event::Viewed`], where address facts are known.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// Address without the fragment.
    pub url: Option<Rc<str>>,
    /// `page.type`.
    pub kind: Option<Rc<str>>,
    /// The title.
    pub title: Option<Rc<str>>,
    /// The page's `lang`.
    pub language: Option<Rc<str>>,
    /// The product shown.
    pub product: Option<Product>,
    /// Products to look at next; none: not said.
    pub recommended: Rc<[Product]>,
}

/// A product on a product page, or one that is recommended.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Product {
    /// Stock-keeping unit or id.
    pub sku: Option<Rc<str>>,
    /// Its name.
    pub name: Option<Rc<str>>,
    /// Price of one piece, minor units of `site.currency`.
    pub price: Option<i64>,
    /// Its category.
    pub category: Option<Rc<str>>,
    /// Its brand.
    pub brand: Option<Rc<str>>,
    /// Its tags.
    pub tags: Vec<Rc<str>>,
    /// Whether it can be bought.
    pub in_stock: Option<bool>,
    /// Address of its picture, of one that is recommended.
    pub image: Option<Rc<str>>,
    /// Address of its page, of one that is recommended.
    pub url: Option<Rc<str>>,
}

/// The device as it is at the start.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Device {
    /// desktop, tablet or mobile.
    pub kind: Option<Rc<str>>,
    /// Whether the main pointer is a finger.
    pub touch: bool,
    /// CSS pixels.
    pub width: i64,
    /// First language.
    pub language: Option<Rc<str>>,
    /// IANA name.
    pub time_zone: Option<Rc<str>>,
}

/// The whole cart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cart {
    /// ISO 4217; amounts are in its minor units. None: `site.currency`.
    pub currency: Option<Rc<str>>,
    /// Sum of the lines; None where the lines say it.
    pub subtotal: Option<i64>,
    /// What would be paid now.
    pub total: Option<i64>,
    /// Pieces; None where the lines say it.
    pub items: Option<i64>,
    /// The lines, where known.
    pub lines: Vec<Line>,
    /// Codes applied.
    pub coupons: Vec<Rc<str>>,
}

/// One line of a cart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    /// Stock-keeping unit or id.
    pub sku: Rc<str>,
    /// Its name.
    pub name: Option<Rc<str>>,
    /// Price of one piece, minor units.
    pub price: Option<i64>,
    /// Pieces.
    pub quantity: i64,
    /// Its category.
    pub category: Option<Rc<str>>,
    /// Its brand.
    pub brand: Option<Rc<str>>,
}

/// Who the shopper is, as the shop says; None: absent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Customer {
    /// Facts by their index in [`FACTS`](super::fact::FACTS), only `customer.*`; those not named are absent.
    pub facts: Vec<(super::fact::Fact, Value)>,
    /// The shop's id of the customer, for `"hash": "customer"`. Never sent.
    pub id: Option<Rc<str>>,
}

/// An order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Purchase {
    /// The shop's order id.
    pub order: Rc<str>,
    /// Value in minor units.
    pub value: Option<i64>,
    /// ISO 4217.
    pub currency: Option<Rc<str>>,
    /// Codes used.
    pub coupons: Vec<Rc<str>>,
}

/// How a place in the page is, as it was measured last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[repr(u8)]
pub enum Room {
    /// It is not on the page.
    #[default]
    Missing,
    /// It is, and what stands below it would be seen to jump.
    InSight,
    /// Something can be put there without anything jumping.
    Free,
}

/// How the tag treats the time before the answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ConsentMode {
    /// Functional memory from the start; analytics and marketing wait.
    #[default]
    Required,
    /// Nothing before the answer.
    Strict,
    /// All granted unless answered otherwise.
    Granted,
    /// All denied unless answered otherwise.
    Denied,
}

/// Answers to the consent question; None: not answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Consent {
    /// Visitor id, assignment, outcomes.
    pub analytics: Option<bool>,
    /// Hand-off and pixels.
    pub marketing: Option<bool>,
    /// Custom facts set by messages.
    pub preferences: Option<bool>,
}

/// Signs of leaving.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leave {
    /// The pointer left through the top edge, not towards a link or an open list.
    PointerTop,
    /// A fast scroll up on a touch screen.
    FastScrollUp,
    /// The tab was left and is looked at again.
    TabReturn,
    /// No movement for a while after scrolling.
    IdleAfterScroll,
}

/// How a message was closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dismissal {
    /// The close button.
    Close,
    /// Escape.
    Escape,
    /// A press beside it.
    Backdrop,
    /// A button that says no.
    Button,
}
