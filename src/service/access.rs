//! Who asks, and what was proved about them.
//!
//! Each function hands over what it proved: holding an [`Organiser`] means the check was made and the case's
//! row is in hand, locked. A stranger gets the same answer for a hidden case and a missing one.

use std::{collections::HashMap, net::IpAddr};

use entity::{
    AccountId, AccountRole, AppId, CaseId, Id, Locale, MemberRole, OperatorId, SessionId, Stage, account,
    case, member, seat_move,
};
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use sha2::{Digest, Sha256};

use crate::{
    domain::refusal::Refusal,
    error::{Error, Result},
    hub::Hub,
    store,
};

/// Who asks.
#[derive(Clone, Debug)]
pub struct Caller {
    /// Where the request came from.
    pub ip: IpAddr,
    /// The language to answer in.
    pub locale: Locale,
    /// As whom.
    pub party: Party,
}

/// As whom somebody asks.
#[derive(Clone, Debug)]
pub enum Party {
    /// Nobody in particular.
    Guest,
    /// A person who signed in.
    Person(Box<Viewer>),
    /// A third party's app.
    App {
        /// Which.
        id: AppId,
        /// What it may read.
        scopes: Vec<Scope>,
    },
}

/// A person who signed in.
#[derive(Clone, Debug)]
pub struct Viewer {
    /// Their account.
    pub account: account::Model,
    /// The session they signed in with.
    pub session: SessionId,
}

/// What an app may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Read published cases.
    CasesRead,
    /// Read statistics.
    StatsRead,
    /// Be told of changes.
    Webhooks,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Self; 3] = [Self::CasesRead, Self::StatsRead, Self::Webhooks];

    /// As apps name it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::CasesRead => "cases:read",
            Self::StatsRead => "stats:read",
            Self::Webhooks => "webhooks",
        }
    }

    /// The scope of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.as_str() == name)
    }
}

impl Viewer {
    /// Their account's id.
    #[must_use]
    pub fn id(&self) -> &AccountId {
        &self.account.id
    }
}

impl Caller {
    /// The person who signed in.
    ///
    /// # Errors
    /// `Unauthenticated` for guests and apps.
    pub fn person(&self) -> Result<&Viewer> {
        match &self.party {
            Party::Person(viewer) => Ok(viewer),
            Party::Guest | Party::App { .. } => Err(Error::Unauthenticated),
        }
    }

    /// The account of the person who signed in, if somebody did.
    #[must_use]
    pub fn account(&self) -> Option<&AccountId> {
        self.person().ok().map(Viewer::id)
    }

    /// Whether published cases may be read.
    ///
    /// # Errors
    /// `Unauthenticated` for an app without the scope.
    pub fn reads_cases(&self) -> Result<()> {
        match &self.party {
            Party::App { scopes, .. } if !scopes.contains(&Scope::CasesRead) => Err(Error::Unauthenticated),
            _ => Ok(()),
        }
    }
}

/// What every app secret begins with.
pub const APP_SECRET_PREFIX: &str = "chorus_app_";

/// Finds out who sent a bearer token.
///
/// # Errors
/// `Unauthenticated` when the token is not good, `RateLimited` when an app asks too often.
pub async fn party(hub: &Hub, bearer: Option<&str>) -> Result<Party> {
    let Some(token) = bearer else { return Ok(Party::Guest) };
    if token.starts_with(APP_SECRET_PREFIX) {
        let hash = Sha256::digest(token);
        let app = store::app::find_by_secret(&hub.db, &hash).await?.ok_or(Error::Unauthenticated)?;
        hub.limits.app(app.id.as_str())?;
        let scopes = app.scopes.split(' ').filter_map(Scope::parse).collect();
        return Ok(Party::App { id: app.id, scopes });
    }
    let now = hub.now();
    let (id, session) = hub.tokens.read(token, now).ok_or(Error::Unauthenticated)?;
    let account = store::session::live(&hub.db, &session, now).await?.ok_or(Error::Unauthenticated)?;
    if account.id != id {
        return Err(Error::Unauthenticated);
    }
    Ok(Party::Person(Box::new(Viewer { account, session })))
}

