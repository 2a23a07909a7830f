//! Which listeners there are, and what they say.
//!
//! Decides what of the browser is listened to: a fixed set for the life of the page, and signals only while an enabled
//! campaign reads them. Leaves to [`leaving`](super::leaving) and [`scroll`](super::scroll) what takes more than one look.

use super::host::Host;
use super::page;
use crate::engine::event::{Event, Leave};
use crate::engine::time::{HOUR, Millis, SECOND};
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, EventTarget, StorageEvent};

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
    /// An entry of the data layer.
    Layer,
    /// The browser's answer to a claim.
    Claim,
    /// A text is on the clipboard; the number is the message's.
    OnClipboard,
    /// A scroll, of the page or in it.
    Scrolled,
    /// The pointer moved.
    Moved,
    /// The pointer left an element.
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
}

const HEARD: &[Heard] = &[
    Heard::PageShown,
    Heard::PageHidden,
    Heard::Visibility,
    Heard::Stored,
    Heard::Routed,
    Heard::Layer,
    Heard::Claim,
    Heard::OnClipboard,
    Heard::Scrolled,
    Heard::Moved,
    Heard::Left,
    Heard::Active,
    Heard::Copied,
    Heard::Clicked,
    Heard::FormSent,
    Heard::Seen,
    Heard::Focused,
    Heard::Activated,
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

/// On what a listener sits.
#[derive(Clone, Copy)]
enum On {
    Window,
    Document,
}

/// The fixed set, of which [`page::routes`] is the last.
const LIFECYCLE: &[(On, &str, Heard)] = &[
    (On::Window, "pageshow", Heard::PageShown),
    (On::Window, "pagehide", Heard::PageHidden),
    (On::Document, "visibilitychange", Heard::Visibility),
    (On::Window, "storage", Heard::Stored),
];

/// Signs of life.
const ACTIVE: &[&str] = &["pointerdown", "pointermove", "keydown", "touchstart", "scroll"];

/// Installs all that is needed.
pub fn install(host: &Host) {
    let on = |target: On, kind: &str, heard: Heard| {
        let target: &EventTarget = match target {
            On::Window => &host.window,
            On::Document => &host.document,
        };
        page::listen(target, kind, heard.code(0), true);
    };
    for (target, kind, heard) in LIFECYCLE {
        on(*target, kind, *heard);
    }
    page::routes(Heard::Routed.code(0));

    let signals = &host.signals;
    let touch = host.touch.get();
    if signals.scroll || (signals.leave_touch && touch) {
        on(On::Window, "scroll", Heard::Scrolled);
    }
    if signals.leave_pointer && !touch {
        on(On::Document, "mousemove", Heard::Moved);
        on(On::Document, "mouseout", Heard::Left);
    }
    if signals.active {
        for kind in ACTIVE {
            on(On::Window, kind, Heard::Active);
        }
    }
    if signals.copied {
        on(On::Document, "copy", Heard::Copied);
    }
    if !signals.clicks.is_empty() {
        on(On::Document, "click", Heard::Clicked);
    }
    if !signals.forms.is_empty() {
        on(On::Document, "submit", Heard::FormSent);
    }
    watch(host);
}

/// Begins to wait for the elements that campaigns want to see; again with every page view.
pub fn watch(host: &Host) {
    for (index, selector) in &host.signals.seen {
        if !page::seen(selector, Heard::Seen.code(u32::from(*index))) {
            not_a_selector(selector);
        }
    }
}

fn not_a_selector(selector: &str) {
    let mut sentence = String::from("`");
    sentence.push_str(selector);
    sentence.push_str("` is not a CSS selector this browser knows, so nothing waits for it.");
    page::warn(&sentence);
}

/// Hears one signal of the page.
pub fn hear(host: &Rc<Host>, heard: Heard, number: u32, value: &JsValue) {
    let now = host.clock.now();
    let event: &web_sys::Event = value.unchecked_ref();
    match heard {
        Heard::PageShown => {
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
        Heard::Layer => host.shop.read_layer(host, value),
        Heard::Claim => host.claim_answered(value),
        Heard::OnClipboard => host.on_clipboard(number),
        Heard::Scrolled => host.scroll.scrolled(host),
        Heard::Moved => host.leaving.moved(event.unchecked_ref(), now),
        Heard::Left => {
            if let Some(speed) = host.leaving.left(event.unchecked_ref(), now) {
                host.tell(Event::Leaving { signal: Leave::PointerTop, speed });
            }
        }
        Heard::Active => {
            if now - host.active_at.get() >= SECOND {
                host.active_at.set(now);
                host.tell(Event::Active);
            }
        }
        Heard::Copied => {
            if target(event).is_some() {
                host.tell(Event::Copied);
            }
        }
        Heard::Clicked => {
            let Some(target) = target(event).filter(|target| !is_secret(target)) else { return };
            let fits = |selector: &str| target.closest(selector).is_ok_and(|found| found.is_some());
            let clicked: Vec<u16> =
                host.program.signals().clicks.iter().filter(|(_, selector)| fits(selector)).map(|(index, _)| *index).collect();
            clicked.into_iter().for_each(|index| host.tell(Event::Clicked(index)));
        }
        Heard::FormSent => {
            let Some(target) = target(event) else { return };
            let fits = |selector: &str| target.matches(selector).unwrap_or(false);
            let sent: Vec<u16> =
                host.program.signals().forms.iter().filter(|(_, selector)| fits(selector)).map(|(index, _)| *index).collect();
            sent.into_iter().for_each(|index| host.tell(Event::FormSent(index)));
        }
        Heard::Seen => host.tell(Event::Seen(number as u16)),
        Heard::Focused => host.uncover(event),
        Heard::Activated => host.start(),
    }
}

/// The tab is looked at again.
fn look_again(host: &Rc<Host>) {
    host.clock.put_forward();
    let now = host.clock.now();
    let away: Millis = host.away_since.take().map_or(0, |since| now - since);
    let signals = &host.signals;
    if away >= HOUR && signals.zones {
        let (shop, visitor) = super::started::zones(host);
        host.tell(Event::Zoned { shop, visitor });
    }
    if away > 0 && signals.returned {
        host.tell(Event::Returned(away));
    }
    if away > 0 && signals.returned && host.touch.get() {
        host.tell(Event::Leaving { signal: Leave::TabReturn, speed: 0 });
    }
    host.shop.find_layer();
    host.tell(Event::Tick);
}

fn stored(host: &Rc<Host>, event: &StorageEvent) {
    if event.key().as_deref() == Some(super::store::PROFILE)
        && let Some(text) = event.new_value()
    {
        host.tell(Event::Remembered(Rc::from(text)));
    }
}

/// Where an event of the shop's page happened; None in messages of ours.
fn target(event: &web_sys::Event) -> Option<Element> {
    let element = event.target()?.dyn_into::<Element>().ok()?;
    (element.tag_name() != "SHOPBELL-ROOT").then_some(element)
}

/// Fields for passwords and cards are nobody's business.
fn is_secret(element: &Element) -> bool {
    element.matches("[type=password],[autocomplete*=cc-],[autocomplete*=password]").unwrap_or(true)
}
