//! The real program: started, asked over loopback, and killed.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used)]

use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::JoinHandle;

/// A collector that runs.
pub struct Program {
    pub child: Child,
    pub public: String,
    pub reading: String,
    /// Where the token was printed.
    pub token: Option<String>,
    /// Reads what it logs, so that it never waits for a reader.
    log: Option<JoinHandle<String>>,
}

pub fn command(store: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_shopbell-collector"));
    command.arg("--store").arg(format!("sqlite:{}", store.display()));
    command
}

impl Program {
    /// Starts it, and waits until it listens.
    pub fn start(store: &Path) -> Program {
        let options = "serve --listen 127.0.0.1:0 --listen-reading 127.0.0.1:0 --per-address 1000000 --per-site 1000000";
        let mut command = command(store);
        let mut child = command.args(options.split(' ')).env("SHOPBELL_LOG", "info").stderr(Stdio::piped()).spawn().unwrap();
        let mut errors = BufReader::new(child.stderr.take().unwrap());
        let (mut public, mut reading, mut token) = (String::new(), String::new(), None);
        let mut line = String::new();
        while public.is_empty() && errors.read_line(&mut line).unwrap() > 0 {
            if let Some((_, made)) = line.trim().split_once("keep it: ") {
                token = Some(made.to_string());
            }
            let log: Value = serde_json::from_str(&line).unwrap_or_default();
            let fields = &log["fields"];
            if fields["message"] == "listening" {
                (public, reading) = (fields["public"].as_str().unwrap().into(), fields["reading"].as_str().unwrap().into());
            }
            line.clear();
        }
        if public.is_empty() {
            panic!("it ended before it listened: {}", child.wait().unwrap());
        }
        let log = std::thread::spawn(move || {
            let mut text = String::new();
            errors.read_to_string(&mut text).unwrap();
            text
        });
        Program { child, public, reading, token, log: Some(log) }
    }

    /// What it logs until it ends.
    pub fn rest(mut self) -> (String, std::process::ExitStatus) {
        let status = self.child.wait().unwrap();
        (self.log.take().unwrap().join().unwrap(), status)
    }

    /// As `kill -9` does.
    pub fn kill(self) {
        drop(self);
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // One that ended by itself cannot be killed, and need not be.
        let _ = (self.child.kill(), self.child.wait());
    }
}

/// A connection that stays open, as browsers keep them.
pub struct Client(BufReader<TcpStream>);

impl Client {
    pub fn new(address: &str) -> std::io::Result<Client> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        Ok(Client(BufReader::new(stream)))
    }

    /// Status and body; an error where the connection ended before both were there.
    pub fn ask(&mut self, method: &str, path: &str, header: &str, body: &str) -> std::io::Result<(u16, String)> {
        let length = body.len();
        let request = format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\n{header}Content-Length: {length}\r\n\r\n{body}");
        self.0.get_mut().write_all(request.as_bytes())?;
        let cut = || std::io::Error::other("the connection was cut");
        let (mut status, mut length) = (0, None);
        loop {
            let mut line = String::new();
            if self.0.read_line(&mut line)? == 0 {
                return Err(cut());
            }
            let line = line.trim_end();
            if let Some(rest) = line.strip_prefix("HTTP/1.1 ") {
                status = rest.get(..3).and_then(|digits| digits.parse().ok()).ok_or_else(cut)?;
            } else if let Some(rest) = line.strip_prefix("content-length: ") {
                length = rest.parse().ok();
            } else if line.is_empty() {
                break;
            }
        }
        let mut body = vec![0; length.ok_or_else(cut)?];
        self.0.read_exact(&mut body)?;
        Ok((status, String::from_utf8_lossy(&body).into_owned()))
    }
}