/// Proves that who asked when a long connection began may still ask, and reads anew what they may do: meanwhile
/// they may have signed out, or be no moderator any more.
///
/// # Errors
/// `Unauthenticated` when the session has ended or the app was revoked.
pub async fn renew(hub: &Hub, caller: &mut Caller) -> Result<()> {
    match &mut caller.party {
        Party::Guest => {}
        Party::Person(viewer) => {
            let live = store::session::live(&hub.db, &viewer.session, hub.now()).await?;
            viewer.account = live.ok_or(Error::Unauthenticated)?;
        }
        Party::App { id, .. } => {
            let app = store::app::find(&hub.db, id).await?.filter(|app| app.revoked_at.is_none());
            app.ok_or(Error::Unauthenticated)?;
        }
    }
    Ok(())
}

/// Reads an id of one kind; one of another kind names nothing.
///
/// # Errors
/// `NotFound`.
pub fn id<T: Id>(text: &str, what: &'static str) -> Result<T> {
    T::parse(text).ok_or(Error::NotFound(what))
}

/// The seat of a person in a case, if they have one and did not leave it; or the one they had there before it went on
/// in another case, which reads what it could read and changes nothing. Such a seat is marked as left.
pub async fn seat(
    db: &impl ConnectionTrait,
    caller: &Caller,
    case: &CaseId,
) -> Result<Option<member::Model>> {
    let Party::Person(viewer) = &caller.party else { return Ok(None) };
    let seat = store::member::find(db, case, viewer.id()).await?;
    match seat.filter(|seat| seat.left_at.is_none()) {
        Some(seat) => Ok(Some(seat)),
        None => former(db, case, viewer.id()).await,
    }
}

/// A seat as it was before it went on in another case, for as long as its holder has not left that one.
async fn former(
    db: &impl ConnectionTrait,
    case: &CaseId,
    account: &AccountId,
) -> Result<Option<member::Model>> {
    Ok(store::seat_move::former(db, vec![case.clone()], account)
        .await?
        .pop()
        .map(|(from, now)| before(from, now)))
}

fn before(from: seat_move::Model, now: member::Model) -> member::Model {
    member::Model {
        id: from.from_member_id,
        case_id: from.from_case_id,
        code: from.from_code,
        role: MemberRole::Member,
        left_at: Some(from.moved_at),
        ..now
    }
}

/// The seats of a person in these cases, each as [`seat`] gives it.
pub async fn seats_in(
    db: &impl ConnectionTrait,
    account: &AccountId,
    cases: Vec<CaseId>,
) -> Result<HashMap<CaseId, member::Model>> {
    let mut seats = store::member::find_in(db, account, cases.clone()).await?;
    seats.retain(|_, seat| seat.left_at.is_none());
    for (from, now) in store::seat_move::former(db, cases, account).await? {
        seats.entry(from.from_case_id.clone()).or_insert_with(|| before(from, now));
    }
    Ok(seats)
}

/// Cases that anybody may see, in their order, each with the seat that an account has in it.
pub async fn seated(
    db: &impl ConnectionTrait,
    account: Option<&AccountId>,
    cases: Vec<case::Model>,
) -> Result<Vec<Seen>> {
    let mut seats = match account {
        Some(account) => seats_in(db, account, cases.iter().map(|case| case.id.clone()).collect()).await?,
        None => HashMap::new(),
    };
    Ok(cases.into_iter().map(|case| Seen { seat: seats.remove(&case.id), case }).collect())
}

/// Whether anybody may see a case.
#[must_use]
pub fn is_public(case: &case::Model) -> bool {
    case.stage != Stage::Draft && case.published_at.is_some() && case.hidden_reason.is_none()
}

/// The case with this id, if the caller may see it: it is public, or theirs, or they moderate.
///
/// # Errors
/// `NotFound` otherwise.
pub async fn visible(db: &impl ConnectionTrait, caller: &Caller, id: &CaseId) -> Result<Seen> {
    caller.reads_cases()?;
    let case = store::case::find(db, id).await?.ok_or(Error::NotFound("case"))?;
    see(db, caller, case).await
}

/// A case that the caller may see, and their seat in it if they have one.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The case.
    pub case: case::Model,
    /// Their seat.
    pub seat: Option<member::Model>,
}

impl Seen {
    /// The case as a member sees it; `None` for who has no seat.
    #[must_use]
    pub fn member(&self) -> Option<Member> {
        Some(Member { case: self.case.clone(), seat: self.seat.clone()? })
    }
}

