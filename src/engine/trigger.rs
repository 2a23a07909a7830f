//! Triggers: the moments at which a campaign wakes up.
//!
//! Decides the vocabulary of moments and the index from a moment to campaigns. Leaves latching to `arm` and measuring to
//! the hosts. A trigger is an edge; what must hold besides is the condition's business.

use super::bits::Bits;
use super::event::Leave;
use super::index::sort;
use super::program::NONE;
use std::rc::Rc;

/// One row of [`TRIGGERS`].
#[derive(Debug)]
pub struct TriggerRow {
    /// The moment.
    pub moment: Moment,
    /// Its key in rule files.
    pub name: &'static str,
    /// Keys it takes.
    pub keys: &'static [&'static str],
    /// Whether the moment passes: its latch falls after a few seconds.
    pub passing: bool,
    /// What it is, for the reference.
    #[cfg(feature = "tools")]
    pub doc: &'static str,
}

macro_rules! triggers {
    ($($id:ident $name:literal [$($key:literal)*] $passing:literal $doc:literal;)*) => {
        /// A kind of moment.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[repr(u8)]
        #[allow(missing_docs)]
        pub enum Moment { $($id,)* }

        /// Every trigger.
        pub const TRIGGERS: &[TriggerRow] = &[$(TriggerRow {
            moment: Moment::$id,
            name: $name,
            keys: &[$($key,)*],
            passing: $passing,
            #[cfg(feature = "tools")]
            doc: $doc,
        },)*];
    };
}

triggers! {
    PageView "page_view" ["after"] false "A page is seen; `after` waits, as in \"8s\".";
    TimeOnPage "time_on_page" ["after"] false "So long on this page.";
    TimeOnSite "time_on_site" ["after"] false "So long in this visit.";
    Inactivity "inactivity" ["for"] false "Nothing was done for so long.";
    CartIdle "cart_idle" ["for"] false "The cart has not changed for so long, and is not empty.";
    Scroll "scroll" ["depth"] false "So many percent of the page have been seen.";
    ElementVisible "element_visible" ["selector"] false "An element came on screen.";
    Click "click" ["selector"] true "An element was clicked.";
    FormSubmit "form_submit" ["selector"] false "A form was sent.";
    ExitIntent "exit_intent" ["sensitivity" "touch"] true "The shopper is about to leave.";
    TabReturn "tab_return" ["after"] true "The tab is looked at again after so long.";
    CartChanged "cart_changed" [] false "The cart is not what it was.";
    ItemAdded "item_added" ["where"] false "Something was put into the cart.";
    ItemRemoved "item_removed" ["where"] false "Something was taken out of the cart.";
    TextCopied "text_copied" [] true "Text was copied from the page.";
    Purchase "purchase" [] false "An order was placed.";
    Event "event" ["name" "where" "count"] false "Something named happened in the shop; with `count`, for the n-th time in this visit.";
}

/// How many kinds there are.
pub const MOMENTS: usize = TRIGGERS.len();

/// Longest a passing moment stays latched, milliseconds.
pub const PASSING: i64 = 10_000;

/// The touch signals of `exit_intent`, and the one of the desktop.
pub const LEAVES: &[(&str, Leave)] = &[
    ("pointer_top", Leave::PointerTop),
    ("fast_scroll_up", Leave::FastScrollUp),
    ("tab_return", Leave::TabReturn),
    ("idle_after_scroll", Leave::IdleAfterScroll),
];

/// Sensitivities of `exit_intent`: least upward speed of the pointer and of the scroll, CSS pixels a second.
pub const SENSITIVITIES: [(&str, u32, u32); 3] = [("high", 0, 1_000), ("medium", 150, 1_800), ("low", 600, 3_000)];

/// Which signs of leaving count, and how strong they must be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Exit {
    /// A bit for each of [`LEAVES`].
    pub signals: u8,
    /// Place in [`SENSITIVITIES`].
    pub sensitivity: u8,
}

impl Exit {
    /// Whether the sign counts.
    #[must_use]
    pub fn takes(self, signal: Leave, speed: u32) -> bool {
        let (_, pointer, scroll) = SENSITIVITIES[self.sensitivity as usize % 3];
        let least = match signal {
            Leave::PointerTop => pointer,
            Leave::FastScrollUp => scroll,
            Leave::TabReturn | Leave::IdleAfterScroll => 0,
        };
        self.signals >> (signal as u8) & 1 == 1 && speed >= least
    }
}

