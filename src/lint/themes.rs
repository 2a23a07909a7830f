//! Themes whose derived colours cannot be read.
//!
//! Decides by the colours that the style sheet makes of a theme: the accent as text, and what lies on the tint. Pairs that a theme
//! names itself are the decoder's to check, see [`crate::rules::theme`].

use super::file::{File, Found};
use crate::node::Node;
use crate::rules::contrast::{Rgb, between, contrast, lightness_of, nearest, read, write};
use crate::rules::decoder::Decoder;
use crate::rules::diagnostic::Code;
use crate::rules::theme::{Defaults, Theme, default, theme};

/// What text needs: WCAG 2.2, 1.4.3.
const LEAST: f64 = 4.5;

/// The accent as text on the surface: the line above a headline, emphasis in it, the button that copies.
pub fn accent_text(file: &File<'_>, found: &mut Found) {
    for (node, theme) in themes(file) {
        for (_, defaults) in theme.looks() {
            let look = Look { theme: &theme, defaults };
            let (accent, surface) = (look.colour("accent"), look.colour("surface"));
            let ratio = contrast(look.text(accent), surface);
            // Where the ink cannot be read either, the ink is what to mend.
            if ratio >= LEAST || contrast(look.colour("ink"), surface) < LEAST {
                continue;
            }
            let would = match nearest(accent, |other| contrast(look.text(other), surface) >= LEAST) {
                Some(css) => format!("`\"accent\": \"{css}\"` would do"),
                None => String::from("make `ink` and `surface` differ more"),
            };
            let message = format!(
                "the accent {} becomes {} where it is text, which is hard to read on `surface` {}: contrast {ratio:.2}, at least {LEAST} is needed; {would}",
                write(accent),
                write(look.text(accent)),
                write(surface)
            );
            found.report(Code::AccentText, node.get("accent").unwrap_or(node), message);
            break;
        }
    }
}

/// What is written on the tint: the code of a coupon, its button, and an answer that is chosen.
pub fn tinted_text(file: &File<'_>, found: &mut Found) {
    for (node, theme) in themes(file) {
        let (Some(at), Some(tint)) = (node.get("tint"), theme.value("tint").map(read)) else { continue };
        for (mode, defaults) in theme.looks() {
            let look = Look { theme: &theme, defaults };
            let on = [("ink", look.colour("ink")), ("accent as text", look.text(look.colour("accent")))];
            let Some((name, colour)) = on.into_iter().find(|(_, colour)| contrast(*colour, tint) < LEAST) else { continue };
            let would = match nearest(tint, |other| on.iter().all(|(_, colour)| contrast(*colour, other) >= LEAST)) {
                _ if *mode == "dark" => {
                    String::from("leave it out, and each look has its own, or set `surface`, `ink` and `muted` as well")
                }
                Some(css) => format!("`\"tint\": \"{css}\"` would do"),
                None => String::from("leave it out"),
            };
            let message = format!(
                "the {mode} {name} {} is hard to read on `tint` {}: contrast {:.2}, at least {LEAST} is needed; {would}",
                write(colour),
                write(tint),
                contrast(colour, tint)
            );
            found.report(Code::TintedText, at, message);
            break;
        }
    }
}

/// A theme as it is drawn by day or by night.
struct Look<'t> {
    theme: &'t Theme,
    defaults: &'t Defaults,
}

impl Look<'_> {
    fn colour(&self, name: &str) -> Rgb {
        read(self.theme.value(name).unwrap_or_else(|| default(self.defaults, name)))
    }

    /// What the style sheet makes of the accent where it is text: `--t` in `web/sheet`.
    fn text(&self, accent: Rgb) -> Rgb {
        if self.theme.value("surface").is_some() {
            return between(accent, self.colour("ink"));
        }
        if contrast(self.colour("surface"), [0.0; 3]) > contrast(self.colour("surface"), [1.0; 3]) {
            lightness_of(accent, |lightness| lightness.min(0.5), 1.0)
        } else {
            lightness_of(accent, |lightness| lightness.max(0.8), 0.1)
        }
    }
}

/// Every theme that is written down, as it is drawn: that of the site, and those of variants over it.
fn themes<'f>(file: &File<'f>) -> Vec<(Node<'f>, Theme)> {
    let site = file.root.get("site").and_then(|site| site.get("theme"));
    let mut all: Vec<(Node<'f>, Theme)> =
        site.and_then(|node| Some((node, theme(&mut Decoder::default(), node, &Theme::default())?))).into_iter().collect();
    for (show, message) in file.campaigns.iter().flat_map(|campaign| campaign.messages.iter().flatten()) {
        // Said once of variants that look alike.
        if let Some(node) = show.get("theme")
            && all.iter().all(|(_, known)| *known != message.show.theme)
        {
            all.push((node, message.show.theme.clone()));
        }
    }
    all
}
