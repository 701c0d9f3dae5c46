//! Where letters go, as it is configured.

use secrecy::ExposeSecret;

use crate::{
    config::{Config, Encryption},
    mail::{Route, SmtpRoute, Tls},
};

/// Where letters go: to the configured mail server, or into the directory that stands in for one.
#[must_use]
pub fn route(config: &Config) -> Route {
    let mail = &config.mail;
    if mail.host.is_empty() {
        return Route::Directory(config.letters_dir());
    }
    let (tls, usual) = match mail.encryption {
        Encryption::StartTls => (Tls::StartTls, 587),
        Encryption::Tls => (Tls::Implicit, 465),
        Encryption::None => (Tls::Loopback, 25),
    };
    let port = if mail.port == 0 { usual } else { mail.port };
    let login = (!mail.user.is_empty()).then(|| (mail.user.clone(), mail.password.expose_secret().into()));
    Route::Smtp(SmtpRoute {
        login,
        connections: mail.connections,
        ..SmtpRoute::new(mail.host.clone(), port, tls)
    })
}
