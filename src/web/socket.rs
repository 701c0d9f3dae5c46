//! Subscriptions over `graphql-transport-ws`.
//!
//! A browser cannot send a header with a WebSocket, so the token may also come in the payload of
//! `connection_init`, as `{"authorization": "Bearer …"}`.

use std::{sync::Arc, time::Duration};

use actix_web::{
    HttpRequest, HttpResponse,
    guard::{self, Guard},
    http::header,
    web::{Data as Shared, Payload},
};
use actix_ws::{AggregatedMessage, CloseCode, CloseReason};
use async_graphql::{
    Data,
    http::{WebSocket, WebSocketProtocols, WsMessage},
};
use futures_util::{StreamExt, stream};

use super::request::{as_party, bearer, refuse, text};
use crate::{error::Error, graphql::Api, hub::Hub, service::access};

/// A message larger than this ends the connection.
const LARGEST: usize = 1 << 20;

/// Connections that say nothing for this long are asked whether they are still there.
const PULSE: Duration = Duration::from_secs(25);

/// Whether a request wants to become a WebSocket.
pub fn upgrades() -> impl Guard {
    guard::fn_guard(|ctx| {
        let upgrade = ctx.head().headers().get(header::UPGRADE).and_then(|value| value.to_str().ok());
        upgrade.is_some_and(|value| value.eq_ignore_ascii_case("websocket"))
    })
}

/// Opens a connection.
pub async fn open(
    hub: Shared<Hub>,
    api: Shared<Api>,
    request: HttpRequest,
    payload: Payload,
) -> HttpResponse {
    let wanted = text(&request, header::SEC_WEBSOCKET_PROTOCOL);
    if !wanted.split(',').any(|name| name.trim() == WebSocketProtocols::GraphQLWS.sec_websocket_protocol()) {
        return refuse(&request, &Error::BadInput("ask for the protocol graphql-transport-ws"));
    }
    let origin = text(&request, header::ORIGIN);
    let server = &hub.config.server;
    if !origin.is_empty()
        && origin != server.public_url
        && !server.origins.iter().any(|known| known == origin)
    {
        return refuse(&request, &Error::BadInput("this origin may not connect"));
    }
    let party = match access::party(&hub, bearer(&request)).await {
        Ok(party) => party,
        Err(error) => return refuse(&request, &error),
    };
    let protocols = [WebSocketProtocols::GraphQLWS.sec_websocket_protocol()];
    let (response, session, messages) = match actix_ws::handle_with_protocols(&request, payload, &protocols) {
        Ok(parts) => parts,
        Err(_) => return refuse(&request, &Error::BadInput("this is no WebSocket")),
    };
    let caller = as_party(&hub, &request, party);
    let hub = hub.into_inner();
    actix_web::rt::spawn(converse(hub, api.get_ref().clone(), caller, session, messages));
    response
}

async fn converse(
    hub: Arc<Hub>,
    api: Api,
    caller: access::Caller,
    mut session: actix_ws::Session,
    messages: actix_ws::MessageStream,
) {
    let (sender, receiver) = tokio::sync::mpsc::channel::<Vec<u8>>(16);
    let init = move |payload: serde_json::Value| async move {
        let mut caller = caller;
        let token = payload.get("authorization").or_else(|| payload.get("Authorization"));
        if let Some(token) = token.and_then(serde_json::Value::as_str) {
            let token = token.split_once(' ').map_or(token, |(_, token)| token);
            let party = access::party(&hub, Some(token)).await;
            caller.party = party.map_err(|_| async_graphql::Error::new("not signed in"))?;
        }
        let mut data = Data::default();
        data.insert(caller);
        Ok(data)
    };
    let received =
        stream::unfold(receiver, |mut receiver| async move { Some((receiver.recv().await?, receiver)) });
    let socket =
        WebSocket::new(api, received.boxed(), WebSocketProtocols::GraphQLWS).on_connection_init(init);
    let mut answers = std::pin::pin!(socket);
    let mut messages = messages.aggregate_continuations().max_continuation_size(LARGEST);
    let mut sender = Some(sender);
    let mut pulse = actix_web::rt::time::interval(PULSE);
    let reason = loop {
        tokio::select! {
            message = messages.next() => match message {
                Some(Ok(AggregatedMessage::Text(text))) => {
                    let Some(sender) = sender.as_mut() else { break None };
                    // A client that sends faster than it is answered is cut off rather than buffered.
                    if sender.try_send(text.as_bytes().to_vec()).is_err() {
                        break Some(CloseReason { code: CloseCode::Policy, description: None });
                    }
                }
                Some(Ok(AggregatedMessage::Ping(bytes))) => {
                    if session.pong(&bytes).await.is_err() {
                        break None;
                    }
                }
                Some(Ok(AggregatedMessage::Pong(_))) => {}
                Some(Ok(AggregatedMessage::Binary(_))) => {
                    break Some(CloseReason { code: CloseCode::Unsupported, description: None });
                }
                Some(Ok(AggregatedMessage::Close(_)) | Err(_)) | None => break None,
            },
            answer = answers.next() => match answer {
                Some(WsMessage::Text(text)) => {
                    if session.text(text).await.is_err() {
                        break None;
                    }
                }
                Some(WsMessage::Close(code, text)) => {
                    break Some(CloseReason { code: code.into(), description: Some(text) });
                }
                None => break None,
            },
            _ = pulse.tick() => {
                if session.ping(b"").await.is_err() {
                    break None;
                }
            }
        }
    };
    drop(sender.take());
    // The other side may be gone already; there is nobody left to tell.
    let _ = session.close(reason).await;
}
