//! A view on its way to the page, as JSON text.
//!
//! Decides what is told of it; `page/message.js` and `page/tree.js` make elements of it, and what amounts, numbers and days look
//! like is `Intl`'s to say, in the view's language.

use crate::engine::id::Id;
use crate::json::Json;
use crate::money::minor_digits;
use crate::view::{Kind, Surface, Turn, View};

/// A message on screen.
pub struct Message {
    pub exposure: Id,
    /// By it the page knows the message.
    pub number: u32,
    /// Place of the action that goes on to the next step.
    pub next: Option<u16>,
}

/// Surface, whether it is a preview, language and its direction, theme, name of the close button, place of the row that names
/// the message, rows, what has just become of it.
#[inline(never)]
pub fn written(view: &View) -> String {
    let mut json = Json::default();
    let surface = match view.surface {
        Surface::Modal => "modal",
        Surface::Fullscreen => "full",
        Surface::Side { start: true } => "side start",
        Surface::Side { start: false } => "side",
        Surface::Bar { top: true, push: false } => "bar top",
        Surface::Bar { top: false, push: false } => "bar bottom",
        Surface::Bar { top: true, push: true } => "bar top push",
        Surface::Bar { top: false, push: true } => "bar bottom push",
        Surface::Inline => "inline",
        Surface::Teaser { left: true } => "bar teaser left",
        Surface::Teaser { left: false } => "bar teaser right",
    };
    json.open('[').text(surface).flag(Some(view.preview)).text(&view.locale).text(if view.rtl { "rtl" } else { "ltr" });
    json.open('[');
    for (name, value) in &view.theme {
        json.open('[').text(name).text(value).close(']');
    }
    json.close(']').text(&view.close).int(view.label as i64).open('[');
    for row in &view.rows {
        json.open('[');
        match row.kind {
            Kind::Element(tag) => json.text(tag.name()),
            other => json.int(other.code() as i64),
        };
        json.text(row.name).text(&row.text).int(row.number);
        if row.kind == Kind::Money {
            json.int(i64::from(minor_digits(&row.text)));
        }
        json.close(']');
    }
    json.close(']').int(match view.turn {
        Turn::Same => 0,
        Turn::Wrong => 1,
        Turn::Step => 2,
    });
    if let Some((selector, side)) = &view.at {
        json.text(selector).int(i64::from(*side));
    }
    json.close(']');
    json.0
}
