//! Blocks: what a message is made of.
//!
//! Decides the vocabulary. Leaves each block, its keys and its drawing, to its own file in [`crate::view`].

use super::vocabulary::vocabulary;

vocabulary! {
    /// A kind of block.
    BlockWord,
    /// Every block.
    BLOCKS:
    Text "text" "A text; `style` is eyebrow, headline, body or small.";
    Image "image" "A picture, with `src` and `alt`.";
    Button "button" "A button; `do` says what it does.";
    Coupon "coupon" "A code to copy.";
    Countdown "countdown" "Time left to a fixed end, or to one that is kept for the visitor.";
    Form "form" "Fields to fill in, at most 16.";
    Nps "nps" "How likely from 0 to 10.";
    Rating "rating" "Stars to choose from.";
    Choice "choice" "One or several of some options.";
    Comment "comment" "A free text.";
    Progress "progress" "How far it is to one or several thresholds.";
    Products "products" "Products to look at: listed, or recommended by the page.";
    Wheel "wheel" "A wheel to spin, of 2 to 12 slices; odds come to 100 %.";
    Scratch "scratch" "A field to scratch, with a code or a prize below.";
    Divider "divider" "A thin line.";
}
