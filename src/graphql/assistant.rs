//! Filing by hand: the assistant, the annexes, and recording that it was handed in.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use chrono::NaiveDate;
use entity::Locale;

use super::{
    channel::{ChannelGuide, told},
    filing::{Filing, shown},
    payload::{payload, report, settle},
    viewer::{caller, key, signed_in},
    words::Remedy,
};
use crate::{
    domain::{assistant::Prepared, complaint::Entry},
    service::{
        self,
        assistant::{Assistant, Submission},
    },
};

/// A step by which a filing is handed in.
#[derive(SimpleObject)]
pub struct AssistantStep {
    /// Counted from 1.
    number: usize,
    /// What to do, in the caller's language.
    what: &'static str,
    /// The provision it rests on, if one does.
    provision_id: Option<ID>,
}

/// A field of a channel's form, filled in with nobody's name in it.
#[derive(SimpleObject)]
pub struct PreparedField {
    /// The field's id.
    id: ID,
    /// Its name, in the caller's language.
    name: &'static str,
    /// What goes there, in Chinese.
    text: String,
    /// Its length in characters.
    length: usize,
    /// The most characters there.
    max: u32,
    /// Whether sentences were left out to keep to the limit.
    shortened: bool,
}

impl PreparedField {
    pub(super) fn new(prepared: Prepared, locale: Locale) -> Self {
        let field = prepared.field;
        Self {
            id: ID::from(&field.id),
            name: told(locale, &field.name_zh, &field.name_en),
            text: prepared.text,
            length: prepared.length,
            max: field.max,
            shortened: prepared.is_shortened,
        }
    }
}

/// How a filing is handed in.
#[derive(SimpleObject)]
pub struct FilingAssistant {
    /// Where it goes: what the channel is for, what it is not for, what it needs.
    guide: ChannelGuide,
    /// The steps.
    steps: Vec<AssistantStep>,
    /// The fields of its form.
    fields: Vec<PreparedField>,
    /// How many members the filing speaks for.
    members: i64,
    /// Whether the viewer may open the annexes of those they represent.
    opens_annexes: bool,
}

impl FilingAssistant {
    fn new(assistant: Assistant, locale: Locale) -> Self {
        let rules = assistant.rules;
        let steps = (1..).zip(&rules.instructions).map(|(number, step)| AssistantStep {
            number,
            what: told(locale, &step.what_zh, &step.what_en),
            provision_id: step.provision.as_ref().map(ID::from),
        });
        Self {
            steps: steps.collect(),
            guide: ChannelGuide::new(rules, locale),
            fields: assistant.fields.into_iter().map(|field| PreparedField::new(field, locale)).collect(),
            members: assistant.filing.member_count,
            opens_annexes: assistant.opens_annexes,
        }
    }
}

/// A member's own page of a filing, by real name; only for whoever represents them.
#[derive(SimpleObject)]
pub struct MemberAnnex {
    /// Pseudonym.
    code: String,
    /// Real name.
    name: Option<String>,
    /// Telephone number.
    phone: Option<String>,
    /// Postal address.
    address: Option<String>,
    /// Kind of document.
    document: Option<String>,
    /// Number of the document.
    document_number: Option<String>,
    /// Order number.
    order_number: String,
    /// Day of purchase.
    bought_on: NaiveDate,
    /// What was bought.
    product: String,
    /// Price paid, in fen.
    amount_fen: i64,
    /// What is asked for.
    remedy: Remedy,
    /// Money asked for, in fen.
    wanted_fen: Option<i64>,
    /// What happened, as it was voted on.
    statement: String,
}

