//! Door: the built-in pages and plain HTTP beside the API: documents, files, health, and GraphiQL.

mod asset;
pub mod calendar;
mod choice;
pub mod document;
pub mod evidence;
mod file;
mod forgery;
pub mod graphiql;
pub mod graphql;
pub mod health;
pub mod inbound;
pub mod letters;
pub mod pack;
pub mod pages;
mod render;
pub mod request;
mod session;
pub mod socket;
pub mod trace;
pub mod unsubscribe;
pub mod upload;

use actix_web::web::{self, ServiceConfig};

/// Every path of the hub but GraphiQL's.
pub fn configure(config: &mut ServiceConfig) {
    config
        .route("/healthz", web::get().to(health::alive))
        .route("/readyz", web::get().to(health::ready))
        .route("/metrics", web::get().to(health::metrics))
        .route("/calendar/{file}", web::get().to(calendar::feed))
        .route("/dev/letters", web::get().to(letters::list))
        .route("/dev/letters/{file}", web::get().to(letters::show))
        .service(
            web::resource("/inbound")
                .app_data(web::PayloadConfig::new(inbound::MOST))
                .route(web::post().to(inbound::receive)),
        )
        .service(
            web::resource("/graphql")
                .route(web::get().guard(socket::upgrades()).to(socket::open))
                .route(web::get().to(graphql::get))
                .route(web::post().to(graphql::post)),
        );
    // The pages come last, since they answer for whatever has no path of its own.
    pages::configure(config, files);
}

/// Files that pages link to, for who bears a token or a session's cookies.
fn files(config: &mut ServiceConfig) {
    config
        .route("/unsubscribe/{token}", web::get().to(unsubscribe::ask))
        .route("/unsubscribe/{token}", web::post().to(unsubscribe::stop))
        .route("/complaints/{file}", web::get().to(document::complaint))
        .route("/papers/{file}", web::get().to(document::paper))
        .route("/filings/{file}", web::get().to(pack::filing))
        .route("/uploads/{id}", web::head().to(upload::ask))
        .route("/uploads/{id}", web::put().to(upload::receive))
        .route("/evidence/{id}/pages/{page}", web::get().to(evidence::page))
        .route("/evidence/{id}/original", web::get().to(evidence::original))
        .route("/evidence/{id}/copy", web::get().to(evidence::copy));
}
