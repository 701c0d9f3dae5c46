//! Shows pages and takes forms.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header},
    web::{Bytes, Data},
};
use async_graphql::Response;
use form_urlencoded::byte_serialize;
use minijinja::Value;
use serde_json::{Map, json};

use super::{FORMS, Form, Page, Then, given::Given, operation::Misfit, visit::Visit};
use crate::{
    domain::refusal::Refusal,
    error::Error,
    graphql::Api,
    hub::Hub,
    web::{
        choice::local,
        forgery,
        render::Typed,
        request::{refuse, text},
        session::{self, Pair, Turn},
    },
};

/// What a form carries for itself, rather than for the API.
const OURS: [&str; 5] = ["_token", "_do", "_of", "_next", "idempotencyKey"];

/// The codes of errors that are no refusals.
const FAULTS: [&str; 6] =
    ["UNAUTHENTICATED", "NOT_FOUND", "RATE_LIMITED", "BAD_INPUT", "TOO_COMPLEX", "INTERNAL"];

/// Shows a page.
pub(super) async fn show(
    page: &'static Page,
    hub: Data<Hub>,
    api: Data<Api>,
    request: HttpRequest,
) -> HttpResponse {
    let plain = request.clone();
    match Visit::begin(hub, api, request).await {
        Ok(visit) => draw(page, &visit, StatusCode::OK, Typed::default(), None).await,
        Err(error) => refuse(&plain, &error),
    }
}

/// Takes a form of a page.
pub(super) async fn take(
    page: &'static Page,
    hub: Data<Hub>,
    api: Data<Api>,
    request: HttpRequest,
    body: Result<Bytes, actix_web::Error>,
) -> HttpResponse {
    let plain = request.clone();
    let visit = match Visit::begin(hub, api, request).await {
        Ok(visit) => visit,
        Err(error) => return refuse(&plain, &error),
    };
    let body = match body {
        Ok(body) => body,
        Err(error) => return visit.told(error.as_response_error().status_code(), "TOO_LARGE"),
    };
    if !text(&visit.request, header::CONTENT_TYPE).starts_with("application/x-www-form-urlencoded") {
        return visit.told(StatusCode::UNSUPPORTED_MEDIA_TYPE, "BAD_INPUT");
    }
    if !forgery::is_from_here(&visit.hub, &visit.request) {
        return visit.told(StatusCode::FORBIDDEN, "FOREIGN_FORM");
    }
    taken(page, &visit, Given::parse(&body)).await
}

/// Does what a form asks for that was sent from here.
pub(super) async fn taken(page: &'static Page, visit: &Visit, given: Given) -> HttpResponse {
    let asked = |name: &str| given.text(name).unwrap_or_default().to_owned();
    let (token, form, of) = (asked("_token"), asked("_do"), asked("_of"));
    let mut typed = Typed { form, of, given, errors: Vec::new() };
    if typed.form.is_empty() {
        // It only asks, so nobody can be made to do anything by it.
        return draw(page, visit, StatusCode::OK, typed, None).await;
    }
    if !visit.binding.holds(&visit.hub, &token) {
        // It was sent from here, and the session changed since the page was made: nothing typed is lost.
        typed.errors.push((String::new(), visit.say("page.error.stale", &json!({}))));
        if is_script(visit) {
            return to_script(Outcome::Refused(StatusCode::FORBIDDEN, typed.errors));
        }
        return draw(page, visit, StatusCode::FORBIDDEN, typed, None).await;
    }
    match FORMS.iter().find(|form| form.name == typed.form) {
        Some(form) => act(page, form, visit, typed).await,
        None => visit.told(StatusCode::BAD_REQUEST, "BAD_INPUT"),
    }
}

/// Shows a page again whose form was refused before it could be sent on.
pub(super) async fn refused(page: &'static Page, visit: &Visit, given: Given, why: &Refusal) -> HttpResponse {
    let asked = |name: &str| given.text(name).unwrap_or_default().to_owned();
    let words = visit.say(&format!("refusal.{}", why.code()), &why.facts());
    let errors = vec![(why.field().unwrap_or_default(), words)];
    let typed = Typed { form: asked("_do"), of: asked("_of"), given, errors };
    draw(page, visit, StatusCode::UNPROCESSABLE_ENTITY, typed, None).await
}