impl From<Entry> for MemberAnnex {
    fn from(entry: Entry) -> Self {
        let person = entry.identity;
        let of = |part: fn(&crate::domain::complaint::Identity) -> &String| {
            person.as_ref().map(|all| part(all).clone())
        };
        let document = person.as_ref().and_then(|all| all.document.clone());
        Self {
            name: of(|all| &all.name),
            phone: of(|all| &all.phone),
            address: of(|all| &all.address),
            document: document.as_ref().map(|document| document.kind.clone()),
            document_number: document.map(|document| document.number),
            code: entry.code,
            order_number: entry.order_number,
            bought_on: entry.bought_on,
            product: entry.product,
            amount_fen: entry.amount_fen,
            remedy: entry.remedy.into(),
            wanted_fen: entry.wanted_fen,
            statement: entry.statement,
        }
    }
}

/// Which annexes to open.
#[derive(InputObject)]
struct OpenAnnexesInput {
    /// The filing.
    filing_id: ID,
    /// The pseudonym behind which the next ones begin.
    after: Option<String>,
}

payload! {
    /// The annexes that were opened, at most 50, in order of the pseudonyms.
    OpenAnnexesPayload {
        /// The annexes.
        annexes: Vec<MemberAnnex>,
    }
}

/// That a filing was handed in.
#[derive(InputObject)]
struct RecordSubmissionInput {
    /// The filing.
    filing_id: ID,
    /// The number under which the channel has it.
    receipt: String,
    /// The day it was handed in, in Beijing; today when left out.
    on_day: Option<NaiveDate>,
    /// A piece of the viewer's own evidence that shows it.
    proof_id: Option<ID>,
    /// The same key with the same input gives the same answer.
    #[graphql(name = "idempotencyKey")]
    _idempotency_key: Option<String>,
}

payload! {
    /// The filing that was handed in.
    RecordSubmissionPayload {
        /// The filing.
        filing: Filing,
    }
}

/// Reading how a filing is handed in.
#[derive(Default)]
pub struct AssistantQuery;

#[Object]
impl AssistantQuery {
    /// The steps by which a filing is handed in, and what to paste where; for its representatives and the organisers.
    #[graphql(complexity = "50 + child_complexity")]
    async fn filing_assistant(&self, ctx: &Context<'_>, filing_id: ID) -> Result<FilingAssistant> {
        let (hub, viewer) = signed_in(ctx)?;
        let id = key(ctx, &filing_id, "filing")?;
        let assistant = service::assistant::prepare(hub, viewer, &id).await;
        Ok(FilingAssistant::new(assistant.map_err(|error| report(ctx, error))?, caller(ctx).locale))
    }
}

/// Opening annexes and recording that a filing was handed in.
#[derive(Default)]
pub struct AssistantMutation;

#[Object]
impl AssistantMutation {
    /// Opens the next annexes of a filing for a representative; each opening is recorded and shown to whose it is.
    async fn open_annexes(&self, ctx: &Context<'_>, input: OpenAnnexesInput) -> Result<OpenAnnexesPayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let id = key(ctx, &input.filing_id, "filing")?;
        let opened = service::assistant::open_annexes(hub, viewer, &id, input.after.as_deref()).await;
        let (opened, user_errors) = settle(ctx, opened)?;
        let annexes = opened.map(|entries| entries.into_iter().map(MemberAnnex::from).collect());
        Ok(OpenAnnexesPayload { annexes, user_errors })
    }

    /// Records that a filing was handed in: the channel's time runs, and every member is told. For its representatives and
    /// the organisers.
    async fn record_submission(
        &self,
        ctx: &Context<'_>,
        input: RecordSubmissionInput,
    ) -> Result<RecordSubmissionPayload> {
        let (hub, viewer) = signed_in(ctx)?;
        let id = key(ctx, &input.filing_id, "filing")?;
        let proof = input.proof_id.map(|proof| key(ctx, &proof, "evidence")).transpose()?;
        let submission = Submission { receipt: input.receipt, on_day: input.on_day, proof };
        let done = service::assistant::record_submission(hub, viewer, &id, &submission).await;
        let (row, user_errors) = settle(ctx, done)?;
        Ok(RecordSubmissionPayload { filing: shown(ctx, row).await?, user_errors })
    }
}
