//! Segments that ship with the engine: ordinary conditions, so that a rule file may say `segment.vip` without defining it.
//!
//! Decides names and thresholds. A file that defines a segment of the same name means its own. Of the amounts the one in
//! the site's currency counts; where that is not named here, such a segment stays unknown, and the file defines its own.

macro_rules! presets {
    ($first:literal $condition:literal $said:literal; $($name:literal $when:literal $doc:literal;)*) => {
        /// All of them, as a JSON object: name to condition.
        pub const PRESETS: &str = concat!("{\"", $first, "\":", $condition, $(",\"", $name, "\":", $when,)* "}");

        /// Name, condition and what it says of the shopper, in the order of the reference.
        #[cfg(feature = "tools")]
        pub const PRESET_ROWS: &[(&str, &str, &str)] = &[($first, $condition, $said), $(($name, $when, $doc),)*];
    };
}

presets! {
    "first-time-shopper" r#"{"visitor.is_new":true}"# "On the first visit.";
    "returning-visitor" r#"{"visitor.visits":{"$gte":2}}"# "On the second visit or a later one.";
    "prospect" r#"{"visitor.visits":{"$gte":2},"customer.orders":{"$not":{"$gte":1}}}"# "Comes back and has not bought.";
    "repeat-buyer" r#"{"customer.orders":{"$gte":2}}"# "Has bought twice.";
    "vip" r#"{"customer.orders":{"$gte":5}}"# "Has bought five times: loyal.";
    "big-spender" r#"{"customer.spent":{"$gte":{"EUR":500,"USD":500,"GBP":450,"RON":2500,"KRW":700000}}}"# "Has spent 500 euros.";
    "high-average-order" r#"{"customer.average_order":{"$gte":{"EUR":100,"USD":100,"GBP":90,"RON":500,"KRW":150000}}}"# "Spends 100 euros an order.";
    "full-price-buyer" r#"{"customer.orders":{"$gte":2},"customer.discount_share":{"$lte":10}}"# "Has bought twice, hardly ever with a discount.";
    "discount-shopper" r#"{"customer.orders":{"$gte":2},"customer.discount_share":{"$gte":50}}"# "Has bought twice, half of it with a discount.";
    "recent-buyer" r#"{"customer.orders":{"$gte":1},"customer.days_since_order":{"$lte":30}}"# "Bought within 30 days.";
    "lapsed-customer" r#"{"customer.orders":{"$gte":1},"customer.days_since_order":{"$gte":180}}"# "Bought, but not for half a year.";
    "cart-abandoner" r#"{"cart.items":{"$gte":1},"cart.idle_minutes":{"$gte":60}}"# "Left something in the cart an hour ago.";
    "subscriber" r#"{"customer.subscribed":true}"# "Gets the newsletter.";
    "non-subscriber" r#"{"customer.subscribed":{"$ne":true}}"# "Does not get the newsletter, or is not logged in.";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::load;

    #[test]
    fn each_is_a_condition_like_any_other() {
        for (name, condition, _) in PRESET_ROWS {
            let own = format!(r#"{{ "format": 1, "segments": {{ "{name}": {condition} }}, "campaigns": [] }}"#);
            assert_eq!(load(own.as_bytes()).1, [], "{name}");
            let named = format!(r#"{{ "format": 1, "segments": {{ "mine": {{ "segment.{name}": true }} }}, "campaigns": [] }}"#);
            let (program, found) = load(named.as_bytes());
            assert_eq!((program.segments.len(), found), (2, Vec::new()), "{name}");
        }
    }
}
