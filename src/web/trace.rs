//! What is written down about a request: its route, its status and how long it took; never its address, which
//! may hold a token, nor anything of who sent it.

use std::time::Instant;

use actix_web::{
    Error, HttpMessage,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    middleware::Next,
};
use tracing::{Span, field::Empty};
use tracing_actix_web::{RequestId, RootSpanBuilder};

use crate::metrics;

/// Makes the span of a request.
pub struct Spans;

impl RootSpanBuilder for Spans {
    fn on_request_start(request: &ServiceRequest) -> Span {
        let id = request.extensions().get::<RequestId>().map(ToString::to_string).unwrap_or_default();
        tracing::info_span!("request", request.id = id, http.method = %request.method(), http.route = Empty, http.status = Empty)
    }

    fn on_request_end<B: MessageBody>(span: Span, outcome: &Result<ServiceResponse<B>, Error>) {
        let status = match outcome {
            Ok(response) => response.status(),
            Err(error) => error.as_response_error().status_code(),
        };
        span.record("http.status", status.as_u16());
        if let Ok(response) = outcome {
            span.record("http.route", route(response).as_str());
        }
    }
}

fn route<B>(response: &ServiceResponse<B>) -> String {
    response.request().match_pattern().unwrap_or_else(|| "none".to_owned())
}

/// Counts a request and how long it took.
pub async fn count<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let begun = Instant::now();
    let response = next.call(request).await?;
    metrics::request(&route(&response), response.status().as_u16(), begun.elapsed());
    Ok(response)
}
