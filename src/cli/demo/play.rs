//! The plan is carried out, step by step, as the people who do it.

mod offer;

use std::{
    collections::{HashMap, HashSet},
    net::{IpAddr, Ipv4Addr},
    sync::Arc,
};

use chrono::TimeDelta;
use entity::{CaseId, Channel, Choice, FilingId, FilingStatus, OperatorId, SessionId, ballot, complaint};

use super::{
    person::Person,
    plan::{Act, Step},
    tale::{Teller, wording},
    world::{Case, Operator, World},
};
use crate::{
    domain::{calendar::beijing_date, category, claim, identity},
    error::{Error, Result},
    hub::{Clock, Hub},
    law,
    service::{
        access::{self, Caller, Party, Viewer},
        account, ballot as ballots, case as cases, citation, claim as claims, complaint as complaints,
        evidence,
        filing::{self, Order},
        identity as identities, member, moderation, operator, transfer,
    },
    worker::Worker,
};

/// How far a case has come.
#[derive(Default)]
struct State {
    id: Option<CaseId>,
    compiled: Option<complaint::Model>,
    ballot: Option<ballot::Model>,
    filing: Option<FilingId>,
    left: HashSet<usize>,
}

/// Why organisers of the world open a case beside one that is near.
const APART: &str = "购买的商品和经过不同，先分开征集，以后再看是否合并。";

/// The world while it comes about.
pub(super) struct Play<'a> {
    hub: Arc<Hub>,
    clock: &'a Clock,
    worker: Arc<Worker>,
    world: &'a World,
    seats: &'a [Vec<usize>],
    hash: String,
    viewers: HashMap<String, Viewer>,
    operators: HashMap<String, OperatorId>,
    states: Vec<State>,
}

impl<'a> Play<'a> {
    /// An empty stage; everybody's password has this hash.
    pub(super) fn new(
        hub: &Arc<Hub>,
        clock: &'a Clock,
        world: &'a World,
        seats: &'a [Vec<usize>],
        hash: String,
    ) -> Result<Self> {
        Ok(Self {
            worker: Arc::new(Worker::new(Arc::clone(hub))?),
            hub: Arc::clone(hub),
            clock,
            world,
            seats,
            hash,
            viewers: HashMap::new(),
            operators: HashMap::new(),
            states: world.case.iter().map(|_| State::default()).collect(),
        })
    }

    /// Moves the clock.
    pub(super) fn wait_until(&self, at: chrono::DateTime<chrono::Utc>) {
        self.clock.advance((at - self.hub.now()).max(TimeDelta::zero()));
    }

    /// Does all that is due, letters too.
    pub(super) async fn work(&self) {
        self.worker.work_off().await;
    }

    /// How many people have an account.
    pub(super) fn people(&self) -> usize {
        self.viewers.len()
    }

    /// The id of a case that was opened.
    pub(super) fn case_id(&self, case: usize) -> Option<&CaseId> {
        self.states[case].id.as_ref()
    }

    /// Makes an account for somebody who has none, with their preferences and identity.
    ///
    /// They act without signing in, since nothing that they do here asks for the session.
    pub(super) async fn somebody(&mut self, person: &Person) -> Result<Viewer> {
        if let Some(viewer) = self.viewers.get(&person.email) {
            return Ok(viewer.clone());
        }
        let hub = &self.hub;
        let row = account::enrol(hub, &person.email, &self.hash, person.locale, person.role).await?;
        let mut viewer = Viewer { account: row, session: hub.mint::<SessionId>() };
        let wanted = account::Preferences {
            locale: None,
            letters: Some(person.letters),
            discreet: Some(person.discreet),
        };
        viewer.account = account::set_preferences(hub, &viewer, wanted).await?;
        if person.is_sealed {
            let draft = identity::Draft {
                name: &person.name,
                phone: &person.phone,
                address: Some(&person.address),
                ..identity::Draft::default()
            };
            identities::seal(hub, &viewer, &draft).await?;
        }
        self.viewers.insert(person.email.clone(), viewer.clone());
        Ok(viewer)
    }

