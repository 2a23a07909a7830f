//! The block `image`: `{ "src": "/gift.webp", "alt": "A blue mug", "width": 320, "height": 200 }`.
//!
//! `alt` has to be there; "" says that the picture only decorates.

use super::build::{Builder, digits};
use super::{Slot, Tag};
use crate::node::Node;
use crate::rules::link::{Scheme, scheme, unsafe_link};

/// Draws the block.
pub fn draw(build: &mut Builder<'_>, node: Node<'_>) -> Option<()> {
    let [src, alt, width, height] = build.cx.fields(node, &["src", "alt", "width", "height"])?;
    build.open(Tag::Img, "image");
    if let Some(src) = build.need(node, src, "src", "\"src\": \"/gift.webp\"")
        && let Some(url) = build.cx.text(src)
    {
        if !matches!(scheme(&url), Some(Scheme::Https | Scheme::Relative)) {
            unsafe_link(build.cx, src, &url);
            build.gap = true;
        }
        build.attr_slots("src", vec![Slot::Text(url)]);
    }
    let alt = build.need(node, alt, "alt", r#""alt": "A blue mug", or "alt": "" for a picture that only decorates"#);
    build.attr_text("alt", alt);
    for (name, size) in ["width", "height"].into_iter().zip([width, height]) {
        if let Some(size) = size.and_then(|size| build.cx.integer(size, 1, 4096)) {
            build.attr(name, &digits(size));
        }
    }
    Some(())
}
