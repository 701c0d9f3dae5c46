//! Files that the binary carries and browsers load.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{self, EntityTag, Header, IfNoneMatch},
};
use sha2::{Digest, Sha256};

/// Kept by browsers for good: the name or address changes with the content.
pub(super) const FOR_GOOD: &str = "public, max-age=31536000, immutable";

/// Asked for again each time, and answered with 304 while it is the same.
pub(super) const ASK_AGAIN: &str = "no-cache";

pub(super) const HTML: &str = "text/html; charset=utf-8";
pub(super) const CSS: &str = "text/css; charset=utf-8";
pub(super) const JS: &str = "text/javascript; charset=utf-8";

/// A file that the binary carries.
pub(super) struct File {
    pub(super) name: &'static str,
    pub(super) media_type: &'static str,
    pub(super) bytes: &'static [u8],
    /// SHA-256 of the bytes, in hex.
    pub(super) tag: String,
}

impl File {
    pub(super) fn new(name: &'static str, media_type: &'static str, bytes: &'static [u8]) -> Self {
        Self { name, media_type, bytes, tag: tag(bytes) }
    }

    /// The file, or 304 to whoever has it already; `policy` is what it may load.
    pub(super) fn answer(&self, request: &HttpRequest, caching: &'static str, policy: &str) -> HttpResponse {
        let tag = EntityTag::new_strong(self.tag.clone());
        let known = is_known(request, &tag);
        let mut response = if known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
        response
            .insert_header(header::ETag(tag))
            .insert_header((header::CACHE_CONTROL, caching))
            .insert_header((header::CONTENT_SECURITY_POLICY, policy))
            .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
            .insert_header((header::REFERRER_POLICY, "same-origin"));
        if known { response.finish() } else { response.content_type(self.media_type).body(self.bytes) }
    }
}

/// What content is known by.
pub(super) fn tag(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

/// Whether the browser has what bears this tag. Compared weakly, as RFC 9110 wants it here: a proxy that compressed
/// the answer has weakened its tag.
pub(super) fn is_known(request: &HttpRequest, tag: &EntityTag) -> bool {
    match IfNoneMatch::parse(request) {
        Ok(IfNoneMatch::Any) => true,
        Ok(IfNoneMatch::Items(known)) => known.iter().any(|known| known.weak_eq(tag)),
        Err(_) => false,
    }
}
