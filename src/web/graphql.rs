//! GraphQL over HTTP: POST, and GET for queries.

use std::sync::Arc;

use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header},
    web::{Bytes, Data, Query},
};
use async_graphql::{BatchRequest, Request, Response, Variables};
use serde::Deserialize;

use super::request::{caller, refuse, refuse_as, text};
use crate::{error::Error, graphql::Api, hub::Hub, service::access::Caller};

const GRAPHQL: &str = "application/graphql-response+json";

/// A query in an address.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Asked {
    query: Option<String>,
    operation_name: Option<String>,
    variables: Option<String>,
}

/// Answers a query in an address; a mutation is refused, since an address may be followed by anybody.
pub async fn get(hub: Data<Hub>, api: Data<Api>, request: HttpRequest, asked: Query<Asked>) -> HttpResponse {
    let Asked { query, operation_name, variables } = asked.into_inner();
    let Some(query) = query else { return refuse(&request, &Error::BadInput("query is missing")) };
    if query.len() > hub.config.limits.body_bytes {
        return refuse(&request, &Error::BadInput("the query is too long"));
    }
    let variables = match variables.as_deref().map(serde_json::from_str).transpose() {
        Ok(variables) => Variables::from_json(variables.unwrap_or_default()),
        Err(_) => return refuse(&request, &Error::BadInput("variables are not JSON")),
    };
    let asked = Request::new(query).variables(variables);
    let asked = match operation_name {
        Some(name) => asked.operation_name(name),
        None => asked,
    };
    if api.may_write(&asked.query) {
        let mut response = refuse_as(
            StatusCode::METHOD_NOT_ALLOWED,
            &request,
            &Error::BadInput("a mutation is sent by POST"),
        );
        response.headers_mut().insert(header::ALLOW, header::HeaderValue::from_static("POST"));
        return response;
    }
    match caller(&hub, &request).await {
        Ok(caller) => answer(&request, api.run(asked, caller).await),
        Err(error) => refuse(&request, &error),
    }
}

/// Answers one operation or a batch.
pub async fn post(
    hub: Data<Hub>,
    api: Data<Api>,
    request: HttpRequest,
    body: Result<Bytes, actix_web::Error>,
) -> HttpResponse {
    // Only JSON: a form of another site can send other types without asking first.
    let media = text(&request, header::CONTENT_TYPE);
    if !media.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case("application/json") {
        let error = Error::BadInput("the body must be application/json");
        return refuse_as(StatusCode::UNSUPPORTED_MEDIA_TYPE, &request, &error);
    }
    let body = match body {
        Ok(body) => body,
        Err(error) => {
            let status = error.as_response_error().status_code();
            return refuse_as(status, &request, &Error::BadInput("the body is too large or broke off"));
        }
    };
    let caller = match caller(&hub, &request).await {
        Ok(caller) => caller,
        Err(error) => return refuse(&request, &error),
    };
    match serde_json::from_slice::<BatchRequest>(&body) {
        Ok(BatchRequest::Single(asked)) => answer(&request, api.run(asked, caller).await),
        Ok(BatchRequest::Batch(asked)) => batch(&hub, &api, &request, asked, caller).await,
        Err(_) => refuse(&request, &Error::BadInput("the body is not a GraphQL request")),
    }
}

async fn batch(
    hub: &Arc<Hub>,
    api: &Api,
    request: &HttpRequest,
    asked: Vec<Request>,
    caller: Caller,
) -> HttpResponse {
    if asked.is_empty() || asked.len() > hub.config.limits.batch {
        return refuse(request, &Error::BadInput("too many operations in one batch"));
    }
    let mut answers = Vec::with_capacity(asked.len());
    for one in asked {
        answers.push(api.run(one, caller.clone()).await);
    }
    HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(answers)
}

/// The media type and status that the GraphQL over HTTP specification asks for: a client that knows the newer type
/// learns from the status that its document was not run.
fn answer(request: &HttpRequest, answer: Response) -> HttpResponse {
    let newer = text(request, header::ACCEPT).contains(GRAPHQL);
    let not_run =
        answer.data == async_graphql::Value::Null && answer.errors.iter().all(|error| error.path.is_empty());
    let status =
        if newer && not_run && !answer.errors.is_empty() { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    let media = if newer { GRAPHQL } else { "application/json" };
    match serde_json::to_vec(&answer) {
        Ok(body) => HttpResponse::build(status)
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .content_type(media)
            .body(body),
        Err(error) => refuse(request, &Error::fault("writing an answer")(error)),
    }
}
