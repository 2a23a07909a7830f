//! Who comes from a search engine.
//!
//! Decides which hosts are search engines; they rank pages lower that a message covers as soon as a phone comes from them. Leaves
//! what follows from it to the gate of that name.

use crate::rules::text::cut;

/// How hosts of search engines begin, after `www.`, `m.` or a country.
const ENGINES: [&str; 16] = [
    "google.",
    "bing.",
    "duckduckgo.",
    "search.yahoo.",
    "yandex.",
    "ya.ru",
    "baidu.",
    "ecosia.",
    "qwant.",
    "startpage.",
    "search.brave.",
    "search.naver.",
    "search.daum.",
    "search.seznam.",
    "sogou.",
    "kagi.",
];

/// Whether a host is one: `www.google.ro`, `uk.search.yahoo.com`, but not `mail.google.com`.
#[must_use]
pub fn is_engine(host: &str) -> bool {
    let rest = match cut(host, b'.') {
        Some((first, rest)) if first.len() <= 3 => rest,
        _ => host,
    };
    ENGINES.iter().any(|engine| host.starts_with(engine) || rest.starts_with(engine))
}

#[cfg(test)]
mod tests {
    use super::is_engine;

    #[test]
    fn search_engines_are_known_by_their_hosts() {
        for host in [
            "google.com",
            "www.google.co.kr",
            "m.search.naver.com",
            "uk.search.yahoo.com",
            "cn.bing.com",
            "ya.ru",
            "com.google.android.googlequicksearchbox",
        ] {
            assert!(is_engine(host), "{host}");
        }
        for host in
            ["", "mail.google.com", "docs.google.com", "blog.naver.com", "yahoo.com", "shop.example", "notgoogle.com", "www.m.google.com"]
        {
            assert!(!is_engine(host), "{host}");
        }
    }
}
