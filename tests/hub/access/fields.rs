//! Every field that is not for everybody, asked for by everybody.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::{
    schema::Schema,
    world::{INSIDE, PEOPLE, READERS, ROLES, Role, World},
};
use crate::support::App;

const NOBODY: &[Role] = &[];
const OWNER: &[Role] = &[Role::Member];
const ORGANISER: &[Role] = &[Role::Organiser];

/// Who is given which fields, of something that belongs to the member or to their case, which has two people in it.
const ROWS: &[(&str, &[Role], &str)] = &[
    ("Case", READERS, "category citationCount citations createdAt filings id number operator publishedAt"),
    ("Case", READERS, "quorum stage summary timeline title updatedAt"),
    // Numbers with fewer than five people behind them.
    ("Case", INSIDE, "claimedFen custodyHead evidenceCount memberCount membership"),
    ("CustodyHead", INSIDE, "hash place"),
    (
        "CustodyLink",
        INSIDE,
        "act copySha256 evidenceId filingId happenedAt hash originalDigest place previous",
    ),
    // Nobody has anything there yet; what hiding shows is told elsewhere.
    ("Case", NOBODY, "closedAt gatherUntil hiddenReason mergedInto outcome splitFrom"),
    ("Case", READERS, "mergedFrom splitInto transfers"),
    ("Event", READERS, "actor happenedAt id kind text"),
    ("Citation", READERS, "clause id onDay proposedAt provision provisionId quote state why"),
    // Nobody cites from the register there; who sees that is told elsewhere.
    ("Citation", NOBODY, "term"),
    // The member submitted it, and the organiser adopted it.
    ("Term", READERS, "clause firstSeen id lastSeen operator sightings"),
    // It is a clause; documents are told of elsewhere.
    ("Term", NOBODY, "changes document fullText previous"),
    ("Sighting", READERS, "decidedAt id isMine seenOn sha256 state submittedAt term"),
    ("Sighting", READERS, "url"),
    // It is no evidence and was not rejected; who is told of that is told elsewhere.
    ("Sighting", NOBODY, "evidenceId reason"),
    ("Filing", READERS, "answeredAt channel deadlines delivery evidenceRoot filedAt id sentAt status"),
    ("Filing", INSIDE, "carriesMe channelWord claimedFen ground leftOut manifest memberCount offers papers"),
    ("Filing", INSIDE, "receipt sha256"),
    ("Filing", READERS, "messages"),
    ("Message", READERS, "asksPublic author id kind publishedAt text verified via writtenAt"),
    // It answers nothing, and was let through.
    ("Message", NOBODY, "answersId refusedReason"),
    // One person is too few to be told of; what they got is theirs.
    ("Filing", READERS, "outcomes"),
    ("OutcomeGroup", NOBODY, "amountFen got people"),
    ("Filing", OWNER, "myOutcome"),
    ("OwnOutcome", OWNER, "amountFen evidenceId got toldAt"),
    ("Filing", NOBODY, "overrideReason"),
    (
        "Offer",
        INSIDE,
        "amountFen asked closedAt closesAt filingId id madeAt payBy perMember sha256 source state terms",
    ),
    ("Offer", OWNER, "mine"),
    // It is about one person, so only the organiser is told.
    ("Offer", ORGANISER, "totals"),
    ("OfferTotals", ORGANISER, "accepted declined silent"),
    // It was not taken back.
    ("Offer", NOBODY, "reason"),
    ("OwnOffer", OWNER, "amountFen answer settlement sha256 text"),
    ("OfferAnswer", OWNER, "accepts answeredAt sha256"),
    ("Settlement", OWNER, "acceptedAt amountFen settledAt sha256"),
    ("Settlement", NOBODY, "brokenAt"),
    ("FilingAssistant", INSIDE, "fields guide members opensAnnexes steps"),
    ("AssistantStep", INSIDE, "number what"),
    // The desk is mailed; steps elsewhere rest on provisions.
    ("AssistantStep", NOBODY, "provisionId"),
    ("PreparedField", INSIDE, "id length max name shortened text"),
    ("AdmissibilityReport", ORGANISER, "blocked channel entries members on wholeBlocked"),
    ("AdmissibilityEntry", ORGANISER, "codes finding members"),
    ("AdmissibilityFinding", ORGANISER, "blocking fault ground groundItem how provisionId what"),
    ("AdmissibilityFinding", NOBODY, "by"),
    ("ManifestEntry", INSIDE, "copySha256 evidenceId leaf originalDigest place"),
    // For whoever holds the file: only its hash leads there.
    (
        "EvidenceMatch",
        READERS,
        "caseNumber copySha256 filedAt filing isOriginal leaf originalDigest originalSalt place proof root",
    ),
    ("EvidenceMatch", READERS, "size"),
    ("Deadline", READERS, "basis dueOn id kind overdue provisional"),
    ("Deadline", READERS, "metAt"),
    (
        "Membership",
        INSIDE,
        "ballots candidates code complaints completeness contactLog custody members myEvidence nextChannel pool",
    ),
    ("Membership", INSIDE, "admissibility representatives role sharesContactDetails"),
    ("Completeness", INSIDE, "items share"),
    // What is done needs no telling how; for the organiser nothing is done.
    ("CompletenessItem", INSIDE, "done how need what"),
    ("Membership", INSIDE, "origins"),
    // Their seats went nowhere; where those are seen that did is told elsewhere.
    ("Membership", NOBODY, "movedTo"),
    ("SeatOrigin", NOBODY, "caseNumber code movedAt"),
    // A split that is agreed to and not over.
    ("Transfer", READERS, "agreedAt asksMe from id kind objectionHours objectsUntil proposedAt state title"),
    ("Transfer", INSIDE, "criterion iObject objections"),
    ("Transfer", NOBODY, "endedAt into note"),
    ("SplitCriterion", INSIDE, "boughtFrom boughtTo codes product remedy"),
    ("Membership", OWNER, "claim"),
    ("Membership", ORGANISER, "sharedContactDetails"),
    ("SharedContactDetails", ORGANISER, "addresses phones"),
    ("Member", INSIDE, "code role"),
    (
        "Claim",
        OWNER,
        "amountFen boughtOn createdAt id orderIsDoubled orderMasked orderNumber ownUse paymentMethod",
    ),
    ("Claim", OWNER, "product remedy story storyShown updatedAt wordingWarnings"),
    ("Claim", NOBODY, "wantedFen"),
    ("Contact", OWNER, "channel happenedOn id result said wordingWarnings"),
    (
        "Evidence",
        INSIDE,
        "capturedOn confirmedAt copy copySha256 depositedAt id kind memberCode originalDigest",
    ),
    ("Evidence", INSIDE, "copyMedia copyUrl media pages size state title"),
    ("Evidence", OWNER, "boxes original originalSalt originalSha256 originalUrl"),
    // They are in the pool already.
    ("Evidence", NOBODY, "suggestedBoxes"),
    ("PageSize", INSIDE, "height width"),
    ("PageSize", OWNER, "url"),
    ("BlackBox", OWNER, "height page width x y"),
    (
        "Complaint",
        INSIDE,
        "claimedFen compiledAt csvUrl docxUrl id jsonUrl memberCount papers pdfUrl reportPdfUrl reportText sha256 \
         shortVersion text version",
    ),
    // A first version has none before it, and one of few members is one paper.
    ("Complaint", NOBODY, "changesSince"),
    (
        "ComplaintChanges",
        NOBODY,
        "amended amendedCount claimedFenDifference evidenceAdded evidenceRemoved joined joinedCount left leftCount \
         passages",
    ),
    ("PassageChange", NOBODY, "changes passage"),
    ("Paper", NOBODY, "drawnAt firstRow lastRow number pages sha256 size state url"),
    (
        "Ballot",
        INSIDE,
        "abstain closedAt closesAt complaint complaintId electorate id no openedAt quorum sha256 state yes",
    ),
    ("Ballot", INSIDE, "candidates elected kind myReleases releaseStatements tallySha256 votes"),
    ("ReleaseStatement", INSIDE, "channel contact kinds manner purpose receiver sha256 text"),
    ("Release", OWNER, "channel givenAt statementSha256"),
    ("Release", NOBODY, "withdrawnAt"),
    // A complaint is its own subject.
    ("Ballot", NOBODY, "subject"),
    ("BallotCandidate", INSIDE, "code statement"),
    ("PublishedVote", INSIDE, "candidates choice receipt"),
    ("Ballot", OWNER, "myVote"),
    ("Vote", OWNER, "candidates castAt choice receipt releaseIdentity sha256"),
    ("Mandate", INSIDE, "ballotId beganAt code id"),
    ("Mandate", NOBODY, "endedAt ending"),
    ("Candidacy", INSIDE, "code statement stoodAt"),
    (
        "Account",
        PEOPLE,
        "apps cases createdAt discreet email id letters locale mail openings role sessions sightings",
    ),
    ("Account", OWNER, "identity"),
    // Nobody made one; what it shows is told elsewhere.
    ("Account", NOBODY, "calendarLinkedAt"),
    ("Identity", OWNER, "address complete name phone"),
    ("Identity", NOBODY, "document documentNumber"),
    ("Opening", OWNER, "filingId id openedAt"),
    // No representative read it; where one did is told elsewhere.
    ("Opening", NOBODY, "openedBy"),
    ("Session", PEOPLE, "createdAt current device id refreshedAt"),
    ("App", &[Role::Member, Role::Organiser], "createdAt id name scopes"),
    ("App", NOBODY, "revokedAt"),
    ("Letter", INSIDE, "attempts caseId createdAt id sentAt state template"),
];

