//! Themes: the colours, shape and font of messages, as typed values.
//!
//! Decides which tokens there are and what they may be; no CSS text ever passes. What was left out next to what was given
//! is chosen here so that it can be read: the text on an accent, the ink on a surface. Leaves all other defaults, and the
//! dark ones, to the host's stylesheet.

use super::decoder::{Decoder, found};
use super::diagnostic::Code;
use crate::node::Node;
use crate::view::build::digits;
use std::rc::Rc;

/// Red, green and blue, a byte each.
type Colour = u32;

/// Custom properties of the colours, in the order of [`Theme::colours`].
const COLOURS: [&str; 6] = ["accent", "on-accent", "surface", "ink", "muted", "line"];
const SURFACE: usize = 2;
/// Surface, ink, muted and line that fit together: light and dark.
const LIGHT: [Colour; 4] = [0xff_fd_fa, 0x1d_1b_18, 0x6b_65_5d, 0xe7_e1_d8];
const DARK: [Colour; 4] = [0x1c_1b_19, 0xf4_f0_ea, 0xa8_a1_98, 0x35_32_2e];
/// A colour of this luminance has the same contrast, 4.58, to black and to white.
const MIDDLE: f64 = 0.179;

/// Fonts to choose from.
pub const FONTS: [&str; 5] = ["inherit", "system", "rounded", "serif", "mono"];
/// The same in CSS.
const FONTS_CSS: [&str; 5] =
    ["inherit", "system-ui,sans-serif", "ui-rounded,system-ui,sans-serif", "ui-serif,Georgia,serif", "ui-monospace,monospace"];

/// A theme as it was written; see [`Theme::properties`].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Theme {
    colours: [Option<Colour>; 6],
    /// Radius and width, in CSS pixels.
    pixels: [Option<i64>; 2],
    font: Option<&'static str>,
}

/// Decodes a theme; what it leaves out is as in `base`.
pub fn theme(cx: &mut Decoder, node: Node<'_>, base: &Theme) -> Option<Theme> {
    let [accent, on_accent, surface, ink, muted, line, radius, width, font] =
        cx.fields(node, &["accent", "on_accent", "surface", "ink", "muted", "line", "radius", "width", "font"])?;
    let mut theme = *base;
    for (slot, value) in theme.colours.iter_mut().zip([accent, on_accent, surface, ink, muted, line]) {
        if let Some(value) = value {
            *slot = colour(cx, value);
        }
    }
    for ((slot, value), (low, high)) in theme.pixels.iter_mut().zip([radius, width]).zip([(0, 40), (280, 720)]) {
        if let Some(value) = value {
            *slot = cx.integer(value, low, high);
        }
    }
    if let Some(font) = font {
        theme.font = cx.word(font, &FONTS).and_then(|place| FONTS_CSS.get(place)).copied();
    }
    #[cfg(feature = "tools")]
    theme.check(cx, node);
    Some(theme)
}

fn colour(cx: &mut Decoder, node: Node<'_>) -> Option<Colour> {
    let colour = node
        .word()
        .strip_prefix('#')
        .filter(|digits| digits.len() == 6)
        .and_then(|digits| digits.bytes().try_fold(0, |sum, byte| Some(sum << 4 | char::from(byte).to_digit(16)?)));
    if colour.is_none() {
        cx.report(Code::WrongType, node, || {
            format!("found {}, expected a colour as six hexadecimal digits, such as \"#2f5d50\"", found(node))
        });
    }
    colour
}

impl Theme {
    /// The colours, with what has to fit those that were given.
    fn complete(&self) -> [Option<Colour>; 6] {
        let mut all = self.colours;
        if let [Some(accent), on_accent @ None, ..] = &mut all {
            *on_accent = Some(if luminance(*accent) > MIDDLE { 0 } else { 0xff_ff_ff });
        }
        let dark = match all {
            [_, _, Some(surface), ..] => luminance(surface) < MIDDLE,
            [_, _, None, Some(ink), ..] => luminance(ink) > MIDDLE,
            _ => return all,
        };
        for (slot, default) in all.iter_mut().skip(SURFACE).zip(if dark { DARK } else { LIGHT }) {
            *slot = slot.or(Some(default));
        }
        all
    }

