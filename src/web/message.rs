//! A message on screen: its frame, its life from show to hide, what it says to those who do not see it.
//!
//! Decides the frame: host element, shadow root, dialog or bar, close button, status line. The content is [`tree`](super::tree)'s,
//! what the shopper does with it [`gesture`](super::gesture)'s.

use super::gesture::{GESTURES, Memory};
use super::sheet::SHEET;
use super::tree::{Drawn, Painter, Script};
use super::{format, listen, page};
use crate::engine::id::Id;
use crate::view::{SPOKEN, Surface, View};
use web_sys::{Element, ShadowRoot};

/// One message.
pub struct Message {
    pub exposure: Id,
    /// With it the listeners of its elements find it again.
    pub number: u32,
    pub view: Box<View>,
    /// The element on the page; everything else is in its shadow.
    pub host: Element,
    pub root: ShadowRoot,
    /// The dialog, which fills the window and holds the card; or the bar.
    pub frame: Element,
    pub close: Element,
    /// The elements of its view.
    pub drawn: Vec<Drawn>,
    pub memory: Memory,
    content: Element,
    status: Element,
}

impl Message {
    /// Puts a message on the page. None where the browser refused; nothing is left behind then.
    pub fn show(exposure: Id, number: u32, view: Box<View>, page_root: &Element) -> Option<Message> {
        let root = page::frame(SHEET);
        let frame = match view.surface {
            Surface::Modal => page::element("dialog", "backdrop"),
            Surface::Bar { top } => {
                let bar = page::element("div", if top { "bar top" } else { "bar bottom" });
                page::attribute(&bar, "role", Some("region"));
                page::attribute(&bar, "popover", Some("manual"));
                bar
            }
        };
        let inside = |parent: &Element, tag: &str, class: &str| {
            let made = page::element(tag, class);
            page::put(parent, &made, None);
            made
        };
        let card = if view.surface == Surface::Modal { inside(&frame, "div", "card") } else { frame.clone() };
        if view.preview {
            page::text(&inside(&card, "span", "ribbon"), "Preview");
        }
        let mut message = Message {
            exposure,
            number,
            view,
            host: root.host(),
            content: inside(&card, "div", "content"),
            close: inside(&card, "button", "close"),
            status: inside(&card, "div", "status"),
            root,
            frame,
            drawn: Vec::new(),
            memory: Memory::default(),
        };
        page::attribute(&message.status, "role", Some("status"));
        page::put(&message.root, &message.frame, None);
        message.dress();
        message.paint(Script { locale: "", rows: &[] });
        for (index, (kind, _)) in GESTURES.iter().enumerate() {
            page::feel(&message.root, kind, listen::gesture_code(index, number));
        }
        page::put(page_root, &message.host, None);
        if !page::raise(&message.frame) {
            page::remove(&message.host);
            return None;
        }
        // A bar comes without taking the focus.
        if message.is_modal() {
            message.focus_heading();
        }
        Some(message)
    }

    /// Brings it up to date, keeping focus and what is being typed.
    pub fn update(&mut self, view: Box<View>) {
        let focused = self.has_focus();
        let label = self.label();
        let before = std::mem::replace(&mut self.view, view);
        if label != self.label() || before.locale != self.view.locale {
            self.dress();
        }
        self.paint(Script { locale: &before.locale, rows: &before.rows });
        // The element that had the focus went away with a step: the shopper goes on at the top of the next one.
        if focused && !self.has_focus() {
            self.focus_heading();
        }
    }

    /// Language, theme and names.
    fn dress(&self) {
        let view = &self.view;
        let locale = &view.locale;
        page::attribute(&self.host, "lang", Some(locale));
        page::attribute(&self.host, "dir", Some(if view.rtl { "rtl" } else { "ltr" }));
        page::property(&self.host, "font", &page::font());
        for (name, value) in &view.theme {
            page::property(&self.host, name, value);
            // A surface of its own is dark or light by itself.
            if *name == "surface" {
                page::attribute(&self.host, "data-surface", Some(""));
            }
        }
        page::attribute(&self.frame, "aria-label", Some(&self.label()));
        page::attribute(&self.close, "aria-label", Some(view.close));
    }

    fn paint(&mut self, before: Script<'_>) {
        let now = Script { locale: &self.view.locale, rows: &self.view.rows };
        let mut painter = Painter { before, now, there: &self.drawn, drawn: Vec::new() };
        painter.inside(&self.content, 0, before.rows.len(), 0, now.rows.len());
        self.drawn = painter.drawn;
    }

    /// What it is called.
    pub fn label(&self) -> String {
        format::text(&self.view.locale, self.view.named_by(), SPOKEN).unwrap_or_default()
    }

    /// Whether it holds the focus and keeps the page behind it still.
    pub fn is_modal(&self) -> bool {
        self.view.surface == Surface::Modal
    }

    /// Whether an element is what lies beside the card.
    pub fn is_beside(&self, element: &Element) -> bool {
        self.is_modal() && *element == self.frame
    }

    fn has_focus(&self) -> bool {
        self.root.active_element().is_some()
    }

    /// A message begins at its heading: read first, and no button is pressed by a key that was meant for the page.
    fn focus_heading(&self) {
        page::focus(page::find(&self.root, ".headline").as_ref().unwrap_or(&self.content));
    }

    /// Says something to those who do not see it; nothing at all clears it for the next time.
    pub fn say(&self, text: &str) {
        page::text(&self.status, text);
    }

    /// Takes it from the shopper's way; what is left of it fades and is removed later.
    pub fn hide(&self) {
        // Looked at first: leaving the top layer takes the focus away.
        let back = self.memory.came_from.as_ref().filter(|_| self.has_focus());
        page::lower(&self.frame);
        back.iter().for_each(|back| page::focus(back));
        page::attribute(&self.host, "inert", Some(""));
        page::attribute(&self.host, "data-leaving", Some(""));
    }
}