/// Whatever has no page.
pub(super) async fn nothing(hub: Data<Hub>, api: Data<Api>, request: HttpRequest) -> HttpResponse {
    let plain = request.clone();
    match Visit::begin(hub, api, request).await {
        Ok(visit) => visit.trouble(&Error::NotFound("document")),
        Err(error) => refuse(&plain, &error),
    }
}

/// Runs the operation of a page, and renders it; `done` is the answer of a form that stays here.
async fn draw(
    page: &'static Page,
    visit: &Visit,
    status: StatusCode,
    typed: Typed,
    done: Option<serde_json::Value>,
) -> HttpResponse {
    if page.signed_in && visit.is_guest() {
        return ask_to_sign_in(visit, &typed.given);
    }
    // What was typed into a form that only asks is what the page asks with.
    let asking = if typed.form.is_empty() { typed.given.clone() } else { Given::default() };
    let variables = match page.operation.variables(&visit.places.and(&asking).and(&visit.query)) {
        Ok(variables) => variables,
        Err(_) => return visit.told(StatusCode::BAD_REQUEST, "BAD_INPUT"),
    };
    let response = visit.run(&page.operation, variables).await;
    let mut data = match answered(response) {
        Ok(data) => data,
        Err(code) => return failed(visit, &code, &typed.given),
    };
    // An object without fields is something else than what the page is about: a node of another type.
    let nothing = |found: &serde_json::Value| found.is_null() || *found == json!({});
    for (name, always) in &page.operation.roots {
        if *always && name != "viewer" && data.get(name).is_none_or(nothing) {
            return visit.trouble(&Error::NotFound("document"));
        }
        data.entry(name.clone()).or_insert_with(serde_json::Value::default);
    }
    let more = done.map(|done| ("done", Value::from_serialize(done)));
    visit.page(page.name, status, data, typed, more.into_iter().collect())
}

/// What came of a form.
enum Outcome {
    /// It was done; what its mutation answered.
    Done(serde_json::Value),
    /// It was refused: with which status, at which fields and why.
    Refused(StatusCode, Vec<(String, String)>),
    /// It went wrong, with this code.
    Failed(String),
}

/// Runs the mutation of a form.
async fn attempt(form: &'static Form, visit: &Visit, given: &Given) -> Outcome {
    let variables = match form.operation.variables(given) {
        Ok(variables) => variables,
        Err(misfits) => {
            let errors = misfits.into_iter().map(|misfit| told(visit, misfit)).collect();
            return Outcome::Refused(StatusCode::UNPROCESSABLE_ENTITY, errors);
        }
    };
    let response = visit.run(&form.operation, variables).await;
    let said = response.errors.first().map(|error| error.message.clone()).unwrap_or_default();
    let mut data = match answered(response) {
        Ok(data) => data,
        Err(code) if code == "RATE_LIMITED" || !FAULTS.contains(&code.as_str()) => {
            return Outcome::Refused(status_of(&code), vec![(String::new(), said)]);
        }
        Err(code) => return Outcome::Failed(code),
    };
    let payload = data.iter_mut().next().map(|(_, payload)| payload.take()).unwrap_or_default();
    let refusals = payload["userErrors"].as_array().cloned().unwrap_or_default();
    if refusals.is_empty() {
        return Outcome::Done(payload);
    }
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let errors = refusals.iter().map(|refusal| (text(&refusal["field"]), text(&refusal["message"])));
    Outcome::Refused(StatusCode::UNPROCESSABLE_ENTITY, errors.collect())
}

/// Does what a form says, and leads on, or shows the page again with what is wrong. A script of ours that sends a
/// form asks for JSON and gets what the mutation answered.
async fn act(page: &'static Page, form: &'static Form, visit: &Visit, mut typed: Typed) -> HttpResponse {
    let given = visit.places.and(&typed.given);
    let outcome = attempt(form, visit, &given).await;
    if is_script(visit) {
        return to_script(outcome);
    }
    let payload = match outcome {
        Outcome::Done(payload) => payload,
        Outcome::Refused(status, errors) => {
            typed.errors = errors;
            return draw(page, visit, status, typed, None).await;
        }
        Outcome::Failed(code) => return failed(visit, &code, &typed.given),
    };
    let path = match form.then {
        Then::Stay => return draw(page, visit, StatusCode::OK, Typed::default(), Some(payload)).await,
        Then::Back => visit.request.path(),
        Then::To(path) | Then::Leave(path) => path,
    };
    let asked = given.text("_next").and_then(local).map(str::to_owned);
    let mut response = visit.lead_on(&asked.unwrap_or_else(|| fill(path, &payload, &given)), Some(form.name));
    let turn = Pair::of(&payload)
        .map(Turn::Keep)
        .or_else(|| matches!(form.then, Then::Leave(_)).then_some(Turn::End));
    if let Some(turn) = turn {
        session::turn(&visit.hub, &mut response, &turn);
    }
    response
}