/// One trigger of one campaign.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// The kind.
    pub moment: Moment,
    /// Milliseconds, percent, place of a selector, or hash of a name.
    pub key: i64,
    /// Rank of the campaign.
    pub campaign: u32,
    /// Place in the campaign's `on`.
    pub ordinal: u16,
    /// Root of `where`, or [`NONE`].
    pub filter: u32,
    /// Fires at the n-th time.
    pub count: u32,
    /// For `exit_intent`.
    pub exit: Exit,
}

/// From moments to campaigns.
#[derive(Clone, Debug, Default)]
pub struct Triggers {
    /// By moment, then key.
    pub entries: Vec<Entry>,
    ranges: [(u32, u32); MOMENTS],
    /// Moments that need neither key nor filter: all their campaigns at once.
    plain: [Bits; MOMENTS],
}

impl Triggers {
    /// Makes the index; entries name campaigns by rank.
    #[must_use]
    pub fn new(entries: &[Entry], campaigns: usize) -> Triggers {
        let mut keys = Vec::with_capacity(entries.len());
        for (place, entry) in entries.iter().enumerate() {
            let owner = i64::from(entry.campaign) << 16 | i64::from(entry.ordinal);
            keys.push([entry.moment as i64, entry.key, owner, place as i64]);
        }
        sort(&mut keys);
        let mut triggers = Triggers::default();
        for [.., place] in &keys {
            let Some(entry) = entries.get(*place as usize) else { continue };
            let moment = entry.moment as usize;
            let place = triggers.entries.len() as u32;
            let range = &mut triggers.ranges[moment];
            *range = if range.1 == 0 { (place, place + 1) } else { (range.0, place + 1) };
            if entry.is_plain() {
                let bits = &mut triggers.plain[moment];
                if bits.words() == 0 {
                    *bits = Bits::new(campaigns);
                }
                bits.set(entry.campaign, true);
            }
            triggers.entries.push(*entry);
        }
        triggers
    }

    /// All of a kind, ascending by key.
    #[inline]
    #[must_use]
    pub fn of(&self, moment: Moment) -> &[Entry] {
        let (from, to) = self.ranges[moment as usize];
        self.entries.get(from as usize..to as usize).unwrap_or(&[])
    }

    /// Campaigns that a moment without key arms, whatever its detail.
    #[inline]
    #[must_use]
    pub fn plain(&self, moment: Moment) -> &Bits {
        &self.plain[moment as usize]
    }

    /// Whether any campaign waits for the moment.
    #[must_use]
    pub fn reads(&self, moment: Moment) -> bool {
        !self.of(moment).is_empty()
    }

    /// Those of a kind whose key is at least this one, ascending.
    #[inline(never)]
    #[must_use]
    pub fn from(&self, moment: Moment, least: i64) -> &[Entry] {
        let all = self.of(moment);
        all.get(all.partition_point(|entry| entry.key < least)..).unwrap_or(&[])
    }
}

impl Entry {
    /// Whether every such moment arms its campaign for the rest of the page view.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        let keyless = matches!(self.moment, Moment::CartChanged | Moment::ItemAdded | Moment::ItemRemoved | Moment::Purchase);
        keyless && self.filter == NONE && self.count <= 1
    }
}

/// What the browser must watch; nothing that no enabled campaign reads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signals {
    /// Scroll depth.
    pub scroll: bool,
    /// The pointer leaving through the top.
    pub leave_pointer: bool,
    /// Signs of leaving on touch screens.
    pub leave_touch: bool,
    /// That the shopper does something.
    pub active: bool,
    /// Copying.
    pub copied: bool,
    /// Coming back to the tab.
    pub returned: bool,
    /// Time zones.
    pub zones: bool,
    /// Clicks on these selectors.
    pub clicks: Vec<(u16, Rc<str>)>,
    /// Elements coming on screen.
    pub seen: Vec<(u16, Rc<str>)>,
    /// Forms being sent.
    pub forms: Vec<(u16, Rc<str>)>,
    /// Places in the page at these selectors.
    pub places: Vec<(u16, Rc<str>)>,
}
