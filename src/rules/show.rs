//! What a variant shows: a surface, and blocks in one step or several.
//!
//! Decides which keys belong together. Leaves blocks to [`super::block`], conditions of `next` to the condition decoder
//! and drawing to [`crate::view`]. Decoded when a message is about to be shown, and by the checker.

use super::decoder::Decoder;
use super::diagnostic::{Code, did_you_mean};
use super::text::known_locale;
use super::theme::{Theme, theme};
use super::vocabulary::{filled, find, list, not_yet, present, several, vocabulary};
use crate::node::{Kind, Node};
use crate::view::build::{Drawing, Nothing, draw};
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
    Modal "modal" true "In the middle, over everything, holding the focus.";
    Side "side" false "In a corner, beside what the shopper does.";
    Bar "bar" true "Along the top or bottom edge.";
    Fullscreen "fullscreen" false "Over the whole screen.";
    Inline "inline" false "In the page, next to the element that `selector` finds.";
}

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
}

/// What a variant shows.
///
/// Its blocks stay the text they are: what is drawn is read from there each time, by the same functions that checked it.
#[derive(Clone, Debug, PartialEq)]
pub struct Show {
    /// Where.
    pub surface: SurfaceWord,
    /// Of a bar: at the top.
    pub top: bool,
    /// Whether all of it can be drawn; where not, the variant stays away.
    pub drawn: bool,
    /// Its theme over that of the site.
    pub theme: Theme,
    /// The language it is always shown in.
    pub locale: Option<Rc<str>>,
    /// The file around it.
    pub site: Rc<SiteText>,
    /// The JSON it was read from.
    pub text: Rc<str>,
    /// What is shown, one after the other; plain `blocks` are one step with the id `main`.
    pub steps: Vec<StepDef>,
}

/// One step.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StepDef {
    /// Its id.
    pub id: Rc<str>,
    /// Fields that have to be answered.
    pub required: Vec<Rc<str>>,
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

impl StepDef {
    /// Whether everything that has to be answered is; `next` waits for it.
    #[must_use]
    pub fn complete(&self, answers: &[(Rc<str>, Rc<str>)]) -> bool {
        self.required.iter().all(|name| answers.iter().any(|(field, answer)| field == name && !answer.is_empty()))
    }
}

/// Decodes `show`. None where something in it is wrong; all of it is reported.
pub fn show(cx: &mut Decoder, node: Node<'_>, site: &Rc<SiteText>) -> Option<Show> {
    let before = cx.errors;
    let keys = ["surface", "position", "selector", "place", "teaser", "theme", "locale", "blocks", "steps"];
    let [surface, position, selector, place, teaser, own_theme, locale, blocks, steps] = cx.fields(node, &keys)?;
    let mut show = Show {
        surface: SurfaceWord::Modal,
        top: false,
        drawn: true,
        theme: site.theme.clone(),
        locale: None,
        site: Rc::clone(site),
        text: Rc::from(node.raw()),
        steps: Vec::new(),
    };
    if let Some(teaser) = teaser {
        not_yet(cx, teaser, "teaser");
        show.drawn = false;
    }
    if let Some(own) = own_theme {
        show.theme = theme(cx, own, &site.theme).unwrap_or_default();
    }
    if let Some(surface) = present(cx, node, surface, "surface", "\"surface\": \"modal\"")
        && let Some(word) = find(cx, surface, SURFACES, Code::UnknownWord, "a surface").and_then(|place| SurfaceWord::ALL.get(place))
    {
        show.surface = *word;
        if !word.term().drawn {
            not_yet(cx, surface, word.term().name);
            show.drawn = false;
        }
        let words = if *word == SurfaceWord::Bar { ["top", "bottom"] } else { ["left", "right"] };
        if let Some(position) =
            belongs(cx, position, matches!(word, SurfaceWord::Bar | SurfaceWord::Side), "`position` belongs to the surfaces bar and side")
        {
            show.top = cx.word(position, &words) == Some(0);
        }
        let inline = *word == SurfaceWord::Inline;
        let selector = belongs(cx, selector, inline, "`selector` belongs to the surface inline");
        if let Some(place) = belongs(cx, place, inline, "`place` belongs to the surface inline") {
            cx.word(place, &["before", "after", "start", "end"]);
        }
        if inline {
            filled(cx, node, selector, "selector", "\"selector\": \"#product-form\"");
        }
    }
    if let Some(locale) = locale {
        show.locale = cx.text(locale);
        known_locale(cx, site, locale);
    }
    match (blocks, steps) {
        (Some(_), Some(steps)) => cx.report(Code::UnknownKey, steps, || {
            String::from("`steps` and `blocks` exclude each other; move the blocks into the first step")
        }),
        (None, Some(steps)) => show.decode_steps(cx, steps),
        (blocks, None) => show.decode_step(cx, node, blocks, Rc::from("main")),
    }
    (cx.errors == before).then_some(show)
}

