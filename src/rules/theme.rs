//! Themes: the colours, shape and font of messages, as typed values.
//!
//! Decides which tokens there are and what they may be; no CSS text ever passes. Leaves defaults, light and dark, to the
//! host's stylesheet; the checker knows them, and warns where what is given cannot be read next to them.

use super::decoder::{Decoder, found};
use super::diagnostic::Code;
use crate::node::{Kind, Node};
use crate::view::build::digits;
use std::rc::Rc;

/// Every token, colours first.
pub const TOKENS: [&str; 9] = ["accent", "on_accent", "surface", "ink", "muted", "line", "radius", "width", "font"];
/// The same as custom properties.
const PROPERTIES: [&str; 9] = ["accent", "on-accent", "surface", "ink", "muted", "line", "radius", "width", "font"];
/// Fonts to choose from.
pub const FONTS: [&str; 5] = ["inherit", "system", "rounded", "serif", "mono"];
/// The same in CSS.
const FONTS_CSS: [&str; 5] =
    ["inherit", "system-ui,sans-serif", "ui-rounded,system-ui,sans-serif", "ui-serif,Georgia,serif", "ui-monospace,monospace"];

/// A theme as it was written: custom properties without `--shopbell-`, and values made or checked here.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Theme(Vec<(&'static str, Rc<str>)>);

/// Decodes a theme; what it leaves out is as in `base`.
pub fn theme(cx: &mut Decoder, node: Node<'_>, base: &Theme) -> Option<Theme> {
    if node.kind() != Kind::Object {
        return cx.wrong(node, "an object");
    }
    let mut theme = base.clone();
    for (key, value) in node.entries() {
        let Some(place) = TOKENS.iter().position(|token| *token == key.word()) else {
            cx.unknown_key(key, &TOKENS);
            continue;
        };
        let css = match place {
            0..=5 => colour(cx, value),
            6 => pixels(cx, value, 0, 40),
            7 => pixels(cx, value, 280, 720),
            _ => cx.word(value, &FONTS).and_then(|place| FONTS_CSS.get(place)).map(|css| Rc::from(*css)),
        };
        if let (Some(css), Some(property)) = (css, PROPERTIES.get(place)) {
            theme.0.retain(|(name, _)| name != property);
            theme.0.push((property, css));
        }
    }
    #[cfg(feature = "tools")]
    theme.check(cx, node);
    Some(theme)
}

fn colour(cx: &mut Decoder, node: Node<'_>) -> Option<Rc<str>> {
    let text = node.word();
    if text.len() == 7 && text.starts_with('#') && text.bytes().skip(1).all(|byte| byte.is_ascii_hexdigit()) {
        return Some(Rc::from(text));
    }
    cx.report(Code::WrongType, node, || format!("found {}, expected a colour as six hexadecimal digits, such as \"#2f5d50\"", found(node)));
    None
}

fn pixels(cx: &mut Decoder, node: Node<'_>, low: i64, high: i64) -> Option<Rc<str>> {
    let mut css = digits(cx.integer(node, low, high)?);
    css.push_str("px");
    Some(Rc::from(css.as_str()))
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
