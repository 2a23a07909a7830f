//! As much of HTTP as a demo on one machine needs: a thread a connection, a request a connection.
//!
//! Decides how requests are read and answers written; what is answered is the caller's.
//!
//! INVARIANT: no connection ever waits for another one. Browsers open several and keep idle ones open; a server with a
//! pool of threads (tiny_http 0.12 was tried) now and then left the style sheet of a page waiting for them for ever.

use super::Answer;
use std::io::{BufRead, BufReader, Read, Result, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::time::Duration;

/// How long a connection may say nothing.
const PATIENCE: Duration = Duration::from_secs(10);
/// Bytes of the request line and all headers.
const LARGEST_HEAD: u64 = 64 * 1024;

/// What was asked.
pub struct Request {
    /// `GET`, `POST` …
    pub method: String,
    /// The address with what follows `?`.
    pub url: String,
    /// At most as many bytes as the caller wants to see.
    pub body: Vec<u8>,
}

/// Answers until the process ends.
pub fn run(listener: &TcpListener, largest_body: u64, answer: impl Fn(&Request) -> Answer + Sync) {
    let answer = &answer;
    std::thread::scope(|scope| {
        for connection in listener.incoming().flatten() {
            // A browser that has gone away is no news.
            scope.spawn(move || serve(connection, largest_body, answer).ok());
        }
    });
}

fn serve(mut connection: TcpStream, largest_body: u64, answer: impl Fn(&Request) -> Answer) -> Result<()> {
    connection.set_read_timeout(Some(PATIENCE))?;
    let mut reader = BufReader::new(connection.try_clone()?);
    let Some(request) = read(&mut reader, largest_body)? else { return Ok(()) };
    let Answer { status, content_type, body } = answer(&request);
    // Never cached: whoever edits a file and reloads must see it.
    let head = format!(
        "HTTP/1.1 {status} {}\r\nContent-Type: {content_type}\r\nContent-Length: {}\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n",
        if status < 400 { "OK" } else { "Refused" },
        body.len()
    );
    connection.write_all(head.as_bytes())?;
    if request.method != "HEAD" {
        connection.write_all(&body)?;
    }
    connection.shutdown(Shutdown::Write)?;
    // Closing with something unread would take the answer back from whoever still sends.
    std::io::copy(&mut reader.take(16 * 1024 * 1024), &mut std::io::sink())?;
    Ok(())
}

/// A request, or nothing where the connection was opened only to be at hand.
fn read(reader: &mut impl BufRead, largest_body: u64) -> Result<Option<Request>> {
    let mut head = reader.take(LARGEST_HEAD);
    let mut line = String::new();
    head.read_line(&mut line)?;
    let mut words = line.split_ascii_whitespace();
    let (Some(method), Some(url)) = (words.next(), words.next()) else { return Ok(None) };
    let (method, url) = (method.to_owned(), url.to_owned());
    let mut length = 0;
    loop {
        line.clear();
        if head.read_line(&mut line)? == 0 || line.trim_end().is_empty() {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().unwrap_or(0);
        }
    }
    let mut body = Vec::new();
    head.into_inner().take(length.min(largest_body)).read_to_end(&mut body)?;
    Ok(Some(Request { method, url, body }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(text: &str) -> Option<(String, String, String)> {
        let request = read(&mut text.as_bytes(), 8).unwrap()?;
        Some((request.method, request.url, String::from_utf8(request.body).unwrap()))
    }

    #[test]
    fn a_request_is_read_and_its_body_only_so_far() {
        let expected = |method: &str, url: &str, body: &str| Some((method.to_owned(), url.to_owned(), body.to_owned()));
        assert_eq!(answered("GET /a?b HTTP/1.1\r\nHost: x\r\n\r\n"), expected("GET", "/a?b", ""));
        assert_eq!(answered("POST / HTTP/1.1\r\ncontent-LENGTH: 3\r\n\r\nabcde"), expected("POST", "/", "abc"));
        assert_eq!(answered("POST / HTTP/1.1\r\nContent-Length: 99\r\n\r\n0123456789"), expected("POST", "/", "01234567"));
        assert_eq!(answered(""), None);
    }

    #[test]
    fn idle_connections_hold_nobody_up() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        std::thread::spawn(move || run(&listener, 0, |request| Answer::new(200, "text/plain", request.url.clone())));
        let _idle: Vec<TcpStream> = (0..20).map(|_| TcpStream::connect(address).unwrap()).collect();
        let mut asking = TcpStream::connect(address).unwrap();
        asking.write_all(b"GET /here HTTP/1.1\r\n\r\n").unwrap();
        asking.shutdown(Shutdown::Write).unwrap();
        let mut text = String::new();
        asking.read_to_string(&mut text).unwrap();
        assert!(text.starts_with("HTTP/1.1 200 OK\r\n") && text.ends_with("\r\n\r\n/here"), "{text}");
    }
}
