//! Who sits at a browser: cookies that hold the tokens of a session, and their renewal.
//!
//! The tokens are those of the API. When the access token is over, the refresh token is traded here, by the same
//! mutation that any client uses. Two requests of one page may do so at the same moment, and an answer may get lost
//! on the way to a telephone: the trade carries an idempotency key made of the token, so that the same token brings
//! the same new pair, in whichever process, instead of looking stolen.

use actix_web::{
    HttpMessage, HttpRequest, HttpResponse,
    body::MessageBody,
    cookie::{Cookie, SameSite, time::Duration},
    dev::{ServiceRequest, ServiceResponse},
    middleware::Next,
    web::Data,
};
use async_graphql::{Request, Variables};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::request::{Found, as_party, bearer};
use crate::{
    error::{Error, Result},
    graphql::Api,
    hub::Hub,
    service::access::{self, Party},
};

const ACCESS: &str = "access";
const REFRESH: &str = "refresh";

/// How many lost answers are followed: a browser that never got its new pair comes with an old token.
const LINKS: usize = 4;

const TRADE: &str = include_str!("forms/refresh-session.graphql");

/// A pair of tokens.
#[derive(Clone)]
pub(super) struct Pair {
    access: String,
    refresh: String,
}

impl Pair {
    /// The pair in an answer that holds a `pass`, if there is one.
    pub(super) fn of(payload: &Value) -> Option<Self> {
        let token = |name: &str| payload["pass"][name].as_str().map(str::to_owned);
        Some(Self { access: token("accessToken")?, refresh: token("refreshToken")? })
    }
}

/// What is done with the cookies of a browser when its request is answered.
#[derive(Clone)]
pub(super) enum Turn {
    /// They hold a new pair.
    Keep(Pair),
    /// They go.
    End,
}

/// A cookie of this hub. Over https its name begins with `__Host-`, which no other host can set.
pub(super) fn cookie(hub: &Hub, name: &str, value: String, days: i64) -> Cookie<'static> {
    let secure = is_secure(hub);
    Cookie::build(full_name(secure, name), value)
        .path("/")
        .http_only(true)
        .secure(secure)
        .same_site(SameSite::Lax)
        .max_age(Duration::days(days))
        .finish()
}

/// What a cookie of this hub holds.
pub(super) fn held(hub: &Hub, request: &HttpRequest, name: &str) -> Option<String> {
    Some(request.cookie(&full_name(is_secure(hub), name))?.value().to_owned())
}

fn is_secure(hub: &Hub) -> bool {
    hub.config.server.public_url.starts_with("https://")
}

fn full_name(secure: bool, name: &str) -> String {
    format!("{}chorus-{name}", if secure { "__Host-" } else { "" })
}

/// Sets or drops the cookies of a session.
pub(super) fn turn<B>(hub: &Hub, response: &mut HttpResponse<B>, turn: &Turn) {
    let days = i64::from(hub.config.auth.refresh_days);
    let cookies = match turn {
        Turn::Keep(pair) => [(ACCESS, &*pair.access, days), (REFRESH, &*pair.refresh, days)],
        Turn::End => [(ACCESS, "", 0), (REFRESH, "", 0)],
    };
    for (name, value, days) in cookies {
        let _ = response.add_cookie(&cookie(hub, name, value.to_owned(), days));
    }
}

/// Finds out who sits at the browser before a page or a file is asked for, and lets it keep a renewed session.
pub(super) async fn resume(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let plain = request.request();
    let shared = (plain.app_data::<Data<Hub>>().cloned(), plain.app_data::<Data<Api>>().cloned());
    let (Some(hub), Some(api), None) = (shared.0, shared.1, bearer(plain)) else {
        return next.call(request).await;
    };
    let (found, renewed) = match who(&hub, &api, plain).await {
        Ok((party, renewed)) => (Ok(as_party(&hub, plain, party)), renewed),
        // Told by whoever answers: a page as a page, a file as JSON.
        Err(error) => (Err(error), None),
    };
    plain.extensions_mut().insert(Found(found));
    let mut response = next.call(request).await?;
    // A page that began or ended a session has said so already.
    let said = response.response().cookies().any(|cookie| cookie.name().ends_with(ACCESS));
    if let Some(renewed) = renewed.filter(|_| !said) {
        turn(&hub, response.response_mut(), &renewed);
    }
    Ok(response)
}

/// As whom the cookies speak, and what becomes of them.
async fn who(hub: &Hub, api: &Api, request: &HttpRequest) -> Result<(Party, Option<Turn>)> {
    if let Some(party) = person(hub, held(hub, request, ACCESS).as_deref()).await? {
        return Ok((party, None));
    }
    let Some(mut token) = held(hub, request, REFRESH).filter(|token| !token.is_empty()) else {
        return Ok((Party::Guest, None));
    };
    for _ in 0..LINKS {
        let Some(pair) = trade(hub, api, request, &token).await? else { break };
        if let Some(party) = person(hub, Some(&pair.access)).await? {
            return Ok((party, Some(Turn::Keep(pair))));
        }
        // The kept answer is older than the life of its access token: its refresh token leads on.
        token = pair.refresh;
    }
    Ok((Party::Guest, Some(Turn::End)))
}

/// The person whom an access token names.
async fn person(hub: &Hub, token: Option<&str>) -> Result<Option<Party>> {
    match access::party(hub, token).await {
        Ok(party @ Party::Person(_)) => Ok(Some(party)),
        Ok(_) | Err(Error::Unauthenticated) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Trades a refresh token for a new pair; `None` when it is good for none.
async fn trade(hub: &Hub, api: &Api, request: &HttpRequest, token: &str) -> Result<Option<Pair>> {
    let input = json!({ "refreshToken": token, "idempotencyKey": hex::encode(Sha256::digest(token)) });
    let asked = Request::new(TRADE).variables(Variables::from_json(json!({ "input": input })));
    let answer = api.run(asked, as_party(hub, request, Party::Guest)).await;
    let failed = |what: String| Error::fault("renewing a session")(what);
    if let Some(error) = answer.errors.first() {
        return Err(failed(error.message.clone()));
    }
    let answer = answer.data.into_json().map_err(Error::fault("renewing a session"))?;
    Ok(Pair::of(&answer["refreshSession"]))
}