/// How an object of each type is reached, with `@` for the field and `$c`, `$b`, `$k` and `$f` for ids of the case,
/// its ballot, its complaint and its filing, and `$t` for that of a split; and where the answer has it.
const WAYS: &[(&str, &str, &str)] = &[
    ("Case", "case(id: $c) { @ }", "case"),
    ("Event", "case(id: $c) { timeline { nodes { @ } } }", "case timeline nodes"),
    ("CustodyHead", "case(id: $c) { custodyHead { @ } }", "case custodyHead"),
    (
        "CustodyLink",
        "case(id: $c) { membership { custody { nodes { @ } } } }",
        "case membership custody nodes",
    ),
    // The hash of what the member of the world deposits.
    (
        "EvidenceMatch",
        "verifyEvidence(sha256: \"c5eaef356b9cd170d2a3393568d8ca78410ba434c60bf58024df93584303c62d\") { @ }",
        "verifyEvidence",
    ),
    ("ManifestEntry", "node(id: $f) { ... on Filing { manifest { nodes { @ } } } }", "node manifest nodes"),
    ("Citation", "case(id: $c) { citations { @ } }", "case citations"),
    (
        "Term",
        "case(id: $c) { operator { clauses(first: 2) { nodes { @ } } } }",
        "case operator clauses nodes",
    ),
    (
        "Sighting",
        "case(id: $c) { operator { clauses(first: 2) { nodes { sightings(first: 2) { nodes { @ } } } } } }",
        "case operator clauses nodes sightings nodes",
    ),
    ("Filing", "node(id: $f) { ... on Filing { @ } }", "node"),
    ("Message", "node(id: $f) { ... on Filing { messages { nodes { @ } } } }", "node messages nodes"),
    ("OutcomeGroup", "node(id: $f) { ... on Filing { outcomes { @ } } }", "node outcomes"),
    ("OwnOutcome", "node(id: $f) { ... on Filing { myOutcome { @ } } }", "node myOutcome"),
    ("Offer", "node(id: $f) { ... on Filing { offers { @ } } }", "node offers"),
    ("OfferTotals", "node(id: $f) { ... on Filing { offers { totals { @ } } } }", "node offers totals"),
    ("OwnOffer", "node(id: $f) { ... on Filing { offers { mine { @ } } } }", "node offers mine"),
    (
        "OfferAnswer",
        "node(id: $f) { ... on Filing { offers { mine { answer { @ } } } } }",
        "node offers mine answer",
    ),
    (
        "Settlement",
        "node(id: $f) { ... on Filing { offers { mine { settlement { @ } } } } }",
        "node offers mine settlement",
    ),
    ("FilingAssistant", "filingAssistant(filingId: $f) { @ }", "filingAssistant"),
    ("AssistantStep", "filingAssistant(filingId: $f) { steps { @ } }", "filingAssistant steps"),
    ("PreparedField", "filingAssistant(filingId: $f) { fields { @ } }", "filingAssistant fields"),
    (
        "AdmissibilityReport",
        "checkAdmissibility(caseId: $c, channel: REGULATOR_COMPLAINT) { @ }",
        "checkAdmissibility",
    ),
    (
        "AdmissibilityEntry",
        "checkAdmissibility(caseId: $c, channel: REGULATOR_COMPLAINT) { entries { @ } }",
        "checkAdmissibility entries",
    ),
    (
        "AdmissibilityFinding",
        "checkAdmissibility(caseId: $c, channel: REGULATOR_COMPLAINT) { entries { finding { @ } } }",
        "checkAdmissibility entries finding",
    ),
    ("Deadline", "node(id: $f) { ... on Filing { deadlines { @ } } }", "node deadlines"),
    ("Membership", "case(id: $c) { membership { @ } }", "case membership"),
    (
        "SharedContactDetails",
        "case(id: $c) { membership { sharedContactDetails { @ } } }",
        "case membership sharedContactDetails",
    ),
    ("SeatOrigin", "case(id: $c) { membership { origins { @ } } }", "case membership origins"),
    ("Transfer", "node(id: $t) { ... on Transfer { @ } }", "node"),
    ("SplitCriterion", "node(id: $t) { ... on Transfer { criterion { @ } } }", "node criterion"),
    ("Completeness", "case(id: $c) { membership { completeness { @ } } }", "case membership completeness"),
    (
        "CompletenessItem",
        "case(id: $c) { membership { completeness { items { @ } } } }",
        "case membership completeness items",
    ),
    ("Member", "case(id: $c) { membership { members { nodes { @ } } } }", "case membership members nodes"),
    ("Claim", "case(id: $c) { membership { claim { @ } } }", "case membership claim"),
    ("Contact", "case(id: $c) { membership { contactLog { @ } } }", "case membership contactLog"),
    ("Evidence", "case(id: $c) { membership { pool { nodes { @ } } } }", "case membership pool nodes"),
    (
        "PageSize",
        "case(id: $c) { membership { pool { nodes { pages { @ } } } } }",
        "case membership pool nodes pages",
    ),
    (
        "BlackBox",
        "case(id: $c) { membership { pool { nodes { boxes { @ } } } } }",
        "case membership pool nodes boxes",
    ),
    ("Mandate", "case(id: $c) { membership { representatives { @ } } }", "case membership representatives"),
    ("Candidacy", "case(id: $c) { membership { candidates { @ } } }", "case membership candidates"),
    // The newest ballot is the election.
    (
        "BallotCandidate",
        "case(id: $c) { membership { ballots { candidates { @ } } } }",
        "case membership ballots candidates",
    ),
    ("PublishedVote", "node(id: $b) { ... on Ballot { votes { nodes { @ } } } }", "node votes nodes"),
    ("Complaint", "node(id: $k) { ... on Complaint { @ } }", "node"),
    ("ComplaintChanges", "node(id: $k) { ... on Complaint { changesSince { @ } } }", "node changesSince"),
    (
        "PassageChange",
        "node(id: $k) { ... on Complaint { changesSince { passages { @ } } } }",
        "node changesSince passages",
    ),
    ("Paper", "node(id: $k) { ... on Complaint { papers { @ } } }", "node papers"),
    ("Ballot", "node(id: $b) { ... on Ballot { @ } }", "node"),
    (
        "ReleaseStatement",
        "node(id: $b) { ... on Ballot { releaseStatements { @ } } }",
        "node releaseStatements",
    ),
    ("Release", "node(id: $b) { ... on Ballot { myReleases { @ } } }", "node myReleases"),
    ("Vote", "node(id: $b) { ... on Ballot { myVote { @ } } }", "node myVote"),
    ("Account", "viewer { @ }", "viewer"),
    ("Identity", "viewer { identity { @ } }", "viewer identity"),
    ("Opening", "viewer { openings { nodes { @ } } }", "viewer openings nodes"),
    ("Session", "viewer { sessions { @ } }", "viewer sessions"),
    ("App", "viewer { apps { @ } }", "viewer apps"),
    ("Letter", "viewer { mail { nodes { @ } } }", "viewer mail nodes"),
];

