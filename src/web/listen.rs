//! Which listeners there are, and what they say.
//!
//! Decides what of the browser is listened to: a fixed set for the life of the page, and signals only while an enabled
//! campaign reads them. Leaves to [`scroll`](super::scroll) and `page/watch.js` what takes more than one look.

use super::code;
use super::host::Host;
use super::store::{PROFILE, Store};
use super::{page, started};
use crate::delivery::Happened;
use crate::engine::effect::Scope;
use crate::engine::event::{Dismissal, Event, Leave, Room};
use crate::engine::id::Id;
use crate::engine::time::{HOUR, Millis, SECOND};
use crate::node::{Doc, Kind, Node};
use crate::value::Value;
use std::rc::Rc;

macro_rules! heard {
    ($($(#[doc = $doc:literal])* $id:ident)*) => {
        /// What can be heard on the page.
        #[derive(Clone, Copy, PartialEq, Eq)]
        #[repr(u8)]
        pub enum Heard { $($(#[doc = $doc])* $id,)* }

        const HEARD: &[Heard] = &[$(Heard::$id,)*];
    };
}

heard! {
    /// The page calls `begin`, or what was prerendered until now is looked at. `page/front.js` knows the place of this and
    /// of the other calls.
    Begun
    /// The page calls `track`: name and detail.
    Tracked
    /// The page calls `set`: name and value.
    Set
    /// The page calls `consent`: the answers.
    Consented
    /// The page calls `identify`: the customer.
    Identified
    /// The page calls `setCart`: the cart.
    Cart
    /// The page calls `setPage`: what the page is.
    Page
    /// The page calls `stop`.
    Stopped
    /// `explain()` asks for the state.
    Asked
    /// A button of a message was pressed: its action. The number is the message's; `page/gesture.js` knows the place of this and the
    /// next two.
    Pressed
    /// A field of a message changed: its name, what it says, and whether that is all there is to do.
    Answered
    /// A message was dismissed: how.
    Dismissed
    /// A declaration in the page.
    Declared
    /// The moment of the timer.
    Due
    /// The page is shown, perhaps from the back-forward cache.
    PageShown
    /// The page goes away or into that cache.
    PageHidden
    /// The tab is looked at, or no longer.
    Visibility
    /// Another tab wrote to storage.
    Stored
    /// A single-page application went to another address.
    Routed
    /// What an entry of the data layer comes to, as a declaration.
    Layer
    /// What the next page has to know of the data layer.
    LayerKept
    /// The browser's answer to a claim.
    Claim
    /// A scroll, of the page or in it.
    Scrolled
    /// The pointer left through the top; the number is its speed.
    Left
    /// Any sign of life.
    Active
    /// Something was copied.
    Copied
    /// A click.
    Clicked
    /// A form was sent.
    FormSent
    /// A watched element came on screen; the number is its index.
    Seen
    /// The page has nothing to do.
    Idle
    /// What came of a request to the collector; the number is the request's.
    Replied
    /// What came of a request for a code; the number is the request's.
    Coded
    /// A place in the page was measured; the number is the place, and on top of it how it is.
    Placed
}

impl Heard {
    /// As it crosses to JavaScript and back, with a number.
    pub fn code(self, number: u32) -> i32 {
        self as i32 | (number as i32) << 8
    }
}

/// What a code stands for, and its number.
pub fn decode(code: i32) -> (Option<Heard>, u32) {
    (HEARD.get((code & 0xff) as usize).copied(), code as u32 >> 8)
}

/// When a listener is needed, a bit each.
const ALWAYS: u8 = 1;
const SCROLL: u8 = 2;
const COPIED: u8 = 4;
const CLICKS: u8 = 8;
const FORMS: u8 = 16;
const ACTIVE: u8 = 32;

/// When, whether on document rather than window, and what is listened to. What takes more than that comes from `page/watch.js`.
const LISTENERS: &[(u8, bool, &str, Heard)] = &[
    (ALWAYS, false, "pageshow", Heard::PageShown),
    (ALWAYS, false, "pagehide", Heard::PageHidden),
    (ALWAYS, true, "visibilitychange", Heard::Visibility),
    (ALWAYS, false, "storage", Heard::Stored),
    (SCROLL, true, "scroll", Heard::Scrolled),
    (COPIED, true, "copy", Heard::Copied),
    (CLICKS, true, "click", Heard::Clicked),
    (FORMS, true, "submit", Heard::FormSent),
    (ACTIVE, true, "pointerdown", Heard::Active),
    (ACTIVE, true, "pointermove", Heard::Active),
    (ACTIVE, true, "keydown", Heard::Active),
    (ACTIVE, true, "touchstart", Heard::Active),
    (ACTIVE, true, "scroll", Heard::Active),
];

/// Installs all that is needed.
pub fn install(host: &Host) {
    let signals = &host.signals;
    let touch = host.touch.get();
    let needs = [
        (signals.scroll || (signals.leave_touch && touch), SCROLL),
        (signals.copied, COPIED),
        (!signals.clicks.is_empty(), CLICKS),
        (!signals.forms.is_empty(), FORMS),
        (signals.active, ACTIVE),
    ];
    let mut needed = ALWAYS;
    for (is_needed, bit) in needs {
        if is_needed {
            needed |= bit;
        }
    }
    for (when, on_document, kind, heard) in LISTENERS {
        if needed & when != 0 {
            page::hear(*on_document, kind, heard.code(0));
        }
    }
    page::routes(Heard::Routed.code(0));
    if signals.leave_pointer && !touch {
        page::pointer(Heard::Left.code(0));
    }
    for selectors in [&signals.clicks, &signals.seen, &signals.forms, &signals.places] {
        for (_, selector) in selectors {
            check(selector);
        }
    }
    for selector in &host.program.site.avoid {
        check(selector);
    }
}

#[inline(never)]
fn check(selector: &str) {
    if !page::is_selector(selector) {
        let mut sentence = String::from("`");
        sentence.push_str(selector);
        sentence.push_str("` is not a CSS selector this browser knows, so nothing waits for it.");
        page::warn(&sentence);
    }
}

/// Begins to wait for the elements that campaigns want to see; again with every page view.
pub fn watch(host: &Host) {
    for (index, selector) in &host.signals.seen {
        if page::is_selector(selector) {
            page::seen(selector, Heard::Seen.code(u32::from(*index)));
        }
    }
}

/// Begins to measure the places of campaigns that stand in the page.
pub fn places(host: &Host) {
    for (place, selector) in &host.signals.places {
        if page::is_selector(selector) {
            page::place(selector, i32::from(*place % 4), Heard::Placed.code(u32::from(*place)));
        }
    }
}

/// Hears one signal of the page.
pub fn hear(host: &'static Host, heard: Heard, number: u32) {
    match heard {
        Heard::Begun => host.begin(),
        Heard::Stopped => host.stop(),
        Heard::Asked => page::answer(&host.snapshot()),
        Heard::Due => host.woken(),
        Heard::PageShown => {
            if page::persisted() {
                look_again(host);
                host.outbox.tell(host, Happened::Woken);
                host.report(Event::Restored { profile: host.store.read(Scope::Visitor), tab: host.store.read(Scope::Tab) });
            }
        }
        Heard::PageHidden => look_away(host),
        Heard::Visibility => {
            if page::hidden() {
                look_away(host);
            } else {
                look_again(host);
            }
        }
        Heard::Stored => {
            if let Some(text) = page::stored(PROFILE) {
                host.report(Event::Remembered(Rc::from(text)));
            }
        }
        Heard::Routed => host.routed(),
        Heard::Scrolled => host.scroll.scrolled(host),
        Heard::Left => host.report(Event::Leaving { signal: Leave::PointerTop, speed: number }),
        Heard::Active => {
            let now = host.clock.now();
            if now - host.active_at.get() >= SECOND {
                host.active_at.set(now);
                host.report(Event::Active);
            }
        }
        Heard::Copied => {
            if !page::is_ours() {
                host.report(Event::Copied);
            }
        }
        Heard::Clicked => {
            for (index, selector) in &host.signals.clicks {
                if page::is_in(selector) {
                    host.report(Event::Clicked(*index));
                }
            }
        }
        Heard::FormSent => {
            for (index, selector) in &host.signals.forms {
                if page::is_in(selector) {
                    host.report(Event::FormSent(*index));
                }
            }
        }
        Heard::Seen => host.report(Event::Seen(number as u16)),
        Heard::Placed => {
            let room = [Room::Missing, Room::InSight, Room::Free][(number >> 16).min(2) as usize];
            host.report(Event::Placed(number as u16, room));
        }
        Heard::Tracked => {
            if let Some((name, detail)) = named(host) {
                host.report(Event::Tracked { name, detail });
            }
        }
        Heard::Set => {
            if let Some((name, value)) = named(host) {
                host.report(Event::Set { name, value });
            }
        }
        Heard::Consented => host.report(Event::Consented(started::consent(&told(host)))),
        Heard::Identified => host.shop.declare_one(host, "customer", &told(host)),
        Heard::Cart => host.shop.declare_one(host, "cart", &told(host)),
        Heard::Page => host.shop.declare_one(host, "page", &told(host)),
        Heard::Declared => host.shop.declare(host, &told(host), true),
        Heard::Layer => host.shop.declare(host, &told(host), false),
        Heard::LayerKept => Store::write_layer(&page::said()),
        Heard::Claim => host.claim_answered(&page::said()),
        Heard::Idle => host.outbox.look(host),
        Heard::Replied => host.outbox.replied(host, number, &page::said()),
        Heard::Coded => code::told(host, number, &page::said()),
        Heard::Pressed | Heard::Answered | Heard::Dismissed => {
            if let (Some((exposure, next)), Ok(what)) = (host.message(number), Doc::scan(page::said().as_bytes())) {
                gesture(host, heard, exposure, next, what.root());
            }
        }
    }
}

/// What the page tells is about the page it is on by now.
#[inline(never)]
fn told(host: &'static Host) -> String {
    host.arrive();
    page::said()
}

/// A name and a value that the page tells.
#[inline(never)]
fn named(host: &'static Host) -> Option<(Rc<str>, Value)> {
    let text = told(host);
    let call = Doc::scan(text.as_bytes()).ok()?;
    let mut values = call.root().items();
    let name = values.next()?.shared()?;
    Some((name, values.next().map_or(Value::Null, Node::value)))
}

/// What the shopper did with a message.
fn gesture(host: &Host, heard: Heard, exposure: Id, next: Option<u16>, what: Node<'_>) {
    let place = what.integer().unwrap_or_default();
    if heard == Heard::Pressed {
        host.report(Event::Acted { exposure, action: place as u16 });
    } else if heard == Heard::Dismissed {
        let how = match place {
            0 => Dismissal::Close,
            1 => Dismissal::Escape,
            _ => Dismissal::Backdrop,
        };
        host.report(Event::Dismissed { exposure, how });
    } else {
        let mut values = what.items();
        let (Some(field), Some(value)) = (values.next(), values.next()) else { return };
        let (Some(field), Some(value)) = (field.shared(), value.shared()) else { return };
        host.report(Event::Answered { exposure, field, value });
        if let (Some(Kind::True), Some(action)) = (values.next().map(Node::kind), next) {
            host.report(Event::Acted { exposure, action });
        }
    }
}

/// Nobody looks at the tab any more.
fn look_away(host: &Host) {
    host.away_since.set(Some(host.clock.now()));
    host.outbox.tell(host, Happened::Hidden);
}

/// The tab is looked at again.
fn look_again(host: &'static Host) {
    host.clock.put_forward();
    let now = host.clock.now();
    let away: Millis = now - host.away_since.take().unwrap_or(now);
    let signals = &host.signals;
    if away >= HOUR && signals.zones {
        let (shop, visitor) = started::zones(host);
        host.report(Event::Zoned { shop, visitor });
    }
    if away > 0 && signals.returned {
        host.report(Event::Returned(away));
        if host.touch.get() {
            host.report(Event::Leaving { signal: Leave::TabReturn, speed: 0 });
        }
    }
    host.shop.find_layer(host);
    host.report(Event::Tick);
}
