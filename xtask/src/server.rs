//! The demo's web server, on this machine only: a shop, the built files, the example rules and a collector to look at.
//!
//! Decides which address is answered by whom. [`files`] maps addresses to files, [`rules`] merges rule files, [`outcomes`]
//! plays the collector where none runs, [`forward`] passes on to it where one does; each of these is a function from what was asked to an [`Answer`], so that tests need no network.

mod files;
mod forward;
mod http;
mod outcomes;
mod rules;

use crate::project;
use anyhow::{Context, Result};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};

/// What is sent back.
#[derive(Debug)]
pub struct Answer {
    status: u16,
    content_type: &'static str,
    body: Vec<u8>,
}

impl Answer {
    fn new(status: u16, content_type: &'static str, body: impl Into<Vec<u8>>) -> Self {
        Self { status, content_type, body: body.into() }
    }

    /// A sentence for whoever looks.
    fn sentence(status: u16, text: impl std::fmt::Display) -> Self {
        Self::new(status, "text/plain; charset=utf-8", format!("{text}\n"))
    }
}

/// The folders that are served; other ones in tests.
pub struct Folders {
    /// At `/`.
    pub shop: PathBuf,
    /// At `/gallery/`.
    pub gallery: PathBuf,
    /// At `/dist/`.
    pub dist: PathBuf,
    /// At `/rules-examples/`, and as rule files at `/rules/`.
    pub examples: PathBuf,
}

impl Folders {
    /// Those of the project.
    pub fn of_project() -> Self {
        Self { shop: project::demo_shop(), gallery: project::gallery(), dist: project::dist(), examples: project::rules_examples() }
    }
}

/// Whether outcomes show on the terminal.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Outcomes {
    /// One line each.
    Printed,
    /// Accepted only.
    Silent,
}

/// A collector beside the server.
pub struct Beside {
    /// Where outcomes go.
    pub collector: SocketAddr,
    /// The demo's site.
    pub site: &'static str,
    /// Where it reads the rule file that pages use.
    pub rules: PathBuf,
}

/// A server that listens already.
pub struct Server {
    listener: TcpListener,
    folders: Folders,
    outcomes: Outcomes,
    beside: Option<Beside>,
}

impl Server {
    /// Listens on this port of the loopback address; 0 takes any free one.
    pub fn listen(port: u16, folders: Folders, outcomes: Outcomes) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).with_context(|| format!("could not listen on port {port}"))?;
        Ok(Self { listener, folders, outcomes, beside: None })
    }

    /// With a collector that takes what pages report.
    pub fn with(self, beside: Beside) -> Self {
        Self { beside: Some(beside), ..self }
    }

    /// Where it listens, without a slash at the end.
    pub fn address(&self) -> String {
        let address = self.listener.local_addr().unwrap_or(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)));
        format!("http://{address}")
    }

    /// Answers until the process ends.
    pub fn run(&self) {
        let largest = outcomes::LARGEST_BODY as u64 + 1;
        http::run(&self.listener, largest, |request| self.answer(&request.method, &request.url, &request.body));
    }

    fn answer(&self, method: &str, url: &str, body: &[u8]) -> Answer {
        let path = path_of(url);
        let show = |line| {
            if self.outcomes == Outcomes::Printed {
                println!("{line}");
            }
        };
        match method {
            "POST" if path == "/v1/outcomes" || path == "/v1/coupons/claim" => {
                let played = if path == "/v1/outcomes" { outcomes::accept(body, show) } else { outcomes::claim(body, show) };
                self.beside
                    .as_ref()
                    .map_or(played, |beside| forward::forward(beside.collector, &format!("{path}?site={}", beside.site), body))
            }
            "GET" | "HEAD" => self.page(path),
            _ => Answer::sentence(405, format_args!("{method} {path} is not understood here; GET a file or POST /v1/outcomes")),
        }
    }

    fn page(&self, path: &str) -> Answer {
        let Folders { shop, gallery, dist, examples } = &self.folders;
        if path == "/rules/all.json" {
            let all = rules::all(examples);
            if let Some(beside) = self.beside.as_ref().filter(|_| all.status == 200) {
                keep(&beside.rules, &all.body);
            }
            return all;
        }
        if let Some(name) = path.strip_prefix("/rules/").and_then(|file| file.strip_suffix(".json")) {
            return files::under(examples, &format!("{name}/rules.json"));
        }
        for (prefix, folder) in [("/gallery/", gallery), ("/dist/", dist), ("/rules-examples/", examples)] {
            if let Some(rest) = path.strip_prefix(prefix) {
                return files::under(folder, rest);
            }
        }
        files::under(shop, path.trim_start_matches('/'))
    }
}

/// Whoever edits an example and reloads uses other rules from then on, and the report has to know them.
fn keep(rules: &Path, now: &[u8]) {
    if std::fs::read(rules).is_ok_and(|known| known == now) {
        return;
    }
    if let Err(error) = std::fs::write(rules, now) {
        eprintln!("{}: {error}; the report will not know these rules", project::shown(rules));
    }
}

/// The rules of all examples, as pages load them; nothing where they cannot be merged.
pub fn all_rules(examples: &Path) -> Option<Vec<u8>> {
    Some(rules::all(examples)).filter(|all| all.status == 200).map(|all| all.body)
}

/// An address without what follows `?` or `#`.
fn path_of(url: &str) -> &str {
    url.split(['?', '#']).next().unwrap_or(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_not_part_of_the_path() {
        assert_eq!(path_of("/product.html?sku=MUG-01&shopbell_debug=1"), "/product.html");
        assert_eq!(path_of("/?a=/../b"), "/");
        assert_eq!(path_of("/cart"), "/cart");
    }

    #[test]
    fn it_listens_on_a_free_port_of_this_machine_and_answers() {
        let server = Server::listen(0, Folders::of_project(), Outcomes::Silent).unwrap();
        let address = server.address();
        assert!(address.starts_with("http://127.0.0.1:") && !address.ends_with(":0"), "{address}");
        let missing = server.answer("GET", "/dist/no-such-file.js", b"");
        assert_eq!(missing.status, 404);
        assert_eq!(server.answer("DELETE", "/", b"").status, 405);
    }
}
