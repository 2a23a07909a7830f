//! Events and outcomes, one line each, as people and golden files read them.
//!
//! Decides the words only. The same on every machine: amounts are minor units, nothing is a float, what was not said is
//! not printed.

use crate::engine::effect::{Effect, Scope};
use crate::engine::event::{Cart, Consent, Customer, Dismissal, Event, Leave, Line, Page, Product, Purchase, Started};
use crate::engine::scene::OBSTACLES;
use crate::explain::words::loose;
use crate::json::Json;
use crate::outcome::{Of, Outcome, What};
use crate::view::print;
use std::fmt::{Display, Write};

/// The event in one line.
#[must_use]
pub fn event(event: &Event) -> String {
    let mut line = Words(String::new());
    match event {
        Event::Started(started) => start(&mut line, started),
        Event::Viewed(page) => described(&mut line, "view", page),
        Event::Described(page) => described(&mut line, "page", page),
        Event::Cart(about) => cart(&mut line, about),
        Event::Identified(about) => customer(&mut line, about),
        Event::Set { name, value } => line.word("set").pair(name, loose(value)),
        Event::Tracked { name, detail } => line.word("track").quoted(name).word(&loose(detail)),
        Event::Purchased(about) => purchase(&mut line, about),
        Event::Consented(about) => consent(&mut line, *about),
        Event::Scrolled(percent) => line.pair("scroll", percent),
        Event::Active => line.word("active"),
        Event::Leaving { signal, speed } => line.pair("leave", leave(*signal)).pair("speed", speed),
        Event::Clicked(selector) => line.pair("click", selector),
        Event::Seen(selector) => line.pair("see", selector),
        Event::Placed(place, room) => line.pair("place", place).pair("room", *room as u8),
        Event::FormSent(selector) => line.pair("form", selector),
        Event::Copied => line.word("copied"),
        Event::Returned(away) => line.pair("returned", away),
        Event::Zoned { .. } => line.word("zoned"),
        Event::Remembered(_) => line.word("remembered"),
        Event::Claimed { scene, .. } => {
            let seen = OBSTACLES.iter().filter(|(obstacle, ..)| scene.has(*obstacle));
            seen.fold(line.word("claimed"), |line, (_, word, _)| line.word(word))
        }
        Event::Restored { .. } => line.word("restored"),
        Event::Refused { .. } => line.word("refused"),
        Event::Coded { code, .. } => line.word("coded").word(code.as_deref().unwrap_or("nothing")),
        Event::Shown { .. } => line.word("shown"),
        Event::Failed { .. } => line.word("failed"),
        Event::Dismissed { how, .. } => line.pair("dismiss", dismissal(*how)),
        Event::Acted { action, .. } => line.pair("press", action),
        Event::Answered { field, value, .. } => line.pair("answer", field).quoted(value),
        Event::Tick => line.word("tick"),
    };
    line.0
}

/// What is to be done, in one line; of what is drawn the host knows the name.
#[must_use]
pub fn effect(effect: &Effect) -> Option<String> {
    Some(match effect {
        Effect::Claim { campaign, .. } => format!("claim {campaign}"),
        Effect::Code { pool, .. } => format!("ask the pool {pool} for a code"),
        Effect::Hide { .. } => "hide".into(),
        Effect::Do { action, .. } => format!("do {}", print::action(action)),
        Effect::Remember { scope: kept, .. } => format!("remember {}", scope(*kept)),
        Effect::Send(about) => format!("send {}", outcome(about)),
        Effect::Broken { problems } => {
            let codes: Vec<_> = problems.iter().map(|problem| problem.code.name()).collect();
            format!("broken {}", codes.join(" "))
        }
        Effect::Show { .. } | Effect::Update { .. } | Effect::Deliver(_) => return None,
    })
}

/// The outcome in one line, without its ids.
#[must_use]
pub fn outcome(outcome: &Outcome) -> String {
    let mut line = Words(String::from(outcome_word(&outcome.what)));
    if let Some(Of { campaign, variant, unassigned, .. }) = &outcome.of {
        line.word(&format!("{campaign}/{variant}")).said("unassigned", unassigned.then_some("yes"));
    }
    match &outcome.what {
        What::Exposed | What::Impression | What::Error => &mut line,
        What::Step { step } => line.pair("to", step),
        What::Clicked { action } => line.pair("on", action),
        What::Submitted { answers } => answers.iter().fold(&mut line, |line, (field, answer)| line.word(field).quoted(answer)),
        What::Dismissed { how } => line.pair("by", how),
        What::CouponCopied { code } => line.pair("code", code),
        What::Converted { goal, value } => line.pair("goal", goal).said("value", value.as_ref()),
        What::Purchase { order, value, currency, coupons } => {
            line.quoted(order).said("value", value.as_ref()).said("currency", currency.as_ref()).list("coupons", coupons)
        }
    };
    line.0
}

