//! The HTTP server: one schema and one pool, built once, cloned into each thread.

use std::{net::TcpListener, sync::Arc};

use actix_web::{
    App, HttpServer,
    dev::Server,
    http::header,
    middleware::{Compress, DefaultHeaders},
    web::{self, Data},
};
use tokio::sync::watch;
use tracing_actix_web::TracingLogger;

use crate::{
    error::{Error, Result},
    graphql,
    hub::Hub,
    service, web as doors,
};

/// Seconds that requests under way may take once the server was told to stop.
const GRACE: u64 = 20;

/// Serves on `listener` until `stop` says true, then finishes the requests under way.
///
/// # Errors
/// When the server cannot start.
pub fn run(
    hub: Arc<Hub>,
    listener: TcpListener,
    mut stop: watch::Receiver<bool>,
) -> impl Future<Output = Result<()>> + Send {
    let started = start(hub.clone(), listener);
    async move {
        let server = started?;
        let telling = tokio::spawn(service::watch::tell(hub, stop.clone()));
        let handle = server.handle();
        let stopper = tokio::spawn(async move {
            // The sender being gone means the same as being told to stop.
            let _ = stop.wait_for(|stopped| *stopped).await;
            handle.stop(true).await;
        });
        let served = server.await.map_err(Error::fault("serving"));
        stopper.abort();
        telling.abort();
        served
    }
}

fn start(hub: Arc<Hub>, listener: TcpListener) -> Result<Server> {
    let api = Data::new(graphql::api(hub.clone()));
    let hub = Data::from(hub);
    let (threads, body) = (hub.config.server.threads, hub.config.limits.body_bytes);
    let shared = hub.clone();
    let mut server = HttpServer::new(move || {
        App::new()
            .app_data(shared.clone())
            .app_data(api.clone())
            .app_data(web::PayloadConfig::new(body))
            .wrap(actix_web::middleware::from_fn(doors::trace::count))
            .wrap(cross_origin(&shared))
            .wrap(
                DefaultHeaders::new()
                    .add((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
                    .add((header::REFERRER_POLICY, "no-referrer"))
                    .add((header::X_FRAME_OPTIONS, "DENY")),
            )
            .wrap(TracingLogger::<doors::trace::Spans>::new())
            .wrap(Compress::default())
            .configure(doors::graphiql::configure)
            .configure(doors::configure)
    })
    .shutdown_timeout(GRACE)
    .disable_signals();
    if threads > 0 {
        server = server.workers(threads);
    }
    Ok(server.listen(listener).map_err(Error::fault("listening"))?.run())
}

fn cross_origin(hub: &Hub) -> actix_cors::Cors {
    let mut cors = actix_cors::Cors::default()
        .allowed_methods(["GET", "HEAD", "POST", "PUT"])
        .allowed_headers([
            header::AUTHORIZATION,
            header::CONTENT_TYPE,
            header::ACCEPT,
            header::ACCEPT_LANGUAGE,
            header::RANGE,
            doors::upload::OFFSET,
        ])
        .expose_headers([doors::upload::OFFSET, doors::upload::LENGTH, header::CONTENT_RANGE])
        .max_age(3_600);
    for origin in &hub.config.server.origins {
        cors = cors.allowed_origin(origin);
    }
    cors
}