fn is_script(visit: &Visit) -> bool {
    text(&visit.request, header::ACCEPT).starts_with("application/json")
}

fn to_script(outcome: Outcome) -> HttpResponse {
    let (status, body) = match outcome {
        Outcome::Done(payload) => (StatusCode::OK, json!({ "done": payload })),
        Outcome::Refused(status, errors) => {
            let errors: Vec<_> =
                errors.into_iter().map(|(field, why)| json!({ "field": field, "why": why })).collect();
            (status, json!({ "errors": errors }))
        }
        Outcome::Failed(code) => (status_of(&code), json!({ "code": code })),
    };
    HttpResponse::build(status).insert_header((header::CACHE_CONTROL, "private, no-store")).json(body)
}

/// The data of an answer, or the code of its first error.
fn answered(response: Response) -> Result<Map<String, serde_json::Value>, String> {
    if let Some(error) = response.errors.first() {
        let code = error.extensions.as_ref().and_then(|extensions| extensions.get("code"));
        return Err(match code {
            Some(async_graphql::Value::String(code)) => code.clone(),
            _ => "INTERNAL".to_owned(),
        });
    }
    match response.data.into_json() {
        Ok(serde_json::Value::Object(data)) => Ok(data),
        _ => Err("INTERNAL".to_owned()),
    }
}

fn failed(visit: &Visit, code: &str, typed: &Given) -> HttpResponse {
    match code {
        "UNAUTHENTICATED" => ask_to_sign_in(visit, typed),
        code if FAULTS.contains(&code) => visit.told(status_of(code), code),
        // A refusal: what the page shows is for others, as filings are for representatives.
        _ => visit.told(StatusCode::FORBIDDEN, "NOT_ALLOWED"),
    }
}

fn status_of(code: &str) -> StatusCode {
    match code {
        "UNAUTHENTICATED" => StatusCode::UNAUTHORIZED,
        "NOT_FOUND" => StatusCode::NOT_FOUND,
        "RATE_LIMITED" => StatusCode::TOO_MANY_REQUESTS,
        "BAD_INPUT" | "TOO_COMPLEX" => StatusCode::BAD_REQUEST,
        "INTERNAL" => StatusCode::INTERNAL_SERVER_ERROR,
        _ => StatusCode::FORBIDDEN,
    }
}

/// Leads to the sign-in page, and back afterwards. Whoever typed something keeps it on a page of its own, from which
/// they go on once they signed in beside it.
pub(super) fn ask_to_sign_in(visit: &Visit, typed: &Given) -> HttpResponse {
    let back: String = byte_serialize(visit.request.uri().to_string().as_bytes()).collect();
    let carried: Vec<_> = typed.pairs().filter(|(name, _)| !OURS.contains(name)).collect();
    if carried.is_empty() {
        return visit.lead_on(&format!("/sign-in?next={back}"), None);
    }
    let facts = vec![("carried", Value::from_serialize(carried))];
    visit.page("sign-in-first.html", StatusCode::UNAUTHORIZED, Map::new(), Typed::default(), facts)
}

/// A misfit in words.
fn told(visit: &Visit, misfit: Misfit) -> (String, String) {
    (misfit.field, visit.say(&format!("refusal.{}", misfit.code), &json!({})))
}

/// A path with its `{names}` filled in, from the answer or else from what was sent.
fn fill(path: &str, payload: &serde_json::Value, given: &Given) -> String {
    let mut out = String::with_capacity(path.len() + 32);
    for (i, part) in path.split(['{', '}']).enumerate() {
        if i % 2 == 0 {
            out.push_str(part);
            continue;
        }
        let found =
            payload.pointer(&format!("/{}", part.replace('.', "/"))).and_then(serde_json::Value::as_str);
        let found = found.or_else(|| given.text(part)).unwrap_or_default();
        out.extend(byte_serialize(found.as_bytes()));
    }
    out
}
