//! Door: the built-in pages.
//!
//! A page is one GraphQL operation (`pages/NAME.graphql`) beside one template (`templates/NAME.html`), run in process
//! against the same schema that everybody uses; a form is a mutation (`forms/NAME.graphql`). Pages have no other way
//! to data, so whatever they can do, another frontend can do too. Adding a page takes those two files and a line in
//! [`table`]; what its address or its form must send follows from the variables that the document declares.

mod answer;
pub(super) mod given;
mod multipart;
mod operation;
mod table;
mod visit;

use actix_web::{
    HttpRequest, HttpResponse, guard,
    http::StatusCode,
    middleware::from_fn,
    web::{self, Data, ServiceConfig},
};
use minijinja::Value;

pub(super) use self::table::{FORMS, PAGES};
use self::{multipart::InParts, operation::Operation, visit::Visit};
use super::{asset, choice, render::Typed, request, session};
use crate::{graphql::Api, hub::Hub};

/// A page.
pub(super) struct Page {
    /// Its path, with the variables that it gives.
    pub(super) path: &'static str,
    /// Its name, which its words bear too.
    pub(super) name: &'static str,
    /// What it asks.
    operation: Operation,
    /// How it looks.
    pub(super) template: &'static str,
    /// Whether it is only for who signed in.
    signed_in: bool,
}

/// A form: a mutation, and what happens when it was done.
pub(super) struct Form {
    /// Its name; what is said when it was done is the word `done.NAME`.
    pub(super) name: &'static str,
    operation: Operation,
    then: Then,
}

/// Where a form leads when it was done.
#[derive(Clone, Copy)]
enum Then {
    /// To a path, with `{names}` taken from the answer, or else from what was sent.
    To(&'static str),
    /// To the page it was on, anew.
    Back,
    /// As `To`, and the session is over.
    Leave(&'static str),
    /// To the page it was on, which shows the answer as `done`: for what is shown once.
    Stay,
}

impl Page {
    fn new(path: &'static str, name: &'static str, document: &'static str, template: &'static str) -> Self {
        Self { path, name, operation: Operation::read(document), template, signed_in: false }
    }

    /// The same for those who signed in; others are asked to.
    fn signed_in(self) -> Self {
        Self { signed_in: true, ..self }
    }
}

impl Form {
    fn new(name: &'static str, document: &'static str, then: Then) -> Self {
        Self { name, operation: Operation::read(document), then }
    }
}

/// Every operation of the pages and forms, each with its name.
pub fn documents() -> impl Iterator<Item = (&'static str, &'static str)> {
    let pages = PAGES.iter().map(|page| (page.name, page.operation.text));
    pages.chain(FORMS.iter().map(|form| (form.name, form.operation.text)))
}

/// Every page: its name, its path with `{places}`, and whether it is only for who signed in.
pub fn paths() -> impl Iterator<Item = (&'static str, &'static str, bool)> {
    PAGES.iter().map(|page| (page.name, page.path, page.signed_in))
}

/// A page that has words only, in the look of all.
pub(super) async fn plain(
    hub: Data<Hub>,
    api: Data<Api>,
    request: HttpRequest,
    name: &'static str,
    facts: Vec<(&'static str, Value)>,
) -> HttpResponse {
    let asked = request.clone();
    match Visit::begin(hub, api, request).await {
        Ok(visit) => visit.page(name, StatusCode::OK, serde_json::Map::new(), Typed::default(), facts),
        Err(error) => request::refuse(&asked, &error),
    }
}

/// The pages, and what their cookies open as well: `files` are routes of the house that a page links to.
pub(super) fn configure(config: &mut ServiceConfig, files: fn(&mut ServiceConfig)) {
    let mut scope = web::scope("").wrap(from_fn(session::resume)).configure(files);
    for page in PAGES.iter() {
        let get = web::route().guard(guard::Any(guard::Get()).or(guard::Head()));
        scope = scope.service(
            web::resource(page.path)
                .route(get.to(move |hub, api, request| answer::show(page, hub, api, request)))
                .route(
                    web::post()
                        .guard(InParts)
                        .to(move |hub, api, request, body| multipart::take(page, hub, api, request, body)),
                )
                .route(
                    web::post()
                        .to(move |hub, api, request, body| answer::take(page, hub, api, request, body)),
                ),
        );
    }
    config
        .route("/static/{name}", web::get().to(asset::part))
        .route("/display", web::get().to(choice::choose))
        .service(scope.default_service(web::to(answer::nothing)));
}
