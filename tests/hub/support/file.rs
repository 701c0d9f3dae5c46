//! Files: sent, handed in and fetched.

use image::{ExtendedColorType, ImageEncoder, codecs::png::PngEncoder};
use reqwest::{Response, StatusCode};
use serde_json::{Value, json};

use super::{App, person::Person};

pub const STAGE: &str = "mutation($n: Int!) { stageUpload(input: {length: $n}) {
    upload { id url length offset } userErrors { code field message } } }";
pub const DEPOSIT: &str = "mutation($i: DepositEvidenceInput!) { depositEvidence(input: $i) {
    evidence { id state media size copyMedia copyUrl originalUrl originalSha256 copySha256 copy
        pages { width height } boxes { x } }
    userErrors { code field message } } }";

pub const REDACT: &str =
    "mutation($e: ID!, $b: [BlackBoxInput!]!) { redactEvidence(input: {evidenceId: $e, boxes: $b}) {
    evidence { state copySha256 copyUrl boxes { page x y width height } } userErrors { code } } }";

/// A picture that does not shrink: no two neighbouring pixels are alike.
pub fn picture(width: u32, height: u32) -> Vec<u8> {
    let mut state = 7_u32;
    let mut noise = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    };
    let pixels: Vec<u8> = (0..width * height * 3).map(|_| noise()).collect();
    let mut file = Vec::new();
    PngEncoder::new(&mut file).write_image(&pixels, width, height, ExtendedColorType::Rgb8).unwrap();
    file
}

impl App {
    /// The files that have a segment in the vault, which is a directory.
    pub fn vault(&self) -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(self.dir.path().join("vault"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

impl Person<'_> {
    /// Announces a file; gives the address of its upload and its id.
    pub async fn stage(&self, length: usize) -> (String, String) {
        let staged = self.ask(STAGE, json!({ "n": length })).await;
        let upload = &staged["stageUpload"]["upload"];
        (upload["url"].as_str().unwrap().to_owned(), upload["id"].as_str().unwrap().to_owned())
    }

    /// Sends bytes of an upload from this offset on.
    pub async fn put(&self, url: &str, offset: usize, bytes: &[u8]) -> Response {
        let request = self.app.http().put(url).bearer_auth(&self.token);
        request.header("upload-offset", offset).body(bytes.to_vec()).send().await.unwrap()
    }

    /// How far an upload has come.
    pub async fn offset(&self, url: &str) -> usize {
        let answer = self.app.http().head(url).bearer_auth(&self.token).send().await.unwrap();
        answer.headers()["upload-offset"].to_str().unwrap().parse().unwrap()
    }

    /// Sends a whole file; gives the id of its upload.
    pub async fn upload(&self, bytes: &[u8]) -> String {
        let (url, id) = self.stage(bytes.len()).await;
        assert_eq!(self.put(&url, 0, bytes).await.status(), StatusCode::NO_CONTENT);
        id
    }

    /// Hands an upload in as a screenshot of an error.
    pub async fn hand_in(&self, case: &str, upload: &str) -> Value {
        let input =
            json!({ "caseId": case, "uploadId": upload, "kind": "ERROR_SCREEN", "title": "兑换失败的截图" });
        self.try_ask(DEPOSIT, json!({ "i": input })).await
    }

    /// Uploads a file and hands it in.
    pub async fn deposit_file(&self, case: &str, bytes: &[u8]) -> Value {
        let upload = self.upload(bytes).await;
        let answer = self.hand_in(case, &upload).await;
        assert_eq!(answer["data"]["depositEvidence"]["userErrors"], json!([]), "{answer}");
        answer["data"]["depositEvidence"]["evidence"].clone()
    }

    /// Fetches a path of the hub.
    pub async fn get(&self, path: &str) -> Response {
        self.app.fetch(Some(&self.token), path).await
    }
}
