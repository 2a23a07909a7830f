//! The operators of a clause: the one table of their names, of the facts they fit and of what their operand looks like.
//!
//! Decides the vocabulary. Leaves reading an operand to `literal`, nesting to `condition` and meaning to `engine::op`.

use super::decoder::same;
use crate::engine::fact::FactType;
use crate::engine::op::Op;

/// How the operand of an operator is read, and what becomes of it.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// A literal of the fact's type.
    One(Op),
    /// A list of them.
    Many(Op),
    /// A list of two.
    Pair(Op),
    /// `true` or `false`.
    Flag(Op),
    /// The name of a type.
    Kind(Op),
    /// A text, whatever the fact's type.
    Text(Op),
    /// A version.
    Version(Op),
    /// The name of a saved group.
    Group(Op),
    /// A regular expression; whether it ignores case, and whether it is to be found.
    Regex {
        /// Whether case is ignored.
        insensitive: bool,
        /// Whether it is to be found, or not to be.
        wanted: bool,
    },
    /// A glob.
    Glob,
    /// A literal or operators on the number of elements.
    Size,
    /// A condition or operators on an element.
    ElemMatch,
    /// A list of literals or operators on elements; whether the case of a literal is ignored.
    Each(bool),
    /// Operators on the same fact.
    Not,
}

/// One row of [`OPERATORS`].
#[derive(Debug)]
pub struct Operator {
    /// Its name in rule files.
    pub name: &'static str,
    /// The types of facts it fits, a bit each.
    fits: u8,
    /// What its operand is.
    pub shape: Shape,
    /// What it says, for the reference.
    #[cfg(feature = "tools")]
    pub says: &'static str,
}

impl Operator {
    /// Whether it can test facts of this type.
    #[must_use]
    pub fn fits(&self, kind: FactType) -> bool {
        self.fits >> kind as u8 & 1 == 1
    }
}

/// The row of that name.
#[must_use]
pub fn operator(name: &str) -> Option<&'static Operator> {
    OPERATORS.iter().find(|row| same(row.name, name))
}

const ALL: u8 = u8::MAX;
const TEXTS: u8 = 1 << FactType::Text as u8 | 1 << FactType::Json as u8;
const LISTS: u8 = 1 << FactType::TextList as u8 | 1 << FactType::Json as u8;
const TEXTS_AND_LISTS: u8 = TEXTS | LISTS;
const ORDERED: u8 = TEXTS | 1 << FactType::Int as u8 | 1 << FactType::Money as u8 | 1 << FactType::Date as u8;

macro_rules! operators {
    ($($name:literal $fits:ident $shape:expr, $says:literal;)*) => {
        /// Every operator of a clause.
        pub const OPERATORS: &[Operator] = {
            use Shape::*;
            &[$(Operator {
                name: $name,
                fits: $fits,
                shape: $shape,
                #[cfg(feature = "tools")]
                says: $says,
            },)*]
        };
    };
}

operators! {
    "$eq" ALL One(Op::Eq), "is exactly";
    "$ne" ALL One(Op::Ne), "is not";
    "$lt" ORDERED One(Op::Lt), "is less than";
    "$lte" ORDERED One(Op::Lte), "is at most";
    "$gt" ORDERED One(Op::Gt), "is more than";
    "$gte" ORDERED One(Op::Gte), "is at least";
    "$between" ORDERED Pair(Op::Between), "lies between, both ends included";
    "$in" ALL Many(Op::In), "is one of; of a list: has one of";
    "$nin" ALL Many(Op::Nin), "is none of; of a list: has none of";
    "$ini" TEXTS_AND_LISTS Many(Op::Ini), "is one of, whatever the case";
    "$nini" TEXTS_AND_LISTS Many(Op::Nini), "is none of, whatever the case";
    "$exists" ALL Flag(Op::Exists), "is there, or is not";
    "$type" ALL Kind(Op::Type), "is of this type";
    "$size" LISTS Size, "has so many elements";
    "$all" LISTS Each(false), "has all of these elements";
    "$alli" LISTS Each(true), "has all of these elements, whatever the case";
    "$elemMatch" LISTS ElemMatch, "has an element that";
    "$regex" TEXTS Regex { insensitive: false, wanted: true }, "matches the pattern";
    "$regexi" TEXTS Regex { insensitive: true, wanted: true }, "matches the pattern, whatever the case";
    "$notRegex" TEXTS Regex { insensitive: false, wanted: false }, "does not match the pattern";
    "$notRegexi" TEXTS Regex { insensitive: true, wanted: false }, "does not match the pattern, whatever the case";
    "$not" ALL Not, "does not meet";
    "$glob" TEXTS Glob, "matches, with * and **";
    "$contains" TEXTS_AND_LISTS One(Op::Contains), "contains";
    "$starts_with" TEXTS Text(Op::StartsWith), "starts with";
    "$ends_with" TEXTS Text(Op::EndsWith), "ends with";
    "$veq" TEXTS Version(Op::Veq), "is the version";
    "$vne" TEXTS Version(Op::Vne), "is not the version";
    "$vgt" TEXTS Version(Op::Vgt), "is a later version than";
    "$vgte" TEXTS Version(Op::Vgte), "is the version or a later one";
    "$vlt" TEXTS Version(Op::Vlt), "is an earlier version than";
    "$vlte" TEXTS Version(Op::Vlte), "is the version or an earlier one";
    "$inGroup" ALL Group(Op::In), "is in the saved group";
    "$notInGroup" ALL Group(Op::Nin), "is not in the saved group";
}
