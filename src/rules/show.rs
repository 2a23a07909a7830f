//! What a variant shows: a surface, and blocks in one step or several.
//!
//! Decides which keys belong together. Leaves blocks to [`super::block`], conditions of `next` to the condition decoder
//! and drawing to [`crate::view`]. Decoded when a message is about to be shown, and by the checker.

use super::decoder::{Decoder, rc};
use super::diagnostic::{Code, did_you_mean};
use super::noun::{Holds, Noun, Slot, key};
use super::text::known_locale;
use super::theme::{Theme, theme};
use super::vocabulary::{find, list, vocabulary};
use crate::engine::id::Id;
use crate::node::{Kind, Node};
use crate::view::build::{Drawing, Nothing, draw};
use crate::view::teaser;
use crate::view::words::OwnWord;
use std::rc::Rc;

/// Most steps of a message.
pub const MAX_STEPS: usize = 32;
/// Most blocks of a step.
pub const MAX_BLOCKS: usize = 64;

vocabulary! {
    /// Where a message appears.
    SurfaceWord,
    /// Every surface.
    SURFACES:
    Modal "modal" "In the middle, over everything, holding the focus.";
    Side "side" "In a corner, beside what the shopper does.";
    Bar "bar" "Along the top or bottom edge.";
    Fullscreen "fullscreen" "Over the whole screen.";
    Inline "inline" "In the page, next to the element that `selector` finds.";
}

/// Where a bar stands: over the page, or where the page makes room for it.
pub const POSITIONS: [&str; 4] = ["top", "bottom", "push-top", "push-bottom"];

/// What messages need to know of the file around them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SiteText {
    /// `site.currency`.
    pub currency: Rc<str>,
    /// `site.locales`, the fallback first.
    pub locales: Vec<Rc<str>>,
    /// Names declared under `custom`.
    pub custom: Vec<Rc<str>>,
    /// `site.theme`, see [`theme`].
    pub theme: Theme,
    /// `site.words`, see [`words`](crate::view::words::words).
    pub words: Vec<OwnWord>,
}

/// What a variant shows.
///
/// Its blocks stay the text they are: what is drawn is read from there each time, by the same functions that checked it.
#[derive(Clone, Debug, PartialEq)]
pub struct Show {
    /// Where.
    pub surface: SurfaceWord,
    /// Of a bar at the top, of a side at the left.
    pub first: bool,
    /// Of a bar: the page makes room for it.
    pub push: bool,
    /// Of an inline the selector and its side, a place in [`SIDES`].
    pub at: Option<(Rc<str>, u8)>,
    /// Its small tab in the corner.
    pub teaser: Option<Teaser>,
    /// Its theme over that of the site.
    pub theme: Theme,
    /// The language it is always shown in.
    pub locale: Option<Rc<str>>,
    /// Whose it is: what is counted for a visitor is counted by it.
    pub campaign: Rc<str>,
    /// Whether it counts down from when the visitor was first shown it.
    pub counts: bool,
    /// The file around it.
    pub site: Rc<SiteText>,
    /// The JSON it was read from.
    pub text: Rc<str>,
    /// What is shown, one after the other; plain `blocks` are one step with the id `main`.
    pub steps: Vec<StepDef>,
}

/// When a message is folded into a small tab in the corner, and where that stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Teaser {
    /// The tab comes first, and opens the message.
    pub before: bool,
    /// A message that is closed becomes the tab.
    pub after: bool,
    /// In the left corner; else in the right one.
    pub left: bool,
}

/// One step.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StepDef {
    /// Its id.
    pub id: Rc<str>,
    /// Where it leads: the first whose condition holds; none: the step after it, or the end.
    pub next: Vec<Next>,
}

/// A way from one step to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Next {
    /// Tape index of its condition over `answer.*`; None: always.
    pub when: Option<u32>,
    /// Place among the steps.
    pub to: usize,
}

impl Show {
    /// Whether it takes the shopper's attention from the page; what stands in the page does not.
    #[must_use]
    pub fn interrupts(&self) -> bool {
        self.surface != SurfaceWord::Inline
    }
}

/// Where an inline stands.
pub const SIDES: [&str; 4] = ["before", "after", "start", "end"];
/// Its place there where none is said.
pub const AFTER: usize = 1;

