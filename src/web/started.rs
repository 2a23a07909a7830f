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
        let option = |key| said(doc.root(), key);
        Options {
            collector: option("collector"),
            mode: match option("consent").as_deref() {
                Some("strict") => ConsentMode::Strict,
                Some("granted") => ConsentMode::Granted,
                Some("denied") => ConsentMode::Denied,
                _ => ConsentMode::Required,
            },
            country: option("country"),
            locale: option("locale"),
            preview: option("preview"),
        }
    }
}

/// A text that says something.
fn said(node: Node<'_>, key: &str) -> Option<Rc<str>> {
    node.get(key)?.text().filter(|text| !text.is_empty()).map(Rc::from)
}

/// Measures everything.
pub fn measure(host: &Host) -> Started {
    let options = &host.options;
    let mut started = Started {
        country: options.country.clone(),
        mode: options.mode,
        profile: host.store.read(Scope::Visitor),
        tab: host.store.read(Scope::Tab),
        storage: page::remembers(),
        preview: options.preview.clone(),
        ..Started::default()
    };
    if host.signals.zones {
        (started.shop_zone, started.visitor_zone) = zones(host);
    }
    let text = page::start_text();
    let Ok(doc) = Doc::scan(text.as_bytes()) else { return started };
    let root = doc.root();
    let flag = |key| root.get(key).and_then(Node::bool).unwrap_or(false);
    let entropy = root.get("entropy").and_then(|hex| Id::parse(&hex.text()?));
    started.entropy = entropy.unwrap_or_default().0.to_le_bytes();
    if let Some(page) = root.get("page") {
        started.page = describe(page, options);
    }
    started.referrer = said(root, "referrer");
    started.device = Device {
        kind: said(root, "kind"),
        touch: flag("touch"),
        width: root.get("width").and_then(Node::integer).unwrap_or_default(),
        language: said(root, "language"),
        time_zone: said(root, "zone"),
    };
    started.bot = flag("bot");
    if flag("private") {
        started.consent = Consent { marketing: Some(false), ..Consent::default() };
    }
    started
}

/// The page as it is now.
pub fn page(host: &Host) -> Page {
    let text = page::page_text();
    Doc::scan(text.as_bytes()).map_or_else(|_| Page::default(), |doc| describe(doc.root(), &host.options))
}

fn describe(node: Node<'_>, options: &Options) -> Page {
    Page {
        url: said(node, "url"),
        title: said(node, "title"),
        language: options.locale.clone().or_else(|| said(node, "language")),
        ..Page::default()
    }
}

/// The shop's zone and the visitor's.
pub fn zones(host: &Host) -> (Zone, Zone) {
    let text = page::zones_text(host.program.site.time_zone.as_deref().unwrap_or(""));
    let Ok(doc) = Doc::scan(text.as_bytes()) else { return Default::default() };
    let mut both = [Zone::default(); 2];
    for (place, row) in both.iter_mut().zip(doc.root().items()) {
        *place = zone(row);
    }
    both.into()
}

/// The offset now, and if another is in sight, its time and what it is.
fn zone(row: Node<'_>) -> Zone {
    let mut numbers = [0; 3];
    for (place, number) in numbers.iter_mut().zip(row.items()) {
        *place = number.integer().unwrap_or_default();
    }
    let [now, at, then] = numbers;
    Zone { offset_minutes: now as i32, next: if at > 0 { Some((at, then as i32)) } else { None } }
}

/// Answers to the consent question, from JSON text.
pub fn consent(text: &str) -> Consent {
    let Ok(doc) = Doc::scan(text.as_bytes()) else { return Consent::default() };
    let answer = |key| doc.root().get(key).and_then(Node::bool);
    Consent { analytics: answer("analytics"), marketing: answer("marketing"), preferences: answer("preferences") }
}
