//! Customers: who buys again, and where fifths are cut.

use crate::report::SiteReport;
use crate::report::text::{count, money, percent};
use maud::{Markup, html};

pub fn customers(site: &SiteReport) -> Markup {
    let of = &site.customers;
    html! {
        section class="card" {
            h2 { "Who buys again" }
            p class="sub" { (count(of.customers as u64)) " customers. One who comes with another device is another one." }
            @if !of.again.is_empty() {
                div class="wide" tabindex="0" role="region" aria-label="Who buys again" {
                    table {
                        thead { tr { th scope="col" { "Orders" } th scope="col" { "Customers" } th scope="col" { "Bought once more" } th scope="col" { "From where to where" } } }
                        tbody {
                            @for row in &of.again {
                                tr {
                                    th scope="row" { (row.orders) " or more" }
                                    td { (count(row.customers.unsigned_abs())) }
                                    @match &row.next {
                                        Some(rate) => { td { (percent(rate.share)) } td { (percent(rate.interval.low)) " – " (percent(rate.interval.high)) } }
                                        None => { td { "–" } td { "–" } }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
        section class="card" {
            h2 { "Fifths" }
            @match &of.fifths {
                None => { p class="sub" { "Fifths need 25 customers at least." } }
                Some(fifths) => {
                    div class="wide" tabindex="0" role="region" aria-label="Fifths" {
                        table {
                            caption { "Up to which value each fifth of the customers goes; the last fifth is beyond." }
                            thead { tr { th scope="col" { "Of" } @for number in 1..=4 { th scope="col" { "Fifth " (number) } } } }
                            tbody {
                                tr { th scope="row" { "Days since the last order" } @for cut in fifths.recency { td { (cut) } } }
                                tr { th scope="row" { "Orders" } @for cut in fifths.frequency { td { (cut) } } }
                                tr { th scope="row" { "Spent" } @for cut in fifths.monetary { td { (money(cut, &site.currency)) } } }
                            }
                        }
                    }
                }
            }
        }
    }
}
