//! What numbers lack to say anything.
//!
//! Decides the names of it. The sentences are in `words`.

/// Why nothing can be computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// There is no visitor.
    Nobody,
    /// There is one visitor: nothing can be said of how they differ.
    One,
    /// A count below 0: a fault of whoever counted.
    Negative {
        /// The count.
        visitors: i64,
    },
    /// No visitors have such sums: more converters than visitors, a variance below 0.
    Impossible,
    /// Sums beyond all that shops sell: a fault of whoever counted.
    TooLarge,
    /// Every visitor did the same, so that no difference could be told from chance.
    NoSpread,
    /// The control has nothing to compare with: a mean of 0 or less.
    NoBase,
    /// What is divided by comes to 0: no order yet.
    NothingToDivideBy,
    /// Weights that are not all above 0, or not one for each arm.
    Weights,
    /// Fewer values than the estimate needs.
    TooFew {
        /// Values there are.
        have: usize,
        /// Values it needs.
        need: usize,
    },
    /// A share that is not between 0 and 1, or equal to what it should differ from.
    Plan,
}