/// A key that only some surfaces have.
fn belongs<'d>(cx: &mut Decoder, node: Option<Node<'d>>, here: bool, what: &str) -> Option<Node<'d>> {
    if let Some(stray) = node
        && !here
    {
        cx.report(Code::UnknownKey, stray, || format!("{what}; take it out"));
        return None;
    }
    node
}

impl Show {
    /// Checks the blocks of a step by drawing them with nothing known.
    fn decode_step(&mut self, cx: &mut Decoder, owner: Node<'_>, blocks: Option<Node<'_>>, id: Rc<str>) {
        let mut step = StepDef { id, ..StepDef::default() };
        if let Some(blocks) = list(cx, owner, blocks, "blocks", "\"blocks\": [{ \"text\": \"Hello\" }]", MAX_BLOCKS) {
            let with = Drawing { site: &self.site, facts: &Nothing(&self.site.currency), answers: &[], locale: "", modal: true };
            let mut drawing = draw(cx, &with, blocks);
            step.required = std::mem::take(&mut drawing.required);
            self.drawn &= drawing.drawn;
        }
        self.steps.push(step);
    }

    fn decode_steps(&mut self, cx: &mut Decoder, steps: Node<'_>) {
        let Some(steps) = list(cx, steps, Some(steps), "steps", "\"steps\": [{ \"id\": \"ask\", \"blocks\": [] }]", MAX_STEPS) else {
            return;
        };
        for node in steps.items() {
            let [id_node, blocks, _] = cx.fields(node, &["id", "blocks", "next"]).unwrap_or_default();
            let mut id = Rc::default();
            if let Some(node) = present(cx, node, id_node, "id", "\"id\": \"ask\"") {
                id = cx.id(node).unwrap_or_default();
                if !id.is_empty() && self.place(&id).is_some() {
                    cx.report(Code::DuplicateId, node, || format!("two steps are called `{id}`"));
                }
            }
            self.decode_step(cx, node, blocks, id);
        }
        // A way may lead forward, so all ids have to be known first.
        for (place, node) in steps.items().enumerate() {
            let mut ways = Vec::new();
            if let Some(next) = node.get("next") {
                for way in several(next) {
                    ways.extend(self.way(cx, way));
                }
            }
            if let Some(step) = self.steps.get_mut(place) {
                step.next = ways;
            }
        }
    }

    fn place(&self, id: &str) -> Option<usize> {
        self.steps.iter().position(|step| *step.id == *id)
    }

    /// `"thanks"`, or `{ "when": {…}, "to": "thanks" }`.
    fn way(&self, cx: &mut Decoder, node: Node<'_>) -> Option<Next> {
        let (when, to) = if node.kind() == Kind::Object {
            let [when, to] = cx.fields(node, &["when", "to"])?;
            (when, present(cx, node, to, "to", "\"to\": \"thanks\"")?)
        } else {
            (None, node)
        };
        let id = cx.text(to)?;
        let place = self.place(&id);
        if place.is_none() {
            cx.report(Code::UnknownName, to, || {
                format!("no step is called `{id}`{}", did_you_mean(&id, self.steps.iter().map(|step| &*step.id)))
            });
        }
        Some(Next { when: when.map(Node::index), to: place? })
    }
}
