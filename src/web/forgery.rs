//! Whether a form was sent by one of our own pages, and not by another site through the browser of a visitor.
//!
//! The browser says where a form comes from (`Sec-Fetch-Site`, `Origin`), and the form carries a token that only
//! pages made for this session, or this guest, hold.

use actix_web::{HttpRequest, http::header};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use subtle::ConstantTimeEq;

use super::{request::text, session};
use crate::{
    hub::Hub,
    keys,
    service::access::{Caller, Party},
};

/// What a token is bound to where nobody signed in: a cookie with nothing but chance in it.
const GUEST: &str = "guest";

/// To whom the forms of a page are bound.
#[derive(Clone)]
pub(super) struct Binding {
    to: String,
    /// The cookie that a guest has yet to be given.
    pub(super) fresh: Option<String>,
}

impl Binding {
    pub(super) fn of(hub: &Hub, request: &HttpRequest, caller: &Caller) -> Self {
        if let Party::Person(viewer) = &caller.party {
            return Self { to: viewer.session.to_string(), fresh: None };
        }
        match session::held(hub, request, GUEST).filter(|known| known.len() >= 20) {
            Some(known) => Self { to: known, fresh: None },
            None => {
                let fresh = BASE64.encode(keys::random::<16>());
                Self { to: fresh.clone(), fresh: Some(fresh) }
            }
        }
    }

    /// The token that its forms carry.
    pub(super) fn token(&self, hub: &Hub) -> String {
        BASE64.encode(hub.keys.sign_link(&format!("form/{}", self.to)))
    }

    /// Whether a token is the one that its forms carry.
    pub(super) fn holds(&self, hub: &Hub, token: &str) -> bool {
        self.token(hub).as_bytes().ct_eq(token.as_bytes()).into()
    }

    /// The cookie that makes a guest known when the form comes back.
    pub(super) fn cookie(&self, hub: &Hub) -> Option<actix_web::cookie::Cookie<'static>> {
        let mut cookie = session::cookie(hub, GUEST, self.fresh.clone()?, 1);
        cookie.set_max_age(None);
        Some(cookie)
    }
}

/// Whether the browser says that a request comes from one of our own pages; programs that say nothing are no
/// browsers, and nobody else's cookies are in them.
pub(super) fn is_from_here(hub: &Hub, request: &HttpRequest) -> bool {
    let site = request.headers().get("sec-fetch-site").and_then(|value| value.to_str().ok());
    if let Some(site) = site {
        return site == "same-origin";
    }
    let origin = text(request, header::ORIGIN);
    let host = origin.split_once("://").map_or("", |(_, host)| host);
    origin.is_empty() || origin == hub.config.server.public_url || host == text(request, header::HOST)
}
