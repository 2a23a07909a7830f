//! Themes: the colours, shape and font of messages, as typed values.
//!
//! Decides which tokens there are and what they may be; no CSS text ever passes. Leaves defaults, light and dark, to the
//! host's stylesheet; the checker knows them, and warns where what is given cannot be read next to them.

#[cfg(feature = "tools")]
use super::contrast::{contrast, nearest, read};
use super::decoder::{Decoder, rc};
#[cfg(feature = "tools")]
use super::diagnostic::Code;
use super::noun::{Holds, Noun, key};
use crate::node::{Kind, Node};
use crate::view::builder::digits;
use std::rc::Rc;

/// Every token, colours first.
pub const THEME: Noun = &[
    key("accent", Holds::Colour).doc("of buttons, progress, the line above the headline; six hexadecimal digits, like all colours"),
    key("on_accent", Holds::Colour).doc("text on it"),
    key("surface", Holds::Colour).doc("what a message lies on"),
    key("ink", Holds::Colour).doc("its text"),
    key("muted", Holds::Colour).doc("its quieter text"),
    key("line", Holds::Colour).doc("its lines"),
    key("tint", Holds::Colour).doc("a breath of the accent on the surface: codes, what the pointer is on"),
    key("radius", Holds::Whole(0, 40)).doc("of corners, 0 to 40 pixels"),
    key("width", Holds::Whole(280, 720)).doc("of a modal, 280 to 720 pixels"),
    key("spacing", Holds::Whole(16, 48)).doc("around what is in a modal, 16 to 48 pixels"),
    key("font", Holds::Word(&["inherit", "system", "rounded", "serif", "mono"]))
        .doc("`inherit` (the shop's), `system`, `rounded`, `serif`, `mono`"),
];
/// The fonts in CSS.
const FONTS: [&str; 5] =
    ["inherit", "system-ui,sans-serif", "ui-rounded,system-ui,sans-serif", "ui-serif,Georgia,serif", "ui-monospace,monospace"];

/// A theme as it was written: custom properties without `--shopbell-`, and values made or checked here.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Theme(Vec<(&'static str, Rc<str>)>);

/// Decodes a theme; what it leaves out is as in `base`.
pub fn theme(cx: &mut Decoder, node: Node<'_>, base: &Theme) -> Option<Theme> {
    let mut theme = base.clone();
    for (slot, key) in cx.read(Some(node), THEME).iter().zip(THEME) {
        let Some(given) = slot.node else { continue };
        let mut pixels;
        let css = match key.holds {
            Holds::Whole(..) => {
                pixels = digits(slot.value);
                pixels.push_str("px");
                &pixels
            }
            Holds::Word(_) => FONTS.get(slot.value as usize).copied().unwrap_or_default(),
            _ => given.word(),
        };
        let css = rc(css);
        // Properties are written with hyphens.
        let property = if key.name == "on_accent" { "on-accent" } else { key.name };
        if property == "surface" {
            // Whose controls are drawn on it: green weighs most in how light a colour is.
            let dark = css.as_bytes().get(3) < Some(&b'8');
            theme.set("scheme", rc(if dark { "dark" } else { "light" }));
        }
        theme.set(property, css);
    }
    #[cfg(feature = "tools")]
    theme.check(cx, node);
    (node.kind() == Kind::Object).then_some(theme)
}

impl Theme {
    #[inline(never)]
    fn set(&mut self, property: &'static str, css: Rc<str>) {
        match self.0.iter_mut().find(|(name, _)| *name == property) {
            Some(known) => known.1 = css,
            None => self.0.push((property, css)),
        }
    }

    /// Custom properties without `--shopbell-`.
    #[must_use]
    pub fn properties(&self) -> Vec<(&'static str, Rc<str>)> {
        self.0.clone()
    }

    /// What a custom property says, where the theme has it.
    #[cfg(feature = "tools")]
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, css)| &**css)
    }

    /// The looks that the style sheet has for it, each with the colours where the theme is silent: a surface of its own looks the same
    /// by day and by night.
    #[cfg(feature = "tools")]
    #[must_use]
    pub fn looks(&self) -> &'static [(&'static str, Defaults)] {
        let both = &[("light", LIGHT), ("dark", DARK)];
        if self.value("surface").is_some() { both.get(..1).unwrap_or_default() } else { both }
    }

    /// Warns of pairs that are hard to tell apart: WCAG 2.2, 1.4.3 (text) and 1.4.11 (parts of controls).
    #[cfg(feature = "tools")]
    fn check(&self, cx: &mut Decoder, node: Node<'_>) {
        let mut seen = Vec::new();
        for (mode, defaults) in self.looks() {
            for (name, ground, least) in
                [("on-accent", "accent", 4.5), ("ink", "surface", 4.5), ("muted", "surface", 4.5), ("accent", "surface", 3.0)]
            {
                let (own, own_ground) = (self.value(name), self.value(ground));
                // Of the accent on a surface only the given one in the light: in the dark the stylesheet finds another.
                let ours = if name == "accent" { *mode == "dark" || own.is_none() } else { own.is_none() && own_ground.is_none() };
                let (colour, behind) =
                    (own.unwrap_or_else(|| default(defaults, name)), own_ground.unwrap_or_else(|| default(defaults, ground)));
                let ratio = contrast(read(colour), read(behind));
                if ours || ratio >= least || seen.contains(&(colour, behind)) {
                    continue;
                }
                seen.push((colour, behind));
                let of = |token: &str, own: Option<&str>, css: &str| match own {
                    Some(_) => format!("`{}` {css}", token.replace('-', "_")),
                    None => format!("the {mode} `{}` {css}", token.replace('-', "_")),
                };
                let would = nearest(read(colour), |other| contrast(other, read(behind)) >= least);
                cx.report(Code::Contrast, node, || {
                    format!(
                        "{} is hard to see on {}: contrast {ratio:.2}, at least {least} is needed; `\"{}\": \"{}\"` would do",
                        of(name, own, colour),
                        of(ground, own_ground, behind),
                        name.replace('-', "_"),
                        would.unwrap_or_default()
                    )
                });
            }
        }
    }
}

/// Colours by their property.
#[cfg(feature = "tools")]
pub type Defaults = [(&'static str, &'static str); 5];

/// The colour of this property; none is black.
#[cfg(feature = "tools")]
#[must_use]
pub fn default(defaults: &Defaults, name: &str) -> &'static str {
    defaults.iter().find(|(known, _)| *known == name).map_or("#000000", |(_, css)| css)
}

/// What the stylesheet takes where a theme is silent.
#[cfg(feature = "tools")]
const LIGHT: Defaults = [("accent", "#2f5d50"), ("on-accent", "#ffffff"), ("surface", "#fffdfa"), ("ink", "#1d1b18"), ("muted", "#6b655d")];
#[cfg(feature = "tools")]
const DARK: Defaults = [("accent", "#3f7d6b"), ("on-accent", "#ffffff"), ("surface", "#1c1b19"), ("ink", "#f4f0ea"), ("muted", "#a8a198")];
