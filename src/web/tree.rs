//! A view's rows become elements, and a newer view is worked into those that are there.
//!
//! Decides what is kept: an element that fits its successor stays, with focus and what was typed; what differs is patched,
//! what does not fit is replaced. Text becomes text: there is `createElement`, `textContent`, and attributes whose names are
//! written in our own source, nothing else.

use super::format::text;
use super::page;
use crate::view::{Kind, Row, element, own};
use web_sys::Element;

/// An element on screen, and the row of the view that it shows.
pub struct Drawn {
    pub row: usize,
    pub element: Element,
}

/// Rows, and the language they are formatted in.
#[derive(Clone, Copy)]
pub struct Script<'v> {
    pub locale: &'v str,
    pub rows: &'v [Row],
}

/// One pass from the view that was to the view that is.
pub struct Painter<'v> {
    pub before: Script<'v>,
    pub now: Script<'v>,
    /// Elements of the view that was.
    pub there: &'v [Drawn],
    /// Elements of the view that is, in its order.
    pub drawn: Vec<Drawn>,
}

impl Painter<'_> {
    /// Makes what is in `parent` show the rows `at..end`; it showed the rows `old..old_end` until now.
    pub fn inside(&mut self, parent: &Element, mut old: usize, old_end: usize, mut at: usize, end: usize) {
        while at < end {
            let new = element(self.now.rows, at);
            let mut was = if old < old_end { element(self.before.rows, old) } else { &[] };
            let inside_old = (old + 1 + own(was).len(), old + was.len());
            let there = self.element_of(old).filter(|_| !was.is_empty());
            let shows = match there {
                Some(there) if self.fits(was, new) => there.clone(),
                _ => {
                    was = &[];
                    let made = make(new);
                    page::put(parent, &made, there);
                    made
                }
            };
            old = inside_old.1;
            self.fill(&shows, own(was), own(new));
            self.drawn.push(Drawn { row: at, element: shows.clone() });
            let inner = if was.is_empty() { (0, 0) } else { inside_old };
            self.inside(&shows, inner.0, inner.1, at + 1 + own(new).len(), at + new.len());
            at += new.len();
        }
        while old < old_end {
            if let Some(gone) = self.element_of(old) {
                page::remove(gone);
            }
            old += element(self.before.rows, old).len();
        }
    }

    fn element_of(&self, row: usize) -> Option<&Element> {
        self.there.iter().find(|drawn| drawn.row == row).map(|drawn| &drawn.element)
    }

    /// Whether the element of `was` can go on as that of `new`. Fields of another name cannot: what was typed is not theirs.
    fn fits(&self, was: &[Row], new: &[Row]) -> bool {
        let ([first, ..], [next, ..]) = (was, new) else { return false };
        let (own_was, own_new) = (own(was), own(new));
        first.kind == next.kind
            && first.name == next.name
            && (own_was.len() + 1 < was.len()) == (own_new.len() + 1 < new.len())
            && text(self.before.locale, own_was, &["name"]) == text(self.now.locale, own_new, &["name"])
    }

    /// Brings text and attributes of an element from `was` to `new`.
    fn fill(&self, shows: &Element, was: &[Row], new: &[Row]) {
        for rows in [was, new] {
            for row in rows.iter().filter(|row| row.is_piece()) {
                let value = text(self.now.locale, new, &[row.name]);
                if value != text(self.before.locale, was, &[row.name]) {
                    // Only a step that is seen is celebrated, not a page that opens with the target reached.
                    set(shows, row.name, value.as_deref(), !was.is_empty());
                }
            }
        }
    }
}

fn make(new: &[Row]) -> Element {
    match new {
        [Row { kind: Kind::Element(tag), name, .. }, ..] => page::element(tag.name(), name),
        _ => page::element("", ""),
    }
}

fn set(shows: &Element, name: &str, value: Option<&str>, reached_counts: bool) {
    if name.is_empty() {
        page::text(shows, value.unwrap_or_default());
    } else if name == "--value" {
        page::property(shows, "value", value.unwrap_or_default());
        page::attribute(shows, "data-reached", if reached_counts && value == Some("1000") { Some("") } else { None });
    } else {
        page::attribute(shows, name, value);
    }
}
