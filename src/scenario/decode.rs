//! Reading a scenario file: strictly, with the place of everything that is wrong.
//!
//! Decides keys and defaults. Leaves playing to [`host`](super::host). Carts, customers and pages are read by the same
//! function that reads them from a shop's page; here, unlike there, an unknown key is an error.

use super::line;
use super::pools;
use super::script::{Deed, ElementDeed, Expectation, Moment, Press, Script, Visit, Visitor, Where, Why};
use crate::engine::event::{Consent, ConsentMode, Device, Dismissal, Event, Leave, Page, Scene};
use crate::engine::fact::DEVICE_KINDS;
use crate::engine::id::Id;
use crate::engine::profile::Profile;
use crate::engine::program::hash;
use crate::engine::scene::OBSTACLES;
use crate::engine::time::{Millis, Zone, parse_local};
use crate::engine::trigger::LEAVES;
use crate::node::{Doc, Kind, Node};
use crate::platform::declared::{CUSTOMER, declared};
use crate::rules::decoder::Decoder;
use crate::rules::diagnostic::Code;
use std::rc::Rc;

/// The version of the format that is read here.
pub const FORMAT: i64 = 1;
/// Keys of a scenario.
pub const SCENARIO_KEYS: [&str; 12] =
    ["$schema", "scenario", "name", "note", "rules", "seed", "start", "offset", "visitor", "pools", "problems", "play"];
/// Keys of `visitor`.
pub const VISITOR_KEYS: [&str; 9] = ["profile", "device", "consent", "mode", "country", "id", "offset", "storage", "bot"];
/// Keys of `device`.
pub const DEVICE_KEYS: [&str; 5] = ["kind", "touch", "width", "language", "time_zone"];
/// Keys that say when and where an entry of `play` happens.
pub const WHEN_KEYS: [&str; 5] = ["after", "tab", "new_tab", "scene", "note"];
/// Keys that say what happens; an entry has one of them at most.
pub const DEED_KEYS: [&str; 27] = [
    "visit", "route", "page", "cart", "identify", "set", "consent", "purchase", "track", "scroll", "active", "leave", "click", "see",
    "submit", "find", "in_sight", "lose", "copy", "return", "back", "reload", "do", "answer", "press", "wait", "expect",
];
/// Keys that belong to one of them.
pub const BESIDE_KEYS: [(&str, &str); 2] = [("detail", "track"), ("speed", "leave")];
/// Keys of `visit` and `route`.
pub const VISIT_KEYS: [&str; 7] = ["url", "type", "title", "language", "product", "referrer", "preview"];
/// Keys of `expect`.
pub const EXPECT_KEYS: [&str; 9] = ["shown", "variant", "step", "text", "without", "why", "outcomes", "did", "remembered"];

const PAGE_KEYS: [&str; 5] = ["type", "title", "language", "product", "recommended"];
const RECOMMENDED_KEYS: [&str; 5] = ["sku", "name", "price", "image", "url"];
const PRODUCT_KEYS: [&str; 7] = ["sku", "name", "price", "category", "brand", "tags", "in_stock"];
const CART_KEYS: [&str; 6] = ["currency", "subtotal", "total", "items", "lines", "coupons"];
const LINE_KEYS: [&str; 6] = ["sku", "name", "price", "quantity", "category", "brand"];
const PURCHASE_KEYS: [&str; 4] = ["order", "value", "currency", "coupons"];
const CONSENT_KEYS: [&str; 3] = ["analytics", "marketing", "preferences"];
/// Keys of `scene`: what can be in the way, but for other tabs, which are played.
const SCENE_KEYS: [&str; 7] = {
    let mut words = [""; 7];
    let mut place = 0;
    while place < words.len() {
        words[place] = OBSTACLES[place].1;
        place += 1;
    }
    words
};
const MODES: [&str; 4] = ["required", "strict", "granted", "denied"];
/// Fast enough for any sensitivity.
const FAST: i64 = 5_000;

