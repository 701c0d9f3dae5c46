//! Door: plain HTTP beside the API: documents, unsubscribing, health, and GraphiQL.

pub mod document;
pub mod evidence;
pub mod graphiql;
pub mod graphql;
pub mod health;
pub mod letters;
pub mod request;
pub mod socket;
pub mod trace;
pub mod unsubscribe;
pub mod upload;

use actix_web::web::{self, ServiceConfig};

/// Every path but the API's own.
pub fn configure(config: &mut ServiceConfig) {
    config
        .route("/healthz", web::get().to(health::alive))
        .route("/readyz", web::get().to(health::ready))
        .route("/metrics", web::get().to(health::metrics))
        .route("/complaints/{file}", web::get().to(document::complaint))
        .route("/uploads/{id}", web::head().to(upload::ask))
        .route("/uploads/{id}", web::put().to(upload::receive))
        .route("/evidence/{id}/original", web::get().to(evidence::original))
        .route("/evidence/{id}/copy", web::get().to(evidence::copy))
        .route("/unsubscribe/{token}", web::get().to(unsubscribe::ask))
        .route("/unsubscribe/{token}", web::post().to(unsubscribe::stop))
        .route("/dev/letters", web::get().to(letters::list))
        .route("/dev/letters/{file}", web::get().to(letters::show))
        .service(
            web::resource("/graphql")
                .route(web::get().guard(socket::upgrades()).to(socket::open))
                .route(web::get().to(graphql::get))
                .route(web::post().to(graphql::post)),
        );
}
