//! The address at which a case takes answers to a filing: it names the filing, and a signature keeps it from being guessed.

use entity::{FilingId, Id};
use subtle::ConstantTimeEq;

use crate::hub::Hub;

/// Bytes of the signature in an address, whose local part has 64 characters at most.
const SIGNED: usize = 10;

/// The address for answers to a filing; `None` where no mail comes in.
pub(super) fn of(hub: &Hub, filing: &FilingId) -> Option<String> {
    let domain = hub.config.mail.reply_domain.as_str();
    (!domain.is_empty()).then(|| format!("{}@{domain}", local(hub, filing)))
}

fn local(hub: &Hub, filing: &FilingId) -> String {
    let signature = hub.keys.sign_link(&format!("reply/{filing}"));
    let suffix = filing.as_str().split_once('_').map_or("", |(_, suffix)| suffix);
    format!("r-{suffix}-{}", hex::encode(&signature[..SIGNED]))
}

/// The filing that an address is for; `None` when it is not one of ours.
pub(super) fn read(hub: &Hub, address: &str) -> Option<FilingId> {
    let (found, domain) = address.trim().rsplit_once('@')?;
    if !domain.eq_ignore_ascii_case(&hub.config.mail.reply_domain) {
        return None;
    }
    let found = found.to_ascii_lowercase();
    let suffix = found.strip_prefix("r-")?.split_once('-')?.0;
    let filing = FilingId::parse(&format!("{}_{suffix}", FilingId::PREFIX))?;
    let expected = local(hub, &filing);
    bool::from(expected.as_bytes().ct_eq(found.as_bytes())).then_some(filing)
}