/// Reads a scenario. `currency` is that of the rule file it is played against.
#[must_use]
pub fn decode(cx: &mut Decoder, doc: &Doc<'_>, currency: &str) -> Option<Script> {
    let root = doc.root();
    let mut reader = Reader { cx, currency, tabs: 1 };
    let [_, format, name, note, _, seed, start, offset, visitor, pools, problems, play] = reader.cx.fields(root, &SCENARIO_KEYS)?;
    match format {
        Some(node) if node.integer() == Some(FORMAT) => {}
        Some(node) => {
            reader.cx.report(Code::Format, node, || format!("found {}, but scenarios of version {FORMAT} are read here", node.raw()))
        }
        None => reader.cx.missing(root, "scenario", "\"scenario\": 1")?,
    }
    if let Some(note) = note {
        reader.cx.text(note);
    }
    let shop_zone = offset.map_or(Zone { offset_minutes: 120, next: None }, |node| reader.zone(node));
    let local = start.map_or_else(|| parse_local("2026-11-20T10:00"), |node| reader.local(node)).unwrap_or_default();
    let start = shop_zone.instant(local);
    let Some(play) = play.filter(|play| play.kind() == Kind::List) else {
        return reader.cx.missing(root, "play", "\"play\": [{ \"visit\": { \"url\": \"https://shop.example/\" } }]");
    };
    Some(Script {
        name: name.and_then(|node| reader.cx.text(node)).unwrap_or_default(),
        seed: seed.and_then(|node| reader.cx.integer(node, 0, i64::MAX)).unwrap_or(1),
        start,
        shop_zone,
        visitor: reader.visitor(visitor, start, shop_zone),
        pools: pools.map(|node| pools::read(reader.cx, node)).unwrap_or_default(),
        problems: problems.map(|node| reader.texts(node)).unwrap_or_default(),
        play: play.items().filter_map(|item| reader.moment(item)).collect(),
    })
}

struct Reader<'c> {
    cx: &'c mut Decoder,
    currency: &'c str,
    /// Tabs opened so far.
    tabs: usize,
}

