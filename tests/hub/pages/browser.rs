//! Somebody with a browser that runs no scripts: it keeps cookies, follows forms, and says where it comes from.

use std::collections::BTreeMap;

use regex::Regex;
use reqwest::{Response, StatusCode, header};

use crate::support::App;

/// A browser without scripts.
pub struct Browser<'a> {
    pub app: &'a App,
    http: reqwest::Client,
    pub cookies: BTreeMap<String, String>,
    pub language: &'static str,
}

/// A page as it arrived.
pub struct Seen {
    pub status: StatusCode,
    pub headers: header::HeaderMap,
    pub path: String,
    pub html: String,
}

impl<'a> Browser<'a> {
    pub fn open(app: &'a App) -> Self {
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Self { app, http, cookies: BTreeMap::new(), language: "zh-CN" }
    }

    /// The browser of somebody who signed in.
    pub async fn of(app: &'a App, email: &str) -> Self {
        app.admit(email).await;
        let mut browser = Self::open(app);
        browser.sign_in(email).await;
        browser
    }

    pub async fn sign_in(&mut self, email: &str) {
        let page = self.get("/sign-in").await;
        let pairs = [("email", email), ("password", crate::support::person::PASSWORD)];
        let page = self.submit(&page, "sign-in", &pairs).await;
        assert_eq!(page.path, "/me", "{}", page.html);
    }

    /// Opens a page, and follows where it leads.
    pub async fn get(&mut self, path: &str) -> Seen {
        let request = self.http.get(format!("{}{path}", self.app.url));
        self.follow(path, request.header("sec-fetch-site", "none")).await
    }

    /// Fills in a form of a page and sends it, and follows where that leads.
    pub async fn submit(&mut self, page: &Seen, form: &str, pairs: &[(&str, &str)]) -> Seen {
        let mut all = page.hidden(form);
        all.retain(|(name, _)| !pairs.iter().any(|(given, _)| given == name));
        all.extend(pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        self.post(&page.path, &all).await
    }

    /// Sends these names and texts to a path, as a page of this hub would.
    pub async fn post(&mut self, path: &str, pairs: &[(String, String)]) -> Seen {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        let request = self.http.post(format!("{}{path}", self.app.url));
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded").body(body);
        self.follow(path, request.header("sec-fetch-site", "same-origin").header("origin", &self.app.url))
            .await
    }

    /// Sends a form with a file: its name in the form, its own name, and its bytes.
    pub async fn post_parts(
        &mut self,
        path: &str,
        texts: &[(String, String)],
        file: (&str, &str, &[u8]),
    ) -> Seen {
        let mut body = Vec::new();
        for (name, text) in texts {
            let part =
                format!("--chorus\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{text}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        let (name, called, bytes) = file;
        let head = format!(
            "--chorus\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{called}\"\r\nContent-Type: application/octet-stream\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n--chorus--\r\n");
        let request = self.http.post(format!("{}{path}", self.app.url)).body(body);
        let request = request.header(header::CONTENT_TYPE, "multipart/form-data; boundary=chorus");
        self.follow(path, request.header("sec-fetch-site", "same-origin").header("origin", &self.app.url))
            .await
    }

    /// Sends these as a script of ours does, and gives what it is told; nothing where that is no JSON.
    pub async fn script(&mut self, path: &str, pairs: &[(String, String)]) -> serde_json::Value {
        let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        let request = self.http.post(format!("{}{path}", self.app.url)).body(body);
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let request =
            request.header("sec-fetch-site", "same-origin").header(header::ACCEPT, "application/json");
        self.send(request).await.json().await.unwrap_or_default()
    }

    /// Fetches a file with the cookies that are kept.
    pub async fn fetch(&mut self, path: &str) -> Response {
        self.send(self.http.get(format!("{}{path}", self.app.url))).await
    }

    async fn follow(&mut self, path: &str, request: reqwest::RequestBuilder) -> Seen {
        let mut path = path.to_owned();
        let mut answer = self.send(request).await;
        while answer.status() == StatusCode::SEE_OTHER {
            path = answer.headers()[header::LOCATION].to_str().unwrap().to_owned();
            let next = self.http.get(format!("{}{path}", self.app.url));
            answer = self.send(next.header("sec-fetch-site", "same-origin")).await;
        }
        let (status, headers) = (answer.status(), answer.headers().clone());
        Seen { status, headers, path, html: answer.text().await.unwrap() }
    }

    /// Sends one request with the cookies that are kept, and keeps those that come back.
    pub async fn send(&mut self, request: reqwest::RequestBuilder) -> Response {
        let cookies: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request =
            request.header(header::ACCEPT_LANGUAGE, self.language).header(header::COOKIE, cookies.join("; "));
        let answer = request.send().await.unwrap();
        for cookie in answer.headers().get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str().unwrap();
            assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            if cookie.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        answer
    }

    pub fn http(&self) -> &reqwest::Client {
        &self.http
    }
}

impl Seen {
    /// The hidden fields of a form.
    pub fn hidden(&self, form: &str) -> Vec<(String, String)> {
        let forms = self.html.split("<form ").skip(1).map(|rest| rest.split("</form>").next().unwrap());
        let wanted = format!("name=\"_do\" value=\"{form}\"");
        let found = forms.into_iter().find(|one| one.contains(&wanted));
        let found = found.unwrap_or_else(|| panic!("{} has no form {form}:\n{}", self.path, self.html));
        let hidden = Regex::new("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\">").unwrap();
        hidden.captures_iter(found).map(|pair| (pair[1].to_owned(), unescape(&pair[2]))).collect()
    }

    /// Proves that the page says this.
    pub fn says(&self, words: &str) -> &Self {
        assert!(self.html.contains(words), "{} does not say {words}:\n{}", self.path, self.html);
        self
    }

    /// Proves that the page does not say this.
    pub fn hides(&self, words: &str) -> &Self {
        assert!(!self.html.contains(words), "{} says {words}:\n{}", self.path, self.html);
        self
    }

    pub fn header(&self, name: header::HeaderName) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

fn unescape(text: &str) -> String {
    let pairs =
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&#x2f;", "/"), ("&amp;", "&")];
    pairs.iter().fold(text.to_owned(), |text, (entity, plain)| text.replace(entity, plain))
}
