//! The report's pages: the same figures as the JSON, for people.
//!
//! Decides what stands where, and how it looks. No script, no style but the one sheet, nothing from elsewhere: the content security policy
//! allows no more. Every text is escaped by the template (`maud`), whatever a shopper or a rule file wrote.

mod answers;
mod chart;
mod coupons;
mod customers;
mod overview;
mod test;

use crate::report::{Report, SiteReport};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

const SHEET: &str = include_str!("page.css");

/// What a page may load: its own sheet, by its hash.
pub static POLICY: LazyLock<String> = LazyLock::new(|| {
    let hash = BASE64_STANDARD.encode(Sha256::digest(SHEET));
    format!("default-src 'none'; style-src 'sha256-{hash}'; img-src data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'")
});

/// The pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// The shop as a whole.
    Overview,
    /// A test.
    Test,
    /// Scores, choices and comments.
    Answers,
    /// Pools and codes.
    Coupons,
    /// Customers.
    Customers,
}

/// Pages that stand in the navigation: path and name. A test is reached from the overview.
const NAVIGATION: [(Page, &str, &str); 4] = [
    (Page::Overview, "/", "Overview"),
    (Page::Answers, "/answers", "Answers"),
    (Page::Coupons, "/coupons", "Coupons"),
    (Page::Customers, "/customers", "Customers"),
];

/// What a page is asked for.
#[derive(Clone, Debug, Default, serde::Deserialize)]
pub struct Asked {
    /// The site; the first without.
    pub site: Option<String>,
    /// The campaign of a test.
    pub id: Option<String>,
    /// What comments have to hold.
    pub find: Option<String>,
}

/// A page; nothing where the report has nothing of what was asked for.
#[must_use]
pub fn page(report: &Report, page: Page, asked: &Asked) -> Option<String> {
    let Some(first) = report.sites.first() else {
        return Some(frame(report, None, page, "Nothing has arrived yet", &nothing()).into_string());
    };
    let site = match &asked.site {
        Some(name) => report.sites.iter().find(|site| site.site == *name)?,
        None => first,
    };
    let (title, body) = match page {
        Page::Overview => (site.site.clone(), overview::overview(site)),
        Page::Test => {
            let id = asked.id.as_deref()?;
            let test = site.programme.iter().chain(&site.experiments).find(|test| test.id == id)?;
            (test.name.clone().unwrap_or_else(|| test.id.clone()), test::test(site, test))
        }
        Page::Answers => ("Answers".into(), answers::answers(site, asked.find.as_deref().unwrap_or_default())),
        Page::Coupons => ("Coupons".into(), coupons::coupons(site)),
        Page::Customers => ("Customers".into(), customers::customers(site)),
    };
    Some(frame(report, Some(site), page, &title, &body).into_string())
}

fn nothing() -> Markup {
    html! {
        section class="card" {
            p { "Outcomes appear here as soon as a page with shopbell sends one. Name this collector in the script tag:" }
            pre { "<script src=\"shopbell.js\" data-rules=\"rules.json\"\n  data-collector=\"https://collect.your.shop/v1/outcomes?site=NAME\"></script>" }
        }
    }
}

fn frame(report: &Report, site: Option<&SiteReport>, page: Page, title: &str, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) " · shopbell" }
                link rel="icon" href="data:,";
                style { (PreEscaped(SHEET)) }
            }
            body {
                header {
                    strong { "shopbell" }
                    nav aria-label="Pages" {
                        @for (of, path, name) in NAVIGATION {
                            a href=(link(path, site, None)) aria-current=[(of == page).then_some("page")] { (name) }
                        }
                    }
                    @if report.sites.len() > 1 {
                        p class="sites" {
                            @for other in &report.sites {
                                @if site.is_some_and(|site| site.site == other.site) { b { (other.site) } }
                                @else { a href=(link(path_of(page), Some(other), None)) { (other.site) } }
                            }
                        }
                    }
                }
                main {
                    h1 { (title) }
                    @if let Some(site) = site { p class="sub" { "Tests are judged by closed days, up to " (site.closed) "; all else is up to now. Amounts in " (site.currency) "." } }
                    (body)
                }
                footer {
                    @if report.unread > 0 { p { (report.unread) " lines could not be read." } }
                    p { "The same as JSON: " a href="/v1/report" { "/v1/report" } }
                }
            }
        }
    }
}

/// A sentence, with what stands between backticks as code.
fn marked(sentence: &str) -> Markup {
    html! { @for (place, part) in sentence.split('`').enumerate() { @if place % 2 == 1 { code { (part) } } @else { (part) } } }
}

fn path_of(page: Page) -> &'static str {
    NAVIGATION.iter().find(|(of, ..)| *of == page).map_or("/", |(_, path, _)| path)
}

/// An address within the pages. Sites and ids are whatever somebody wrote: everything but letters and digits is escaped.
fn link(path: &str, site: Option<&SiteReport>, id: Option<&str>) -> String {
    let mut address = path.to_string();
    let mut between = '?';
    for (key, value) in [("site", site.map(|site| site.site.as_str())), ("id", id)] {
        let Some(value) = value else { continue };
        address.push(between);
        address.push_str(key);
        address.push('=');
        for byte in value.bytes() {
            if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.') {
                address.push(char::from(byte));
            } else {
                address.push_str(&format!("%{byte:02X}"));
            }
        }
        between = '&';
    }
    address
}
