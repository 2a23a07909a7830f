//! docs/collector.md: its commands end well, its requests are answered as it says, and no route is left out.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;
#[path = "common/program.rs"]
mod program;

use axum::body::Body;
use axum::http::Request;
use common::{Collector, Folder, KEY, ask, settings};
use program::command;
use shopbell_collector::hash::sign;
use shopbell_collector::serve::now;
use shopbell_collector::serve::route::{Listener, ROUTES};
use shopbell_collector::store::{Limits, codes};
use std::io::{BufRead, BufReader};
use std::process::Stdio;

fn document() -> String {
    std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/collector.md")).unwrap()
}

fn fences(kind: &str) -> Vec<String> {
    let opens = format!("```{kind}\n");
    document().split(&opens).skip(1).map(|rest| rest.split("```").next().unwrap().to_string()).collect()
}

#[test]
fn commands_of_the_document_end_well() {
    let folder = Folder::new();
    std::fs::write(folder.0.join("codes.txt"), "MUG-10\n").unwrap();
    std::fs::write(folder.0.join("rules.json"), "{ \"format\": 1, \"campaigns\": [] }").unwrap();
    std::fs::write(folder.0.join("outcomes.ndjson"), "").unwrap();
    std::fs::write(folder.0.join("keys.txt"), format!("# of the shop\nceramics {KEY}\n")).unwrap();
    let mut run = 0;
    for line in fences("sh").iter().flat_map(|fence| fence.lines()).filter_map(|line| line.strip_prefix("shopbell-collector ")) {
        // Where the output goes is the shell's business.
        let words = line.split(" > ").next().unwrap().split_whitespace();
        let mut command = command(&folder.store());
        command.args(words).current_dir(&folder.0);
        run += 1;
        if !line.starts_with("serve") {
            let output = command.output().unwrap();
            assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
            continue;
        }
        command.env("SHOPBELL_LISTEN", "127.0.0.1:0").env("SHOPBELL_LISTEN_READING", "127.0.0.1:0");
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap);
        assert!(lines.any(|line| line.contains("\"listening\"")), "{line}");
        child.kill().unwrap();
        child.wait().unwrap();
    }
    assert!(run > 4, "the commands were not found");
}

#[tokio::test]
async fn requests_are_answered_as_the_document_says() {
    let keys = [("ceramics".to_string(), vec![KEY.to_string()])].into();
    let sites = vec!["ceramics".to_string()];
    let collector = Collector::with(shopbell_collector::serve::Settings { sites, keys, ..settings() }, &Limits::default());
    let codes = vec!["MUG-10".to_string()];
    assert_eq!(collector.app.store.write(move |to| codes::add(to, "ceramics", "welcome", &codes)).await, Ok(1));
    let fences = fences("http");
    assert!(fences.len() > 4);
    for fence in fences {
        let parts: Vec<&str> = fence.trim().split("\n\n").collect();
        let (head, answer) = (parts[0], *parts.last().unwrap());
        let body = if parts.len() == 3 { parts[1] } else { "" };
        let mut lines = head.lines();
        let (method, path) = lines.next().unwrap().split_once(' ').unwrap();
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in lines.map(|line| line.split_once(": ").unwrap()) {
            let seconds = (now() / 1000).to_string();
            let signature = sign(KEY.as_bytes(), &seconds, body.as_bytes());
            request = request.header(name, value.replace("TOKEN", "token").replace("SECONDS", &seconds).replace("HEX", &signature));
        }
        let plain = path.split('?').next().unwrap();
        let (.., listener) = ROUTES.iter().find(|(asked, known, ..)| (*asked, *known) == (method, plain)).unwrap();
        let router = match listener {
            Listener::Public => &collector.public,
            Listener::Reading => &collector.reading,
        };
        let found = ask(router, request.body(Body::from(body.to_string())).unwrap()).await;
        let (status, says) = answer.split_once(' ').unwrap();
        let mut text = found.text.trim().to_string();
        for (place, part) in says.split("RECEIVED").enumerate().skip(1) {
            let before: String = says.split("RECEIVED").take(place).collect::<Vec<_>>().join("RECEIVED");
            let rest = text.strip_prefix(&before).unwrap_or_else(|| panic!("{text}"));
            let digits = rest.len() - rest.trim_start_matches(|letter: char| letter.is_ascii_digit()).len();
            assert!(digits > 12 && rest[digits..].starts_with(part), "{rest}");
            text = format!("{before}RECEIVED{}", &rest[digits..]);
        }
        assert_eq!((found.status.to_string().as_str(), text.as_str()), (status, says), "{head}");
    }
}

#[test]
fn every_route_is_described() {
    let document = document();
    for (method, path, ..) in ROUTES {
        assert!(document.contains(&format!("{method} {path}")), "docs/collector.md does not say `{method} {path}`");
    }
}
