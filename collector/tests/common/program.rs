//! The real program: started, asked over loopback, and killed.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used)]

use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

/// A collector that runs.
pub struct Program {
    pub child: Child,
    pub public: String,
    pub reading: String,
    /// Where the token was printed.
    pub token: Option<String>,
    errors: BufReader<std::process::ChildStderr>,
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
        let mut token = None;
        loop {
            let mut line = String::new();
            assert!(errors.read_line(&mut line).unwrap() > 0, "it ended before it listened");
            if let Some((_, made)) = line.trim().split_once("keep it: ") {
                token = Some(made.to_string());
            }
            let Ok(log) = serde_json::from_str::<Value>(&line) else { continue };
            let fields = &log["fields"];
            if fields["message"] == "listening" {
                let address = |name: &str| fields[name].as_str().unwrap().to_string();
                return Program { child, public: address("public"), reading: address("reading"), token, errors };
            }
        }
    }

    /// What it logs until it ends.
    pub fn rest(mut self) -> (String, std::process::ExitStatus) {
        let mut text = String::new();
        self.errors.read_to_string(&mut text).unwrap();
        (text, self.child.wait().unwrap())
    }

    /// As `kill -9` does.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
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
