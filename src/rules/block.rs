//! Blocks: what a message is made of.
//!
//! Decides the vocabulary. Leaves each block, its keys and its drawing, to its own file in [`crate::view`].

use super::vocabulary::vocabulary;

vocabulary! {
    /// A kind of block.
    BlockWord,
    /// Every block.
    BLOCKS:
    Text "text" true "A text; `style` is eyebrow, headline, body or small.";
    Image "image" true "A picture, with `src` and `alt`.";
    Button "button" true "A button; `do` says what it does.";
    Coupon "coupon" true "A code to copy.";
    Countdown "countdown" true "Time left to a fixed end, or to one that is kept for the visitor.";
    Form "form" true "Fields to fill in, at most 16.";
    Nps "nps" true "How likely from 0 to 10.";
    Rating "rating" true "Stars to choose from.";
    Choice "choice" true "One or several of some options.";
    Comment "comment" true "A free text.";
    Progress "progress" true "How far it is to one or several thresholds.";
    Products "products" true "Products to look at: listed, or recommended by the page.";
    Wheel "wheel" true "A wheel to spin, of 2 to 12 slices; odds come to 100 %.";
    Scratch "scratch" true "A field to scratch, with a code or a prize below.";
    Divider "divider" true "A thin line.";
}