    /// Does one step.
    pub(super) async fn perform(&mut self, act: Act) -> Result<()> {
        let world = self.world;
        let case = &world.case[act.case];
        let organiser = self.somebody(&Person::of(self.seats[act.case][0])).await?;
        let hub = Arc::clone(&self.hub);
        match act.step {
            Step::Open => self.open(act.case, case, &organiser).await,
            Step::Publish => cases::publish(&hub, &organiser, self.id(act.case)?).await.map(drop),
            Step::Join(seat) => self.join(act.case, seat).await,
            Step::Amend(seat) => self.amend(act.case, seat).await,
            Step::Leave(seat) => {
                let viewer = self.seated(act.case, seat).await?;
                self.states[act.case].left.insert(seat);
                member::leave(&hub, &viewer, self.id(act.case)?).await.map(drop)
            }
            Step::Cite(clause) => self.cite(act.case, case, &organiser, clause).await,
            Step::Compile => {
                let row = complaints::compile(&hub, &organiser, self.id(act.case)?, None).await?;
                self.states[act.case].compiled = Some(row);
                Ok(())
            }
            Step::OpenBallot(closes_at) => {
                let compiled = self.states[act.case].compiled.as_ref().ok_or_else(missing)?;
                let row = ballots::open(&hub, &organiser, &compiled.id, closes_at).await?;
                self.states[act.case].ballot = Some(row);
                Ok(())
            }
            Step::Vote(seat, choice) => self.vote(act.case, seat, choice).await,
            Step::File => {
                let ballot = self.states[act.case].ballot.as_ref().ok_or_else(missing)?;
                let row =
                    filing::file(&hub, &organiser, &ballot.id, &Order::to(Channel::OperatorDesk)).await?;
                self.states[act.case].filing = Some(row.id);
                Ok(())
            }
            Step::Answer(number) => self.answer(act.case, case, &organiser, number).await,
            Step::Close => {
                let close = case.close.as_ref().ok_or_else(missing)?;
                let Some(into) = &close.into else {
                    return cases::close(&hub, &organiser, self.id(act.case)?, close.outcome).await.map(drop);
                };
                let into = world.case.iter().position(|other| other.title == *into).ok_or_else(missing)?;
                let (from, into) = (self.id(act.case)?, self.id(into)?);
                let asks = caller(&organiser);
                transfer::propose_merge(&hub, &asks, &organiser, from, into, None).await.map(drop)
            }
            Step::Reopen => cases::reopen(&hub, &organiser, self.id(act.case)?).await.map(drop),
            Step::Hide => {
                let hide = case.hide.as_ref().ok_or_else(missing)?;
                let moderator = self.somebody(&Person::moderator()).await?;
                moderation::hide(&hub, &moderator, self.id(act.case)?, &hide.reason).await.map(drop)
            }
        }
    }

    fn id(&self, case: usize) -> Result<&CaseId> {
        self.case_id(case).ok_or_else(missing)
    }

    async fn seated(&mut self, case: usize, seat: usize) -> Result<Viewer> {
        self.somebody(&Person::of(self.seats[case][seat])).await
    }

    async fn open(&mut self, number: usize, case: &Case, organiser: &Viewer) -> Result<()> {
        let operator = self.operator(case, organiser).await?;
        // As many yes votes as a third of the seats.
        let quorum = i32::try_from(self.seats[number].len() / 3).unwrap_or(i32::MAX).max(1);
        let draft = cases::Draft {
            operator: Some(operator),
            category: Some(case.category.clone()),
            title: Some(case.title.clone()),
            summary: Some(case.summary.clone()),
            quorum: Some(quorum),
            gather_until: Some(self.hub.now() + TimeDelta::days(case.gather)),
            not_joining: Some(APART.to_owned()),
        };
        let row = cases::open(&self.hub, organiser, &draft).await?.opened().ok_or_else(missing)?;
        self.states[number].id = Some(row.id);
        Ok(())
    }

    /// Records an operator with the first case against it.
    async fn operator(&mut self, case: &Case, organiser: &Viewer) -> Result<OperatorId> {
        if let Some(id) = self.operators.get(&case.operator) {
            return Ok(id.clone());
        }
        let known = self.against(case)?;
        let draft = operator::Draft {
            name: known.name.clone(),
            legal_name: Some(known.legal_name.clone()),
            credit_code: Some(known.credit_code.clone()),
            icp: None,
            address: Some(known.address.clone()),
            mailbox: Some(known.mailbox.clone()),
            site: Some(format!("https://www.{}", known.domain)),
            hotline: known.hotline.clone(),
            reply_days: known.reply_days,
            aliases: known.aliases.clone(),
            domains: vec![known.domain.clone()],
            payees: Vec::new(),
        };
        let row = operator::create(&self.hub, organiser, &draft).await?;
        self.operators.insert(case.operator.clone(), row.id.clone());
        Ok(row.id)
    }

