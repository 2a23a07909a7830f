//! Problems in a rule file: a code, a place, and in the tools a sentence with its cure.
//!
//! Decides codes and severities. Leaves sentences to the decoders (they know what they found) and rendering to the hosts.
//! In the shopper's build the sentences are never made: only code and place remain.

use crate::value::Decimal;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; everything runs.
    Note,
    /// Probably not meant; everything runs.
    Warning,
    /// What it stands in is left out; the rest runs.
    Error,
}

macro_rules! codes {
    ($($(#[$when:meta])? $id:ident $code:literal $severity:ident $title:literal;)*) => {
        /// What is wrong.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[allow(missing_docs)]
        #[repr(u8)]
        pub enum Code { $($(#[$when])? $id = $code,)* }

        impl Code {
            /// How bad it is.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $($(#[$when])? Code::$id => Severity::$severity,)* }
            }

            /// In a few words.
            #[cfg(feature = "tools")]
            #[must_use]
            pub fn title(self) -> &'static str {
                match self { $($(#[$when])? Code::$id => $title,)* }
            }
        }

        /// Every code.
        #[cfg(feature = "tools")]
        pub const CODES: &[Code] = &[$($(#[$when])? Code::$id,)*];
    };
}

codes! {
    Syntax 1 Error "not JSON";
    Limit 2 Error "a limit is passed";
    Format 3 Error "format of another version";
    UnknownKey 4 Error "unknown key";
    MissingKey 5 Error "missing key";
    WrongType 6 Error "wrong type of value";
    DuplicateKey 7 Error "the same key twice";
    UnknownFact 8 Error "unknown fact";
    UnknownOperator 9 Error "unknown operator";
    WrongLiteral 10 Error "a value the fact can never have";
    UnknownTrigger 11 Error "unknown trigger";
    BadSpan 12 Error "not a span of time";
    BadId 13 Error "not an id";
    DuplicateId 14 Error "the same id twice";
    SegmentCycle 15 Error "segments that need one another";
    UnknownName 16 Error "reference to something that is not there";
    BadPattern 17 Error "a pattern that cannot be used";
    BadMoney 18 Error "not an amount";
    BadWeights 19 Error "weights that share nothing";
    UnsafeLink 21 Error "an address that is not allowed";
    BadTime 22 Error "not a date or time";
    UnknownWord 23 Error "not one of the words allowed here";
    UnknownBlock 24 Error "unknown block";
    OutOfRange 25 Error "a number out of range";
    UnsafeSelector 26 Error "a selector that is not allowed";
    Contrast 27 Warning "colours that are hard to tell apart";
    // What decodes and is probably not meant, see `lint`: conditions from 101 on, campaigns and messages from 131 on.
    #[cfg(feature = "lint")] Never 101 Warning "a condition that can never hold";
    #[cfg(feature = "lint")] Always 102 Warning "a clause that always holds";
    #[cfg(feature = "lint")] Redundant 103 Warning "a clause that changes nothing";
    #[cfg(feature = "lint")] OrOfNots 104 Warning "an `$or` of exclusions that excludes nothing";
    #[cfg(feature = "lint")] NoSuchValue 105 Warning "a value that the fact never has";
    #[cfg(feature = "lint")] Bands 106 Warning "bands that overlap or leave a gap";
    #[cfg(feature = "lint")] Unused 107 Note "declared and never used";
    #[cfg(feature = "lint")] PlainPattern 108 Note "a pattern that is plain text";
    #[cfg(feature = "lint")] AbsentIsZero 109 Warning "what is absent counts as 0";
    #[cfg(feature = "lint")] OneCurrency 110 Warning "an amount in one currency of several";
    #[cfg(feature = "lint")] ExactNumber 111 Warning "an exact number where a range is meant";
    #[cfg(feature = "lint")] NotAnswered 112 Note "no answer is not a no";
    #[cfg(feature = "lint")] Over 131 Warning "a schedule that is over";
    #[cfg(feature = "lint")] NeverOpen 132 Warning "a schedule that never opens";
    #[cfg(feature = "lint")] ClockChange 133 Warning "a time that is skipped or comes twice";
    #[cfg(feature = "lint")] UnknownZone 134 Warning "not a time zone";
    #[cfg(feature = "lint")] NoZone 135 Warning "a schedule without the shop's time zone";
    #[cfg(feature = "lint")] HiddenCap 136 Warning "a cap that is never reached";
    #[cfg(feature = "lint")] Nagging 137 Warning "a message that comes back on every page";
    #[cfg(feature = "lint")] ShortSilence 138 Note "a refusal that is soon forgotten";
    #[cfg(feature = "lint")] NoConversion 139 Warning "a silence after what never happens";
    #[cfg(feature = "lint")] NeverDrawn 141 Note "a variant that nobody new is given";
    #[cfg(feature = "lint")] LargeHoldout 142 Note "a holdout of more than half";
    #[cfg(feature = "lint")] NoVisitors 143 Warning "a share that leaves nobody";
    #[cfg(feature = "lint")] SameVariants 144 Warning "two variants that show the same";
    #[cfg(feature = "lint")] NothingToCompare 145 Warning "a plan with nothing to compare";
    #[cfg(feature = "lint")] NoGoals 146 Warning "variants without a goal";
    #[cfg(feature = "lint")] BadEffect 147 Warning "an effect that cannot be read";
    #[cfg(feature = "lint")] LongPlan 148 Note "a plan that takes more than a year";
    #[cfg(feature = "lint")] MissingLanguage 149 Warning "a text that misses a language";
    #[cfg(feature = "lint")] SameText 150 Note "a text that is not translated";
    #[cfg(feature = "lint")] EmptyText 151 Warning "a text that says nothing";
    #[cfg(feature = "lint")] UnreachableGoal 152 Warning "a goal that nothing leads to";
    #[cfg(feature = "lint")] LostStep 153 Warning "a step that nothing leads to";
    #[cfg(feature = "lint")] UnaskedAnswer 154 Warning "an answer that nobody gives";
    #[cfg(feature = "lint")] Repeated 155 Warning "the same trigger or goal twice";
    #[cfg(feature = "lint")] PublicCode 156 Note "a large discount that anybody can read";
    #[cfg(feature = "lint")] MissingCurrency 157 Warning "an amount that misses a currency";
    #[cfg(feature = "lint")] FullBar 158 Warning "progress that is complete from the start";
    #[cfg(feature = "lint")] Twins 159 Warning "two campaigns that are the same";
    #[cfg(feature = "lint")] CheckoutOnly 160 Warning "a campaign that can only show where it may not";
    #[cfg(feature = "lint")] SearchLanding 161 Note "a modal that search engines mind";
    #[cfg(feature = "lint")] NearNames 162 Note "events with almost the same name";
    #[cfg(feature = "lint")] AbsentFact 163 Warning "a fact that is never known where it is named";
    #[cfg(feature = "lint")] PastCountdown 164 Warning "a countdown that is over";
    #[cfg(feature = "lint")] RestartedCountdown 165 Warning "a countdown that begins anew";
    #[cfg(feature = "lint")] LongCountdown 166 Warning "a countdown that outlives its campaign";
    #[cfg(feature = "lint")] FormerPrice 167 Warning "a former price that is not above the price";
    #[cfg(feature = "lint")] NoConsent 168 Note "an e-mail address and no consent";
    #[cfg(feature = "lint")] MailAsText 169 Warning "an e-mail address asked for as a text";
    #[cfg(feature = "lint")] NoThanks 170 Warning "a form after which nothing is said";
    #[cfg(feature = "lint")] NeverWon 171 Warning "a slice that is never won";
    #[cfg(feature = "lint")] LostPrize 172 Warning "a prize that no step says";
    #[cfg(feature = "lint")] SameSlices 173 Note "two slices with the same text";
    #[cfg(feature = "lint")] AllWin 174 Note "a wheel on which everybody wins";
    #[cfg(feature = "lint")] AccentText 175 Warning "text in the accent that is hard to read";
    #[cfg(feature = "lint")] TintedText 176 Warning "text on the tint that is hard to read";
    #[cfg(feature = "lint")] PluralCase 178 Warning "a plural without a case that its language has";
    #[cfg(feature = "lint")] Shadowed 179 Warning "a campaign that another always comes before";
    #[cfg(feature = "lint")] EmptyHanded 180 Warning "a code behind a question that may not come";
    #[cfg(feature = "lint")] ForeignControls 185 Warning "controls that speak English to readers of another language";
}

impl Code {
    /// As printed: `SB004`.
    #[must_use]
    pub fn name(self) -> String {
        let number = self as i64;
        let mut out = String::from(if number < 10 {
            "SB00"
        } else if number < 100 {
            "SB0"
        } else {
            "SB"
        });
        Decimal::from_i64(number).write(&mut out);
        out
    }
}

/// Words for a sentence. In the shopper's build, which says no sentences, they are nothing: what is passed is not downloaded.
#[derive(Clone, Copy, Debug)]
pub struct Hint<'t>(#[cfg(feature = "tools")] &'t str, #[cfg(not(feature = "tools"))] std::marker::PhantomData<&'t str>);

impl<'t> Hint<'t> {
    /// Keeps the words, or forgets them.
    #[inline(always)]
    #[must_use]
    pub const fn new(text: &'t str) -> Hint<'t> {
        #[cfg(feature = "tools")]
        return Hint(text);
        #[cfg(not(feature = "tools"))]
        {
            let _ = text;
            Hint(std::marker::PhantomData)
        }
    }

    /// The words.
    #[must_use]
    pub const fn text(self) -> &'t str {
        #[cfg(feature = "tools")]
        return self.0;
        #[cfg(not(feature = "tools"))]
        ""
    }
}

/// One problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What is wrong.
    pub code: Code,
    /// Byte offset in the file.
    pub at: u32,
    /// What was found, what would be right, how to fix it.
    #[cfg(feature = "tools")]
    pub message: String,
}

/// Line and column of a byte offset, both from 1; columns count characters.
#[must_use]
pub fn line_column(text: &str, at: u32) -> (u32, u32) {
    Lines::new(text).place(at)
}

/// Lines and columns of many places: ascending ones are found in one walk over the text.
#[derive(Clone, Debug)]
pub struct Lines<'t> {
    text: &'t str,
    /// Where the walk has come to.
    at: u32,
    place: (u32, u32),
}

impl<'t> Lines<'t> {
    /// From the beginning.
    #[must_use]
    pub fn new(text: &'t str) -> Lines<'t> {
        Lines { text, at: 0, place: (1, 1) }
    }

    /// Line and column of a byte offset; of one before the last, the walk begins anew.
    pub fn place(&mut self, at: u32) -> (u32, u32) {
        if at < self.at {
            (self.at, self.place) = (0, (1, 1));
        }
        let between = self.text.as_bytes().get(self.at as usize..).unwrap_or_default();
        for byte in between.iter().take((at - self.at) as usize) {
            if *byte == b'\n' {
                self.place = (self.place.0 + 1, 1);
            } else if *byte & 0xC0 != 0x80 {
                self.place.1 += 1;
            }
        }
        self.at = at;
        self.place
    }
}

/// The candidate nearest to `word`, if any is near enough to have been meant.
#[cfg(feature = "tools")]
#[must_use]
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let length = word.chars().count();
    let limit = 1 + length / 4;
    candidates
        .into_iter()
        // Each letter more or less is an edit, so these are too far, whatever they say.
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= limit)
        .map(|candidate| (distance(word, candidate), candidate))
        .filter(|(far, _)| *far <= limit)
        .min_by_key(|(far, _)| *far)
        .map(|(_, candidate)| candidate)
}

/// `; did you mean "…"?` or nothing.
#[must_use]
pub fn did_you_mean<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> String {
    #[cfg(feature = "tools")]
    if let Some(candidate) = nearest(word, candidates) {
        return format!("; did you mean `{candidate}`?");
    }
    #[cfg(not(feature = "tools"))]
    let _ = (word, candidates.into_iter().next());
    String::new()
}

/// Edits between two words: insertions, deletions, substitutions and swaps of neighbours (optimal string alignment).
#[cfg(feature = "tools")]
fn distance(from: &str, to: &str) -> usize {
    let (from, to): (Vec<char>, Vec<char>) = (from.to_lowercase().chars().collect(), to.to_lowercase().chars().collect());
    let width = to.len() + 1;
    let mut table: Vec<usize> = vec![0; (from.len() + 1) * width];
    for row in 0..=from.len() {
        for column in 0..=to.len() {
            let at = |r: usize, c: usize| table[r * width + c];
            table[row * width + column] = if row == 0 || column == 0 {
                row + column
            } else {
                let same = usize::from(from[row - 1] != to[column - 1]);
                let mut best = (at(row - 1, column) + 1).min(at(row, column - 1) + 1).min(at(row - 1, column - 1) + same);
                if row > 1 && column > 1 && from[row - 1] == to[column - 2] && from[row - 2] == to[column - 1] {
                    best = best.min(at(row - 2, column - 2) + 1);
                }
                best
            };
        }
    }
    table[(from.len() + 1) * width - 1]
}
