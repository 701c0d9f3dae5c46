//! One request of a browser: who asks, in which language, for what.

use actix_web::{
    HttpRequest, HttpResponse,
    cookie::Cookie,
    http::{Method, StatusCode, header},
    web::Data,
};
use async_graphql::{Request, Variables};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD as BASE64};
use minijinja::Value;
use serde_json::Map;

use super::{Operation, given::Given};
use crate::{
    error::{Error, Result},
    graphql::Api,
    hub::Hub,
    keys, locale,
    service::access::{Caller, Party},
    web::{
        choice::{self, Choice},
        file,
        forgery::Binding,
        render::{Scene, Typed},
        request::caller,
        session,
    },
};

/// What a page may load: only what this hub serves, and no script or style that stands in the page itself.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
                      media-src 'self' blob:; connect-src 'self'; manifest-src 'self'; form-action 'self'; \
                      frame-ancestors 'none'; base-uri 'none'";

/// How long a public page may be shown without asking again, in seconds.
const FRESH: &str = "public, max-age=30";
const PRIVATE: &str = "private, no-store";

/// The cookie that says which form was just done, so that the next page can say so.
const DONE: &str = "done";

/// One request of a browser.
pub(super) struct Visit {
    pub(super) hub: Data<Hub>,
    api: Data<Api>,
    pub(super) request: HttpRequest,
    pub(super) caller: Caller,
    pub(super) binding: Binding,
    choice: Choice,
    /// What its address asks for.
    pub(super) query: Given,
    /// What its path says.
    pub(super) places: Given,
    /// The form that was just done.
    done: Option<String>,
}

impl Visit {
    /// Finds out who asks for what.
    ///
    /// # Errors
    /// When who asks cannot be found out.
    pub(super) async fn begin(hub: Data<Hub>, api: Data<Api>, request: HttpRequest) -> Result<Self> {
        let mut caller = caller(&hub, &request).await?;
        let query = Given::parse(request.query_string().as_bytes());
        let choice = Choice::of(&hub, &request, query.text("lang"));
        caller.locale = choice.language.unwrap_or(caller.locale);
        let places =
            request.match_info().iter().map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
        let binding = Binding::of(&hub, &request, &caller);
        let done = session::held(&hub, &request, DONE);
        Ok(Self { hub, api, request, caller, binding, choice, query, places, done })
    }

    pub(super) fn is_guest(&self) -> bool {
        !matches!(self.caller.party, Party::Person(_))
    }

    /// Runs an operation for whoever asks.
    pub(super) async fn run(
        &self,
        operation: &Operation,
        variables: Map<String, serde_json::Value>,
    ) -> async_graphql::Response {
        let variables = Variables::from_json(serde_json::Value::Object(variables));
        self.api.run(Request::new(operation.text).variables(variables), self.caller.clone()).await
    }

    /// Words of the pages.
    pub(super) fn say(&self, key: &str, facts: &serde_json::Value) -> String {
        locale::text(self.caller.locale, key, facts)
    }

    /// A page, made of an answer.
    pub(super) fn page(
        &self,
        name: &'static str,
        status: StatusCode,
        data: Map<String, serde_json::Value>,
        typed: Typed,
        more: Vec<(&'static str, Value)>,
    ) -> HttpResponse {
        let path = self.request.path().to_owned();
        let site = &self.hub.config.server.public_url;
        let mut facts = vec![
            ("site", Value::from(site.as_str())),
            ("signed_in", Value::from(!self.is_guest())),
            ("theme", Value::from(self.choice.theme)),
            ("size", Value::from(self.choice.size)),
            (
                "just_done",
                Value::from(
                    self.done.clone().filter(|name| super::FORMS.iter().any(|form| form.name == name)),
                ),
            ),
            ("today", Value::from(self.hub.now().to_rfc3339())),
            ("done", Value::from(())),
        ];
        facts.extend(more);
        let scene = Scene {
            locale: self.caller.locale,
            name,
            path,
            query: self.query.clone(),
            token: self.binding.token(&self.hub),
            fresh: || BASE64.encode(keys::random::<16>()),
            typed,
            facts,
            data,
        };
        match scene.render() {
            Ok(page) => self.send(status, page.html, page.is_bound),
            Err(error) => {
                // Its `Debug` would write down what is on the page.
                tracing::error!(page.name = name, error.cause = %error, "the page {name} could not be rendered");
                HttpResponse::InternalServerError().content_type("text/plain; charset=utf-8").body("500")
            }
        }
    }

    fn send(&self, status: StatusCode, html: String, is_bound: bool) -> HttpResponse {
        let is_read = self.request.method() != Method::POST;
        let is_public =
            is_read && self.is_guest() && !is_bound && self.done.is_none() && status == StatusCode::OK;
        let mut response = HttpResponse::build(status);
        response
            .content_type(file::HTML)
            .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
            // `no-referrer` would take away the origin by which our own forms are known.
            .insert_header((header::REFERRER_POLICY, "same-origin"))
            .insert_header(("cross-origin-opener-policy", "same-origin"))
            .insert_header((header::CONTENT_LANGUAGE, self.caller.locale.as_str()))
            .insert_header((header::VARY, "Cookie, Accept-Language"))
            .insert_header((header::CACHE_CONTROL, if is_public { FRESH } else { PRIVATE }));
        for cookie in self.cookies(is_bound) {
            response.cookie(cookie);
        }
        if !is_public {
            return response.body(html);
        }
        let tag = header::EntityTag::new_strong(file::tag(html.as_bytes()));
        let known = file::is_known(&self.request, &tag);
        response.insert_header(header::ETag(tag));
        if known { response.status(StatusCode::NOT_MODIFIED).finish() } else { response.body(html) }
    }

    fn cookies(&self, is_bound: bool) -> impl Iterator<Item = Cookie<'static>> {
        let language = self.query.text("lang").and_then(|asked| choice::keep_language(&self.hub, asked));
        let guest = is_bound.then(|| self.binding.cookie(&self.hub)).flatten();
        let seen = self.done.as_ref().map(|_| session::cookie(&self.hub, DONE, String::new(), 0));
        [language, guest, seen].into_iter().flatten()
    }

    /// Leads on to another page, which says that the form was done.
    pub(super) fn lead_on(&self, path: &str, done: Option<&str>) -> HttpResponse {
        let mut response = HttpResponse::SeeOther();
        if let Some(done) = done {
            response.cookie(session::cookie(&self.hub, DONE, done.to_owned(), 1));
        }
        response
            .insert_header((header::LOCATION, path))
            .insert_header((header::CACHE_CONTROL, PRIVATE))
            .finish()
    }

    /// Says that something went wrong, and what can be done.
    pub(super) fn trouble(&self, error: &Error) -> HttpResponse {
        let (status, code) = crate::web::request::rank(error);
        self.told(status, code)
    }

    /// As [`Visit::trouble`], of an error that the API named.
    pub(super) fn told(&self, status: StatusCode, code: &str) -> HttpResponse {
        let is_said = locale::word(self.caller.locale, &format!("page.error.{code}_title")).is_some();
        let facts = vec![("code", Value::from(if is_said { code } else { "NOT_ALLOWED" }))];
        self.page("error.html", status, Map::new(), Typed::default(), facts)
    }
}