    fn against(&self, case: &Case) -> Result<&'a Operator> {
        self.world.operator.iter().find(|operator| operator.key == case.operator).ok_or_else(missing)
    }

    /// Somebody takes a seat with their claim, what they tried before, and what they have to show.
    async fn join(&mut self, number: usize, seat: usize) -> Result<()> {
        let viewer = self.seated(number, seat).await?;
        let case = &self.world.case[number];
        let person = Person::of(self.seats[number][seat]);
        let joined = beijing_date(self.hub.now());
        let teller = Teller { case, operator: self.against(case)?, person: &person, seat, joined };
        let told = teller.claim();
        let draft = claim::Draft {
            order_number: &told.order,
            bought_on: told.bought_on,
            product: &told.product,
            amount_fen: told.amount_fen,
            payment_method: told.payment,
            own_use: told.own_use,
            story: &told.story,
            remedy: told.remedy,
            wanted_fen: told.wanted_fen,
        };
        let id = self.id(number)?.clone();
        let hub = &self.hub;
        member::join(hub, &caller(&viewer), &viewer, &id, &draft).await?;
        for contact in teller.contacts(&told) {
            let draft = claim::ContactDraft {
                happened_on: contact.on,
                channel: contact.channel,
                said: &contact.said,
                result: contact.result,
            };
            claims::add_contact(hub, &viewer, &id, &draft).await?;
        }
        for piece in teller.pieces(&told) {
            let (kind, title, text) = (piece.kind, piece.title, piece.text);
            let draft = evidence::Draft { kind, title, text, captured_on: Some(joined) };
            let row = evidence::deposit(hub, &viewer, &id, &draft).await?;
            // Some have not looked at their copy yet, and so it is not in the pool.
            if seat % 9 != 8 {
                evidence::confirm(hub, &viewer, &row.id, &row.copy_sha256).await?;
            }
        }
        Ok(())
    }

    /// Somebody adds a sentence to their story.
    async fn amend(&mut self, number: usize, seat: usize) -> Result<()> {
        let viewer = self.seated(number, seat).await?;
        let (hub, id) = (&self.hub, self.id(number)?);
        let seat = access::member(&hub.db, &viewer, id).await?;
        let claim = claims::mine(hub, &seat).await?.ok_or_else(missing)?;
        let story = claims::open(hub, &viewer, &claim).await?.story;
        let story = Some(format!("{story}\n补充：到目前为止仍然没有收到任何处理结果。"));
        let amendment = claims::Amendment { story, ..claims::Amendment::default() };
        claims::amend(hub, &viewer, id, &amendment).await.map(drop)
    }

    /// The organiser proposes what speaks about a clause of the operator, or about the problem itself, and adopts it.
    async fn cite(&self, number: usize, case: &Case, organiser: &Viewer, clause: usize) -> Result<()> {
        let today = beijing_date(self.hub.now());
        let in_force = |ids: &[String]| {
            let found = ids.iter().filter_map(|id| law::catalogue().provision(id));
            found
                .into_iter()
                .find(|provision| provision.in_force(today))
                .map(|provision| provision.id.clone())
        };
        let known = case
            .clauses
            .get(clause)
            .and_then(|id| law::catalogue().clauses().iter().find(|known| known.id == *id));
        let (provision, clause, why) = if let Some(known) = known {
            (in_force(&known.provisions), wording(&known.id), known.why_zh.clone())
        } else {
            let found = category::find(&case.category).ok_or_else(missing)?;
            (in_force(&found.provisions), None, format!("争议的事实：{}", found.description_zh))
        };
        let provision = provision.ok_or_else(missing)?;
        let draft = citation::Draft { provision, clause, term: None, why, on_day: None };
        let row = citation::propose(&self.hub, organiser, self.id(number)?, &draft).await?;
        citation::decide(&self.hub, organiser, &row.id, true).await.map(drop)
    }

    /// Votes, unless they left, or would say yes and have no identity to release.
    async fn vote(&mut self, number: usize, seat: usize, choice: Choice) -> Result<()> {
        let person = Person::of(self.seats[number][seat]);
        if self.states[number].left.contains(&seat) || (choice == Choice::Yes && !person.is_sealed) {
            return Ok(());
        }
        let viewer = self.seated(number, seat).await?;
        let ballot = self.states[number].ballot.as_ref().ok_or_else(missing)?;
        let cast = ballots::Cast {
            sha256: &ballot.sha256,
            choice,
            release: choice == Choice::Yes,
            release_to: None,
            candidates: &[],
        };
        ballots::cast(&self.hub, &viewer, &ballot.id, &cast).await.map(drop)
    }

    async fn answer(&mut self, number: usize, case: &Case, organiser: &Viewer, answer: usize) -> Result<()> {
        let filing = self.states[number].filing.clone().ok_or_else(missing)?;
        let said = &case.answer[answer];
        match said.status {
            FilingStatus::Offered => {
                let next = case.answer.get(answer + 1).map(|next| next.status);
                return self.offer(number, organiser, &filing, &said.word, next).await;
            }
            // The members have decided: whoever accepted has settled by now.
            FilingStatus::Agreed => return Ok(()),
            _ => {}
        }
        let receipt =
            (said.status == FilingStatus::Accepted).then(|| format!("{:08}", 31_415 * (number + 1)));
        let answer = filing::Answer {
            status: said.status,
            channel_word: Some(said.word.clone()),
            ground: said.ground.clone(),
            receipt,
            on_day: None,
        };
        filing::record_answer(&self.hub, organiser, &filing, &answer).await.map(drop)
    }
}

/// What a person asks with, from this machine.
fn caller(viewer: &Viewer) -> Caller {
    Caller {
        ip: IpAddr::V4(Ipv4Addr::LOCALHOST),
        locale: viewer.account.locale,
        party: Party::Person(Box::new(viewer.clone())),
    }
}

/// A step before the one that it needs: a fault of the plan.
fn missing() -> Error {
    Error::fault("filling the example world")("a step came before the one that it needs")
}