impl Reader<'_> {
    fn local(&mut self, node: Node<'_>) -> Option<Millis> {
        let local = node.text().and_then(|text| parse_local(&text));
        if local.is_none() {
            self.cx.report(Code::BadTime, node, || format!("found {}, expected a local time such as \"2026-11-20T10:00\"", node.raw()));
        }
        local
    }

    fn zone(&mut self, node: Node<'_>) -> Zone {
        let minutes = offset_minutes(node.word());
        if minutes.is_none() {
            self.cx.report(Code::BadTime, node, || format!("found {}, expected an offset from UTC such as \"+02:00\"", node.raw()));
        }
        Zone { offset_minutes: minutes.unwrap_or(0), next: None }
    }

    fn visitor(&mut self, node: Option<Node<'_>>, start: Millis, zone: Zone) -> Visitor {
        let desk = Device { kind: Some("desktop".into()), touch: false, width: 1280, language: Some("en".into()), time_zone: None };
        let mut visitor = Visitor {
            profile: None,
            device: desk,
            consent: Consent::default(),
            mode: ConsentMode::Required,
            country: None,
            zone,
            storage: true,
            bot: false,
        };
        let Some([profile, device, consent, mode, country, id, offset, storage, bot]) =
            node.and_then(|node| self.cx.fields(node, &VISITOR_KEYS))
        else {
            return visitor;
        };
        if let Some(id) = id.and_then(|node| self.cx.text(node)) {
            // Any name will do; what matters is that another name draws other variants.
            let half = |text: &str| u128::from(hash(text.as_bytes()));
            let id = Id::parse(&id).unwrap_or(Id(half(&id) << 64 | half(&format!("{id}'"))));
            let known = Profile { visitor: Some((start, id)), ..Profile::default() };
            visitor.profile = Some(known.write().into());
        }
        visitor.profile = profile.map(|node| Rc::from(node.raw())).or(visitor.profile);
        if let Some([kind, touch, width, language, time_zone]) = device.and_then(|node| self.cx.fields(node, &DEVICE_KEYS)) {
            let kind = kind
                .and_then(|node| self.cx.word(node, &DEVICE_KINDS))
                .and_then(|place| DEVICE_KINDS.get(place))
                .copied()
                .unwrap_or("desktop");
            let hand = kind != "desktop";
            visitor.device.kind = Some(kind.into());
            visitor.device.touch = touch.and_then(|node| self.cx.flag(node)).unwrap_or(hand);
            let usual = if hand { 390 } else { 1280 };
            visitor.device.width = width.and_then(|node| self.cx.integer(node, 1, 100_000)).unwrap_or(usual);
            visitor.device.language = language.and_then(|node| self.cx.text(node)).or(visitor.device.language);
            visitor.device.time_zone = time_zone.and_then(|node| self.cx.text(node));
        }
        if let Some(node) = consent {
            visitor.consent = self.consent(node);
        }
        visitor.mode = match mode.and_then(|node| self.cx.word(node, &MODES)) {
            None | Some(0) => ConsentMode::Required,
            Some(1) => ConsentMode::Strict,
            Some(2) => ConsentMode::Granted,
            Some(_) => ConsentMode::Denied,
        };
        visitor.country = country.and_then(|node| self.cx.text(node));
        visitor.zone = offset.map_or(zone, |node| self.zone(node));
        visitor.storage = storage.and_then(|node| self.cx.word(node, &["works", "blocked"])) != Some(1);
        visitor.bot = bot.and_then(|node| self.cx.flag(node)).unwrap_or(false);
        visitor
    }

    fn moment(&mut self, node: Node<'_>) -> Option<Moment> {
        if node.kind() != Kind::Object {
            return self.cx.wrong(node, "an entry such as { \"after\": \"5s\", \"scroll\": 60 }");
        }
        let mut deed: Option<(Node<'_>, Node<'_>)> = None;
        for (key, value) in node.entries() {
            let word = key.word();
            if DEED_KEYS.contains(&word) {
                if let Some((first, _)) = deed.replace((key, value)) {
                    let (first, second) = (first.word(), word);
                    self.cx.report(Code::DuplicateKey, key, || {
                        format!("`{first}` and `{second}` cannot happen in one entry; give each its own")
                    });
                }
            } else if let Some((_, owner)) = BESIDE_KEYS.iter().find(|(beside, _)| *beside == word) {
                if node.get(owner).is_none() {
                    self.cx.report(Code::UnknownKey, key, || format!("`{word}` belongs beside `{owner}`, which is not here"));
                }
            } else if !WHEN_KEYS.contains(&word) {
                let known: Vec<&'static str> = DEED_KEYS.into_iter().chain(WHEN_KEYS).collect();
                self.cx.unknown_key(key, &known);
            }
        }
        if let Some(note) = node.get("note") {
            self.cx.text(note);
        }
        let after = node.get("after").and_then(|span| self.cx.span(span)).unwrap_or(0);
        let new_tab = node.get("new_tab").and_then(|flag| self.cx.flag(flag)).unwrap_or(false);
        let tab = if new_tab {
            self.tabs += 1;
            Where::New
        } else {
            let number = node.get("tab").and_then(|tab| self.cx.integer(tab, 1, self.tabs as i64));
            number.map_or(Where::Here, |number| Where::Tab(number as usize - 1))
        };
        let scene = node.get("scene").map(|scene| self.scene(scene));
        let deed = match deed {
            Some((key, value)) => self.deed(key.word(), value, node),
            None => None,
        };
        Some(Moment { at: node.at(), after, tab, scene, deed })
    }

    fn deed(&mut self, word: &str, node: Node<'_>, entry: Node<'_>) -> Option<Deed> {
        let element = |this: &mut Self, what| Some(Deed::Element { what, selector: this.cx.text(node)? });
        let tell = |event: Event| Some(Deed::Tell(vec![event]));
        match word {
            "visit" => self.visit(node).map(|visit| Deed::Visit(Box::new(visit))),
            "route" => self.visit(node).map(|Visit { page, told, .. }| {
                let mut events = vec![Event::Viewed(Box::new(page))];
                events.extend(told);
                Deed::Tell(events)
            }),
            "page" => {
                self.known(node, &PAGE_KEYS);
                self.known_in(node.get("product"), &PRODUCT_KEYS);
                for item in node.get("recommended").into_iter().flat_map(Node::items) {
                    self.known(item, &RECOMMENDED_KEYS);
                }
                self.declared("page", node)
            }
            "cart" => {
                self.known(node, &CART_KEYS);
                for line in node.get("lines").into_iter().flat_map(Node::items) {
                    self.known(line, &LINE_KEYS);
                }
                self.declared("cart", node)
            }
            "identify" => {
                if node.kind() != Kind::Null {
                    let names: Vec<&'static str> =
                        CUSTOMER.iter().filter_map(|fact| fact.row().name.strip_prefix("customer.")).chain(["id"]).collect();
                    self.known(node, &names);
                }
                self.declared("customer", node)
            }
            "set" => self.declared("custom", node),
            "consent" => tell(Event::Consented(self.consent(node))),
            "purchase" => {
                self.known(node, &PURCHASE_KEYS);
                self.declared("purchase", node)
            }
            "track" => {
                let name = self.cx.text(node)?;
                let detail = entry.get("detail").map_or(crate::value::Value::Null, Node::value);
                tell(Event::Tracked { name, detail })
            }
            "scroll" => {
                let percent = self.cx.integer(node, 0, 100)?;
                tell(Event::Scrolled(percent as u8))
            }
            "active" => self.happens(node, Event::Active),
            "copy" => self.happens(node, Event::Copied),
            "back" | "reload" => {
                if node.bool() == Some(true) {
                    Some(if word == "back" { Deed::Back } else { Deed::Reload })
                } else {
                    self.cx.wrong(node, "true")
                }
            }
            "return" => {
                let away = self.cx.span(node)?;
                tell(Event::Returned(away))
            }
            "leave" => {
                let place = self.cx.word(node, &["pointer_top", "fast_scroll_up", "tab_return", "idle_after_scroll"])?;
                let signal = LEAVES.get(place).map_or(Leave::PointerTop, |(_, leave)| *leave);
                let speed = entry.get("speed").and_then(|speed| self.cx.integer(speed, 0, 100_000)).unwrap_or(FAST);
                tell(Event::Leaving { signal, speed: speed as u32 })
            }
            "click" => element(self, ElementDeed::Click),
            "see" => element(self, ElementDeed::See),
            "submit" => element(self, ElementDeed::Submit),
            "find" => element(self, ElementDeed::Find),
            "in_sight" => element(self, ElementDeed::FindInSight),
            "lose" => element(self, ElementDeed::Lose),
            "do" => {
                let place = self.cx.word(node, &["dismiss", "escape", "backdrop"])?;
                Some(Deed::Close([Dismissal::Close, Dismissal::Escape, Dismissal::Backdrop].get(place).copied()?))
            }
            "answer" => {
                if node.kind() != Kind::Object {
                    return self.cx.wrong(node, "answers by field, such as { \"nps\": \"9\" }");
                }
                let answers = node.entries().filter_map(|(key, value)| Some((Rc::from(key.text()?), self.cx.text(value)?))).collect();
                Some(Deed::Answer(answers))
            }
            "press" => {
                if node.kind() != Kind::Object {
                    return self.cx.text(node).map(|text| Deed::Press(Press::Text(text)));
                }
                let [action] = self.cx.fields(node, &["action"])?;
                let Some(action) = action else { return self.cx.missing(node, "action", "\"action\": \"copy\"") };
                self.cx.text(action).map(|action| Deed::Press(Press::Action(action)))
            }
            "wait" => self.cx.span(node).map(Deed::Wait),
            "expect" => self.expectation(node).map(|expectation| Deed::Expect(Box::new(expectation))),
            _ => None,
        }
    }

    fn happens(&mut self, node: Node<'_>, event: Event) -> Option<Deed> {
        if node.bool() == Some(true) { Some(Deed::Tell(vec![event])) } else { self.cx.wrong(node, "true") }
    }

    fn visit(&mut self, node: Node<'_>) -> Option<Visit> {
        let [url, _, title, language, product, referrer, preview] = self.cx.fields(node, &VISIT_KEYS)?;
        self.known_in(product, &PRODUCT_KEYS);
        let Some(url) = url else { return self.cx.missing(node, "url", "\"url\": \"https://shop.example/\"") };
        let page = Page {
            url: self.cx.text(url),
            title: title.and_then(|node| self.cx.text(node)),
            language: language.and_then(|node| self.cx.text(node)),
            ..Page::default()
        };
        // What kind of page it is, only the shop can say.
        let says = node.get("type").or(product).is_some();
        let mut told = if says { self.events("page", node) } else { Vec::new() };
        for event in &mut told {
            if let Event::Described(said) = event {
                (said.title, said.language) = (None, None);
            }
        }
        Some(Visit {
            page,
            referrer: referrer.and_then(|node| self.cx.text(node)),
            preview: preview.and_then(|node| self.cx.text(node)),
            told,
        })
    }

    fn expectation(&mut self, node: Node<'_>) -> Option<Expectation> {
        let [shown, variant, step, text, without, why, outcomes, did, remembered] = self.cx.fields(node, &EXPECT_KEYS)?;
        Some(Expectation {
            shown: shown.map(|node| if node.kind() == Kind::Null { Vec::new() } else { self.texts(node) }),
            variant: variant.and_then(|node| self.cx.text(node)),
            step: step.and_then(|node| self.cx.text(node)),
            text: text.map(|node| self.texts(node)).unwrap_or_default(),
            without: without.map(|node| self.texts(node)).unwrap_or_default(),
            why: why.and_then(|node| self.why(node)),
            outcomes: outcomes.map(|node| self.texts(node)),
            did: did.map(|node| self.texts(node)),
            remembered: remembered.and_then(|node| self.cx.flag(node)),
        })
    }

    fn why(&mut self, node: Node<'_>) -> Option<Why> {
        let [campaign, gate, says] = self.cx.fields(node, &["campaign", "gate", "says"])?;
        let Some(campaign) = campaign else { return self.cx.missing(node, "campaign", "\"campaign\": \"nps\"") };
        let gates: Vec<&'static str> = crate::engine::gate::GATES.iter().map(|(name, _)| *name).collect();
        Some(Why {
            campaign: self.cx.text(campaign)?,
            gate: gate.and_then(|node| self.cx.word(node, &gates)).and_then(|place| gates.get(place)).map(|gate| Rc::from(*gate)),
            says: says.and_then(|node| self.cx.text(node)),
        })
    }

    fn scene(&mut self, node: Node<'_>) -> Scene {
        let fields = self.cx.fields(node, &SCENE_KEYS).unwrap_or_default();
        let mut scene = Scene::default();
        for (field, (obstacle, ..)) in fields.into_iter().zip(OBSTACLES) {
            if field.and_then(|node| self.cx.flag(node)) == Some(true) {
                scene = scene.and(*obstacle);
            }
        }
        scene
    }

    fn consent(&mut self, node: Node<'_>) -> Consent {
        let fields = self.cx.fields(node, &CONSENT_KEYS).unwrap_or_default();
        let [analytics, marketing, preferences] = fields.map(|field| field.and_then(|node| self.cx.flag(node)));
        Consent { analytics, marketing, preferences }
    }

    /// A list of texts, or a single one.
    fn texts(&mut self, node: Node<'_>) -> Vec<Rc<str>> {
        if node.kind() != Kind::List {
            return self.cx.text(node).into_iter().collect();
        }
        node.items().filter_map(|item| self.cx.text(item)).collect()
    }

    /// Reports keys that a page could use and nobody would read.
    fn known(&mut self, node: Node<'_>, keys: &[&'static str]) {
        if node.kind() != Kind::Object {
            self.cx.wrong::<()>(node, "an object");
        }
        for (key, _) in node.entries() {
            if !keys.contains(&key.word()) {
                self.cx.unknown_key(key, keys);
            }
        }
    }

    fn known_in(&mut self, node: Option<Node<'_>>, keys: &[&'static str]) {
        if let Some(node) = node {
            self.known(node, keys);
        }
    }

    fn declared(&mut self, part: &str, node: Node<'_>) -> Option<Deed> {
        Some(Deed::Tell(self.events(part, node)))
    }

    /// What the shop's page would say with this.
    fn events(&mut self, part: &str, node: Node<'_>) -> Vec<Event> {
        let declaration = format!("{{{}:{}}}", line::quoted(part), node.raw());
        let (events, problems) = declared(declaration.as_bytes(), self.currency);
        for problem in problems {
            self.cx.report(problem.code, node, || problem.message);
        }
        events
    }
}

/// `+02:00`, `-03:30`.
fn offset_minutes(text: &str) -> Option<i32> {
    let (sign, rest) = match text.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = rest.split_once(':')?;
    let number = |digits: &str, most: i32| digits.parse::<i32>().ok().filter(|number| digits.len() == 2 && (0..=most).contains(number));
    Some(sign * (number(hours, 18)? * 60 + number(minutes, 59)?))
}