/// `show`.
pub const SHOW: Noun = &[
    key("surface", Holds::Anything).needed().like(r#""surface": "modal""#).doc("where it appears"),
    key("position", Holds::Anything)
        .unset("`bottom` of a bar, `right` of a side")
        .doc("of a bar `top`, `bottom`, `push-top` or `push-bottom`, of a side `left` or `right`"),
    key("selector", Holds::Filled).like(r##""selector": "#product-form""##).doc("of `inline`: the element next to which it stands"),
    key("place", Holds::Word(&SIDES))
        .or(AFTER as i32)
        .unset("`after`")
        .doc("of `inline`: `before` or `after` that element, or in it at its `start` or `end`"),
    key("teaser", Holds::Anything)
        .doc("a small tab in the corner that opens the message: a [teaser](#teaser), or its text alone; not of `inline`"),
    key("theme", Holds::Anything).doc("its own [theme](#theme), over that of the site"),
    key("locale", Holds::Text).like(r#""locale": "ro""#).unset("the page's").doc("the language it is always shown in"),
    key("blocks", Holds::Anything).doc("what it is made of, at most 64 [blocks](#blocks)"),
    key("steps", Holds::Anything).doc("instead of `blocks`: [steps](#steps) that follow one another, at most 32"),
];

/// A teaser.
pub const TEASER: Noun = &[
    key("text", Holds::Anything).needed().like(r#""text": "10 % off?""#).doc("what its button says: a [text](#texts)"),
    key("when", Holds::Word(&["before", "after", "both"]))
        .unset("`before`")
        .doc("whether it comes before the message, is what is left of one that was closed, or both"),
    key("position", Holds::Word(&["left", "right"])).or(1).unset("`right`").doc("in which corner at the bottom"),
];

/// A step.
pub const STEP: Noun = &[
    key("id", Holds::Id).needed().like(r#""id": "ask""#).doc("its name, for `next`"),
    key("blocks", Holds::Anything).doc("what it is made of"),
    key("next", Holds::Anything)
        .unset("the step behind it, or the end")
        .doc("the step it leads to, or a list of ways: the first whose `when` holds"),
];

/// A way from step to step that has a condition.
pub const WAY: Noun = &[
    key("when", Holds::Anything).unset("always").doc("a condition over `answer.*`"),
    key("to", Holds::Text).needed().like(r#""to": "thanks""#).doc("the id of a step"),
];

/// Decodes `show`. None where something in it is wrong; all of it is reported.
pub fn show(cx: &mut Decoder, node: Node<'_>, site: &Rc<SiteText>) -> Option<Show> {
    let before = cx.errors;
    let [surface, position, selector, place, teaser, own_theme, locale, blocks, steps, ..] = cx.read(Some(node), SHOW);
    let mut show = Show {
        surface: SurfaceWord::Modal,
        first: false,
        push: false,
        at: None,
        teaser: None,
        theme: match own_theme.node {
            Some(own) => theme(cx, own, &site.theme).unwrap_or_default(),
            None => site.theme.clone(),
        },
        locale: locale.text(),
        campaign: rc(""),
        counts: false,
        site: Rc::clone(site),
        text: rc(node.raw()),
        steps: Vec::new(),
    };
    if let Some(teaser) = teaser.node {
        show.teaser = Some(show.teaser(cx, teaser));
    }
    if let Some(locale) = locale.node {
        known_locale(cx, site, locale);
    }
    if let Some(surface) = surface.node
        && let Some(place_of) = find(cx, surface, SURFACES, Code::UnknownWord, "a surface")
        && let Some(word) = SurfaceWord::ALL.get(place_of)
    {
        show.surface = *word;
        let inline = *word == SurfaceWord::Inline;
        belongs(cx, &teaser, !inline, "`teaser` belongs to surfaces that take the screen, and this one stands in the page");
        belongs(cx, &selector, inline, "`selector` belongs to the surface inline");
        belongs(cx, &place, inline, "`place` belongs to the surface inline");
        if inline {
            match selector.text() {
                Some(selector) => show.at = Some((selector, place.value as u8)),
                None => cx.lacks(node, &SHOW[2]),
            }
        }
        let at_edge = matches!(word, SurfaceWord::Bar | SurfaceWord::Side);
        if belongs(cx, &position, at_edge, "`position` belongs to the surfaces bar and side")
            && let Some(position) = position.node
        {
            let words: &[&'static str] = if *word == SurfaceWord::Bar { &POSITIONS } else { &["left", "right"] };
            let place = cx.word(position, words).unwrap_or(1);
            (show.first, show.push) = (place & 1 == 0, place > 1);
        }
    }
    match (blocks.node, steps.node) {
        (Some(_), Some(steps)) => cx.report(Code::UnknownKey, steps, || {
            String::from("`steps` and `blocks` exclude each other; move the blocks into the first step")
        }),
        (None, Some(steps)) => show.decode_steps(cx, steps),
        (blocks, None) => {
            show.decode_step(cx, node, blocks, rc("main"));
            show.prizes(cx, node);
        }
    }
    (cx.errors == before).then_some(show)
}

/// Whether a key may stand here that only some surfaces have; reports a stray one.
#[inline(always)]
fn belongs(cx: &mut Decoder, slot: &Slot<'_>, here: bool, what: &str) -> bool {
    if let Some(stray) = slot.node
        && !here
    {
        cx.report(Code::UnknownKey, stray, || format!("{what}; take it out"));
    }
    here
}

impl Show {
    /// `"10 % off?"`, texts by language, or an object with a `text`.
    fn teaser(&self, cx: &mut Decoder, node: Node<'_>) -> Teaser {
        let (mut text, mut when, mut position) = (Some(node), 0, 1);
        if node.get("text").is_some() || node.get("when").is_some() {
            let [said, at, side, ..] = cx.read(Some(node), TEASER);
            (text, when, position) = (said.node, at.value, side.value);
        }
        if let Some(text) = text {
            let with = Drawing {
                site: &self.site,
                facts: &Nothing(&self.site.currency),
                campaign: "",
                exposure: Id::default(),
                answers: &[],
                locale: "",
                card: false,
            };
            teaser::draw(cx, &with, text);
        }
        Teaser { before: when != 1, after: when != 0, left: position == 0 }
    }

    /// Checks the blocks of a step by drawing them with nothing known.
    fn decode_step(&mut self, cx: &mut Decoder, owner: Node<'_>, blocks: Option<Node<'_>>, id: Rc<str>) {
        if let Some(blocks) = list(cx, owner, blocks, "blocks", "\"blocks\": [{ \"text\": \"Hello\" }]", MAX_BLOCKS) {
            let with = Drawing {
                site: &self.site,
                facts: &Nothing(&self.site.currency),
                campaign: "",
                exposure: Id::default(),
                answers: &[],
                locale: "",
                card: true,
            };
            let drawing = draw(cx, &with, blocks);
            self.counts |= drawing.counts;
        }
        self.steps.push(StepDef { id, next: Vec::new() });
    }

    fn decode_steps(&mut self, cx: &mut Decoder, steps: Node<'_>) {
        let Some(steps) = list(cx, steps, Some(steps), "steps", "\"steps\": [{ \"id\": \"ask\", \"blocks\": [] }]", MAX_STEPS) else {
            return;
        };
        for node in steps.items() {
            let [id, blocks, ..] = cx.read(Some(node), STEP);
            let name = id.name();
            if let Some(node) = id.node
                && self.place(&name).is_some()
            {
                cx.report(Code::DuplicateId, node, || format!("two steps are called `{name}`"));
            }
            self.decode_step(cx, node, blocks.node, name);
        }
        // A way may lead forward, so all ids have to be known first.
        for (place, node) in steps.items().enumerate() {
            self.prizes(cx, node);
            match node.get("next") {
                Some(next) if next.kind() == Kind::List => {
                    for way in next.items() {
                        self.way(cx, place, way);
                    }
                }
                Some(way) => self.way(cx, place, way),
                None => {}
            }
        }
    }

    /// The place of a step.
    #[must_use]
    pub fn place(&self, id: &str) -> Option<usize> {
        self.steps.iter().position(|step| *step.id == *id)
    }

    /// The place of the step that is named here, which there has to be.
    fn known(&self, cx: &mut Decoder, node: Node<'_>) -> Option<usize> {
        let id = cx.said(node)?;
        let to = self.place(&id);
        if to.is_none() {
            cx.report(Code::UnknownName, node, || {
                format!("no step is called `{id}`{}", did_you_mean(&id, self.steps.iter().map(|step| &*step.id)))
            });
        }
        to
    }

    /// Where the slices of the wheels of a step lead.
    fn prizes(&self, cx: &mut Decoder, step: Node<'_>) {
        let Some(blocks) = step.get("blocks") else { return };
        for block in blocks.items() {
            let Some(slices) = block.get("wheel").and_then(|wheel| wheel.get("slices")) else { continue };
            for slice in slices.items() {
                if let Some(to) = slice.get("to") {
                    self.known(cx, to);
                }
            }
        }
    }

    /// A way from the step at a place: `"thanks"`, or `{ "when": {…}, "to": "thanks" }`.
    fn way(&mut self, cx: &mut Decoder, place: usize, node: Node<'_>) {
        let (mut when, mut to) = (None, Some(node));
        if node.kind() == Kind::Object {
            let [condition, step, ..] = cx.read(Some(node), WAY);
            (when, to) = (condition.node.map(Node::index), step.node);
        }
        let Some(node) = to else { return };
        let to = self.known(cx, node);
        if let (Some(to), Some(step)) = (to, self.steps.get_mut(place)) {
            step.next.push(Next { when, to });
        }
    }
}
