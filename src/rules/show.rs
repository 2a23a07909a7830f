//! What a variant shows: a surface, and blocks in one step or several.
//!
//! Decides which keys belong together. Leaves blocks to [`super::block`], conditions of `next` to the condition decoder
//! and drawing to [`crate::view`]. Decoded when a message is about to be shown, and by the checker.

use super::action::Action;
use super::block::{Block, block};
use super::decoder::Decoder;
use super::diagnostic::{Code, did_you_mean};
use super::text::not_a_language;
use super::theme::{Theme, theme};
use super::vocabulary::{empty, filled, find, not_yet, present, vocabulary};
use crate::node::{Kind, Node};
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
    /// Languages of the site, the fallback first.
    pub locales: Vec<Rc<str>>,
    /// Currency of the site.
    pub currency: Rc<str>,
    /// What is shown, one after the other; plain `blocks` are one step with the id `main`.
    pub steps: Vec<StepDef>,
}

/// One step.
#[derive(Clone, Debug, PartialEq)]
pub struct StepDef {
    /// Its id.
    pub id: Rc<str>,
    /// What is in it.
    pub blocks: Vec<Block>,
    /// Where it leads: the first whose condition holds; none: the step after it, or the end.
    pub next: Vec<Next>,
}

/// A way from one step to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Next {
    /// Tape index of its condition over `answer.*`; None: always.
    pub when: Option<u32>,
    /// Place in [`Show::steps`].
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
        let answered = |name: &Rc<str>| answers.iter().any(|(field, answer)| field == name && !answer.is_empty());
        self.blocks.iter().all(|block| match block {
            Block::Comment(comment) => !comment.required || answered(&comment.name),
            _ => true,
        })
    }

    /// Whether one of its buttons goes on.
    #[must_use]
    pub fn goes_on(&self) -> bool {
        self.blocks.iter().any(|block| block.action() == Some(&Action::Next))
    }

    /// How many fields it asks.
    #[must_use]
    pub fn fields(&self) -> usize {
        self.blocks.iter().filter(|block| block.field().is_some()).count()
    }
}

/// Decodes `show`. None where something in it is wrong; all of it is reported.
pub fn show(cx: &mut Decoder, node: Node<'_>, site: &SiteText) -> Option<Show> {
    let before = cx.errors;
    let keys = ["surface", "position", "selector", "place", "teaser", "theme", "locale", "blocks", "steps"];
    let [surface, position, selector, place, teaser, own_theme, locale, blocks, steps] = cx.fields(node, &keys)?;
    let mut show = Show {
        surface: SurfaceWord::Modal,
        top: false,
        drawn: teaser.is_none(),
        theme: own_theme.and_then(|own| theme(cx, own, &site.theme)).unwrap_or_else(|| site.theme.clone()),
        locale: None,
        locales: site.locales.clone(),
        currency: Rc::clone(&site.currency),
        steps: Vec::new(),
    };
    if let Some(teaser) = teaser {
        not_yet(cx, teaser, "teaser");
    }
    if let Some(surface) = present(cx, node, surface, "surface", "\"surface\": \"modal\"")
        && let Some(word) = find(cx, surface, SURFACES, Code::UnknownWord, "a surface").and_then(|place| SurfaceWord::ALL.get(place))
    {
        show.surface = *word;
        show.drawn &= word.term().drawn;
        if !word.term().drawn {
            not_yet(cx, surface, word.term().name);
        }
        show.top = placed(cx, *word, position) == Some(0);
        inline(cx, node, *word, selector, place);
    }
    if let Some(locale) = locale {
        show.locale = cx.text(locale);
        if let Some(word) = &show.locale
            && !site.locales.is_empty()
            && !site.locales.contains(word)
        {
            not_a_language(cx, site, locale, word);
        }
    }
    match (blocks, steps) {
        (Some(_), Some(steps)) => cx.report(Code::UnknownKey, steps, || {
            String::from("`steps` and `blocks` exclude each other; move the blocks into the first step")
        }),
        (None, Some(steps)) => show.steps(cx, site, steps),
        (blocks, None) => {
            let blocks = show.blocks(cx, site, node, blocks);
            show.steps.push(StepDef { id: Rc::from("main"), blocks, next: Vec::new() });
        }
    }
    (cx.errors == before).then_some(show)
}

