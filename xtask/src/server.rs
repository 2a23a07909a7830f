//! The demo's web server, on this machine only: a shop, the built files, the example rules and a collector to look at.
//!
//! Decides which address is answered by whom. [`files`] maps addresses to files, [`rules`] merges rule files, [`outcomes`]
//! plays the collector; each of these is a function from what was asked to an [`Answer`], so that tests need no network.

mod files;
mod outcomes;
mod rules;

use crate::project;
use anyhow::{Context, Result, anyhow};
use std::io::Read;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use tiny_http::{Header, Method, Request, Response};

/// Browsers open several connections at once, and one slow reader must not hold up the others.
const WORKERS: usize = 4;

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
    /// At `/dist/`.
    pub dist: PathBuf,
    /// At `/rules-examples/`, and as rule files at `/rules/`.
    pub examples: PathBuf,
}

impl Folders {
    /// Those of the project.
    pub fn of_project() -> Self {
        Self { shop: project::demo_shop(), dist: project::dist(), examples: project::rules_examples() }
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

/// A server that listens already.
pub struct Server {
    http: tiny_http::Server,
    folders: Folders,
    outcomes: Outcomes,
}

impl Server {
    /// Listens on this port of the loopback address; 0 takes any free one.
    pub fn listen(port: u16, folders: Folders, outcomes: Outcomes) -> Result<Self> {
        let http = tiny_http::Server::http((Ipv4Addr::LOCALHOST, port))
            .map_err(|error| anyhow!("{error}"))
            .with_context(|| format!("could not listen on port {port}"))?;
        Ok(Self { http, folders, outcomes })
    }

    /// Where it listens, without a slash at the end.
    pub fn address(&self) -> String {
        let address = self.http.server_addr().to_ip().unwrap_or(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)));
        format!("http://{address}")
    }

    /// Answers until the process ends.
    pub fn run(&self) {
        std::thread::scope(|scope| {
            for _ in 0..WORKERS {
                scope.spawn(|| {
                    while let Ok(request) = self.http.recv() {
                        self.serve(request);
                    }
                });
            }
        });
    }

    fn serve(&self, mut request: Request) {
        let mut body = Vec::new();
        let limit = outcomes::LARGEST_BODY as u64 + 1;
        let answer = match request.as_reader().take(limit).read_to_end(&mut body) {
            Ok(_) => self.answer(request.method(), request.url(), &body),
            Err(error) => Answer::sentence(400, format_args!("the request broke off: {error}")),
        };
        let mut response = Response::from_data(answer.body).with_status_code(answer.status);
        // Never cached: whoever edits a file and reloads must see it.
        for (name, value) in [("Content-Type", answer.content_type), ("Cache-Control", "no-store")] {
            if let Ok(header) = Header::from_bytes(name, value) {
                response.add_header(header);
            }
        }
        // A browser that has gone away is no news.
        let _gone = request.respond(response);
    }

    fn answer(&self, method: &Method, url: &str, body: &[u8]) -> Answer {
        let path = path_of(url);
        match method {
            Method::Post if path == "/v1/outcomes" => outcomes::accept(body, |line| {
                if self.outcomes == Outcomes::Printed {
                    println!("{line}")
                }
            }),
            Method::Get | Method::Head => self.page(path),
            _ => Answer::sentence(405, format_args!("{method} {path} is not understood here; GET a file or POST /v1/outcomes")),
        }
    }

    fn page(&self, path: &str) -> Answer {
        let Folders { shop, dist, examples } = &self.folders;
        if path == "/rules/all.json" {
            return rules::all(examples);
        }
        if let Some(name) = path.strip_prefix("/rules/").and_then(|file| file.strip_suffix(".json")) {
            return files::under(examples, &format!("{name}/rules.json"));
        }
        for (prefix, folder) in [("/dist/", dist), ("/rules-examples/", examples)] {
            if let Some(rest) = path.strip_prefix(prefix) {
                return files::under(folder, rest);
            }
        }
        files::under(shop, path.trim_start_matches('/'))
    }
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
        let missing = server.answer(&Method::Get, "/dist/no-such-file.js", b"");
        assert_eq!(missing.status, 404);
        assert_eq!(server.answer(&Method::Delete, "/", b"").status, 405);
    }
}
