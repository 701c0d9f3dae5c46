//! Who is in a filing: the members who said yes and in whose way nothing stands, by their real names.

use std::collections::{HashMap, HashSet};

use entity::{BallotId, Channel, member};

use crate::{
    domain::{
        channel::{self, IdentityPart},
        complaint::{Complaint, IdDocument, Identity, Signatory},
        order_number,
    },
    error::Result,
    hub::Hub,
    service::{claim, data_key, identity},
    store,
};

/// Members read in one go while the schedule is made.
const CHUNK: u64 = 500;

/// Who signs, with the seats they have.
pub(super) struct Schedule {
    /// What each of them released.
    pub(super) signatories: Vec<Signatory>,
    /// Their seats, in the same order.
    pub(super) seats: Vec<member::Model>,
}

/// Opens the identities of the members who said yes, but for those who are left out; nobody else's.
pub(super) async fn of(
    hub: &Hub,
    ballot: &BallotId,
    channel: Channel,
    voted: &Complaint,
    left_out: &HashSet<String>,
) -> Result<Schedule> {
    let in_version: HashMap<&str, &str> =
        voted.schedule.iter().map(|entry| (entry.code.as_str(), entry.order_number.as_str())).collect();
    let asks = |part| channel::of(channel).identity.contains(&part);
    let mut schedule = Schedule { signatories: Vec::new(), seats: Vec::new() };
    let mut after: Option<String> = None;
    loop {
        let mut seats =
            store::vote::consenting_after(&hub.db, ballot, channel, after.as_deref(), CHUNK).await?;
        let Some(last) = seats.last() else { return Ok(schedule) };
        after = Some(last.code.clone());
        seats.retain(|seat| !left_out.contains(&seat.code));
        let accounts: Vec<_> = seats.iter().map(|seat| seat.account_id.clone()).collect();
        let ids: Vec<_> = seats.iter().map(|seat| seat.id.clone()).collect();
        let mut identities = store::identity::find_many(&hub.db, accounts.clone()).await?;
        let keys = data_key::many(hub, accounts).await?;
        let mut claims = store::claim::of_members(&hub.db, &ids).await?;
        for seat in seats {
            let parts = (
                keys.get(&seat.account_id),
                identities.remove(&seat.account_id),
                claims.remove(&seat.id).filter(|claim| claim.withdrawn_at.is_none()),
            );
            let (Some(key), Some(sealed), Some(claim)) = parts else { continue };
            let Some(voted_order) = in_version.get(seat.code.as_str()) else { continue };
            let person = identity::open(key, &sealed)?;
            let facts = claim::facts(key, &claim)?;
            let document = person.document.as_deref().zip(person.document_number.as_deref());
            schedule.signatories.push(Signatory {
                code: seat.code.clone(),
                identity: Identity {
                    name: person.name.clone(),
                    phone: person.phone.clone(),
                    // What the channel does not ask for is not what its member agreed to.
                    address: asks(IdentityPart::Address)
                        .then(|| person.address.clone())
                        .flatten()
                        .unwrap_or_default(),
                    document: document.filter(|_| asks(IdentityPart::Document)).map(|(kind, number)| {
                        IdDocument {
                            kind: crate::locale::word(entity::Locale::ZhCn, &format!("document.{kind}"))
                                .unwrap_or(kind)
                                .to_owned(),
                            number: number.to_owned(),
                        }
                    }),
                },
                // A number that was amended after the vote is not one the members voted on; the masked one is.
                order_number: if order_number::mask(&facts.order_number) == *voted_order {
                    facts.order_number
                } else {
                    (*voted_order).to_owned()
                },
                // The words that were voted on are filed; the raw statement stays with its owner.
                statement: None,
            });
            schedule.seats.push(seat);
        }
    }
}
