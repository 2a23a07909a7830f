//! The blocks of a message as they are written: what they say and what they ask.
//!
//! Decides where texts and names of answers stand in each block. Leaves drawing to [`crate::view`], whose defaults these are.

use crate::node::{Kind, Node};
use crate::rules::block::{BLOCKS, BlockWord};

/// One block.
#[derive(Clone, Copy, Debug)]
pub struct Block<'f> {
    /// Place of its step.
    pub step: usize,
    /// What it is.
    pub word: BlockWord,
    /// What stands under its word.
    pub body: Node<'f>,
}

/// Every block of a `show`, in the order of the file.
#[must_use]
pub fn blocks<'f>(show: Node<'f>) -> Vec<Block<'f>> {
    let steps: Vec<Node<'f>> = match show.get("steps") {
        Some(steps) => steps.items().collect(),
        None => vec![show],
    };
    let mut all = Vec::new();
    for (step, node) in steps.into_iter().enumerate() {
        for block in node.get("blocks").into_iter().flat_map(Node::items) {
            let Some((key, body)) = block.entries().next() else { continue };
            let place = BLOCKS.iter().position(|term| term.name == key.word());
            if let Some(word) = place.and_then(|place| BlockWord::ALL.get(place)) {
                all.push(Block { step, word: *word, body });
            }
        }
    }
    all
}