    /// Custom properties: the name without `--shopbell-`, and a value made here.
    #[must_use]
    pub fn properties(&self) -> Vec<(&'static str, Rc<str>)> {
        let mut all = Vec::new();
        for (name, colour) in COLOURS.into_iter().zip(self.complete()) {
            let Some(colour) = colour else { continue };
            let mut css = String::from("#");
            for shift in [20, 16, 12, 8, 4, 0] {
                css.push(char::from(b"0123456789abcdef"[(colour >> shift & 15) as usize]));
            }
            all.push((name, Rc::from(css.as_str())));
        }
        for (name, pixels) in ["radius", "width"].into_iter().zip(self.pixels) {
            let Some(pixels) = pixels else { continue };
            let mut css = digits(pixels);
            css.push_str("px");
            all.push((name, Rc::from(css.as_str())));
        }
        if let Some(css) = self.font {
            all.push(("font", Rc::from(css)));
        }
        all
    }

    /// Warns of pairs that are hard to tell apart: WCAG 2.2, 1.4.3 (text) and 1.4.11 (parts of controls).
    #[cfg(feature = "tools")]
    fn check(&self, cx: &mut Decoder, node: Node<'_>) {
        let [accent, on_accent, surface, ink, muted, _] = self.complete();
        let surface = surface.or(Some(LIGHT[0]));
        for (name, colour, ground_name, ground, least) in [
            ("on_accent", on_accent, "accent", accent, 4.5),
            ("ink", ink, "surface", surface, 4.5),
            ("muted", muted, "surface", surface, 4.5),
            ("accent", accent, "surface", surface, 3.0),
        ] {
            let (Some(colour), Some(ground)) = (colour, ground) else { continue };
            let ratio = contrast(colour, ground);
            if ratio < least {
                cx.report(Code::Contrast, node, || {
                    format!("`{name}` #{colour:06x} is hard to see on `{ground_name}` #{ground:06x}: contrast {ratio:.2}, at least {least} is needed; make one of them darker or lighter")
                });
            }
        }
    }
}

/// Contrast of two colours, 1 to 21: <https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio>.
#[cfg(feature = "tools")]
fn contrast(one: Colour, other: Colour) -> f64 {
    let linear = |part: f64| if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) };
    let (one, other) = (weigh(one, linear) + 0.05, weigh(other, linear) + 0.05);
    if one > other { one / other } else { other / one }
}

/// Relative luminance, 0 to 1, within 0.002 of <https://www.w3.org/TR/WCAG22/#dfn-relative-luminance>: enough to choose, at
/// a tenth of the size of `powf`.
fn luminance(colour: Colour) -> f64 {
    weigh(colour, |part| part * (part * (part * 0.305_306_011 + 0.682_171_111) + 0.012_522_878))
}

fn weigh(colour: Colour, linear: impl Fn(f64) -> f64) -> f64 {
    let mut sum = 0.0;
    for (shift, weight) in [(16, 0.2126), (8, 0.7152), (0, 0.0722)] {
        sum += weight * linear(f64::from(colour >> shift & 255) / 255.0);
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn luminance_is_near_enough() {
        for colour in (0..=0xff_ff_ff).step_by(4099) {
            let expected = contrast(colour, 0) * 0.05 - 0.05;
            assert!((luminance(colour) - expected).abs() < 0.002, "{colour:06x}");
        }
    }

    #[test]
    fn what_is_chosen_can_be_read() {
        for accent in (0..=0xff_ff_ff).step_by(1009) {
            let theme = Theme { colours: [Some(accent), None, Some(accent), None, None, None], ..Theme::default() };
            let [accent, on_accent, surface, ink, ..] = theme.complete().map(Option::unwrap_or_default);
            assert!(contrast(accent, on_accent) >= 4.5, "{accent:06x}");
            assert!(contrast(surface, ink) >= 3.4, "{accent:06x}");
        }
    }

    #[test]
    fn ratios_are_those_of_the_standard() {
        assert!((contrast(0, 0xff_ff_ff) - 21.0).abs() < 1e-9);
        assert!((contrast(0x77_77_77, 0xff_ff_ff) - 4.478).abs() < 1e-3);
        assert!((contrast(0x2f_5d_50, 0xff_ff_ff) - 7.5).abs() < 0.2);
    }
}
