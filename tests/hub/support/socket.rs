//! A client of `graphql-transport-ws`.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Message, client::IntoClientRequest, http::HeaderValue},
};

use super::App;

/// No answer takes this long; a test that waits for one that never comes must end.
const PATIENCE: Duration = Duration::from_secs(30);

/// A connection.
pub struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl App {
    /// Keeps a worker at work for as long as the hub runs, as its own process does. From then on letters are on
    /// their way by themselves, so whoever is to register does so before.
    pub fn keep_working(&self) {
        tokio::spawn(self.worker.clone().run(self.stop.subscribe()));
    }

    /// Opens a connection on which nothing was said.
    pub async fn socket(&self) -> Socket {
        let url = format!("{}/graphql", self.url.replacen("http", "ws", 1));
        let mut request = url.into_client_request().unwrap();
        let protocol = HeaderValue::from_static("graphql-transport-ws");
        request.headers_mut().insert("sec-websocket-protocol", protocol);
        Socket(connect_async(request).await.unwrap().0)
    }

    /// Opens a connection in the name of who has this token.
    pub async fn socket_of(&self, bearer: Option<&str>) -> Socket {
        let mut socket = self.socket().await;
        let payload = bearer.map_or(json!({}), |token| json!({ "Authorization": format!("Bearer {token}") }));
        socket.send(json!({ "type": "connection_init", "payload": payload })).await;
        assert_eq!(socket.next().await.unwrap()["type"], "connection_ack");
        socket
    }
}

impl Socket {
    /// Sends a message.
    pub async fn send(&mut self, message: Value) {
        self.0.send(Message::text(message.to_string())).await.unwrap();
    }

    /// Subscribes to what happens in a case.
    pub async fn watch(&mut self, case: &str) {
        let query = "subscription($c: ID!) { caseChanged(caseId: $c) { kind text } }";
        let payload = json!({ "query": query, "variables": { "c": case } });
        self.send(json!({ "type": "subscribe", "id": "1", "payload": payload })).await;
    }

    /// The next message; `None` when the other side closed the connection.
    pub async fn next(&mut self) -> Option<Value> {
        loop {
            let message = tokio::time::timeout(PATIENCE, self.0.next()).await.expect("an answer comes")?;
            match message.ok()? {
                Message::Text(text) => return Some(serde_json::from_str(&text).unwrap()),
                Message::Close(_) => return None,
                _ => {}
            }
        }
    }
}
