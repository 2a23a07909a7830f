//! The model of a shop's traffic: who comes, how often, what they do, and how they treat a message.
//!
//! Decides the numbers and the keys of the file that changes them, each with a default. Leaves drawing visitors to
//! [`visitor`](super::visitor), and what the rules need to occur to [`wants`](super::wants).

use super::chance::Share;
use crate::engine::event::ConsentMode;
use crate::engine::time::{DAY, Millis};
use crate::node::Doc;
use crate::rules::check::path_at;
use crate::rules::decoder::Decoder;
use crate::rules::diagnostic::line_column;
use crate::rules::noun::{Holds, Noun, key};
use std::rc::Rc;

/// The file.
pub const TRAFFIC: Noun = &[
    key("$schema", Holds::Text),
    key("traffic", Holds::Whole(1, 1)).or(1),
    key("note", Holds::Text),
    key("start", Holds::Local),
    key("days", Holds::Whole(1, 366)).or(28),
    key("visitors", Holds::Object),
    key("visits", Holds::Object),
    key("pages", Holds::Object),
    key("cart", Holds::Object),
    key("signals", Holds::Object),
    key("messages", Holds::Object),
    key("devices", Holds::Object),
    key("locales", Holds::Object),
    key("countries", Holds::Object),
    key("sources", Holds::List(1)).like(r#""sources": [{ "share": 30, "referrer": "google.com" }]"#),
    key("zones", Holds::List(1)).like(r#""zones": [{ "share": 80, "name": "Europe/Bucharest", "minutes": 120 }]"#),
];
/// Who comes: shares of visitors.
pub const VISITORS: Noun = &[
    key("customers", Holds::Share).or(2_500),
    key("logged_in", Holds::Share).or(6_000),
    key("subscribed", Holds::Share).or(3_000),
    key("consent", Holds::Word(&["required", "strict", "granted", "denied"])),
    key("answers", Holds::Share).or(7_500),
    key("agrees", Holds::Share).or(6_500),
    key("storage_blocked", Holds::Share).or(200),
    key("custom", Holds::Share).or(7_000),
    key("wanted", Holds::Share).or(3_000),
];
/// How often they come.
pub const VISITS: Noun = &[
    key("return", Holds::Share).or(4_500),
    key("after", Holds::Span).or(4 * DAY as i32),
    key("most", Holds::Whole(1, 50)).or(10),
    key("keep_tab", Holds::Share).or(3_000),
];
/// What they walk through.
pub const PAGES: Noun = &[
    key("go_on", Holds::Share).or(7_000),
    key("most", Holds::Whole(1, 100)).or(25),
    key("stay", Holds::Span).or(30_000),
    key("wanted", Holds::Share).or(2_500),
];
/// What they buy.
pub const CART: Noun = &[
    key("add", Holds::Share).or(3_000),
    key("remove", Holds::Share).or(800),
    key("coupon", Holds::Share).or(500),
    key("keep", Holds::Share).or(7_000),
    key("check_out", Holds::Share).or(2_500),
    key("buy", Holds::Share).or(6_000),
    key("price_from", Holds::Whole(1, 1_000_000)).or(6),
    key("price_to", Holds::Whole(1, 1_000_000)).or(60),
    key("wanted", Holds::Share).or(3_000),
];
/// What else can be noticed.
pub const SIGNALS: Noun = &[
    key("scroll", Holds::Share).or(8_000),
    key("leave", Holds::Share).or(5_000),
    key("tab_return", Holds::Share).or(800),
    key("away", Holds::Span).or(45_000),
    key("copy", Holds::Share).or(300),
    key("see", Holds::Share).or(4_000),
    key("click", Holds::Share).or(1_000),
    key("submit", Holds::Share).or(500),
    key("event", Holds::Share).or(2_000),
    key("idle", Holds::Share).or(1_000),
    key("typing", Holds::Share).or(300),
    key("covered", Holds::Share).or(200),
    key("watching", Holds::Share).or(200),
];
/// How they treat a message.
pub const MESSAGES: Noun = &[
    key("dismiss", Holds::Share).or(4_500),
    key("click", Holds::Share).or(1_500),
    key("answer", Holds::Share).or(1_000),
    key("after", Holds::Span).or(5_000),
];
/// One of `sources`.
pub const SOURCE: Noun = &[key("share", Holds::Whole(0, 10_000)).or(1), key("referrer", Holds::Text), key("query", Holds::Text)];
/// One of `zones`.
pub const ZONE: Noun = &[key("share", Holds::Whole(0, 10_000)).or(1), key("name", Holds::Text), key("minutes", Holds::Whole(-720, 840))];

/// The parts of the file: where each stands, and its keys.
pub const PARTS: [(&str, Noun); 9] = [
    ("", TRAFFIC),
    ("visitors", VISITORS),
    ("visits", VISITS),
    ("pages", PAGES),
    ("cart", CART),
    ("signals", SIGNALS),
    ("messages", MESSAGES),
    ("sources[]", SOURCE),
    ("zones[]", ZONE),
];

/// Numbers of one part of the file, by the places of its keys.
pub type Numbers = [i64; 16];

/// Where a visit comes from: the host, where there is one, and the query of the first page.
pub type Referrer = (Option<Rc<str>>, Rc<str>);
/// A time zone: its name, where the browser says it, and minutes east of Greenwich.
pub type Place = (Option<Rc<str>>, i32);

/// The model.
#[derive(Clone, Debug)]
pub struct Traffic {
    /// When it begins, by the shop's clock.
    pub start: Millis,
    /// How many days it lasts.
    pub days: i64,
    /// What the tag says about consent.
    pub mode: ConsentMode,
    pub(super) visitors: Numbers,
    pub(super) visits: Numbers,
    pub(super) pages: Numbers,
    pub(super) cart: Numbers,
    pub(super) signals: Numbers,
    pub(super) messages: Numbers,
    /// Kinds of device, by weight.
    pub devices: Vec<(Rc<str>, u32)>,
    /// Languages, by weight; empty: those of the rule file.
    pub locales: Vec<(Rc<str>, u32)>,
    /// Countries, by weight; empty: those that the rules speak of.
    pub countries: Vec<(Rc<str>, u32)>,
    /// Where visits come from, by weight.
    pub sources: Vec<(Referrer, u32)>,
    /// Time zones, by weight.
    pub zones: Vec<(Place, u32)>,
}

macro_rules! shares {
    ($($(#[$doc:meta])* $name:ident $part:ident $noun:ident $key:literal;)*) => {
        impl Traffic {
            $($(#[$doc])* #[must_use] pub fn $name(&self) -> Share { self.$part[at($noun, $key)] as Share })*
        }
    };
}

shares! {
    /// Share of visitors who have ordered before.
    customers visitors VISITORS "customers";
    /// Share of customers who are logged in.
    logged_in visitors VISITORS "logged_in";
    /// Share of customers who have subscribed.
    subscribed visitors VISITORS "subscribed";
    /// Share of visitors who answer the consent question.
    answers visitors VISITORS "answers";
    /// Share of answers that agree.
    agrees visitors VISITORS "agrees";
    /// Share of visitors whose browser keeps nothing.
    storage_blocked visitors VISITORS "storage_blocked";
    /// Share of visitors of whom the shop says a custom fact.
    custom visitors VISITORS "custom";
    /// How often a fact of a visitor is one that the rules speak of.
    wanted_facts visitors VISITORS "wanted";
    /// Chance of another visit.
    returns visits VISITS "return";
    /// Share of returns to a tab that was left open.
    keep_tab visits VISITS "keep_tab";
    /// Chance of another page.
    go_on pages PAGES "go_on";
    /// Share of pages that the rules speak of.
    wanted_pages pages PAGES "wanted";
    /// Share of product pages on which something is put into the cart.
    add cart CART "add";
    /// Share of pages on which something is taken out of the cart.
    remove cart CART "remove";
    /// Share of cart pages on which a code is typed in.
    coupon cart CART "coupon";
    /// Share of carts that are still there at the next visit.
    keep_cart cart CART "keep";
    /// With a cart: chance that the next page is a step towards the order.
    check_out cart CART "check_out";
    /// Share of checkouts that end in an order.
    buy cart CART "buy";
    /// Share of additions that bring the cart to an amount that the rules speak of.
    wanted_carts cart CART "wanted";
    /// Share of pages that are scrolled.
    scroll signals SIGNALS "scroll";
    /// Share of visits that end with a sign of leaving.
    leave signals SIGNALS "leave";
    /// Share of pages whose tab is left and looked at again.
    tab_return signals SIGNALS "tab_return";
    /// Share of pages from which text is copied.
    copy signals SIGNALS "copy";
    /// Share of pages on which a watched element comes on screen.
    see signals SIGNALS "see";
    /// Share of pages on which a watched element is clicked.
    click signals SIGNALS "click";
    /// Share of pages on which a watched form is sent.
    submit signals SIGNALS "submit";
    /// Share of pages on which an event that the rules name happens.
    event signals SIGNALS "event";
    /// Share of pages with a long pause.
    idle signals SIGNALS "idle";
    /// Share of pages on which the shopper types.
    typing signals SIGNALS "typing";
    /// Share of pages with another dialog open.
    covered signals SIGNALS "covered";
    /// Share of pages with a video on.
    watching signals SIGNALS "watching";
    /// Share of messages that are closed.
    dismiss messages MESSAGES "dismiss";
    /// Share of messages in which something is pressed.
    press messages MESSAGES "click";
    /// Share of messages that ask and are answered.
    answer messages MESSAGES "answer";
}

/// The place of a key that is in the table.
pub(super) const fn at(noun: Noun, name: &str) -> usize {
    let mut place = 0;
    while place < noun.len() {
        if same(noun[place].name.as_bytes(), name.as_bytes()) {
            return place;
        }
        place += 1;
    }
    0
}

const fn same(a: &[u8], b: &[u8]) -> bool {
    let mut place = 0;
    while place < a.len() && place < b.len() && a[place] == b[place] {
        place += 1;
    }
    place == a.len() && place == b.len()
}

impl Traffic {
    /// Mean time to the next visit.
    #[must_use]
    pub fn returns_after(&self) -> Millis {
        self.visits[at(VISITS, "after")]
    }

    /// Most visits of a visitor.
    #[must_use]
    pub fn most_visits(&self) -> i64 {
        self.visits[at(VISITS, "most")]
    }

    /// Most pages of a visit.
    #[must_use]
    pub fn most_pages(&self) -> i64 {
        self.pages[at(PAGES, "most")]
    }

    /// Mean time on a page.
    #[must_use]
    pub fn stay(&self) -> Millis {
        self.pages[at(PAGES, "stay")]
    }

    /// Mean time away from a tab.
    #[must_use]
    pub fn away(&self) -> Millis {
        self.signals[at(SIGNALS, "away")]
    }

    /// Mean time until a message is treated.
    #[must_use]
    pub fn reads(&self) -> Millis {
        self.messages[at(MESSAGES, "after")]
    }

    /// Prices from and to, major units.
    #[must_use]
    pub fn prices(&self) -> (i64, i64) {
        let (from, to) = (self.cart[at(CART, "price_from")], self.cart[at(CART, "price_to")]);
        (from.min(to), to)
    }

    /// The model as it is without a file.
    #[must_use]
    pub fn usual() -> Traffic {
        super::decode::traffic(&mut Decoder::default(), None)
    }

    /// Reads a file.
    ///
    /// # Errors
    /// Everything that is wrong with it, a line each, with its place.
    pub fn read(bytes: &[u8]) -> Result<Traffic, Vec<String>> {
        let Ok(doc) = Doc::scan(bytes) else {
            let said = crate::rules::check::check(bytes);
            return Err(said.iter().take(1).map(|problem| format!("{}:{}: {}", problem.line, problem.column, problem.message)).collect());
        };
        let mut cx = Decoder::default();
        let traffic = super::decode::traffic(&mut cx, Some(doc.root()));
        let mut said = Vec::new();
        for problem in &cx.diagnostics {
            let (line, column) = line_column(doc.text(), problem.at);
            let path = path_at(doc.root(), problem.at);
            let path = if path.is_empty() { path } else { format!(" {path}") };
            said.push(format!("{line}:{column}{path}: {}", problem.message));
        }
        if said.is_empty() { Ok(traffic) } else { Err(said) }
    }
}