/// Types that hold nothing of anybody, or that only a mutation gives to whom it worked for.
const OPEN: &[&str] = &[
    "Advice",
    "AdvicePending",
    "AdviceQuestion",
    "AdviceReason",
    "AdviceStep",
    "BlockedChannel",
    "Category",
    "DeskOffer",
    "ChannelField",
    "ChannelGuide",
    "ChannelNeed",
    "ChannelRefusal",
    "ChannelWord",
    "ChecklistItem",
    "DueDay",
    "ClauseAnalysis",
    "ClauseCategory",
    "ClauseFinding",
    "ClauseProvision",
    "EvidenceProof",
    "FactAdvice",
    "Instrument",
    "MemberAnnex",
    "Mutation",
    "Operator",
    "OperatorDesk",
    "OwnUseAdvice",
    "PageInfo",
    "Pass",
    "Problem",
    "ProblemAdvice",
    "ProblemGuess",
    "ProblemPeriod",
    "ProofStep",
    "Provision",
    "ProvisionAdvice",
    "Query",
    "SealedIdentity",
    "SimilarCase",
    "SimilarReason",
    "StatementDraft",
    "StatementSentence",
    "Subscription",
    "TermChange",
    "TextSpan",
    "Topic",
    "Upload",
    "UserError",
    "WordingWarning",
];

