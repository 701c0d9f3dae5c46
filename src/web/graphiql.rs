//! GraphiQL at `/graphiql`, a page to try the API on; all of it comes from the binary.
//!
//! The page may load nothing from elsewhere and run no inline script, and says so to the browser. Names of
//! files that others wrote carry their version, so that a browser keeps them for good; our own are asked for
//! again each time and answered with 304 while they are the same.

use std::sync::LazyLock;

use actix_web::{HttpRequest, HttpResponse, Responder, guard, web};

use super::file::{ASK_AGAIN, CSS, FOR_GOOD, File, HTML, JS};

/// GraphiQL sets styles on elements, hence `unsafe-inline` for those and for nothing else.
const POLICY: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
                      object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Embeds `static/graphiql/NAME` under its name, with how browsers keep it.
macro_rules! file {
    ($name:literal, $media_type:expr, $caching:expr) => {
        (File::new($name, $media_type, include_bytes!(concat!("static/graphiql/", $name))), $caching)
    };
}

static FILES: LazyLock<[(File, &str); 8]> = LazyLock::new(|| {
    [
        file!("index.html", HTML, ASK_AGAIN),
        file!("chorus.css", CSS, ASK_AGAIN),
        file!("chorus.js", JS, ASK_AGAIN),
        file!("graphiql-3.9.0.css", CSS, FOR_GOOD),
        file!("graphiql-3.9.0.js", JS, FOR_GOOD),
        file!("graphql-ws-5.16.2.js", JS, FOR_GOOD),
        file!("react-18.3.1.js", JS, FOR_GOOD),
        file!("react-dom-18.3.1.js", JS, FOR_GOOD),
    ]
});

fn named(request: &HttpRequest, name: &str) -> HttpResponse {
    match FILES.iter().find(|(file, _)| file.name == name) {
        Some((file, caching)) => file.answer(request, caching, POLICY),
        None => HttpResponse::NotFound().finish(),
    }
}

async fn page(request: HttpRequest) -> impl Responder {
    named(&request, "index.html")
}

async fn part(request: HttpRequest, name: web::Path<String>) -> impl Responder {
    named(&request, &name)
}

/// Serves the page at `/graphiql` and its files below it.
pub fn configure(cfg: &mut web::ServiceConfig) {
    let reading = || web::route().guard(guard::Any(guard::Get()).or(guard::Head()));
    cfg.service(
        web::scope("/graphiql")
            .service(web::resource(["", "/"]).route(reading().to(page)))
            .service(web::resource("/{name}").route(reading().to(part))),
    );
}

#[cfg(test)]
mod tests {
    use actix_web::{
        App,
        http::{StatusCode, header},
        test,
    };

    use super::*;

    struct Answer {
        status: StatusCode,
        headers: header::HeaderMap,
        body: String,
    }

    impl Answer {
        fn header(&self, name: header::HeaderName) -> &str {
            self.headers.get(name).map_or("", |value| value.to_str().unwrap())
        }
    }

    async fn get(path: &str, known: Option<&str>) -> Answer {
        let app = test::init_service(App::new().configure(configure)).await;
        let mut request = test::TestRequest::get().uri(path);
        if let Some(tag) = known {
            request = request.insert_header((header::IF_NONE_MATCH, tag));
        }
        let response = test::call_service(&app, request.to_request()).await;
        let (status, headers) = (response.status(), response.headers().clone());
        let body = String::from_utf8(test::read_body(response).await.to_vec()).unwrap();
        Answer { status, headers, body }
    }

    #[actix_web::test]
    async fn the_page_loads_only_what_the_binary_serves() {
        let page = get("/graphiql", None).await;
        assert_eq!(page.status, StatusCode::OK);
        assert_eq!(page.header(header::CONTENT_TYPE), HTML);
        assert_eq!(page.header(header::CONTENT_SECURITY_POLICY), POLICY);
        assert!(!page.body.contains("://") && !page.body.contains("<script>"), "{}", page.body);
        let wanted: Vec<&str> = page.body.split('"').filter(|text| text.starts_with("/graphiql/")).collect();
        assert_eq!(wanted.len(), FILES.len() - 1, "{wanted:?}");
        for path in wanted {
            let part = get(path, None).await;
            assert_eq!(part.status, StatusCode::OK, "{path}");
            let media_type = if path.ends_with(".css") { CSS } else { JS };
            assert_eq!(part.header(header::CONTENT_TYPE), media_type, "{path}");
            assert!(!part.body.is_empty(), "{path}");
        }
    }

    #[actix_web::test]
    async fn who_has_a_file_is_not_sent_it_again() {
        for path in ["/graphiql/", "/graphiql/graphiql-3.9.0.js"] {
            let first = get(path, None).await;
            let tag = first.header(header::ETAG);
            for known in [tag, &format!("W/{tag}"), &format!("\"other\", {tag}"), "*"] {
                let again = get(path, Some(known)).await;
                assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0), "{path} {known}");
                assert_eq!(again.header(header::ETAG), tag);
            }
            assert_eq!(get(path, Some("\"other\"")).await.status, StatusCode::OK);
        }
    }

    #[actix_web::test]
    async fn names_that_are_no_files_are_not_found() {
        for path in ["/graphiql/other.js", "/graphiql/..%2Fgraphiql.rs", "/graphiql/index.html/x"] {
            assert_eq!(get(path, None).await.status, StatusCode::NOT_FOUND, "{path}");
        }
    }

    #[actix_web::test]
    async fn only_names_with_a_version_are_kept_for_good() {
        for (file, caching) in FILES.iter() {
            let versioned = file.name.contains(|c: char| c.is_ascii_digit());
            assert_eq!(*caching == FOR_GOOD, versioned, "{}", file.name);
        }
    }
}
