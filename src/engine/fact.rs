//! The table of facts: every name a condition may test, its type, and what its absence means.
//!
//! Decides names and types. Leaves values to the state and reporting to the hosts. A new fact is a row here and whoever
//! reports it; schema, reference, did-you-mean and linter read this table.

#[cfg(feature = "tools")]
use super::time::Weekday;
#[cfg(feature = "tools")]
use crate::platform::declared::PAGE_TYPES;
use std::ops::Range;

/// What hosts report as `device.kind`.
#[cfg(feature = "tools")]
pub const DEVICE_KINDS: [&str; 3] = ["desktop", "tablet", "mobile"];

/// What a fact's values are; literals of typed facts are checked when the rule file is decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum FactType {
    /// `true` or `false`.
    Bool,
    /// A whole number.
    Int,
    /// An amount, held in minor units: of `cart.*` in the cart's currency, of others in the site's.
    Money,
    /// A calendar date, held as days since 1970-01-01.
    Date,
    /// A text.
    Text,
    /// A list of texts.
    TextList,
    /// Any JSON, compared as JavaScript does (`custom.*`, `event.*`).
    Json,
}

/// One row of [`FACTS`].
#[derive(Debug)]
pub struct FactRow {
    /// The dotted name, as in rule files.
    pub name: &'static str,
    /// What its values are.
    pub kind: FactType,
    /// What it says, and what its absence means: for the reference.
    #[cfg(feature = "tools")]
    pub doc: &'static str,
    /// The words that hosts report, where there are no others: for the schema.
    #[cfg(feature = "tools")]
    pub words: &'static [&'static str],
}

macro_rules! facts {
    ($($id:ident $name:literal $kind:ident $(of $words:expr,)? $doc:literal;)*) => {
        /// A row of [`FACTS`] by its index.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u16)]
        #[allow(missing_docs)]
        pub enum Fact { $($id,)* }

        /// Every fact, in the order of [`FACTS`].
        pub const FACT_IDS: &[Fact] = &[$(Fact::$id,)*];

        /// Every fact with a fixed name, in the order of the reference.
        pub const FACTS: &[FactRow] = &[$(FactRow {
            name: $name,
            kind: FactType::$kind,
            #[cfg(feature = "tools")]
            doc: $doc,
            #[cfg(feature = "tools")]
            words: { let words: &[&str] = &[]; $(let _ = words; let words: &[&str] = &$words;)? words },
        },)*];
    };
}

