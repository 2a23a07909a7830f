//! From what a variant shows to a view.
//!
//! Decides the language and what a message is called. Leaves the arrangement of blocks to [`super::step`], texts to
//! [`super::speech`], and each block to its own file. Drawing reads the rule file as it goes and reports what is wrong with
//! it; so the checker draws with nothing known, and there is one function a block instead of a decoder, a type and a drawing.
//!
//! A text needs all its facts: where one is not reported, or absent, the whole block is left out, because half a sentence
//! is worse than none.

use super::builder::Builder;
use super::words::{Word, right_to_left, word};
use super::{Kind, Row, SPOKEN, Surface, Tag, Turn, View, element, teaser};
use crate::engine::countdown::{Countdown, Ending};
use crate::engine::event::Product;
use crate::engine::fact::FactType;
use crate::engine::id::Id;
use crate::engine::time::NEVER;
use crate::node::{Doc, Node};
use crate::rules::decoder::Decoder;
use crate::rules::show::{Show, SiteText, SurfaceWord};
use crate::rules::theme::Theme;
use crate::value::Value;
use std::mem::take;
use std::rc::Rc;

/// What texts can read.
pub trait Facts {
    /// The value of a fact and what its values are; None while it is not reported. Money is in minor units.
    fn fact(&self, name: &str) -> Option<(Value, FactType)>;

    /// Currency of `cart.*`: the cart's, else the site's.
    fn currency(&self) -> &str;

    /// When a countdown of a campaign ends; None where that could not be kept.
    fn ending(&self, _campaign: &str, _countdown: &Countdown) -> Option<Ending> {
        None
    }

    /// The code of a pool for this visitor.
    fn code(&self, _campaign: &str, _pool: &str) -> Given {
        Given::Unknown
    }

    /// What the page recommends.
    fn recommended(&self) -> &[Product] {
        &[]
    }
}

/// What is known of a code from a pool.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Given {
    /// It is only checked how it is asked for.
    Unknown,
    /// It was not given yet.
    Waits,
    /// This one.
    Code(Rc<str>),
    /// There is none.
    None,
}

/// Knows nothing but a currency: for checking.
pub struct Nothing<'c>(pub &'c str);

impl Facts for Nothing<'_> {
    fn fact(&self, _: &str) -> Option<(Value, FactType)> {
        None
    }
    fn currency(&self) -> &str {
        self.0
    }
}

/// Answers given so far: field and answer.
pub type Answers<'a> = &'a [(Rc<str>, Rc<str>)];

/// The step that is no step but the teaser.
pub const TEASER: usize = usize::MAX;

/// Draws one step in a language of the site. A step that there is not, and one of which only buttons are left, has no rows
/// and is not to be shown.
#[must_use]
pub fn view(show: &Show, step: usize, answers: Answers<'_>, exposure: Id, locale: &str, facts: &dyn Facts) -> View {
    let locale = show.locale.as_deref().unwrap_or(locale);
    let surface = match show.surface {
        _ if step == TEASER => Surface::Teaser { left: show.teaser.is_some_and(|teaser| teaser.left) },
        SurfaceWord::Modal => Surface::Modal,
        SurfaceWord::Fullscreen => Surface::Fullscreen,
        SurfaceWord::Side => Surface::Side { start: show.first },
        SurfaceWord::Bar => Surface::Bar { top: show.first, push: show.push },
        SurfaceWord::Inline => Surface::Inline,
    };
    let mut view = blank(surface, &show.site, locale, &show.theme);
    view.at.clone_from(&show.at);
    if let Ok(doc) = Doc::scan(show.text.as_bytes())
        && let Some(blocks) = blocks_of(doc.root(), step)
    {
        let card = show.surface != SurfaceWord::Bar;
        let (mut cx, with) =
            (Decoder::default(), Drawing { site: &show.site, facts, campaign: &show.campaign, exposure, answers, locale, card });
        let mut build = if step == TEASER { teaser::draw(&mut cx, &with, blocks) } else { draw(&mut cx, &with, blocks) };
        (view.over, view.ends) = (build.over, build.ends);
        view.label = label(&build.rows);
        view.rows = take(&mut build.rows);
        view.actions = take(&mut build.actions).into();
        (view.wrong, view.form, view.kept) = (build.wrong, build.form, take(&mut build.kept));
        (view.holds, view.to) = (build.holds, build.to.take());
        view.pool = build.pool.take();
    }
    view
}

/// A view that says nothing yet.
pub(super) fn blank(surface: Surface, site: &SiteText, locale: &str, theme: &Theme) -> View {
    View {
        surface,
        at: None,
        label: usize::MAX,
        locale: Rc::from(locale),
        rtl: right_to_left(locale),
        theme: theme.properties(),
        preview: false,
        close: Rc::from(word(site, locale, Word::Close)),
        over: false,
        pool: None,
        ends: NEVER,
        rows: Vec::new(),
        actions: [].into(),
        wrong: false,
        form: false,
        kept: Vec::new(),
        holds: false,
        to: None,
        turn: Turn::Same,
    }
}

fn blocks_of(show: Node<'_>, step: usize) -> Option<Node<'_>> {
    if step == TEASER {
        let teaser = show.get("teaser")?;
        return Some(teaser.get("text").unwrap_or(teaser));
    }
    let mut steps = show.alone();
    if let Some(several) = show.get("steps") {
        steps = several.items();
    }
    steps.nth(step)?.get("blocks")
}

/// What a step is drawn with.
pub struct Drawing<'b> {
    /// The file around it.
    pub site: &'b SiteText,
    /// What texts can read.
    pub facts: &'b dyn Facts,
    /// Whose message it is.
    pub campaign: &'b str,
    /// Its exposure: prizes are drawn by it.
    pub exposure: Id,
    /// What was answered so far.
    pub answers: Answers<'b>,
    /// The language.
    pub locale: &'b str,
    /// Whether there is room for a heading: in all but bars.
    pub card: bool,
}

impl<'b> Drawing<'b> {
    /// What the field says now; "" where it is not answered.
    #[inline(never)]
    #[must_use]
    pub fn answer(&self, field: &str) -> &'b str {
        for (name, answer) in self.answers {
            if **name == *field {
                return answer;
            }
        }
        ""
    }

    /// Currency of a fact's amounts.
    #[must_use]
    pub fn currency(&self, fact: &str) -> &'b str {
        if fact.starts_with("cart.") { self.facts.currency() } else { &self.site.currency }
    }
}

/// Draws the blocks of a step, and reports what is wrong with them.
pub fn draw<'b>(cx: &'b mut Decoder, with: &'b Drawing<'b>, blocks: Node<'b>) -> Builder<'b> {
    let mut build = Builder::new(cx, with, blocks);
    build.step(blocks);
    build
}

/// Finds what a message is called: its headline, else another text, else what its picture, code or first button says.
fn label(rows: &[Row]) -> usize {
    let (mut best, mut label) = (4, usize::MAX);
    for (place, row) in rows.iter().enumerate() {
        let Kind::Element(tag) = row.kind else { continue };
        let rank = match tag {
            _ if row.name == "headline" => 0,
            _ if row.name == "error" => 4,
            Tag::P | Tag::Legend => 1,
            Tag::Img | Tag::Code => 2,
            Tag::A | Tag::Button | Tag::Label => 3,
            _ => 4,
        };
        if rank < best && element(rows, place).iter().any(is_spoken) {
            (best, label) = (rank, place);
        }
    }
    label
}

fn is_spoken(row: &Row) -> bool {
    row.is_piece() && SPOKEN.contains(&row.name) && !(row.kind == Kind::Text && row.text.is_empty())
}
