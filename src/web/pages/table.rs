//! Every page and every form, a line each.

use std::sync::LazyLock;

use super::{
    Form, Page,
    Then::{Leave, Stay, To},
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
        page!("/cases/{number}", "case"),
        page!("/register", "register"),
        page!("/register/sent", "register-sent"),
        page!("/verify", "verify"),
        page!("/sign-in", "sign-in"),
        page!("/reset", "reset"),
        page!("/reset/sent", "reset-sent"),
        page!("/me", "me").signed_in(),
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
    ]
});
