//! The program as people and systems use it: started, stopped, asked for help, told nonsense.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;
#[path = "common/program.rs"]
mod program;

use common::{Folder, batch, outcome};
use program::{Client, Program, command};
use std::process::Command;

#[test]
fn it_stops_when_it_is_told_and_logs_nobody() {
    let folder = Folder::new();
    let program = Program::start(&folder.store());
    let token = program.token.clone().expect("the first start prints the token");
    let mut client = Client::new(&program.public).unwrap();
    let secret = "/v1/outcomes?site=hidden-site";
    assert_eq!(client.ask("POST", secret, "X-Forwarded-For: 203.0.113.77\r\n", &batch(&[outcome(77)])).unwrap().0, 200);
    assert_eq!(client.ask("GET", "/healthz", "", "").unwrap(), (200, "ok\n".into()));
    assert_eq!(client.ask("GET", "/me@example.com", "", "").unwrap().0, 404);
    let bearer = format!("Authorization: Bearer {token}\r\n");
    let (status, metrics) = Client::new(&program.reading).unwrap().ask("GET", "/metrics", &bearer, "").unwrap();
    assert_eq!(status, 200);
    assert!(metrics.contains("shopbell_outcomes_kept_total 1\n"), "{metrics}");

    assert!(Command::new("kill").arg(program.child.id().to_string()).status().unwrap().success());
    drop(client);
    let (log, status) = program.rest();
    assert!(status.success(), "{log}");
    assert!(log.contains("\"path\":\"/v1/outcomes\",\"status\":200") && log.contains("stopped"), "{log}");
    let id = format!("{:032x}", 77);
    for hidden in ["127.0.0.1:", "203.0.113", "hidden-site", "example.com", token.as_str(), "mugs", id.as_str()] {
        assert!(!log.contains(hidden), "{hidden}: {log}");
    }
    let again = Program::start(&folder.store());
    assert_eq!(again.token, None, "the token is printed once");
    again.kill();
}

fn said(arguments: &[&str], folder: &Folder) -> (i32, String) {
    let output = command(&folder.store()).args(arguments).output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap(), String::from_utf8(text).unwrap())
}

#[test]
fn what_went_wrong_is_said_with_what_to_do() {
    let folder = Folder::new();
    let program = Program::start(&folder.store());
    let public = program.public.clone();
    let (status, text) = said(&["serve", "--listen", &public], &folder);
    assert!(status == 2 && text.contains("is another program there already? `--listen 127.0.0.1:0` takes a free port"), "{text}");
    program.kill();

    let missing = folder.0.join("nowhere").join("shopbell.db");
    let output = command(&missing).arg("serve").output().unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.code() == Some(2) && text.contains("is its folder there, and may this user write into it?"), "{text}");

    for (arguments, sentence) in [
        (&["erase", "x"][..], "`x` is no visitor; right would be 32 hexadecimal digits"),
        (&["serve", "--origin", "https://kiln.example/"], "no path, no `/` behind it"),
        (&["serve", "--site", "Kiln"], "a name has 1 to 64 lower-case letters"),
        (&["serve", "--keep", "0d"], "right would be days, such as `400d`"),
        (&["serve", "--keys", "no-such-file"], "the keys `no-such-file` cannot be read"),
        (&["coupons", "add", "--pool", "welcome", "no-such-file"], "the codes `no-such-file` cannot be read"),
    ] {
        let (status, text) = said(arguments, &folder);
        assert!(status == 2 && text.contains(sentence), "{arguments:?}: {status} {text}");
    }
    let (status, text) = said(&["export"], &Folder::new());
    assert!(status == 2 && text.contains("there is no store"), "{text}");
}

#[test]
fn codes_come_from_files_or_are_made() {
    let folder = Folder::new();
    let file = folder.0.join("codes.txt");
    std::fs::write(&file, "\u{feff}MUG-1\r\n\nMUG-2\nMUG-1\n").unwrap();
    let name = file.display().to_string();
    assert_eq!(said(&["coupons", "add", "--pool", "welcome", &name], &folder).1, "2 codes added to `welcome`; 1 were there before\n");
    let (status, made) = said(&["coupons", "add", "--pool", "welcome", "--generate", "3"], &folder);
    assert!(status == 0 && made.lines().count() == 3 && made.lines().all(shopbell_collector::code::is_code), "{made}");
    assert_eq!(said(&["coupons", "list"], &folder).1, "default welcome: 5 of 5 left\n");
}

#[test]
fn help_is_complete() {
    let folder = Folder::new();
    let (status, help) = said(&["--help"], &folder);
    assert_eq!(status, 0);
    for word in ["serve", "coupons", "export", "erase", "token", "Examples:", "Exit codes:"] {
        assert!(help.contains(word), "{word}: {help}");
    }
    assert_eq!(said(&["--version"], &folder), (0, format!("shopbell-collector {}\n", env!("CARGO_PKG_VERSION"))));
}
