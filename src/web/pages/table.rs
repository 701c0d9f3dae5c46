//! Every page and every form, a line each.

use std::sync::LazyLock;

use super::{
    Form, Page,
    Then::{Back, Leave, Stay, To},
};
use crate::source::embed;

/// `page!(PATH, NAME)`: `pages/NAME.graphql` beside `templates/NAME.html`.
macro_rules! page {
    ($path:literal, $name:literal) => {
        Page::new(
            $path,
            $name,
            embed!("web/pages/", $name, ".graphql"),
            embed!("web/templates/", $name, ".html"),
        )
    };
}

/// `form!(NAME, WHERE)`: `forms/NAME.graphql`, and where it leads.
macro_rules! form {
    ($name:literal, $then:expr) => {
        Form::new($name, embed!("web/forms/", $name, ".graphql"), $then)
    };
}

/// The pages.
pub(in crate::web) static PAGES: LazyLock<Vec<Page>> = LazyLock::new(|| {
    vec![
        page!("/", "home"),
        page!("/cases", "cases"),
        page!("/tell", "tell"),
        page!("/cases/new", "open-case").signed_in(),
        page!("/cases/{number}", "case"),
        page!("/cases/{number}/join", "join").signed_in(),
        page!("/cases/{number}/mine", "mine").signed_in(),
        page!("/cases/{number}/evidence", "pool").signed_in(),
        page!("/cases/{number}/evidence/new", "add-evidence").signed_in(),
        page!("/cases/{number}/evidence/{evidence}", "review").signed_in(),
        page!("/cases/{number}/documents", "documents").signed_in(),
        page!("/cases/{number}/documents/{complaint}", "version").signed_in(),
        page!("/cases/{number}/ballots/{ballot}", "vote").signed_in(),
        page!("/cases/{number}/desk", "desk").signed_in(),
        page!("/cases/{number}/live", "live"),
        page!("/cases/{number}/custody", "custody").signed_in(),
        page!("/cases/{number}/filings/{filing}", "filing").signed_in(),
        page!("/operators", "operators"),
        page!("/operators/{operator}", "operator"),
        page!("/operators/{operator}/terms", "terms"),
        page!("/terms/{term}", "term"),
        page!("/numbers", "numbers"),
        page!("/verify-file", "verify-file"),
        page!("/moderation", "moderation").signed_in(),
        page!("/law", "law"),
        page!("/law/check", "clause-check"),
        page!("/law/{provision}", "provision"),
        page!("/channels", "channels"),
        page!("/answer", "answer"),
        page!("/register", "register"),
        page!("/register/sent", "register-sent"),
        page!("/verify", "verify"),
        page!("/sign-in", "sign-in"),
        page!("/reset", "reset"),
        page!("/reset/sent", "reset-sent"),
        page!("/confirm-email", "confirm-email"),
        page!("/me", "me").signed_in(),
        page!("/me/identity", "identity").signed_in(),
        page!("/me/letters", "letters").signed_in(),
        page!("/me/security", "security").signed_in(),
        page!("/me/apps", "apps").signed_in(),
    ]
});

/// The forms.
pub(in crate::web) static FORMS: LazyLock<Vec<Form>> = LazyLock::new(|| {
    vec![
        form!("register", To("/register/sent")),
        form!("verify-email", To("/sign-in")),
        form!("sign-in", To("/me")),
        form!("sign-out", Leave("/")),
        form!("request-password-reset", To("/reset/sent")),
        form!("reset-password", To("/sign-in")),
        form!("register-app", Stay),
        form!("revoke-app", To("/me/apps")),
        form!("seal-identity", To("/me/identity")),
        form!("update-preferences", To("/me/letters")),
        form!("revoke-session", To("/me/security")),
        form!("change-password", To("/me/security")),
        form!("change-email", To("/me/security")),
        form!("confirm-email", To("/me/security")),
        form!("close-account", Leave("/")),
        form!("create-operator", To("/cases/new?operator={operator.name}")),
        form!("open-case", To("/cases/{case.number}/desk")),
        form!("publish-case", To("/cases/{case.number}")),
        form!("edit-case", To("/cases/{case.number}/desk")),
        form!("close-case", To("/cases/{case.number}")),
        form!("reopen-case", To("/cases/{case.number}/desk")),
        form!("join-case", To("/cases/{case.number}/mine")),
        form!("amend-claim", To("/cases/{number}/mine")),
        form!("add-contact", To("/cases/{number}/mine")),
        form!("leave-case", To("/me")),
        form!("deposit-text", To("/cases/{number}/evidence/{evidence.id}")),
        form!("stage-upload", Stay),
        form!("deposit-evidence", To("/cases/{number}/evidence/{evidence.id}")),
        form!("redact-evidence", To("/cases/{number}/evidence/{evidence.id}")),
        form!("confirm-evidence", To("/cases/{number}/mine")),
        form!("withdraw-evidence", To("/cases/{number}/mine")),
        form!("destroy-evidence", To("/cases/{number}/mine")),
        form!("propose-citation", To("/cases/{number}")),
        form!("adopt-citation", To("/cases/{number}/desk")),
        form!("drop-citation", To("/cases/{number}/desk")),
        form!("compile-complaint", To("/cases/{number}/desk")),
        form!("open-ballot", To("/cases/{number}/ballots/{ballot.id}")),
        form!("cast-vote", To("/cases/{number}/ballots/{ballotId}")),
        form!("file-complaint", To("/cases/{number}/desk")),
        form!("hide-case", To("/cases/{case.number}")),
        form!("restore-case", To("/cases/{case.number}")),
        form!("record-submission", To("/cases/{number}/filings/{filingId}")),
        form!("open-annexes", Stay),
        form!("open-filing-pack", Stay),
        form!("submit-term", Back),
        form!("adopt-sighting", Back),
        form!("reject-sighting", Back),
        form!("stand", To("/cases/{number}/documents")),
        form!("withdraw-candidacy", To("/cases/{number}/documents")),
        form!("resign-mandate", To("/cases/{number}/documents")),
        form!("open-election", To("/cases/{number}/ballots/{ballot.id}")),
        form!("record-answer", To("/cases/{number}/desk")),
        form!("answer-as-operator", To("/answer?token={token}")),
        form!("ask-for-details", To("/answer?token={token}")),
        form!("make-offer", To("/answer?token={token}")),
        form!("take-back-offer", To("/answer?token={token}")),
    ]
});