/// Where a bar or a side panel stands: its place among the words.
fn placed(cx: &mut Decoder, surface: SurfaceWord, position: Option<Node<'_>>) -> Option<usize> {
    let position = position?;
    match surface {
        SurfaceWord::Bar => cx.word(position, &["top", "bottom"]),
        SurfaceWord::Side => cx.word(position, &["left", "right"]),
        SurfaceWord::Modal | SurfaceWord::Fullscreen | SurfaceWord::Inline => {
            cx.report(Code::UnknownKey, position, || String::from("`position` belongs to the surfaces bar and side; take it out"));
            None
        }
    }
}

/// Keys that only an inline message has.
fn inline(cx: &mut Decoder, node: Node<'_>, surface: SurfaceWord, selector: Option<Node<'_>>, place: Option<Node<'_>>) {
    if surface == SurfaceWord::Inline {
        filled(cx, node, selector, "selector", "\"selector\": \"#product-form\"");
        if let Some(place) = place {
            cx.word(place, &["before", "after", "start", "end"]);
        }
        return;
    }
    for stray in [selector, place].into_iter().flatten() {
        cx.report(Code::UnknownKey, stray, || String::from("`selector` and `place` belong to the surface inline; take them out"));
    }
}

impl Show {
    fn blocks(&mut self, cx: &mut Decoder, site: &SiteText, owner: Node<'_>, blocks: Option<Node<'_>>) -> Vec<Block> {
        let mut all: Vec<Block> = Vec::new();
        let Some(list) = list(cx, owner, blocks, "blocks", "\"blocks\": [{ \"text\": \"Hello\" }]", MAX_BLOCKS) else { return all };
        for item in list.items() {
            let Some(block) = block(cx, site, item) else {
                self.drawn = false;
                continue;
            };
            if let Some(name) = block.field()
                && all.iter().any(|other| other.field() == Some(name))
            {
                cx.report(Code::DuplicateId, item, || {
                    format!("two questions of this step answer `{name}`; give one of them another \"name\"")
                });
            }
            all.push(block);
        }
        all
    }

    fn steps(&mut self, cx: &mut Decoder, site: &SiteText, steps: Node<'_>) {
        let Some(steps) = list(cx, steps, Some(steps), "steps", "\"steps\": [{ \"id\": \"ask\", \"blocks\": [] }]", MAX_STEPS) else {
            return;
        };
        let mut ways = Vec::new();
        for step in steps.items() {
            let Some([id, blocks, next]) = cx.fields(step, &["id", "blocks", "next"]) else { continue };
            ways.push(next);
            let blocks = self.blocks(cx, site, step, blocks);
            let id_node = present(cx, step, id, "id", "\"id\": \"ask\"");
            let id = id_node.and_then(|node| cx.id(node)).unwrap_or_default();
            if let Some(node) = id_node
                && !id.is_empty()
                && self.steps.iter().any(|other| other.id == id)
            {
                cx.report(Code::DuplicateId, node, || format!("two steps are called `{id}`"));
            }
            self.steps.push(StepDef { id, blocks, next: Vec::new() });
        }
        // A way may lead forward, so all ids have to be known first.
        for (place, next) in ways.into_iter().enumerate() {
            let Some(next) = next else { continue };
            let ways = if next.kind() == Kind::List {
                next.items().filter_map(|way| self.way(cx, way)).collect()
            } else {
                self.way(cx, next).into_iter().collect()
            };
            if let Some(step) = self.steps.get_mut(place) {
                step.next = ways;
            }
        }
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
        let place = self.steps.iter().position(|step| step.id == id);
        if place.is_none() {
            cx.report(Code::UnknownName, to, || {
                format!("no step is called `{id}`{}", did_you_mean(&id, self.steps.iter().map(|step| &*step.id)))
            });
        }
        Some(Next { when: when.map(Node::index), to: place? })
    }
}

/// A list with something in it, but not too much.
pub fn list<'d>(cx: &mut Decoder, owner: Node<'_>, node: Option<Node<'d>>, key: &str, example: &str, most: usize) -> Option<Node<'d>> {
    let node = present(cx, owner, node, key, example)?;
    if node.kind() != Kind::List {
        return cx.wrong(node, "a list");
    }
    let length = node.items().count();
    if length == 0 {
        return empty(cx, node, key, example);
    }
    if length > most {
        cx.report(Code::Limit, node, || format!("{length} {key}; at most {most} are allowed"));
        return None;
    }
    Some(node)
}
