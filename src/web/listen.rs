//! Which listeners there are, and what they say.
//!
//! Decides what of the browser is listened to: a fixed set for the life of the page, and signals only while an enabled
//! campaign reads them. Leaves to [`scroll`](super::scroll) and `page/watch.js` what takes more than one look.

use super::host::Host;
use super::store::{PROFILE, Store};
use super::{page, started};
use crate::engine::event::{Event, Leave};
use crate::engine::time::{HOUR, Millis, SECOND};
use crate::node::{Doc, Node};
use crate::value::Value;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::StorageEvent;

/// What can be heard on the page.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Heard {
    /// The page is shown, perhaps from the back-forward cache.
    PageShown,
    /// The page goes away or into that cache.
    PageHidden,
    /// The tab is looked at, or no longer.
    Visibility,
    /// Another tab wrote to storage.
    Stored,
    /// A single-page application went to another address.
    Routed,
    /// What an entry of the data layer comes to, as a declaration.
    Layer,
    /// What the next page has to know of the data layer.
    LayerKept,
    /// The browser's answer to a claim.
    Claim,
    /// A text is on the clipboard; the number is the message's.
    OnClipboard,
    /// A scroll, of the page or in it.
    Scrolled,
    /// The pointer left through the top, with this speed.
    Left,
    /// Any sign of life.
    Active,
    /// Something was copied.
    Copied,
    /// A click.
    Clicked,
    /// A form was sent.
    FormSent,
    /// A watched element came on screen; the number is its index.
    Seen,
    /// The focus came to an element of the page.
    Focused,
    /// The page, prerendered until now, is looked at.
    Activated,
    /// The page calls `track`: name and detail.
    Tracked,
    /// The page calls `set`: name and value.
    Set,
    /// The page calls `consent`: the answers.
    Consented,
    /// The page calls `identify`: the customer.
    Identified,
    /// The page calls `setCart`: the cart.
    Cart,
}

const HEARD: &[Heard] = &[
    Heard::PageShown,
    Heard::PageHidden,
    Heard::Visibility,
    Heard::Stored,
    Heard::Routed,
    Heard::Layer,
    Heard::LayerKept,
    Heard::Claim,
    Heard::OnClipboard,
    Heard::Scrolled,
    Heard::Left,
    Heard::Active,
    Heard::Copied,
    Heard::Clicked,
    Heard::FormSent,
    Heard::Seen,
    Heard::Focused,
    Heard::Activated,
    Heard::Tracked,
    Heard::Set,
    Heard::Consented,
    Heard::Identified,
    Heard::Cart,
];

/// Codes from here on are gestures on a message.
const GESTURES_FROM: u32 = 128;

impl Heard {
    /// As it crosses to JavaScript and back, with a number.
    pub fn code(self, number: u32) -> u32 {
        self as u32 | number << 8
    }
}

/// The code of a row of [`GESTURES`](super::gesture::GESTURES) on a message.
pub fn gesture_code(row: usize, message: u32) -> u32 {
    (row as u32 + GESTURES_FROM) | message << 8
}

/// What a code stands for: a signal of the page or a row of the gestures, and its number.
pub fn decode(code: u32) -> (Result<Heard, usize>, u32) {
    let low = code & 0xff;
    match HEARD.get(low as usize) {
        Some(heard) => (Ok(*heard), code >> 8),
        None => (Err(low.saturating_sub(GESTURES_FROM) as usize), code >> 8),
    }
}

/// The fixed set: whether on document rather than window, and what is heard. [`page::routes`] completes it.
const LIFECYCLE: &[(bool, &str, Heard)] = &[
    (false, "pageshow", Heard::PageShown),
    (false, "pagehide", Heard::PageHidden),
    (true, "visibilitychange", Heard::Visibility),
    (false, "storage", Heard::Stored),
];

/// Signs of life.
const ACTIVE: &[&str] = &["pointerdown", "pointermove", "keydown", "touchstart", "scroll"];

/// Installs all that is needed.
pub fn install(host: &Host) {
    for (on_document, kind, heard) in LIFECYCLE {
        page::hear(*on_document, kind, heard.code(0));
    }
    page::routes(Heard::Routed.code(0));

    let signals = &host.signals;
    let touch = host.touch.get();
    let on_document = |wanted: bool, kind: &str, heard: Heard| {
        if wanted {
            page::hear(true, kind, heard.code(0));
        }
    };
    on_document(signals.scroll || (signals.leave_touch && touch), "scroll", Heard::Scrolled);
    on_document(signals.copied, "copy", Heard::Copied);
    on_document(!signals.clicks.is_empty(), "click", Heard::Clicked);
    on_document(!signals.forms.is_empty(), "submit", Heard::FormSent);
    for kind in ACTIVE {
        on_document(signals.active, kind, Heard::Active);
    }
    if signals.leave_pointer && !touch {
        page::pointer(Heard::Left.code(0));
    }
    for (_, selector) in signals.clicks.iter().chain(&signals.seen).chain(&signals.forms) {
        if !page::is_selector(selector) {
            let mut sentence = String::from("`");
            sentence.push_str(selector);
            sentence.push_str("` is not a CSS selector this browser knows, so nothing waits for it.");
            page::warn(&sentence);
        }
    }
    watch(host);
}