impl<'f> Block<'f> {
    /// What it says: texts, or texts by language. What a picture says to those who do not see it may be nothing, and is not among them.
    #[must_use]
    pub fn texts(&self) -> Vec<Node<'f>> {
        let body = self.body;
        if body.kind() != Kind::Object {
            let short = matches!(self.word, BlockWord::Text | BlockWord::Nps | BlockWord::Rating | BlockWord::Choice | BlockWord::Comment);
            return if short { vec![body] } else { Vec::new() };
        }
        let under = |keys: &[&str]| keys.iter().filter_map(|key| body.get(key)).collect::<Vec<_>>();
        match self.word {
            BlockWord::Text if body.get("text").is_none() && body.get("style").is_none() => vec![body],
            BlockWord::Text | BlockWord::Button => under(&["text"]),
            BlockWord::Nps => under(&["question", "low", "high"]),
            BlockWord::Rating => under(&["question"]),
            BlockWord::Countdown => under(&["text", "done"]),
            BlockWord::Products => {
                let mut texts = Vec::new();
                for item in body.get("items").into_iter().flat_map(Node::items) {
                    texts.extend(if item.kind() == Kind::Object { item.get("name") } else { Some(item) });
                    texts.extend(item.get("button"));
                }
                texts.extend(body.get("button"));
                texts
            }
            BlockWord::Comment => under(&["label", "placeholder"]),
            BlockWord::Progress => under(&["text", "done"]).into_iter().flat_map(each).collect(),
            BlockWord::Choice => {
                let mut texts = under(&["question"]);
                for option in body.get("options").into_iter().flat_map(Node::items) {
                    texts.extend(if option.kind() == Kind::Object { option.get("text") } else { Some(option) });
                }
                texts.extend(body.get("other").filter(|other| !matches!(other.kind(), Kind::True | Kind::False)));
                texts
            }
            BlockWord::Form => {
                let mut texts = Vec::new();
                for (_, field) in self.fields() {
                    match field.kind() {
                        Kind::Object => texts.extend(["label", "text", "placeholder"].iter().filter_map(|key| field.get(key))),
                        _ => texts.push(field),
                    }
                    for option in field.get("options").into_iter().flat_map(Node::items) {
                        texts.extend(if option.kind() == Kind::Object { option.get("text") } else { Some(option) });
                    }
                }
                texts
            }
            BlockWord::Wheel => {
                let mut texts = under(&["button"]);
                texts.extend(self.slices().iter().filter_map(|slice| slice.get("text")));
                texts
            }
            BlockWord::Scratch => under(&["text", "prize", "button"]),
            BlockWord::Image | BlockWord::Coupon | BlockWord::Divider => Vec::new(),
        }
    }

    /// The fields of a form: the word of each and what stands under it.
    #[must_use]
    pub fn fields(&self) -> Vec<(&'f str, Node<'f>)> {
        if self.word != BlockWord::Form {
            return Vec::new();
        }
        let list = self.body.get("fields").unwrap_or(self.body);
        list.items().filter_map(|field| field.entries().next()).map(|(key, field)| (key.word(), field)).collect()
    }

    /// The slices of a wheel.
    #[must_use]
    pub fn slices(&self) -> Vec<Node<'f>> {
        if self.word == BlockWord::Wheel { self.body.get("slices").into_iter().flat_map(Node::items).collect() } else { Vec::new() }
    }

    /// Of a coupon: the field whose code it says.
    #[must_use]
    pub fn from(&self) -> Option<Node<'f>> {
        if self.word == BlockWord::Coupon { self.body.get("from") } else { None }
    }

    /// The names of its answers, and where those are written.
    #[must_use]
    pub fn asks(&self) -> Vec<(String, Node<'f>)> {
        let named = |default: &str, node: Node<'f>| {
            let written = if node.kind() == Kind::Object { node.get("name") } else { None };
            (written.and_then(Node::text).map_or_else(|| String::from(default), String::from), written.unwrap_or(node))
        };
        let default = match self.word {
            BlockWord::Form => return self.fields().into_iter().map(|(word, field)| named(word, field)).collect(),
            BlockWord::Nps => "nps",
            BlockWord::Choice => "choice",
            BlockWord::Comment => "comment",
            BlockWord::Rating => "rating",
            BlockWord::Wheel => "wheel",
            BlockWord::Scratch => "scratch",
            BlockWord::Text
            | BlockWord::Image
            | BlockWord::Button
            | BlockWord::Coupon
            | BlockWord::Countdown
            | BlockWord::Progress
            | BlockWord::Products
            | BlockWord::Divider => return Vec::new(),
        };
        vec![named(default, self.body)]
    }

    /// Of a button: the word of what it does, and with what.
    #[must_use]
    pub fn does(&self) -> Option<(&'f str, Node<'f>)> {
        if self.word != BlockWord::Button {
            return None;
        }
        let does = self.body.get("do")?;
        Some(does.entries().next().map_or((does.word(), does), |(action, given)| (action.word(), given)))
    }

    /// The codes that it gives away.
    #[must_use]
    pub fn codes(&self) -> Vec<Node<'f>> {
        let given = match self.does() {
            Some(("apply_coupon", given)) => vec![given],
            Some(_) => Vec::new(),
            None if matches!(self.word, BlockWord::Coupon | BlockWord::Scratch) => vec![self.body],
            None => self.slices(),
        };
        given.into_iter().filter_map(|given| if given.kind() == Kind::Object { given.get("code") } else { Some(given) }).collect()
    }
}

/// One, or those of a list.
fn each(node: Node<'_>) -> Vec<Node<'_>> {
    if node.kind() == Kind::List { node.items().collect() } else { vec![node] }
}

/// A text in each language it is written in, with the language; `""` where it is written in none.
#[must_use]
pub fn languages(text: Node<'_>) -> Vec<(&str, Node<'_>)> {
    match text.kind() {
        Kind::Object => text.entries().map(|(key, words)| (key.word(), words)).collect(),
        _ => vec![("", text)],
    }
}

/// The beginning of a text, for sentences.
#[must_use]
pub fn beginning(text: Node<'_>) -> String {
    let said = languages(text).first().and_then(|(_, words)| words.text()).unwrap_or_default();
    let short: String = said.chars().take(32).collect();
    if short.len() < said.len() { format!("“{}…”", short.trim_end()) } else { format!("“{short}”") }
}
