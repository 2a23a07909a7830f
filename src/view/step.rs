//! The blocks of a step, arranged.
//!
//! Decides what stands together, which button does, and what is added: a button to send answers with. Leaves each block to
//! its own file.

use super::builder::{Builder, NONE};
use super::words::Word;
use super::{Tag, button, choice, comment, countdown, coupon, form, image, nps, products, progress, rating, scratch, text, wheel};
use crate::node::Node;
use crate::rules::action::{Action, ActionWord};
use crate::rules::block::{BLOCKS, BlockWord};
use crate::rules::diagnostic::Code;
use crate::rules::text::Form;
use crate::rules::vocabulary::{bare, find};

impl<'b> Builder<'b> {
    /// Draws the blocks of a step.
    pub(super) fn step(&mut self, blocks: Node<'b>) {
        let (mut fields, mut nps, mut goes_on, mut holds) = (0, false, false, false);
        let (mut lead, mut any) = (usize::MAX, usize::MAX);
        // Buttons behind the last block that is none stand together at the end.
        let (mut tail, mut index) = (0, 0);
        for item in blocks.items() {
            let Some((key, value)) = item.entries().next() else { continue };
            let word = key.word();
            if word == "button" {
                let does = does(value);
                goes_on |= does == "next";
                any = any.min(index);
                if !matches!(does, "close" | "snooze") {
                    lead = lead.min(index);
                }
            } else {
                tail = index + 1;
                let scale = matches!(word, "nps" | "rating");
                nps |= scale;
                let held = matches!(word, "wheel" | "scratch");
                holds |= held;
                fields += usize::from(scale || held || matches!(word, "choice" | "comment" | "form"));
                if word == "text"
                    && let Some(style) = value.get("style")
                {
                    self.lead_text |= style.word() == "headline";
                }
            }
            index += 1;
        }
        self.goes_on_alone = nps && fields == 1 && !goes_on;
        if self.goes_on_alone {
            // No button does it, but hosts look it up when a score is chosen.
            self.actions.push(std::rc::Rc::new(Action::new(ActionWord::Next, "")));
        }
        let send = holds || (fields > 0 && !goes_on && !self.goes_on_alone);
        if !send {
            self.lead_button = if lead == usize::MAX && fields == 0 { any } else { lead };
        }
        let (mut asked, mut said, mut shows, mut lacks) = (false, false, false, false);
        let mut items = blocks.items();
        loop {
            let item = items.next();
            if send && self.index == tail && said {
                self.send();
            }
            let Some(item) = item else { break };
            let kind = self.block(item);
            if !matches!(kind, Some(BlockWord::Button | BlockWord::Divider)) {
                asked = true;
                said |= !self.gap;
                shows |= !self.gap && !matches!(kind, Some(BlockWord::Text | BlockWord::Image));
                lacks |= self.gap && kind == Some(BlockWord::Products);
            }
            self.index += 1;
        }
        self.group(false);
        // Buttons whose texts are gone would be a riddle, and so would texts whose products are.
        if (asked && !said) || (lacks && !shows) || self.over {
            self.rows.clear();
        }
    }

    /// The button that sends. What has been spun or uncovered is not once more: then it copies the code, or rests where it is, so that
    /// nothing moves and the focus stays.
    fn send(&mut self) {
        self.group(true);
        if let Some(code) = self.won.take() {
            coupon::copy_button(self, "primary", Action::new(ActionWord::Copy, &code));
        } else {
            if self.holds || self.send.1 == Word::Send {
                self.button("primary", Action::new(ActionWord::Next, ""));
            } else {
                self.open(Tag::Button, "primary");
                self.attr("type", "button");
                self.attr("aria-disabled", "true");
            }
            match self.send {
                (Some(text), _) => self.text(text, Form::Plain),
                (None, which) => self.word(which),
            }
        }
        self.close();
    }

    /// Opens or closes a group of buttons, unless it is so already.
    fn group(&mut self, open: bool) {
        let group = self.top;
        if !open {
            self.close_to(NONE);
            if self.rows.len() == group.wrapping_add(1) {
                self.rows.truncate(group);
            }
        } else if group == NONE {
            self.open(Tag::Div, "actions");
        }
    }

    /// Draws one block, unless there is a gap in it.
    pub(super) fn block(&mut self, node: Node<'b>) -> Option<BlockWord> {
        let (key, value) = self.cx.only_entry(node, r#"exactly one block in its own braces, such as { "text": "Hello" }"#)?;
        let kind = *BlockWord::ALL.get(find(self.cx, key, BLOCKS, Code::UnknownBlock, "a block")?)?;
        self.group(kind == BlockWord::Button);
        let (outer, length, wrong, kept) = (self.top, self.rows.len(), self.wrong, self.kept.len());
        self.gap = false;
        match kind {
            BlockWord::Text => text::draw(self, value),
            BlockWord::Image => image::draw(self, value),
            BlockWord::Button => button::draw(self, value),
            BlockWord::Coupon => coupon::draw(self, value),
            BlockWord::Nps => nps::draw(self, value),
            BlockWord::Choice => choice::draw(self, value),
            BlockWord::Comment => comment::draw(self, value),
            BlockWord::Form => form::draw(self, value),
            BlockWord::Progress => progress::draw(self, value),
            BlockWord::Divider => {
                bare(self.cx, value);
                self.open(Tag::Div, "divider");
                self.attr("role", "separator");
            }
            BlockWord::Countdown => countdown::draw(self, value),
            BlockWord::Rating => rating::draw(self, value),
            BlockWord::Products => products::draw(self, value),
            BlockWord::Wheel => wheel::draw(self, value),
            BlockWord::Scratch => scratch::draw(self, value),
        }
        self.close_to(outer);
        if self.gap {
            // What is not asked need not be answered.
            self.rows.truncate(length);
            self.kept.truncate(kept);
            self.wrong = wrong;
        }
        Some(kind)
    }
}

/// The word of what a button does.
fn does<'d>(button: Node<'d>) -> &'d str {
    let Some(does) = button.get("do") else { return "" };
    match does.entries().next() {
        Some((action, _)) => action.word(),
        None => does.word(),
    }
}
