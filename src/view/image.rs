//! The block `image`: `{ "src": "/gift.webp", "alt": "A blue mug", "width": 320, "height": 200 }`.
//!
//! `alt` has to be there; "" says that the picture only decorates.

use super::build::{Builder, digits};
use super::{Element, Slot, Tag};
use crate::node::Node;
use crate::rules::decoder::Decoder;
use crate::rules::link::source;
use crate::rules::show::SiteText;
use crate::rules::text::{Form, Text, text};
use crate::rules::vocabulary::present;
use std::rc::Rc;

/// A picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    src: Rc<str>,
    alt: Text,
    size: [Option<i64>; 2],
}

/// Decodes the block.
pub fn decode(cx: &mut Decoder, site: &SiteText, node: Node<'_>) -> Option<Block> {
    let [src, alt, width, height] = cx.fields(node, &["src", "alt", "width", "height"])?;
    let src = present(cx, node, src, "src", "\"src\": \"/gift.webp\"").and_then(|src| source(cx, src));
    let alt = present(cx, node, alt, "alt", "\"alt\": \"A blue mug\", or \"alt\": \"\" for a picture that only decorates");
    let alt = alt.and_then(|alt| text(cx, site, alt, Form::Plain));
    let size = [width, height].map(|size| size.and_then(|size| cx.integer(size, 1, 4096)));
    Some(Block { src: src?, alt: alt?, size })
}

impl Block {
    /// Draws the block.
    pub fn draw(&self, build: &mut Builder<'_>) -> Option<Element> {
        let mut image = Element::new(Tag::Img, "image");
        let alt = build.slots(&self.alt)?;
        build.name(2, &alt);
        image.attrs.push(("src", vec![Slot::Text(Rc::clone(&self.src))]));
        image.attrs.push(("alt", alt));
        for (name, size) in ["width", "height"].into_iter().zip(self.size) {
            if let Some(size) = size {
                image.set(name, &digits(size));
            }
        }
        Some(image)
    }
}
