//! One keep-alive HTTP/1.1 connection that costs as little as possible: the load generator runs on
//! the cores that it measures.

use std::net::SocketAddr;

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::Result;

/// An answer.
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The head, with the status line.
    pub head: String,
    /// The body as it came over the wire, still compressed.
    pub body: Vec<u8>,
}

impl Answer {
    /// The value of a header, or nothing.
    pub fn header(&self, name: &str) -> Option<&str> {
        header(&self.head, name)
    }

    /// The body as text.
    pub fn text(&self) -> Result<String> {
        if self.header("content-encoding") != Some("br") {
            return Ok(String::from_utf8_lossy(&self.body).into_owned());
        }
        let mut plain = Vec::new();
        brotli::BrotliDecompress(&mut self.body.as_slice(), &mut plain)?;
        Ok(String::from_utf8_lossy(&plain).into_owned())
    }
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(n, _)| n.eq_ignore_ascii_case(name))
        .map(|(_, v)| v.trim())
}

/// A request, ready to be sent.
pub fn get(path: &str, sign_in: &str, brotli: bool) -> Vec<u8> {
    let accept = if brotli { "accept-encoding: br\r\n" } else { "" };
    format!("GET {path} HTTP/1.1\r\nhost: localhost\r\n{accept}cookie: sign_in={sign_in}\r\n\r\n")
        .into_bytes()
}

/// A form, ready to be sent.
pub fn post(path: &str, sign_in: &str, form: &str) -> Vec<u8> {
    format!(
        "POST {path} HTTP/1.1\r\nhost: localhost\r\ncookie: sign_in={sign_in}\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{form}",
        form.len()
    )
    .into_bytes()
}

/// An open connection.
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

impl Connection {
    /// Connects.
    pub async fn open(address: SocketAddr) -> Result<Connection> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Connection {
            stream,
            buffer: Vec::with_capacity(64 * 1024),
        })
    }

    /// Sends a request and waits for its whole answer; gives the status.
    pub async fn status(&mut self, request: &[u8]) -> Result<u16> {
        let (status, _, end) = self.exchange(request).await?;
        self.buffer.drain(..end);
        Ok(status)
    }

    /// Sends a request and gives its whole answer.
    pub async fn ask(&mut self, request: &[u8]) -> Result<Answer> {
        let (status, start, end) = self.exchange(request).await?;
        let head = String::from_utf8_lossy(&self.buffer[..start]).into_owned();
        let raw = &self.buffer[start..end];
        let body = if is_chunked(&head) {
            unchunked(raw)
        } else {
            raw.to_vec()
        };
        self.buffer.drain(..end);
        Ok(Answer { status, head, body })
    }

    /// Sends, then reads until the answer is complete; gives the status, and where the body begins
    /// and ends in the buffer.
    async fn exchange(&mut self, request: &[u8]) -> Result<(u16, usize, usize)> {
        self.stream.write_all(request).await?;
        let start = loop {
            if let Some(at) = find(&self.buffer, b"\r\n\r\n", 0) {
                break at + 4;
            }
            self.fill().await?;
        };
        let head = std::str::from_utf8(&self.buffer[..start])?;
        let status = head.get(9..12).unwrap_or_default().parse()?;
        let end = if is_chunked(head) {
            self.chunks_end(start).await?
        } else {
            let length: usize = header(head, "content-length").unwrap_or("0").parse()?;
            while self.buffer.len() < start + length {
                self.fill().await?;
            }
            start + length
        };
        Ok((status, start, end))
    }

    async fn chunks_end(&mut self, start: usize) -> Result<usize> {
        let mut at = start;
        loop {
            let line = loop {
                match find(&self.buffer, b"\r\n", at) {
                    Some(line) => break line,
                    None => self.fill().await?,
                }
            };
            let length = usize::from_str_radix(std::str::from_utf8(&self.buffer[at..line])?, 16)?;
            at = line + 2 + length + 2;
            while self.buffer.len() < at {
                self.fill().await?;
            }
            if length == 0 {
                return Ok(at);
            }
        }
    }

    async fn fill(&mut self) -> Result<()> {
        if self.stream.read_buf(&mut self.buffer).await? == 0 {
            return Err("the server closed the connection".into());
        }
        Ok(())
    }
}

fn is_chunked(head: &str) -> bool {
    header(head, "transfer-encoding").is_some_and(|value| value.eq_ignore_ascii_case("chunked"))
}

fn unchunked(mut raw: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(line) = find(raw, b"\r\n", 0) {
        let length = std::str::from_utf8(&raw[..line])
            .ok()
            .and_then(|l| usize::from_str_radix(l, 16).ok())
            .unwrap_or(0);
        if length == 0 {
            break;
        }
        body.extend_from_slice(&raw[line + 2..line + 2 + length]);
        raw = &raw[line + 2 + length + 2..];
    }
    body
}

fn find(bytes: &[u8], wanted: &[u8], from: usize) -> Option<usize> {
    bytes
        .get(from..)?
        .windows(wanted.len())
        .position(|window| window == wanted)
        .map(|at| at + from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_are_joined_and_headers_are_found_in_any_case() {
        assert_eq!(unchunked(b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"), b"abcde");
        let head = "HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nTransfer-Encoding: chunked\r\n\r\n";
        assert_eq!(header(head, "content-encoding"), Some("br"));
        assert!(is_chunked(head));
    }
}
