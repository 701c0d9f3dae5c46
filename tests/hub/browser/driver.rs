//! A real browser, driven over WebDriver, which is JSON over HTTP.
//!
//! The client is our own: fantoccini brings a crate under a licence that `deny.toml` refuses, and thirtyfour turns on a
//! feature of `serde_json` that orders objects otherwise in tests than in the hub, whose texts are voted on by hash.
//! Waiting is left to the browser: whatever is looked for may take a while to be there.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::Path,
    process::{Child, Command, Stdio},
};

use serde_json::{Value, json};

/// How long something may take to be there, in milliseconds.
const PATIENCE: u64 = 20_000;

/// By which an element is named in answers.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A browser.
pub struct Driver {
    process: Child,
    port: u16,
    session: String,
    http: reqwest::Client,
}

/// How a browser is set up.
#[derive(Clone, Copy)]
pub struct Setup {
    pub scripts: bool,
    pub width: u32,
    pub height: u32,
    pub language: &'static str,
}

/// A telephone.
pub const PHONE: Setup = Setup { scripts: true, width: 360, height: 800, language: "zh-CN" };

/// A desk.
pub const DESK: Setup = Setup { scripts: true, width: 1_280, height: 900, language: "zh-CN" };

impl Driver {
    /// Opens one; `None`, with the reason printed, where no browser is installed.
    #[expect(clippy::print_stdout, reason = "whoever reads the tests' output is told what was not tested")]
    pub async fn open(setup: Setup) -> Option<Self> {
        let http = reqwest::Client::new();
        let mut process = match Command::new("chromedriver").arg("--port=0").stdout(Stdio::piped()).spawn() {
            Ok(process) => process,
            Err(error) => {
                println!("skipped: chromedriver cannot be started ({error}); install chromium-driver");
                return None;
            }
        };
        let mut said = BufReader::new(process.stdout.take().unwrap());
        let port = loop {
            let mut line = String::new();
            assert_ne!(said.read_line(&mut line).unwrap(), 0, "chromedriver ended before it listened");
            if let Some((_, port)) = line.split_once("started successfully on port ") {
                break port.trim().trim_end_matches('.').parse().unwrap();
            }
        };
        // Nobody reads on, and a full pipe would stop it.
        std::thread::spawn(move || std::io::copy(&mut said, &mut std::io::sink()));
        let mut driver = Self { process, port, session: String::new(), http };
        let begun = driver.call(reqwest::Method::POST, "", capabilities(setup)).await;
        driver.session = begun["sessionId"].as_str().unwrap_or_else(|| panic!("{begun}")).to_owned();
        driver
            .post("/timeouts", json!({ "implicit": PATIENCE, "pageLoad": PATIENCE, "script": PATIENCE }))
            .await;
        driver.resize(setup.width, setup.height).await;
        if !setup.scripts {
            driver.devtools("Emulation.setScriptExecutionDisabled", json!({ "value": true })).await;
        }
        Some(driver)
    }

    async fn call(&self, method: reqwest::Method, path: &str, body: Value) -> Value {
        let session = if self.session.is_empty() { String::new() } else { format!("/{}", self.session) };
        let url = format!("http://127.0.0.1:{}/session{session}{path}", self.port);
        let mut request = self.http.request(method, url);
        if !body.is_null() {
            request = request.json(&body);
        }
        let answer: Value = request.send().await.unwrap().json().await.unwrap();
        answer["value"].clone()
    }

    async fn post(&self, path: &str, body: Value) -> Value {
        let value = self.call(reqwest::Method::POST, path, body).await;
        assert!(value["error"].is_null(), "{path}: {} {}", value["error"], value["message"]);
        value
    }

    /// Makes the window this large, also smaller than a window of a desk can be.
    pub async fn resize(&self, width: u32, height: u32) {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
    }

    /// Looks as somebody who has their device dark.
    pub async fn dark(&self, dark: bool) {
        let scheme = if dark { "dark" } else { "light" };
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        self.devtools("Emulation.setEmulatedMedia", features).await;
    }

    async fn devtools(&self, command: &str, params: Value) {
        self.post("/goog/cdp/execute", json!({ "cmd": command, "params": params })).await;
    }

    /// Opens an address.
    pub async fn open_page(&self, url: &str) {
        self.post("/url", json!({ "url": url })).await;
    }

    /// Forgets every cookie.
    pub async fn forget(&self) {
        self.call(reqwest::Method::DELETE, "/cookie", Value::Null).await;
    }

    /// The address that is open.
    pub async fn url(&self) -> String {
        self.call(reqwest::Method::GET, "/url", Value::Null).await.as_str().unwrap().to_owned()
    }

    /// The element that a CSS selector finds, as soon as it is there.
    pub async fn find(&self, css: &str) -> String {
        let found = self
            .call(reqwest::Method::POST, "/element", json!({ "using": "css selector", "value": css }))
            .await;
        if let Some(id) = found[ELEMENT].as_str() {
            return id.to_owned();
        }
        let text = self.run("return document.body.innerText", json!([])).await;
        panic!(
            "{} has no {css}: {}\n{}",
            self.url().await,
            found["message"],
            text.as_str().unwrap_or_default()
        );
    }

