//! Passes a request on to the collector, as a proxy before it would.

use super::Answer;
use std::io::{Read, Result, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// How long the collector may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// What the collector answers to this body, or that it does not.
pub fn forward(to: SocketAddr, url: &str, body: &[u8]) -> Answer {
    asked(to, url, body).ok().and_then(|answer| read(&answer)).unwrap_or_else(|| Answer::sentence(502, "the collector does not answer"))
}

fn asked(to: SocketAddr, url: &str, body: &[u8]) -> Result<Vec<u8>> {
    let mut connection = TcpStream::connect_timeout(&to, PATIENCE)?;
    connection.set_read_timeout(Some(PATIENCE))?;
    // HTTP/1.0: the answer comes in one piece, and its end is the connection's.
    write!(connection, "POST {url} HTTP/1.0\r\nHost: {to}\r\nContent-Type: text/plain\r\nContent-Length: {}\r\n\r\n", body.len())?;
    connection.write_all(body)?;
    let mut answer = Vec::new();
    connection.read_to_end(&mut answer)?;
    Ok(answer)
}

fn read(answer: &[u8]) -> Option<Answer> {
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = std::str::from_utf8(answer.get(..end)?).ok()?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    Some(Answer::new(status, "application/json; charset=utf-8", answer.get(end + 4..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read_as_it_stands() {
        let answer = read(b"HTTP/1.0 410 Gone\r\nx: y\r\n\r\n{\"error\":\"empty\"}").unwrap();
        assert_eq!((answer.status, answer.body.as_slice()), (410, b"{\"error\":\"empty\"}".as_slice()));
        assert!(read(b"nothing").is_none() && read(b"HTTP/1.1 x\r\n\r\n").is_none());
    }

    #[test]
    fn a_collector_that_is_gone_is_said() {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        assert_eq!(forward(free, "/v1/outcomes", b"{}").status, 502);
    }
}
