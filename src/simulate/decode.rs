//! Reading a traffic file: strictly, with the place of everything that is wrong.
//!
//! Decides what stands where no number does: weights, sources, zones. Leaves keys and defaults to [`traffic`](super::traffic).

use super::traffic::{CART, MESSAGES, Numbers, PAGES, Place, Referrer, SIGNALS, SOURCE, TRAFFIC, Traffic, VISITORS, VISITS, ZONE, at};
use crate::engine::event::ConsentMode;
use crate::engine::fact::DEVICE_KINDS;
use crate::engine::time::parse_local;
use crate::node::{Kind, Node};
use crate::rules::decoder::Decoder;
use crate::rules::diagnostic::Code;
use crate::rules::noun::{Holds, Key, Noun, Slot, key};
use std::rc::Rc;

/// A Monday.
const START: &str = "2026-11-16T00:00";

/// Reads the model; without a file it is the usual one.
pub(super) fn traffic(cx: &mut Decoder, root: Option<Node<'_>>) -> Traffic {
    Reader(cx).traffic(root)
}

struct Reader<'c>(&'c mut Decoder);

impl Reader<'_> {
    fn traffic(&mut self, root: Option<Node<'_>>) -> Traffic {
        let [_, _, _, start, days, visitors, visits, pages, cart, signals, messages, devices, locales, countries, sources, zones] =
            self.0.read(root, TRAFFIC);
        let visitors = self.numbers(visitors.node, VISITORS);
        let mode = match visitors[at(VISITORS, "consent")] {
            1 => ConsentMode::Strict,
            2 => ConsentMode::Granted,
            3 => ConsentMode::Denied,
            _ => ConsentMode::Required,
        };
        Traffic {
            start: start.given().or(parse_local(START)).unwrap_or_default(),
            days: days.value,
            mode,
            visitors,
            visits: self.numbers(visits.node, VISITS),
            pages: self.numbers(pages.node, PAGES),
            cart: self.numbers(cart.node, CART),
            signals: self.numbers(signals.node, SIGNALS),
            messages: self.numbers(messages.node, MESSAGES),
            devices: self.devices(devices.node),
            locales: self.weights(locales.node, "en"),
            countries: self.weights(countries.node, "RO"),
            sources: self.sources(sources.node),
            zones: self.zones(zones.node),
        }
    }

    fn numbers(&mut self, node: Option<Node<'_>>, noun: Noun) -> Numbers {
        self.0.read(node, noun).map(|slot| slot.value)
    }

    fn devices(&mut self, node: Option<Node<'_>>) -> Vec<(Rc<str>, u32)> {
        const WEIGHTS: [i32; 3] = [42, 6, 52];
        const SHARE: Key = key("", Holds::Whole(0, 10_000));
        const NOUN: Noun = &[
            Key { name: DEVICE_KINDS[0], ..SHARE }.or(WEIGHTS[0]),
            Key { name: DEVICE_KINDS[1], ..SHARE }.or(WEIGHTS[1]),
            Key { name: DEVICE_KINDS[2], ..SHARE }.or(WEIGHTS[2]),
        ];
        let row = self.0.read(node, NOUN);
        // Who names some means only those.
        let share = |slot: &Slot<'_>| if node.is_some() { slot.given().unwrap_or(0) } else { slot.value };
        DEVICE_KINDS.iter().zip(&row).map(|(name, slot)| (Rc::from(*name), share(slot) as u32)).collect()
    }

    /// Names with their weights: `{ "en": 3, "ro": 1 }`.
    fn weights(&mut self, node: Option<Node<'_>>, example: &str) -> Vec<(Rc<str>, u32)> {
        let Some(node) = node else { return Vec::new() };
        let weights: Vec<(Rc<str>, u32)> =
            node.entries().filter_map(|(name, weight)| Some((Rc::from(name.text()?), self.0.integer(weight, 0, 10_000)? as u32))).collect();
        if weights.iter().all(|(_, weight)| *weight == 0) {
            self.0.report(Code::BadWeights, node, || format!("the weights add up to nothing; write for example {{ \"{example}\": 1 }}"));
        }
        weights
    }

    fn sources(&mut self, list: Option<Node<'_>>) -> Vec<(Referrer, u32)> {
        let Some(list) = list.filter(|list| list.kind() == Kind::List) else {
            return [
                (None, "", 38),
                (Some("www.google.com"), "", 30),
                (Some("www.google.com"), "utm_source=google&utm_medium=cpc&utm_campaign=brand", 14),
                (Some("l.instagram.com"), "utm_source=instagram&utm_medium=social", 10),
                (None, "utm_source=newsletter&utm_medium=email", 8),
            ]
            .map(|(host, query, weight)| ((host.map(Rc::from), Rc::from(query)), weight))
            .to_vec();
        };
        let mut sources = Vec::new();
        for item in list.items() {
            let [share, referrer, query, ..] = self.0.read(Some(item), SOURCE);
            sources.push(((referrer.text(), query.name()), share.value as u32));
        }
        sources
    }

    fn zones(&mut self, list: Option<Node<'_>>) -> Vec<(Place, u32)> {
        let Some(list) = list.filter(|list| list.kind() == Kind::List) else {
            return vec![((None, 120), 85), ((Some("Europe/London".into()), 0), 9), ((Some("America/New_York".into()), -300), 6)];
        };
        let mut zones = Vec::new();
        for item in list.items() {
            let [share, name, minutes, ..] = self.0.read(Some(item), ZONE);
            zones.push(((name.text(), minutes.value as i32), share.value as u32));
        }
        zones
    }
}