    /// The element that a path of XPath finds: by its words, for the most part.
    pub async fn find_by_words(&self, kind: &str, words: &str) -> String {
        let path = format!("//{kind}[contains(normalize-space(.), '{words}')]");
        let found = self.post("/element", json!({ "using": "xpath", "value": path })).await;
        found[ELEMENT].as_str().unwrap().to_owned()
    }

    /// Clicks on what a selector finds.
    pub async fn click(&self, css: &str) {
        let id = self.find(css).await;
        self.post(&format!("/element/{id}/click"), json!({})).await;
    }

    /// Clicks on what says these words.
    pub async fn click_words(&self, kind: &str, words: &str) {
        let id = self.find_by_words(kind, words).await;
        self.post(&format!("/element/{id}/click"), json!({})).await;
    }

    /// Types into what a selector finds.
    pub async fn fill(&self, css: &str, text: &str) {
        let id = self.find(css).await;
        self.post(&format!("/element/{id}/value"), json!({ "text": text })).await;
    }

    /// Sets a field to a value that a keyboard writes differently in each language, as a date.
    pub async fn set(&self, css: &str, value: &str) {
        let id = self.find(css).await;
        let script = "arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('change', { bubbles: true }))";
        self.run(script, json!([{ ELEMENT: id }, value])).await;
    }

    /// Chooses an option by its value.
    pub async fn choose(&self, css: &str, value: &str) {
        self.click(&format!("{css} option[value='{value}']")).await;
    }

    /// Chooses a file.
    pub async fn attach(&self, css: &str, file: &Path) {
        self.fill(css, file.to_str().unwrap()).await;
    }

    /// The visible words of what a selector finds.
    pub async fn text(&self, css: &str) -> String {
        let id = self.find(css).await;
        let text = self.call(reqwest::Method::GET, &format!("/element/{id}/text"), Value::Null).await;
        text.as_str().unwrap().to_owned()
    }

    /// Runs a script in the page and gives what it returns.
    pub async fn run(&self, script: &str, arguments: Value) -> Value {
        self.post("/execute/sync", json!({ "script": script, "args": arguments })).await
    }

    /// Runs a script that calls its last argument when it is done.
    pub async fn run_until(&self, script: &str, arguments: Value) -> Value {
        self.post("/execute/async", json!({ "script": script, "args": arguments })).await
    }

    /// Draws with the mouse on what a selector finds, from and to these pixels from its middle.
    pub async fn drag(&self, css: &str, from: (i32, i32), to: (i32, i32)) {
        let origin = json!({ ELEMENT: self.find(css).await });
        let go = |(x, y): (i32, i32)| json!({ "type": "pointerMove", "duration": 20, "origin": origin, "x": x, "y": y });
        let actions = json!([go(from), { "type": "pointerDown", "button": 0 }, go(to), { "type": "pointerUp", "button": 0 }]);
        let mouse = json!({ "type": "pointer", "id": "mouse", "parameters": { "pointerType": "mouse" }, "actions": actions });
        self.post("/actions", json!({ "actions": [mouse] })).await;
    }

    /// Presses keys on what has the focus.
    pub async fn keys(&self, text: &str) {
        let keys: Vec<_> = text
            .chars()
            .flat_map(|key| {
                ["keyDown", "keyUp"].map(|kind| json!({ "type": kind, "value": key.to_string() }))
            })
            .collect();
        self.post("/actions", json!({ "actions": [{ "type": "key", "id": "keys", "actions": keys }] })).await;
    }

    /// A picture of what is shown, as PNG.
    pub async fn picture(&self) -> Vec<u8> {
        use base64::{Engine, prelude::BASE64_STANDARD};
        let shown = self.call(reqwest::Method::GET, "/screenshot", Value::Null).await;
        BASE64_STANDARD.decode(shown.as_str().unwrap()).unwrap()
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // Its end takes the browser with it; a driver that is killed would leave it behind.
        if let Ok(mut stream) = TcpStream::connect(("127.0.0.1", self.port)) {
            let _ = write!(
                stream,
                "DELETE /session/{} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
                self.session
            );
            // It answers when the browser is gone, and keeps the connection.
            let _ = stream.set_read_timeout(Some(std::time::Duration::from_secs(20)));
            let _ = stream.read(&mut [0; 64]);
        }
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn capabilities(setup: Setup) -> Value {
    let arguments = [
        "--headless=new".to_owned(),
        "--no-sandbox".to_owned(),
        "--disable-dev-shm-usage".to_owned(),
        "--disable-gpu".to_owned(),
        "--hide-scrollbars".to_owned(),
        format!("--lang={}", setup.language),
        format!("--window-size={},{}", setup.width.max(500), setup.height),
    ];
    json!({ "capabilities": { "alwaysMatch": {
        "browserName": "chrome",
        "goog:loggingPrefs": { "browser": "ALL" },
        "goog:chromeOptions": {
            "args": arguments,
            "prefs": { "intl.accept_languages": setup.language },
        },
    } } })
}
