//! Themes: the colours, shape and font of messages, as typed values.
//!
//! Decides which tokens there are and what they may be; no CSS text ever passes. Leaves defaults, light and dark, to the
//! host's stylesheet; the checker knows them, and warns where what is given cannot be read next to them.

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
    key("radius", Holds::Whole(0, 40)).doc("of corners, 0 to 40 pixels"),
    key("width", Holds::Whole(280, 720)).doc("of a modal, 280 to 720 pixels"),
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
        match theme.0.iter_mut().find(|(name, _)| *name == property) {
            Some(known) => known.1 = css,
            None => theme.0.push((property, css)),
        }
    }
    #[cfg(feature = "tools")]
    theme.check(cx, node);
    (node.kind() == Kind::Object).then_some(theme)
}

impl Theme {
    /// Custom properties without `--shopbell-`.
    #[must_use]
    pub fn properties(&self) -> Vec<(&'static str, Rc<str>)> {
        self.0.clone()
    }

    /// Warns of pairs that are hard to tell apart: WCAG 2.2, 1.4.3 (text) and 1.4.11 (parts of controls).
    #[cfg(feature = "tools")]
    fn check(&self, cx: &mut Decoder, node: Node<'_>) {
        let given = |name: &str| self.0.iter().find(|(known, _)| *known == name).map(|(_, css)| &**css);
        let mut seen = Vec::new();
        for (mode, defaults) in [("light", LIGHT), ("dark", DARK)] {
            let default = |name: &str| defaults.iter().find(|(known, _)| *known == name).map(|(_, css)| *css);
            for (name, ground, least) in
                [("on-accent", "accent", 4.5), ("ink", "surface", 4.5), ("muted", "surface", 4.5), ("accent", "surface", 3.0)]
            {
                let (own, own_ground) = (given(name), given(ground));
                // Of the accent on a surface only the given one in the light: in the dark the stylesheet finds another.
                let ours = if name == "accent" { mode == "dark" || own.is_none() } else { own.is_none() && own_ground.is_none() };
                let (Some(colour), Some(behind)) = (own.or(default(name)), own_ground.or(default(ground))) else { continue };
                let ratio = contrast(colour, behind);
                if ours || ratio >= least || seen.contains(&(colour, behind)) {
                    continue;
                }
                seen.push((colour, behind));
                let of = |token: &str, own: Option<&str>, css: &str| match own {
                    Some(_) => format!("`{}` {css}", token.replace('-', "_")),
                    None => format!("the {mode} `{}` {css}", token.replace('-', "_")),
                };
                cx.report(Code::Contrast, node, || {
                    format!(
                        "{} is hard to see on {}: contrast {ratio:.2}, at least {least} is needed; change or add one of them",
                        of(name, own, colour),
                        of(ground, own_ground, behind)
                    )
                });
            }
        }
    }
}

/// What the stylesheet takes where a theme is silent.
#[cfg(feature = "tools")]
const LIGHT: [(&str, &str); 5] =
    [("accent", "#2f5d50"), ("on-accent", "#ffffff"), ("surface", "#fffdfa"), ("ink", "#1d1b18"), ("muted", "#6b655d")];
#[cfg(feature = "tools")]
const DARK: [(&str, &str); 5] =
    [("accent", "#3f7d6b"), ("on-accent", "#ffffff"), ("surface", "#1c1b19"), ("ink", "#f4f0ea"), ("muted", "#a8a198")];

/// Contrast of two colours, 1 to 21: <https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio>.
#[cfg(feature = "tools")]
fn contrast(one: &str, other: &str) -> f64 {
    let (one, other) = (luminance(one) + 0.05, luminance(other) + 0.05);
    if one > other { one / other } else { other / one }
}

/// Relative luminance of `#rrggbb`, 0 to 1: <https://www.w3.org/TR/WCAG22/#dfn-relative-luminance>.
#[cfg(feature = "tools")]
fn luminance(css: &str) -> f64 {
    let linear = |part: f64| if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) };
    let part = |at: usize| css.get(at..at + 2).and_then(|hex| u8::from_str_radix(hex, 16).ok()).map_or(0.0, |byte| f64::from(byte) / 255.0);
    0.2126 * linear(part(1)) + 0.7152 * linear(part(3)) + 0.0722 * linear(part(5))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratios_are_those_of_the_standard() {
        assert!((contrast("#000000", "#ffffff") - 21.0).abs() < 1e-9);
        assert!((contrast("#777777", "#FFFFFF") - 4.478).abs() < 1e-3);
        assert!((contrast("#2f5d50", "#ffffff") - 7.438).abs() < 0.1);
    }
}
