//! Somebody who uses the hub.

use serde_json::{Value, json};

use super::{App, code};

/// Somebody who signed in.
pub struct Person<'a> {
    pub app: &'a App,
    pub email: String,
    pub token: String,
    pub refresh_token: String,
}

pub const PASSWORD: &str = "一把相当长的口令 2026";

impl<'a> Person<'a> {
    /// Registers, proves the address by the mailed token, and signs in.
    pub async fn register(app: &'a App, email: &str) -> Self {
        let register = "mutation($e: String!, $p: String!) {
            register(input: {email: $e, password: $p, locale: ZH_CN}) { accepted userErrors { code message } } }";
        let answer = app.guest(register, json!({ "e": email, "p": PASSWORD })).await;
        assert_eq!(answer["data"]["register"]["accepted"], true, "{answer}");
        app.work().await;
        let token = app.letter_to(email).token();
        let verify =
            "mutation($t: String!) { verifyEmail(input: {token: $t}) { email userErrors { code } } }";
        let answer = app.guest(verify, json!({ "t": token })).await;
        assert_eq!(answer["data"]["verifyEmail"]["email"], email, "{answer}");
        Self::sign_in(app, email).await
    }

    /// Signs in.
    pub async fn sign_in(app: &'a App, email: &str) -> Self {
        let sign_in = "mutation($e: String!, $p: String!) { signIn(input: {email: $e, password: $p, device: \"test\"}) {
            pass { accessToken refreshToken } userErrors { code } } }";
        let answer = app.guest(sign_in, json!({ "e": email, "p": PASSWORD })).await;
        let pass = &answer["data"]["signIn"]["pass"];
        let token = |name: &str| pass[name].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned();
        Self {
            app,
            email: email.to_owned(),
            token: token("accessToken"),
            refresh_token: token("refreshToken"),
        }
    }

    /// Sends a request and gives the whole answer.
    pub async fn try_ask(&self, query: &str, variables: Value) -> Value {
        self.app.send(Some(&self.token), query, variables).await
    }

    /// Sends a request that must succeed, and gives its data.
    pub async fn ask(&self, query: &str, variables: Value) -> Value {
        let answer = self.try_ask(query, variables).await;
        assert_eq!(code(&answer), "OK", "{answer}");
        answer["data"].clone()
    }

    /// Signs in again, which a test does after moving the clock past the life of an access token.
    pub async fn again(self) -> Self {
        Self::sign_in(self.app, &self.email).await
    }

    /// Seals a complete identity with this telephone number.
    pub async fn seal_identity(&self, name: &str, phone: &str, address: &str) {
        let seal = "mutation($i: SealIdentityInput!) { sealIdentity(input: $i) { identity { complete } userErrors { code field } } }";
        let input = json!({ "name": name, "phone": phone, "address": address });
        let data = self.ask(seal, json!({ "i": input })).await;
        assert_eq!(data["sealIdentity"]["identity"]["complete"], true, "{data}");
    }
}