/// The name of an outcome, as the log of outcomes has it.
#[must_use]
pub fn outcome_word(what: &What) -> &'static str {
    match what {
        What::Exposed => "exposed",
        What::Impression => "impression",
        What::Step { .. } => "step",
        What::Clicked { .. } => "clicked",
        What::Submitted { .. } => "submitted",
        What::Dismissed { .. } => "dismissed",
        What::CouponCopied { .. } => "coupon_copied",
        What::Converted { .. } => "converted",
        What::Purchase { .. } => "purchase",
        What::Error => "error",
    }
}

/// The word for a sign of leaving.
#[must_use]
pub fn leave(signal: Leave) -> &'static str {
    match signal {
        Leave::PointerTop => "pointer_top",
        Leave::FastScrollUp => "fast_scroll_up",
        Leave::TabReturn => "tab_return",
        Leave::IdleAfterScroll => "idle_after_scroll",
    }
}

/// The word for a way to close.
#[must_use]
pub fn dismissal(how: Dismissal) -> &'static str {
    match how {
        Dismissal::Close => "close",
        Dismissal::Escape => "escape",
        Dismissal::Backdrop => "backdrop",
        Dismissal::Button => "button",
    }
}

/// A text in quotes, on one line.
#[must_use]
pub fn quoted(text: &str) -> String {
    let mut json = Json::default();
    json.text(text);
    json.0
}

/// A line growing by words; what is None adds none.
struct Words(String);

impl Words {
    fn word(&mut self, word: &str) -> &mut Words {
        if !self.0.is_empty() {
            self.0.push(' ');
        }
        self.0.push_str(word);
        self
    }

    fn quoted(&mut self, text: &str) -> &mut Words {
        self.word(&quoted(text))
    }

    fn pair(&mut self, key: &str, value: impl Display) -> &mut Words {
        self.word(key);
        // Writing to a String cannot fail.
        let _ = write!(self.0, " {value}");
        self
    }

    fn said(&mut self, key: &str, value: Option<impl Display>) -> &mut Words {
        match value {
            Some(value) => self.pair(key, value),
            None => self,
        }
    }

    fn text(&mut self, key: &str, value: Option<&std::rc::Rc<str>>) -> &mut Words {
        self.said(key, value.map(|text| quoted(text)))
    }

    fn list(&mut self, key: &str, values: &[std::rc::Rc<str>]) -> &mut Words {
        let texts = values.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(" ");
        self.said(key, (!values.is_empty()).then_some(texts))
    }
}

fn start<'w>(line: &'w mut Words, started: &Started) -> &'w mut Words {
    described(line, "start", &started.page);
    line.text("referrer", started.referrer.as_ref()).said("device", started.device.kind.as_ref());
    line.said("preview", started.preview.as_ref()).said("storage", (!started.storage).then_some("blocked"))
}

fn described<'w>(line: &'w mut Words, word: &str, page: &Page) -> &'w mut Words {
    line.word(word).said("url", page.url.as_ref()).said("type", page.kind.as_ref());
    line.text("title", page.title.as_ref()).said("language", page.language.as_ref());
    if let Some(known) = &page.product {
        product(line.word("product"), known);
    }
    for known in page.recommended.iter() {
        product(line.word("recommended"), known);
    }
    line
}

fn product(line: &mut Words, product: &Product) {
    let Product { sku, name, price, category, brand, tags, in_stock, image, url } = product;
    line.text("sku", sku.as_ref()).text("name", name.as_ref()).said("price", price.as_ref());
    line.text("category", category.as_ref()).text("brand", brand.as_ref()).list("tags", tags).said("in_stock", in_stock.as_ref());
    line.said("image", image.as_ref()).said("url", url.as_ref());
}

fn cart<'w>(line: &'w mut Words, cart: &Cart) -> &'w mut Words {
    let Cart { currency, subtotal, total, items, lines, coupons } = cart;
    line.word("cart").said("currency", currency.as_ref()).said("subtotal", subtotal.as_ref());
    line.said("total", total.as_ref()).said("items", items.as_ref()).list("coupons", coupons);
    for Line { sku, name, price, quantity, category, brand } in lines {
        line.word("|").word(&quantity.to_string()).word("x").quoted(sku).said("price", price.as_ref());
        line.text("name", name.as_ref()).text("category", category.as_ref()).text("brand", brand.as_ref());
    }
    line
}

fn customer<'w>(line: &'w mut Words, customer: &Customer) -> &'w mut Words {
    line.word("customer").text("id", customer.id.as_ref());
    for (fact, value) in &customer.facts {
        let name = fact.row().name;
        line.pair(name.strip_prefix("customer.").unwrap_or(name), loose(value));
    }
    line
}

fn purchase<'w>(line: &'w mut Words, purchase: &Purchase) -> &'w mut Words {
    let Purchase { order, value, currency, coupons } = purchase;
    line.word("purchase").quoted(order).said("value", value.as_ref()).said("currency", currency.as_ref()).list("coupons", coupons)
}

fn consent(line: &mut Words, consent: Consent) -> &mut Words {
    let Consent { analytics, marketing, preferences } = consent;
    line.word("consent").said("analytics", analytics).said("marketing", marketing).said("preferences", preferences)
}

/// What is kept where.
pub fn scope(scope: Scope) -> &'static str {
    match scope {
        Scope::Tab => "tab",
        Scope::Visitor => "visitor",
    }
}