/// Begins to wait for the elements that campaigns want to see; again with every page view.
pub fn watch(host: &Host) {
    for (index, selector) in &host.signals.seen {
        if page::is_selector(selector) {
            page::seen(selector, Heard::Seen.code(u32::from(*index)));
        }
    }
}

/// Hears one signal of the page.
pub fn hear(host: &'static Host, heard: Heard, number: u32, value: &JsValue) {
    let now = host.clock.now();
    let event: &web_sys::Event = value.unchecked_ref();
    let text = || value.as_string().unwrap_or_default();
    match heard {
        Heard::PageShown => {
            // A page that comes back from the cache is another view.
            if event.unchecked_ref::<web_sys::PageTransitionEvent>().persisted() {
                look_again(host);
                host.view_again();
            }
        }
        Heard::PageHidden => host.away_since.set(Some(now)),
        Heard::Visibility => {
            if host.document.hidden() {
                host.away_since.set(Some(now));
            } else {
                look_again(host);
            }
        }
        Heard::Stored => stored(host, event.unchecked_ref()),
        Heard::Routed => host.view_again(),
        Heard::Layer => host.shop.declare(host, &text(), false),
        Heard::LayerKept => Store::write_layer(&text()),
        Heard::Claim => host.claim_answered(&text()),
        Heard::OnClipboard => host.on_clipboard(number),
        Heard::Scrolled => host.scroll.scrolled(host),
        Heard::Left => host.report(Event::Leaving { signal: Leave::PointerTop, speed: value.as_f64().unwrap_or_default() as u32 }),
        Heard::Active => {
            if now - host.active_at.get() >= SECOND {
                host.active_at.set(now);
                host.report(Event::Active);
            }
        }
        Heard::Copied => {
            if !page::is_ours(event) {
                host.report(Event::Copied);
            }
        }
        Heard::Clicked => {
            for (index, _) in host.signals.clicks.iter().filter(|(_, selector)| page::is_in(event, selector)) {
                host.report(Event::Clicked(*index));
            }
        }
        Heard::FormSent => {
            for (index, _) in host.signals.forms.iter().filter(|(_, selector)| page::is_in(event, selector)) {
                host.report(Event::FormSent(*index));
            }
        }
        Heard::Seen => host.report(Event::Seen(number as u16)),
        Heard::Focused => host.uncover(event),
        Heard::Activated => host.start(),
        Heard::Tracked | Heard::Set => {
            let text = text();
            let Ok(call) = Doc::scan(text.as_bytes()) else { return };
            let mut values = call.root().items();
            let Some(name) = values.next().and_then(Node::text).map(Rc::from) else { return };
            let value = values.next().map_or(Value::Null, Node::value);
            host.report(if heard == Heard::Set { Event::Set { name, value } } else { Event::Tracked { name, detail: value } });
        }
        Heard::Consented => host.report(Event::Consented(started::consent(&text()))),
        Heard::Identified => host.shop.declare_one(host, "customer", &text()),
        Heard::Cart => host.shop.declare_one(host, "cart", &text()),
    }
}

/// The tab is looked at again.
fn look_again(host: &'static Host) {
    host.clock.put_forward();
    let now = host.clock.now();
    let away: Millis = host.away_since.take().map_or(0, |since| now - since);
    let signals = &host.signals;
    if away >= HOUR && signals.zones {
        let (shop, visitor) = started::zones(host);
        host.report(Event::Zoned { shop, visitor });
    }
    if away > 0 && signals.returned {
        host.report(Event::Returned(away));
    }
    if away > 0 && signals.returned && host.touch.get() {
        host.report(Event::Leaving { signal: Leave::TabReturn, speed: 0 });
    }
    host.shop.find_layer(host);
    host.report(Event::Tick);
}

fn stored(host: &'static Host, event: &StorageEvent) {
    if event.key().as_deref() == Some(PROFILE)
        && let Some(text) = event.new_value()
    {
        host.report(Event::Remembered(Rc::from(text)));
    }
}
