//! A client that costs little: prepared requests over kept connections.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

const CONNECTIONS: usize = 16;
const WARM_UP: Duration = Duration::from_secs(1);
const MEASURED: Duration = Duration::from_secs(4);

/// A POST request as bytes.
pub fn post(address: SocketAddr, path: &str, bearer: Option<&str>, body: &Value) -> Vec<u8> {
    let body = body.to_string();
    let bearer = bearer.map(|token| format!("Authorization: Bearer {token}\r\n")).unwrap_or_default();
    let length = body.len();
    format!("POST {path} HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\n{bearer}Content-Length: {length}\r\n\r\n{body}")
        .into_bytes()
}

/// A GET request as bytes.
pub fn get(address: SocketAddr, path: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: {address}\r\n\r\n").into_bytes()
}

/// Requests to be sent by several connections at once.
pub struct Load {
    address: SocketAddr,
    requests: Arc<Vec<Vec<u8>>>,
}

impl Load {
    pub fn new(address: SocketAddr, requests: Vec<Vec<u8>>) -> Self {
        Self { address, requests: Arc::new(requests) }
    }

    /// Requests a second, sending the same ones again and again.
    pub async fn rate(&self) -> f64 {
        self.drive(Some(WARM_UP)).await;
        self.drive(Some(MEASURED)).await
    }

    /// Requests a second, sending each once: the first third to warm up, the others measured.
    pub async fn once(&self) -> f64 {
        let (warm, measured) = self.requests.split_at(self.requests.len() / 3);
        Self::new(self.address, warm.to_vec()).drive(None).await;
        Self::new(self.address, measured.to_vec()).drive(None).await
    }

    async fn drive(&self, time: Option<Duration>) -> f64 {
        let next = Arc::new(AtomicUsize::new(0));
        let begun = Instant::now();
        let tasks: Vec<_> = (0..CONNECTIONS)
            .map(|_| {
                let (requests, next, address) = (self.requests.clone(), next.clone(), self.address);
                tokio::spawn(async move {
                    let mut stream = TcpStream::connect(address).await.unwrap();
                    stream.set_nodelay(true).unwrap();
                    let mut buffer = Vec::with_capacity(64 << 10);
                    let mut done = 0usize;
                    loop {
                        let place = next.fetch_add(1, Ordering::Relaxed);
                        let over = time.map_or(place >= requests.len(), |time| begun.elapsed() >= time);
                        if over {
                            return done;
                        }
                        exchange(&mut stream, &requests[place % requests.len()], &mut buffer).await;
                        done += 1;
                    }
                })
            })
            .collect();
        let mut done = 0;
        for task in tasks {
            done += task.await.unwrap();
        }
        done as f64 / begun.elapsed().as_secs_f64()
    }
}

async fn exchange(stream: &mut TcpStream, request: &[u8], buffer: &mut Vec<u8>) {
    stream.write_all(request).await.unwrap();
    buffer.clear();
    loop {
        assert!(stream.read_buf(buffer).await.unwrap() > 0, "the server hung up");
        let Some(head) = buffer.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
        let text = std::str::from_utf8(&buffer[..head]).unwrap().to_ascii_lowercase();
        let length: usize =
            text.lines().find_map(|line| line.strip_prefix("content-length: ")?.trim().parse().ok()).unwrap();
        while buffer.len() < head + 4 + length {
            assert!(stream.read_buf(buffer).await.unwrap() > 0, "the server hung up");
        }
        let body = &buffer[head + 4..];
        let holds = |part: &[u8]| body.windows(part.len()).any(|window| window == part);
        let refused = holds(b"\"errors\"") || holds(b"\"userErrors\":[{");
        assert!(text.starts_with("http/1.1 200") && !refused, "{}", String::from_utf8_lossy(body));
        return;
    }
}
