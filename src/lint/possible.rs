//! What values a fact can have, beyond its type: from where to where a number goes, which words there are, whether it can be absent.
//!
//! Decides by what hosts and the engine report, see `engine::note`. Where it does not know better, everything is possible.

use crate::engine::fact::{Fact, Progress};
use crate::engine::program::Source;

/// Stands for a number without an end.
const ENDLESS: i64 = 1_000_000_000_000;

/// The values of one fact.
#[derive(Clone, Copy, Debug)]
pub struct Possible {
    /// The smallest number.
    pub least: i64,
    /// The largest one.
    pub most: i64,
    /// Its words, where there are no others.
    pub words: &'static [&'static str],
    /// Whether it can be reported absent.
    pub absent: bool,
}

const ANY: Possible = Possible { least: -ENDLESS, most: ENDLESS, words: &[], absent: true };
const THERE: Possible = Possible { absent: false, ..ANY };

/// From this number to that one.
const fn from_to(least: i64, most: i64) -> Possible {
    Possible { least, most, ..THERE }
}

const fn or_absent(possible: Possible) -> Possible {
    Possible { absent: true, ..possible }
}

fn one_of(words: &'static [&'static str]) -> Possible {
    Possible { words, ..THERE }
}

/// What values the fact can have.
#[must_use]
pub fn possible(source: &Source) -> Possible {
    match source {
        Source::Fixed(fact) => fixed(*fact),
        Source::Query(_) | Source::Custom(_) => ANY,
        Source::Segment(_) => THERE,
        Source::Progress(_, Progress::DaysSinceSeen | Progress::DaysSinceDismissed) => or_absent(from_to(0, ENDLESS)),
        Source::Progress(_, Progress::Seen | Progress::Dismissed | Progress::Clicked | Progress::Submitted | Progress::Converted) => {
            from_to(0, ENDLESS)
        }
    }
}

fn fixed(fact: Fact) -> Possible {
    match fact {
        Fact::PageType | Fact::DeviceKind | Fact::TimeWeekday | Fact::TimeLocalWeekday => one_of(fact.row().words),
        Fact::TimeHour | Fact::TimeLocalHour => from_to(0, 23),
        Fact::VisitorVisits => from_to(1, 100),
        Fact::SessionPageViews | Fact::VisitorPagesSeen | Fact::DeviceWidth => from_to(1, ENDLESS),
        Fact::SessionSeconds | Fact::CartSubtotal | Fact::CartItems | Fact::CartDistinct => from_to(0, ENDLESS),
        Fact::CartTotal | Fact::CartIdleMinutes | Fact::VisitorDaysSinceLastVisit | Fact::ProductPrice => or_absent(from_to(0, ENDLESS)),
        Fact::CustomerOrders | Fact::CustomerSpent | Fact::CustomerAverageOrder | Fact::CustomerDaysSinceOrder => {
            or_absent(from_to(0, ENDLESS))
        }
        Fact::CustomerBirthdayInDays => or_absent(from_to(0, 366)),
        Fact::CustomerDiscountShare => or_absent(from_to(0, 100)),
        Fact::PagePath
        | Fact::VisitorIsNew
        | Fact::VisitorFirstSeen
        | Fact::VisitorViewedPaths
        | Fact::DeviceTouch
        | Fact::ProductTags
        | Fact::CartSkus
        | Fact::CartCategories
        | Fact::CartBrands
        | Fact::CartCoupons
        | Fact::CartCurrency
        | Fact::CustomerLoggedIn
        | Fact::TimeDate
        | Fact::ConsentAnalytics
        | Fact::ConsentMarketing
        | Fact::ConsentPreferences => THERE,
        Fact::PageUrl
        | Fact::PageTitle
        | Fact::PageLanguage
        | Fact::ProductSku
        | Fact::ProductName
        | Fact::ProductCategory
        | Fact::ProductBrand
        | Fact::ProductInStock
        | Fact::SessionLandingPath
        | Fact::SessionReferrer
        | Fact::SessionUtmSource
        | Fact::SessionUtmMedium
        | Fact::SessionUtmCampaign
        | Fact::VisitorCountry
        | Fact::DeviceLanguage
        | Fact::DeviceTimeZone
        | Fact::CustomerFirstOrderDate
        | Fact::CustomerPoints
        | Fact::CustomerTier
        | Fact::CustomerSubscribed
        | Fact::CustomerTags
        | Fact::CustomerSegments => ANY,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::fact::FACTS;

    #[test]
    fn what_the_reference_calls_absent_can_be_absent() {
        for (row, fact) in FACTS.iter().zip(crate::engine::fact::FACT_IDS) {
            assert!(!row.doc.contains("Absent") || fixed(*fact).absent, "{}", row.name);
        }
    }
}
