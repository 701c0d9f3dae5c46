//! Whether the hub lives, whether it can serve, and its counters.

use actix_web::{HttpResponse, web::Data};

use crate::{hub::Hub, metrics};

/// Answers as long as the process runs.
pub async fn alive() -> HttpResponse {
    HttpResponse::Ok().body("ok")
}

/// Answers well when the database can be reached.
pub async fn ready(hub: Data<Hub>) -> HttpResponse {
    match hub.db.ping().await {
        Ok(()) => HttpResponse::Ok().body("ready"),
        Err(_) => HttpResponse::ServiceUnavailable().body("the database cannot be reached"),
    }
}

/// The counters, for Prometheus.
pub async fn metrics(hub: Data<Hub>) -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; version=0.0.4").body(metrics::render(&hub).await)
}
