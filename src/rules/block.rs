//! Blocks: what a message is made of.
//!
//! Decides the vocabulary and which decoder a word leads to. Leaves each block, its keys and its drawing, to its own file
//! in [`crate::view`].

use super::action::Action;
use super::decoder::Decoder;
use super::diagnostic::Code;
use super::show::SiteText;
use super::vocabulary::{bare, find, not_yet, vocabulary};
use crate::node::Node;
use crate::view::{button, choice, comment, coupon, image, nps, progress, text};
use std::rc::Rc;

vocabulary! {
    /// A kind of block.
    BlockWord,
    /// Every block.
    BLOCKS:
    Text "text" true "A text; `style` is eyebrow, headline, body or small.";
    Image "image" true "A picture, with `src` and `alt`.";
    Button "button" true "A button; `do` says what it does.";
    Coupon "coupon" true "A code to copy.";
    Countdown "countdown" false "Time left to a fixed end, or to one that is kept for the visitor.";
    Form "form" false "Fields to fill in.";
    Nps "nps" true "How likely from 0 to 10.";
    Rating "rating" false "Stars.";
    Choice "choice" true "One or several of some options.";
    Comment "comment" true "A free text.";
    Progress "progress" true "How far it is to one or several thresholds.";
    Products "products" false "Products to look at.";
    Wheel "wheel" false "A wheel to spin.";
    Scratch "scratch" false "A field to scratch.";
    Divider "divider" true "A thin line.";
}

/// One block.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A text.
    Text(text::Block),
    /// A picture.
    Image(image::Block),
    /// A button.
    Button(button::Block),
    /// A code to copy.
    Coupon(coupon::Block),
    /// How likely from 0 to 10.
    Nps(nps::Block),
    /// One or several of some options.
    Choice(choice::Block),
    /// A free text.
    Comment(comment::Block),
    /// How far it is to a threshold.
    Progress(progress::Block),
    /// A thin line.
    Divider,
}

impl Block {
    /// The field it answers, if it asks something.
    #[must_use]
    pub fn field(&self) -> Option<&Rc<str>> {
        match self {
            Block::Nps(nps) => Some(&nps.name),
            Block::Choice(choice) => Some(&choice.name),
            Block::Comment(comment) => Some(&comment.name),
            Block::Text(_) | Block::Image(_) | Block::Button(_) | Block::Coupon(_) | Block::Progress(_) | Block::Divider => None,
        }
    }

    /// What pressing it does, if it is a button.
    #[must_use]
    pub fn action(&self) -> Option<&Action> {
        match self {
            Block::Button(button) => Some(&button.action),
            _ => None,
        }
    }
}

/// A block: an object with one entry. None where it is wrong, or known but not yet drawn.
pub fn block(cx: &mut Decoder, site: &SiteText, node: Node<'_>) -> Option<Block> {
    let (key, value) = cx.only_entry(node, r#"exactly one block in its own braces, such as { "text": "Hello" }"#)?;
    let kind = *BlockWord::ALL.get(find(cx, key, BLOCKS, Code::UnknownBlock, "a block")?)?;
    Some(match kind {
        BlockWord::Text => Block::Text(text::decode(cx, site, value)?),
        BlockWord::Image => Block::Image(image::decode(cx, site, value)?),
        BlockWord::Button => Block::Button(button::decode(cx, site, value)?),
        BlockWord::Coupon => Block::Coupon(coupon::decode(cx, value)?),
        BlockWord::Nps => Block::Nps(nps::decode(cx, site, value)?),
        BlockWord::Choice => Block::Choice(choice::decode(cx, site, value)?),
        BlockWord::Comment => Block::Comment(comment::decode(cx, site, value)?),
        BlockWord::Progress => Block::Progress(progress::decode(cx, site, value)?),
        BlockWord::Divider => {
            bare(cx, value)?;
            Block::Divider
        }
        BlockWord::Countdown | BlockWord::Form | BlockWord::Rating | BlockWord::Products | BlockWord::Wheel | BlockWord::Scratch => {
            not_yet(cx, key, kind.term().name);
            return None;
        }
    })
}

/// The name of a field: lower-case letters, digits, `_` and `-`; `default` where none is given.
pub fn field_name(cx: &mut Decoder, node: Option<Node<'_>>, default: &str) -> Option<Rc<str>> {
    let Some(node) = node else { return Some(Rc::from(default)) };
    let name = cx.text(node)?;
    let fits = !name.is_empty() && name.len() <= 64 && name.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-'));
    if !fits {
        cx.report(Code::BadId, node, || {
            format!("`{name}` cannot name an answer; use lower-case letters, digits, `_` and `-`, such as `why_leaving`")
        });
    }
    fits.then_some(name)
}