fn is_plumbing(name: &str) -> bool {
    OPEN.contains(&name) || ["Connection", "Edge", "Payload"].iter().any(|ending| name.ends_with(ending))
}

#[test]
fn every_field_of_a_protected_type_has_a_row() {
    let schema = Schema::read();
    let protected: BTreeSet<&str> = schema.types().into_iter().filter(|name| !is_plumbing(name)).collect();
    let mut rows: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (of, _, names) in ROWS {
        rows.entry(of).or_default().extend(names.split(' '));
    }
    assert_eq!(rows.keys().copied().collect::<BTreeSet<_>>(), protected);
    assert_eq!(WAYS.iter().map(|(of, ..)| *of).collect::<BTreeSet<_>>(), protected);
    for (of, names) in rows {
        let distinct: BTreeSet<&str> = names.iter().copied().collect();
        assert_eq!(distinct.len(), names.len(), "a field of {of} has two rows");
        assert_eq!(distinct, schema.fields(of), "of {of}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_field_is_given_to_whom_the_table_says_and_to_nobody_else() {
    let app = App::start().await;
    let mut world = World::new(&app).await;
    let answer =
        "mutation($f: ID!) { recordAnswer(input: {filingId: $f, status: REPLIED, channelWord: \"可以协商\",
        ground: \"部分属实\", receipt: \"R-1\"}) { userErrors { code } } }";
    world.person(Role::Organiser).ask(answer, json!({ "f": world.filing })).await;
    world.correspond().await;
    world.settle().await;
    app.work().await;
    let case = &world.filed;
    let ids =
        json!({ "c": case.id, "b": case.ballot, "k": case.complaint, "f": world.filing, "t": world.split.1 });
    let schema = Schema::read();
    let mut wrong = Vec::new();
    for (of, way, place) in WAYS {
        let rows = ROWS.iter().filter(|(theirs, ..)| theirs == of);
        let fields: Vec<_> =
            rows.flat_map(|(_, sees, names)| names.split(' ').map(move |name| (name, *sees))).collect();
        let all: Vec<_> = fields.iter().map(|(name, _)| schema.selection(of, name)).collect();
        let asked = way.replace('@', &all.join(" "));
        let declared: Vec<_> = ["c", "b", "k", "f", "t"]
            .iter()
            .filter(|id| asked.contains(&format!("${id})")) || asked.contains(&format!("${id},")))
            .collect();
        let declared: Vec<_> = declared.iter().map(|id| format!("${id}: ID!")).collect();
        let query = match declared.is_empty() {
            true => format!("{{ {asked} }}"),
            false => format!("query({}) {{ {asked} }}", declared.join(", ")),
        };
        for role in ROLES {
            let answer = world.ask(role, &query, ids.clone()).await;
            for (name, sees) in &fields {
                if is_shown(&answer["data"], &format!("{place} {name}")) != sees.contains(&role) {
                    let should = if sees.contains(&role) { "should" } else { "should not" };
                    wrong.push(format!("{role:?} {should} see {of}.{name}: {}", answer["errors"]));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Whether an answer has something at the end of a path; of a list on the way, any.
fn is_shown(answer: &Value, path: &str) -> bool {
    let (name, rest) = path.split_once(' ').map_or((path, None), |(name, rest)| (name, Some(rest)));
    let found = &answer[name];
    match (rest, found) {
        (None, found) => !found.is_null(),
        (Some(rest), Value::Array(items)) => items.iter().any(|item| is_shown(item, rest)),
        (Some(rest), found) => is_shown(found, rest),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_viewer_is_always_oneself() {
    let app = App::start().await;
    let world = World::new(&app).await;
    let mut letters = BTreeSet::new();
    for role in PEOPLE {
        let person = world.person(*role);
        let data = person
            .ask("{ viewer { email mail(first: 100) { nodes { id } } sessions { current } } }", json!({}))
            .await;
        assert_eq!(data["viewer"]["email"], person.email);
        for letter in data["viewer"]["mail"]["nodes"].as_array().unwrap() {
            assert!(letters.insert(letter["id"].to_string()), "{role:?} sees the letter of another");
        }
    }
}
