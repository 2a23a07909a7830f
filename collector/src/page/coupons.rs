//! Pools and codes.

use crate::report::SiteReport;
use crate::report::text::count;
use maud::{Markup, html};

pub fn coupons(site: &SiteReport) -> Markup {
    let coupons = &site.coupons;
    html! {
        section class="card" {
            h2 { "Pools" }
            @if coupons.pools.is_empty() { p class="sub" { "There are no pools. " code { "shopbell-collector coupons add" } " makes one." } }
            @else {
                table {
                    thead { tr { th scope="col" { "Pool" } th scope="col" { "Left" } th scope="col" { "Given" } } }
                    tbody { @for pool in &coupons.pools { tr { th scope="row" { (pool.pool) } td { (count(pool.left.unsigned_abs())) } td { (count(pool.given.unsigned_abs())) } } } }
                }
            }
        }
        section class="card" {
            h2 { "Codes" }
            @if coupons.codes.is_empty() { p class="sub" { "No code was copied or used yet." } }
            @else {
                div class="wide" tabindex="0" role="region" aria-label="Codes" {
                    table {
                        thead { tr { th scope="col" { "Code" } th scope="col" { "Copied" } th scope="col" { "Orders" } th scope="col" { "Verified" } } }
                        tbody {
                            @for code in &coupons.codes {
                                tr {
                                    th scope="row" { code { (code.code) } @if code.leak { br; span class="call loser" { "used far more often than shown: has it leaked?" } } }
                                    td { (count(code.copied)) } td { (count(code.used)) } td { (count(code.verified)) }
                                }
                            }
                        }
                    }
                }
                @if coupons.more > 0 { p class="sub" { "And " (coupons.more) " more." } }
            }
        }
    }
}
