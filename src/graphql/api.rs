//! Runs documents: within limits, and without parsing or checking the same document twice.
//!
//! Most requests send a document that came before. It is parsed once; once it ran without an error it is
//! known to be valid and goes to a schema that does not check it again. That schema still computes depth and
//! complexity, since these depend on variables, and resolvers read their arguments with care in any case.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use async_graphql::{
    Data, ErrorExtensionValues, Executor, Request, Response, ServerError, parser::types::ExecutableDocument,
};

use entity::Locale;
use futures_util::stream::{self, BoxStream, StreamExt};
use moka::sync::Cache;

use super::{
    ChorusSchema,
    gate::{Census, census, nests_too_deeply},
    loader::Loaders,
};
use crate::{hub::Hub, locale, service::access::Caller};

/// Bytes of documents that are remembered.
const REMEMBERED: u64 = 8 << 20;

/// Documents longer than this are not remembered.
const LONGEST: usize = 16 << 10;

/// The API of a hub.
#[derive(Clone)]
pub struct Api {
    hub: Arc<Hub>,
    strict: ChorusSchema,
    fast: ChorusSchema,
    documents: Cache<String, Arc<Document>>,
}

struct Document {
    parsed: ExecutableDocument,
    census: Census,
    valid: AtomicBool,
}

impl Api {
    pub(super) fn new(hub: Arc<Hub>, strict: ChorusSchema, fast: ChorusSchema) -> Self {
        let documents = Cache::builder()
            .weigher(|query: &String, _: &Arc<Document>| {
                u32::try_from(query.len() * 8 + 256).unwrap_or(u32::MAX)
            })
            .max_capacity(REMEMBERED)
            .build();
        Self { hub, strict, fast, documents }
    }

    /// Runs a document for a caller.
    pub async fn run(&self, request: Request, caller: Caller) -> Response {
        let locale = caller.locale;
        self.execute(request.data(caller)).await.with_codes(locale)
    }

    /// Whether a document may do more than read; one that cannot be read does nothing.
    #[must_use]
    pub fn may_write(&self, query: &str) -> bool {
        self.document(query).is_ok_and(|document| !document.census.only_reads)
    }

    fn document(&self, query: &str) -> Result<Arc<Document>, ServerError> {
        if let Some(known) = self.documents.get(query) {
            return Ok(known);
        }
        if nests_too_deeply(query) {
            return Err(coded("nested too deeply", "TOO_COMPLEX"));
        }
        let parsed = async_graphql::parser::parse_query(query)
            .map_err(|error| with_code(error.into(), "BAD_INPUT"))?;
        let census = census(&parsed);
        if census.aliases > self.hub.config.limits.aliases {
            return Err(coded("too many aliases", "TOO_COMPLEX"));
        }
        let document = Arc::new(Document { parsed, census, valid: AtomicBool::new(false) });
        if query.len() <= LONGEST {
            self.documents.insert(query.to_owned(), document.clone());
        }
        Ok(document)
    }

    fn prepare(&self, mut request: Request, document: &Document) -> Request {
        request.set_parsed_query(document.parsed.clone());
        if !document.census.only_reads {
            let variables = request.variables.clone();
            request = request.data(variables);
        }
        request.data(self.hub.clone()).data(Loaders::new(&self.hub))
    }
}

impl Executor for Api {
    async fn execute(&self, request: Request) -> Response {
        let document = match self.document(&request.query) {
            Ok(document) => document,
            Err(error) => return Response::from_errors(vec![error]),
        };
        let request = self.prepare(request, &document);
        if document.census.only_reads && document.valid.load(Ordering::Relaxed) {
            return self.fast.execute(request).await;
        }
        let response = self.strict.execute(request).await;
        if response.errors.is_empty() {
            document.valid.store(true, Ordering::Relaxed);
        }
        response
    }

    fn execute_stream(&self, request: Request, session: Option<Arc<Data>>) -> BoxStream<'static, Response> {
        let document = match self.document(&request.query) {
            Ok(document) => document,
            Err(error) => return stream::once(async { Response::from_errors(vec![error]) }).boxed(),
        };
        let request = self.prepare(request, &document);
        let responses = self.strict.execute_stream_with_session_data(request, session.unwrap_or_default());
        responses.map(|response| response.with_codes(Locale::ZhCn)).boxed()
    }
}

fn coded(message: &str, code: &str) -> ServerError {
    with_code(ServerError::new(message, None), code)
}

fn with_code(mut error: ServerError, code: &str) -> ServerError {
    error.extensions.get_or_insert_with(ErrorExtensionValues::default).set("code", code);
    error
}

trait Coded {
    /// Gives each error that has none a code, so that clients can rely on it.
    fn with_codes(self, locale: Locale) -> Self;
}

impl Coded for Response {
    fn with_codes(mut self, locale: Locale) -> Self {
        for error in &mut self.errors {
            let known = error.extensions.as_ref().is_some_and(|extensions| extensions.get("code").is_some());
            if known {
                continue;
            }
            let too_complex = error.message.contains("too complex")
                || error.message.contains("too deep")
                || error.message.contains("number of directives");
            let code = if too_complex { "TOO_COMPLEX" } else { "BAD_INPUT" };
            if too_complex && let Some(words) = locale::word(locale, "error.TOO_COMPLEX") {
                words.clone_into(&mut error.message);
            }
            error.extensions.get_or_insert_with(ErrorExtensionValues::default).set("code", code);
        }
        self
    }
}