facts! {
    PageUrl "page.url" Text "Address of the page with its query, without the fragment.";
    PagePath "page.path" Text "Path of the page, from the slash on.";
    PageType "page.type" Text of PAGE_TYPES, "One of home, collection, product, cart, checkout, thank_you, other.";
    PageTitle "page.title" Text "The page's title.";
    PageLanguage "page.language" Text "The page's language, as in its `lang` attribute. Absent where it has none.";
    ProductSku "page.product.sku" Text "Product on a product page. Absent on other pages.";
    ProductName "page.product.name" Text "Name of the product.";
    ProductPrice "page.product.price" Money "Price of one piece, in the site's currency.";
    ProductCategory "page.product.category" Text "Category of the product.";
    ProductBrand "page.product.brand" Text "Brand of the product.";
    ProductTags "page.product.tags" TextList "Tags of the product.";
    ProductInStock "page.product.in_stock" Bool "Whether it can be bought now.";
    SessionPageViews "session.page_views" Int "Pages seen in this visit, this one included.";
    SessionSeconds "session.seconds" Int "Seconds since this visit began.";
    SessionLandingPath "session.landing_path" Text "Path of the first page of this visit.";
    SessionReferrer "session.referrer" Text "Host that sent the shopper. Absent for direct visits.";
    SessionUtmSource "session.utm_source" Text "`utm_source` of the visit's first page. Absent where it had none.";
    SessionUtmMedium "session.utm_medium" Text "`utm_medium` of the visit's first page.";
    SessionUtmCampaign "session.utm_campaign" Text "`utm_campaign` of the visit's first page.";
    VisitorVisits "visitor.visits" Int "Visits so far, this one included; counts to 100.";
    VisitorIsNew "visitor.is_new" Bool "Whether this is the first visit.";
    VisitorDaysSinceLastVisit "visitor.days_since_last_visit" Int "Whole days since the visit before this one. Absent on the first.";
    VisitorFirstSeen "visitor.first_seen" Date "Day of the first visit, in the shop's time zone.";
    VisitorPagesSeen "visitor.pages_seen" Int "Pages seen over all visits.";
    VisitorViewedPaths "visitor.viewed_paths" TextList "The last 50 paths seen.";
    VisitorCountry "visitor.country" Text "Country code given by the tag's `data-country`. Absent where the tag has none.";
    DeviceKind "device.kind" Text of DEVICE_KINDS, "desktop, tablet or mobile.";
    DeviceTouch "device.touch" Bool "Whether the main pointer is a finger.";
    DeviceWidth "device.width" Int "Width of the window in CSS pixels.";
    DeviceLanguage "device.language" Text "First language of the browser.";
    DeviceTimeZone "device.time_zone" Text "Time zone of the device, as in Europe/Bucharest.";
    CartSubtotal "cart.subtotal" Money "Sum of the lines, before order coupons, tax and shipping.";
    CartTotal "cart.total" Money "What the shopper would pay now. Absent where the shop does not say.";
    CartItems "cart.items" Int "Pieces in the cart.";
    CartDistinct "cart.distinct" Int "Different products in the cart.";
    CartSkus "cart.skus" TextList "Products in the cart.";
    CartCategories "cart.categories" TextList "Categories in the cart.";
    CartBrands "cart.brands" TextList "Brands in the cart.";
    CartCoupons "cart.coupons" TextList "Codes applied to the cart.";
    CartCurrency "cart.currency" Text "Currency of the cart.";
    CartIdleMinutes "cart.idle_minutes" Int "Whole minutes since the cart last changed. Absent while it is empty.";
    CustomerLoggedIn "customer.logged_in" Bool "Whether the shopper is logged in. Known once the shop has said so.";
    CustomerOrders "customer.orders" Int "Orders so far.";
    CustomerSpent "customer.spent" Money "Spent so far, in the site's currency.";
    CustomerAverageOrder "customer.average_order" Money "Average order, in the site's currency.";
    CustomerDaysSinceOrder "customer.days_since_order" Int "Whole days since the last order. Absent without one.";
    CustomerFirstOrderDate "customer.first_order_date" Date "Day of the first order.";
    CustomerBirthdayInDays "customer.birthday_in_days" Int "Days to the next birthday; 0 on the day.";
    CustomerPoints "customer.points" Int "Loyalty points.";
    CustomerTier "customer.tier" Text "Loyalty tier.";
    CustomerSubscribed "customer.subscribed" Bool "Whether subscribed to the newsletter.";
    CustomerTags "customer.tags" TextList "The shop's tags of this customer.";
    CustomerSegments "customer.segments" TextList "The shop's own segments of this customer.";
    CustomerDiscountShare "customer.discount_share" Int "Percent of past orders bought with a discount.";
    TimeHour "time.hour" Int "Hour of the day in the shop's time zone, 0 to 23.";
    TimeWeekday "time.weekday" Text of Weekday::NAMES, "mon to sun in the shop's time zone.";
    TimeDate "time.date" Date "Today in the shop's time zone.";
    TimeLocalHour "time.local_hour" Int "Hour of the day where the visitor is.";
    TimeLocalWeekday "time.local_weekday" Text of Weekday::NAMES, "mon to sun where the visitor is.";
    ConsentAnalytics "consent.analytics" Bool "The visitor's answer. Unknown before it.";
    ConsentMarketing "consent.marketing" Bool "The visitor's answer. Unknown before it.";
    ConsentPreferences "consent.preferences" Bool "The visitor's answer. Unknown before it.";
}

/// Slots of `page.product.*`.
pub const PRODUCT: Range<u16> = Fact::ProductSku as u16..Fact::SessionPageViews as u16;
/// Slots of `cart.*`.
pub const CART: Range<u16> = Fact::CartSubtotal as u16..Fact::CustomerLoggedIn as u16;
/// Slots of `customer.*`.
pub const CUSTOMER: Range<u16> = Fact::CustomerLoggedIn as u16..Fact::TimeHour as u16;

/// One row of [`PROGRESS`].
#[derive(Debug)]
pub struct ProgressRow {
    /// Last part of the name: `campaign.ID.NAME`.
    pub name: &'static str,
    /// What it says.
    #[cfg(feature = "tools")]
    pub doc: &'static str,
}

macro_rules! progress {
    ($($id:ident $name:literal $doc:literal;)*) => {
        /// What a campaign has come to with this visitor, a row of [`PROGRESS`]. All are whole numbers.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        #[allow(missing_docs)]
        pub enum Progress { $($id,)* }

        /// The facts `campaign.ID.*`.
        pub const PROGRESS: &[(Progress, ProgressRow)] = &[$((Progress::$id, ProgressRow {
            name: $name,
            #[cfg(feature = "tools")]
            doc: $doc,
        }),)*];
    };
}

progress! {
    Seen "seen" "Times this visitor would have seen the campaign; the holdout counts.";
    Dismissed "dismissed" "Times it was closed.";
    Clicked "clicked" "Times something in it was clicked.";
    Submitted "submitted" "Times a form, score or comment was sent.";
    Converted "converted" "Times its first goal was reached.";
    DaysSinceSeen "days_since_seen" "Whole days since it was last seen. Absent when never.";
    DaysSinceDismissed "days_since_dismissed" "Whole days since it was last closed. Absent when never.";
}

impl Fact {
    /// Its row.
    #[must_use]
    pub fn row(self) -> &'static FactRow {
        &FACTS[self as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_belongs_together_stands_together() {
        for (row, slot) in FACTS.iter().zip(0u16..) {
            assert_eq!(PRODUCT.contains(&slot), row.name.starts_with("page.product."), "{}", row.name);
            assert_eq!(CART.contains(&slot), row.name.starts_with("cart."), "{}", row.name);
            assert_eq!(CUSTOMER.contains(&slot), row.name.starts_with("customer."), "{}", row.name);
        }
    }
}
