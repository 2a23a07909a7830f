//! The block `image`: `{ "src": "/gift.webp", "alt": "A blue mug", "width": 320, "height": 200 }`.
//!
//! `alt` has to be there; "" says that the picture only decorates.

use super::Tag;
use super::builder::Builder;
use crate::node::Node;
use crate::rules::link::{Scheme, scheme, unsafe_link};

/// What it takes, by place.
pub const KEYS: [&str; 4] = ["src", "alt", "width", "height"];

/// Draws the block.
pub fn draw<'b>(build: &mut Builder<'b>, node: Node<'b>) {
    build.keys(node, &KEYS);
    build.open(Tag::Img, "image");
    if let Some(src) = build.need(0, "\"src\": \"/gift.webp\"") {
        let url = src.text().unwrap_or_default();
        if !matches!(scheme(&url), Some(Scheme::Https | Scheme::Relative)) {
            unsafe_link(build.cx, src, &url);
        }
        build.attr("src", &url);
    }
    build.need(1, r#""alt": "A blue mug", or "alt": "" for a picture that only decorates"#);
    build.attr_text("alt", 1);
    for (name, place) in &[("width", 2), ("height", 3)] {
        if let Some(size) = build.whole(*place, 1, 4096) {
            build.attr_whole(name, size);
        }
    }
}
