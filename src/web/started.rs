//! What is known when a page view begins.
//!
//! Decides how measurements and the tag's options become [`Started`]. Measuring itself is in `page/measure.js`.

use super::host::Host;
use super::page;
use crate::engine::effect::Scope;
use crate::engine::event::{Consent, ConsentMode, Device, Page, Started};
use crate::engine::id::Id;
use crate::engine::time::Zone;
use crate::node::{Doc, Node};
use std::rc::Rc;

/// What the tag or `start()` says.
#[derive(Default)]
pub struct Options {
    /// Where outcomes go.
    pub collector: Option<Rc<str>>,
    mode: ConsentMode,
    country: Option<Rc<str>>,
    locale: Option<Rc<str>>,
    preview: Option<Rc<str>>,
}

impl Options {
    /// Reads options from JSON text.
    pub fn read(text: &str) -> Options {
        let Ok(doc) = Doc::scan(text.as_bytes()) else { return Options::default() };
        let root = doc.root();
        Options {
            collector: said(root, "collector"),
            mode: match said(root, "consent").as_deref() {
                Some("strict") => ConsentMode::Strict,
                Some("granted") => ConsentMode::Granted,
                Some("denied") => ConsentMode::Denied,
                _ => ConsentMode::Required,
            },
            country: said(root, "country"),
            locale: said(root, "locale"),
            preview: said(root, "preview"),
        }
    }
}

/// A text that says something.
fn said(node: Node<'_>, key: &str) -> Option<Rc<str>> {
    let text = node.get(key)?.text()?;
    if text.is_empty() { None } else { Some(Rc::from(&*text)) }
}

/// An answer that is given.
fn answer(node: Node<'_>, key: &str) -> Option<bool> {
    node.get(key)?.bool()
}

/// Measures everything.
pub fn measure(host: &Host) -> Started {
    let text = page::start_text();
    let Ok(doc) = Doc::scan(text.as_bytes()) else { return Started::default() };
    let root = doc.root();
    let options = &host.options;
    let (shop_zone, visitor_zone) = if host.signals.zones { zones(host) } else { Default::default() };
    let entropy = root.get("entropy").and_then(|hex| Id::parse(&hex.text()?));
    Started {
        entropy: entropy.unwrap_or_default().0.to_le_bytes(),
        page: describe(root, options),
        referrer: said(root, "referrer"),
        device: Device {
            kind: said(root, "kind"),
            touch: answer(root, "touch").unwrap_or(false),
            width: root.get("width").and_then(Node::integer).unwrap_or_default(),
            language: said(root, "speaks"),
            time_zone: said(root, "zone"),
        },
        country: options.country.clone(),
        shop_zone,
        visitor_zone,
        mode: options.mode,
        consent: answers(root),
        profile: host.store.read(Scope::Visitor),
        tab: host.store.read(Scope::Tab),
        again: answer(root, "again").unwrap_or(false),
        storage: page::remembers(),
        bot: answer(root, "bot").unwrap_or(false),
        preview: options.preview.clone(),
    }
}

/// The page as it is now.
pub fn page(host: &Host) -> Page {
    let text = page::page_text();
    Doc::scan(text.as_bytes()).map_or_else(|_| Page::default(), |doc| describe(doc.root(), &host.options))
}

fn describe(node: Node<'_>, options: &Options) -> Page {
    let language = match &options.locale {
        Some(locale) => Some(locale.clone()),
        None => said(node, "language"),
    };
    Page { url: said(node, "url"), title: said(node, "title"), language, ..Page::default() }
}

/// The shop's zone and the visitor's.
pub fn zones(host: &Host) -> (Zone, Zone) {
    let text = page::zones_text(host.program.site.time_zone.as_deref().unwrap_or(""));
    let Ok(doc) = Doc::scan(text.as_bytes()) else { return Default::default() };
    let mut numbers = [0; 6];
    for (place, number) in doc.root().items().enumerate() {
        if let Some(slot) = numbers.get_mut(place) {
            *slot = number.integer().unwrap_or_default();
        }
    }
    let [shop @ .., _, _, _] = numbers;
    let [_, _, _, visitor @ ..] = numbers;
    (zone(shop), zone(visitor))
}

/// The offset now; the time of the next change, 0 where none is in sight; the offset from then on.
fn zone([now, at, then]: [i64; 3]) -> Zone {
    Zone { offset_minutes: now as i32, next: if at > 0 { Some((at, then as i32)) } else { None } }
}

/// Answers to the consent question, from JSON text.
pub fn consent(text: &str) -> Consent {
    let Ok(doc) = Doc::scan(text.as_bytes()) else { return Consent::default() };
    answers(doc.root())
}

fn answers(node: Node<'_>) -> Consent {
    Consent { analytics: answer(node, "analytics"), marketing: answer(node, "marketing"), preferences: answer(node, "preferences") }
}