/// Proves that the caller may see a case that was read already.
///
/// # Errors
/// `NotFound` otherwise.
pub async fn see(db: &impl ConnectionTrait, caller: &Caller, case: case::Model) -> Result<Seen> {
    caller.reads_cases()?;
    let seat = seat(db, caller, &case.id).await?;
    shown(caller, case, seat).ok_or(Error::NotFound("case"))
}

/// A case that was read already together with the caller's seat in it, if they may see it.
#[must_use]
pub fn shown(caller: &Caller, case: case::Model, seat: Option<member::Model>) -> Option<Seen> {
    let sees = seat.is_some() || is_public(&case) || moderates(caller, &case);
    sees.then_some(Seen { case, seat })
}

fn moderates(caller: &Caller, case: &case::Model) -> bool {
    let Party::Person(viewer) = &caller.party else { return false };
    case.stage != Stage::Draft && viewer.account.role != AccountRole::Consumer
}

/// A member of a case, and the case, read but not locked.
#[derive(Clone, Debug)]
pub struct Member {
    /// The case.
    pub case: case::Model,
    /// Their seat.
    pub seat: member::Model,
}

/// Proves that the viewer has a seat. Who sees the case without one is told so; who does not, is not.
///
/// # Errors
/// `NotFound`, `NotMember` for a case that is public, or `SeatMoved` when the seat went on in another case.
pub async fn member(db: &impl ConnectionTrait, viewer: &Viewer, id: &CaseId) -> Result<Member> {
    let seat = store::member::find(db, id, viewer.id()).await?.filter(|seat| seat.left_at.is_none());
    let case = store::case::find(db, id).await?.ok_or(Error::NotFound("case"))?;
    match seat {
        Some(seat) => Ok(Member { case, seat }),
        None => Err(absent(db, viewer, &case).await?),
    }
}

/// Why somebody without a seat in a case is refused.
async fn absent(db: &impl ConnectionTrait, viewer: &Viewer, case: &case::Model) -> Result<Error> {
    if let Some((_, now)) = store::seat_move::former(db, vec![case.id.clone()], viewer.id()).await?.pop()
        && let Some(into) = store::case::find(db, &now.case_id).await?
    {
        return Ok(Refusal::SeatMoved { number: into.number }.into());
    }
    Ok(if is_public(case) { Refusal::NotMember.into() } else { Error::NotFound("case") })
}

/// Proves that a seat which was read before is still where it was, and holds it: it may have been left meanwhile, or
/// have gone on in another case.
///
/// # Errors
/// As [`member`].
pub async fn still(tx: &DatabaseTransaction, viewer: &Viewer, seat: &member::Model) -> Result<member::Model> {
    let now = store::member::hold_seat(tx, &seat.id).await?;
    if let Some(now) = now.filter(|now| now.case_id == seat.case_id && now.left_at.is_none()) {
        return Ok(now);
    }
    let case = store::case::find(tx, &seat.case_id).await?.ok_or(Error::NotFound("case"))?;
    Err(absent(tx, viewer, &case).await?)
}

/// An organiser of a case, and the case, held.
pub struct Organiser {
    /// The case.
    pub case: case::Model,
    /// Their seat.
    pub seat: member::Model,
}

/// Proves that the viewer organises the case, and holds it.
///
/// # Errors
/// As [`member`], or `OrganisersOnly`.
pub async fn organiser(tx: &DatabaseTransaction, viewer: &Viewer, id: &CaseId) -> Result<Organiser> {
    let Member { seat, .. } = member(tx, viewer, id).await?;
    match seat.role {
        MemberRole::Organiser => Ok(Organiser { case: store::case::hold(tx, id).await?, seat }),
        MemberRole::Member | MemberRole::Representative => Err(Refusal::OrganisersOnly.into()),
    }
}

/// Whether the viewer may decide what the register says of an operator: they moderate, or organise a case against it
/// that anybody may see.
///
/// # Errors
/// A fault only.
pub async fn keeps_register(
    db: &impl ConnectionTrait,
    viewer: &Viewer,
    operator: &OperatorId,
) -> Result<bool> {
    Ok(moderator(viewer).is_ok() || store::member::organises_against(db, viewer.id(), operator).await?)
}

/// Proves that the viewer moderates.
///
/// # Errors
/// `ModeratorsOnly`.
pub fn moderator(viewer: &Viewer) -> Result<()> {
    match viewer.account.role {
        AccountRole::Moderator | AccountRole::Admin => Ok(()),
        AccountRole::Consumer => Err(Refusal::ModeratorsOnly.into()),
    }
}
