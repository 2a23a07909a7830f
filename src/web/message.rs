//! A message on screen: its frame, its life from show to hide, what it says to those who do not see it.
//!
//! Decides the frame: host element, shadow root, dialog or bar, close button, status line. The content is [`tree`](super::tree)'s,
//! what the shopper does with it [`gesture`](super::gesture)'s.

use super::format;
use super::gesture::{GESTURES, Memory};
use super::listen;
use super::page;
use super::sheet::SHEET;
use super::tree::{Drawn, Handle, Painter};
use crate::engine::id::Id;
use crate::view::{Surface, View};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, HtmlElement, ShadowRoot};

/// One message.
pub struct Message {
    pub exposure: Id,
    /// With it the listeners of its elements find it again.
    pub number: u32,
    pub view: Box<View>,
    /// The element on the page, everything else is in its shadow.
    pub host: HtmlElement,
    pub root: ShadowRoot,
    /// The dialog, which fills the window and holds the card; or the bar.
    pub frame: HtmlElement,
    pub close: Element,
    pub handles: Vec<Handle>,
    pub memory: Memory,
    content: Element,
    status: Element,
    drawn: Vec<Drawn>,
}

impl Message {
    /// Puts a message on the page.
    ///
    /// # Errors
    /// What the browser refused; nothing is left behind then.
    pub fn show(document: &Document, exposure: Id, number: u32, view: Box<View>) -> Result<Message, JsValue> {
        let root = page::frame(SHEET);
        let host: HtmlElement = root.host().unchecked_into();
        let shown = Message::build(document, exposure, number, view, &host, root);
        if shown.is_err() {
            host.remove();
        }
        shown
    }

    fn build(
        document: &Document,
        exposure: Id,
        number: u32,
        view: Box<View>,
        host: &HtmlElement,
        root: ShadowRoot,
    ) -> Result<Message, JsValue> {
        let element = |tag: &str, class: &str, parent: &Element| -> Result<Element, JsValue> {
            let made = document.create_element(tag)?;
            made.set_attribute("class", class)?;
            made.set_attribute("part", class)?;
            parent.append_child(&made)?;
            Ok(made)
        };
        let (frame, card) = match view.surface {
            Surface::Modal => {
                let frame = document.create_element("dialog")?;
                frame.set_attribute("class", "backdrop")?;
                frame.set_attribute("part", "backdrop")?;
                let card = element("div", "card", &frame)?;
                (frame, card)
            }
            Surface::Bar { top } => {
                let frame = document.create_element("div")?;
                frame.set_attribute("class", if top { "bar top" } else { "bar bottom" })?;
                frame.set_attribute("part", "bar")?;
                frame.set_attribute("role", "region")?;
                frame.set_attribute("popover", "manual")?;
                (frame.clone(), frame)
            }
        };
        if view.preview {
            element("span", "ribbon", &card)?.set_text_content(Some("Preview"));
        }
        let content = element("div", "content", &card)?;
        let close = element("button", "close", &card)?;
        close.set_attribute("type", "button")?;
        let status = element("div", "status", &card)?;
        status.set_attribute("role", "status")?;
        root.append_child(&frame)?;

        let mut message = Message {
            exposure,
            number,
            view,
            host: host.clone(),
            root,
            frame: frame.unchecked_into(),
            close,
            handles: Vec::new(),
            memory: Memory::default(),
            content,
            status,
            drawn: Vec::new(),
        };
        message.dress()?;
        message.paint(document, None)?;
        for (index, (kind, _)) in GESTURES.iter().enumerate() {
            page::hear(&message.root, kind, listen::gesture_code(index, number));
        }
        document.document_element().ok_or(JsValue::NULL)?.append_child(host)?;
        if page::raise(&message.frame) {
            // A bar comes without taking the focus.
            if message.is_modal() {
                message.focus_heading()?;
            }
            Ok(message)
        } else {
            Err(JsValue::NULL)
        }
    }

    /// Brings it up to date, keeping focus and what is being typed.
    pub fn update(&mut self, document: &Document, view: Box<View>) -> Result<(), JsValue> {
        let focused = self.root.active_element().is_some();
        let before = std::mem::replace(&mut self.view, view);
        if before.theme != self.view.theme || before.label != self.view.label || before.locale != self.view.locale {
            self.dress()?;
        }
        self.paint(document, Some(&before))?;
        // The element that had the focus went away with a step: the shopper goes on at the top of the next one.
        if focused && self.root.active_element().is_none() {
            self.focus_heading()?;
        }
        Ok(())
    }

    /// Language, theme and names.
    fn dress(&self) -> Result<(), JsValue> {
        let view = &self.view;
        self.host.set_attribute("lang", &view.locale)?;
        self.host.set_attribute("dir", if view.rtl { "rtl" } else { "ltr" })?;
        let style = self.host.style();
        style.set_property("--shopbell-font", &page::font())?;
        for (name, value) in &view.theme {
            let mut property = String::from("--shopbell-");
            property.push_str(name);
            style.set_property(&property, value)?;
        }
        if view.theme.iter().any(|(name, _)| *name == "surface") {
            self.host.set_attribute("data-surface", "")?;
        }
        self.frame.set_attribute("aria-label", &self.label())?;
        self.close.set_attribute("aria-label", &format::text(&view.locale, &view.close))
    }

    fn paint(&mut self, document: &Document, before: Option<&View>) -> Result<(), JsValue> {
        let mut painter = Painter { document, locale: &self.view.locale, handles: Vec::new() };
        let old = before.map_or(&[][..], |before| &before.nodes);
        painter.children(&self.content, old, &self.view.nodes, &mut self.drawn)?;
        self.handles = painter.handles;
        Ok(())
    }

    /// Whether an element is what lies beside the card.
    pub fn is_beside(&self, element: &Element) -> bool {
        self.is_modal() && *element == *self.frame
    }

    /// What it is called.
    pub fn label(&self) -> String {
        format::text(&self.view.locale, &self.view.label).into_owned()
    }

    /// Whether it holds the focus and keeps the page behind it still.
    pub fn is_modal(&self) -> bool {
        match self.view.surface {
            Surface::Modal => true,
            Surface::Bar { .. } => false,
        }
    }

    /// A message begins at its heading: read first, and no button is pressed by a key that was meant for the page.
    fn focus_heading(&self) -> Result<(), JsValue> {
        let heading = self.root.query_selector(".headline")?.unwrap_or_else(|| self.content.clone());
        heading.set_attribute("tabindex", "-1")?;
        heading.unchecked_ref::<HtmlElement>().focus()
    }

    /// Says something to those who do not see it; nothing at all clears it for the next time.
    pub fn say(&self, text: &str) {
        self.status.set_text_content(Some(text));
    }

    /// Takes it from the page's way; what is left of it fades and [`HtmlElement::remove`]s later.
    pub fn hide(&self) -> Result<(), JsValue> {
        let back = self.memory.came_from.as_ref().filter(|_| self.root.active_element().is_some());
        page::lower(&self.frame);
        if let Some(back) = back {
            back.focus()?;
        }
        self.host.set_attribute("inert", "")?;
        self.host.set_attribute("data-leaving", "")
    }
}
