//! Files: sent in as many goes as it takes, sealed, copied, and read by whom they belong to.

use chorus::service::{letter::sha256, upkeep};
use chrono::TimeDelta;
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::support::{
    App, code,
    file::{REDACT, picture},
    person::Person,
};

const MIB: usize = 1 << 20;
const TRIO: [&str; 3] = ["olga@example.org", "ann@example.org", "bob@example.org"];
const CONFIRM: &str =
    "mutation($e: ID!, $h: String!) { confirmEvidence(input: {evidenceId: $e, sha256: $h}) {
    evidence { state } userErrors { code } } }";
const WITHDRAW: &str = "mutation($e: ID!) { withdrawEvidence(input: {evidenceId: $e}) { evidence { state copyUrl } userErrors { code } } }";
const DESTROY: &str = "mutation($e: ID!) { destroyEvidence(input: {evidenceId: $e}) { evidence { state originalUrl } userErrors { code } } }";

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_else(|| panic!("no {key} in {value}"))
}

/// What only its owner is told: the original's address.
async fn original(owner: &Person<'_>, case: &str) -> String {
    let query =
        "query($c: ID!) { case(id: $c) { membership { myEvidence { edges { node { originalUrl } } } } } }";
    let seen = owner.ask(query, json!({ "c": case })).await;
    let node = &seen["case"]["membership"]["myEvidence"]["edges"][0]["node"];
    text(node, "originalUrl").to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_upload_that_broke_off_goes_on_where_it_was() {
    let app = App::start().await;
    let (people, case) = app.gathered(&TRIO).await;
    let [_, ann, bob] = &people[..] else { unreachable!("three people came") };
    let file = picture(1_000, 900);
    assert!(file.len() > 2 * MIB + 100);
    let (url, id) = ann.stage(file.len()).await;
    assert_eq!(ann.offset(&url).await, 0);

    let sent = ann.put(&url, 0, &file[..MIB + 100]).await;
    assert_eq!((sent.status(), &sent.headers()["upload-offset"]), (StatusCode::ACCEPTED, &MIB.into()));
    assert_eq!(ann.offset(&url).await, MIB, "whole segments are kept");
    let wrong = ann.put(&url, MIB + 100, &file[MIB + 100..]).await;
    assert_eq!(wrong.status(), StatusCode::CONFLICT);
    assert_eq!(code(&wrong.json().await.unwrap()), "OFFSET_MISMATCH");
    assert_eq!(code(&ann.hand_in(&case, &id).await), "UPLOAD_UNFINISHED");

    for (who, status) in [(Some(&bob.token), StatusCode::NOT_FOUND), (None, StatusCode::UNAUTHORIZED)] {
        for method in [reqwest::Method::HEAD, reqwest::Method::PUT] {
            let request = app.http().request(method, &url).header("upload-offset", MIB);
            let request = who.map_or(request.try_clone().unwrap(), |token| request.bearer_auth(token));
            assert_eq!(request.send().await.unwrap().status(), status);
        }
    }
    assert_eq!(code(&bob.hand_in(&case, &id).await), "NOT_FOUND");

    let rest = ann.put(&url, MIB, &file[MIB..]).await;
    assert_eq!(rest.status(), StatusCode::NO_CONTENT);
    let more = ann.put(&url, file.len(), b"more").await;
    assert_eq!(code(&more.json().await.unwrap()), "FILE_TOO_LONG");
    let piece = ann.hand_in(&case, &id).await["data"]["depositEvidence"]["evidence"].clone();
    assert_eq!(text(&piece, "originalSha256"), sha256(&file), "hashed across both goes");
    assert_eq!(piece["pages"], json!([{ "width": 1_000, "height": 900 }]));
    assert_eq!(code(&ann.hand_in(&case, &id).await), "NOT_FOUND", "an upload is used once");
    let segment = app.dir.path().join("vault").join(&id).join("000000");
    let sealed = std::fs::read(segment).unwrap();
    assert!(!sealed.windows(32).any(|window| window == &file[..32]), "it lies there sealed");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_original_is_its_owners_and_a_copy_the_members() {
    let app = App::start().await;
    let (people, case) = app.gathered(&TRIO).await;
    let [olga, ann, bob] = &people[..] else { unreachable!("three people came") };
    let stranger = app.person("sam").await;
    let file = picture(40, 30);
    let piece = ann.deposit_file(&case, &file).await;
    let (id, copy_url, hash) = (text(&piece, "id"), text(&piece, "copyUrl"), text(&piece, "copySha256"));
    assert_eq!(
        (&piece["state"], &piece["media"], &piece["copyMedia"]),
        (&json!("CLEANED"), &json!("image/png"), &json!("image/png"))
    );

    assert_eq!(bob.get(copy_url).await.status(), StatusCode::NOT_FOUND, "not in the pool yet");
    let mine = ann.get(copy_url).await;
    assert_eq!(mine.headers()["cache-control"], "private, no-store");
    assert_eq!(sha256(&mine.bytes().await.unwrap()), hash);
    ann.ask(CONFIRM, json!({ "e": id, "h": hash })).await;
    for member in [olga, bob] {
        assert_eq!(sha256(&member.get(copy_url).await.bytes().await.unwrap()), hash);
    }
    assert_eq!(stranger.get(copy_url).await.status(), StatusCode::NOT_FOUND);
    assert_eq!(app.fetch(None, copy_url).await.status(), StatusCode::UNAUTHORIZED);

    let address = original(ann, &case).await;
    let whole = ann.get(&address).await;
    assert_eq!(whole.headers()["content-disposition"], "attachment");
    assert_eq!(whole.bytes().await.unwrap(), file);
    let part = app.http().get(format!("{}{address}", app.url)).bearer_auth(&ann.token);
    let part = part.header("range", "bytes=10-19").send().await.unwrap();
    assert_eq!(
        (part.status(), part.headers()["content-range"].to_str().unwrap()),
        (StatusCode::PARTIAL_CONTENT, format!("bytes 10-19/{}", file.len()).as_str())
    );
    assert_eq!(part.bytes().await.unwrap(), file[10..20]);
    for other in [olga, bob, &stranger] {
        assert_eq!(other.get(&address).await.status(), StatusCode::NOT_FOUND, "{}", other.email);
    }
    assert_eq!(app.fetch(None, &address).await.status(), StatusCode::UNAUTHORIZED);
    let forged = address.replace("until=", "until=9");
    assert_eq!(ann.get(&forged).await.status(), StatusCode::NOT_FOUND);

    app.wait(TimeDelta::minutes(11)).await;
    let ann = Person::sign_in(&app, "ann@example.org").await;
    let late = ann.get(&address).await;
    assert_eq!(code(&late.json().await.unwrap()), "LINK_EXPIRED");
}

#[tokio::test(flavor = "multi_thread")]
async fn black_boxes_make_another_copy_that_is_confirmed_by_its_own_hash() {
    let app = App::start().await;
    let (people, case) = app.gathered(&TRIO).await;
    let ann = &people[1];
    let piece = ann.deposit_file(&case, &picture(60, 50)).await;
    let (id, first) = (text(&piece, "id"), text(&piece, "copySha256"));
    let black = json!([{ "page": 0, "x": 10, "y": 20, "width": 30, "height": 10 }]);
    let drawn = ann.ask(REDACT, json!({ "e": id, "b": black })).await;
    let drawn = &drawn["redactEvidence"]["evidence"];
    assert_eq!(drawn["boxes"], black);
    let copy = ann.get(text(drawn, "copyUrl")).await.bytes().await.unwrap();
    assert_eq!(sha256(&copy), text(drawn, "copySha256"));
    let pixels = image::load_from_memory(&copy).unwrap().to_rgb8();
    for (x, y, pixel) in pixels.enumerate_pixels() {
        let inside = (10..40).contains(&x) && (20..30).contains(&y);
        assert!(!inside || pixel.0 == [0, 0, 0], "{x} {y} {pixel:?}");
    }
    assert_eq!(code(&ann.try_ask(CONFIRM, json!({ "e": id, "h": first })).await), "EVIDENCE_CHANGED");
    let outside = json!([{ "page": 3, "x": 1, "y": 1, "width": 1, "height": 1 }]);
    assert_eq!(code(&ann.try_ask(REDACT, json!({ "e": id, "b": outside })).await), "FILE_BOX_OUTSIDE");
    ann.ask(CONFIRM, json!({ "e": id, "h": text(drawn, "copySha256") })).await;
    assert_eq!(code(&ann.try_ask(REDACT, json!({ "e": id, "b": black })).await), "EVIDENCE_NOT_CLEANED");
    app.wait(TimeDelta::hours(1)).await;
    assert_eq!(app.vault().len(), 2, "the first copy is gone: {:?}", app.vault());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_refused_not_used_taken_back_or_left_behind_is_deleted() {
    let app = App::start().await;
    let (people, case) = app.gathered(&TRIO).await;
    let [_, ann, bob] = &people[..] else { unreachable!("three people came") };
    let refused = ann.upload(b"MZ\x90\x00 this is a program").await;
    assert_eq!(code(&ann.hand_in(&case, &refused).await), "FILE_UNKNOWN_TYPE");
    assert_eq!(code(&ann.hand_in(&case, &refused).await), "NOT_FOUND");
    let cut = &picture(40, 30)[..2_000];
    let cut = ann.upload(cut).await;
    assert_eq!(code(&ann.hand_in(&case, &cut).await), "FILE_TRUNCATED");
    ann.upload(&picture(10, 10)).await;
    app.wait(TimeDelta::hours(25)).await;
    assert_eq!(app.vault(), Vec::<String>::new());

    let (ann, bob) =
        (Person::sign_in(&app, "ann@example.org").await, Person::sign_in(&app, &bob.email).await);
    let piece = ann.deposit_file(&case, &picture(20, 20)).await;
    let id = text(&piece, "id");
    ann.ask(CONFIRM, json!({ "e": id, "h": text(&piece, "copySha256") })).await;
    assert_eq!(code(&ann.try_ask(DESTROY, json!({ "e": id })).await), "EVIDENCE_IN_POOL");
    let back = ann.ask(WITHDRAW, json!({ "e": id })).await;
    assert_eq!(back["withdrawEvidence"]["evidence"]["copyUrl"], Value::Null);
    app.wait(TimeDelta::minutes(11)).await;
    assert_eq!(app.vault().len(), 1, "the original stays its owner's");
    let ann = Person::sign_in(&app, "ann@example.org").await;
    ann.ask(DESTROY, json!({ "e": id })).await;
    assert_eq!(code(&ann.try_ask(DESTROY, json!({ "e": id })).await), "EVIDENCE_GONE");

    let bob = Person::sign_in(&app, &bob.email).await;
    bob.deposit_file(&case, &picture(20, 20)).await;
    let close =
        "mutation($p: String!) { closeAccount(input: {currentPassword: $p}) { closed userErrors { code } } }";
    bob.ask(close, json!({ "p": crate::support::person::PASSWORD })).await;
    app.wait(TimeDelta::minutes(11)).await;
    assert_eq!(app.vault(), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn boxes_are_suggested_to_the_owner_where_that_is_possible() {
    let app = App::start().await;
    let (people, case) = app.gathered(&TRIO).await;
    let ann = &people[1];
    ann.deposit_file(&case, &picture(200, 100)).await;
    let query = "query($c: ID!) { suggestsBoxes case(id: $c) { membership { myEvidence { edges { node { suggestedBoxes { page } } } } } } }";
    let seen = ann.ask(query, json!({ "c": case })).await;
    let boxes = &seen["case"]["membership"]["myEvidence"]["edges"][0]["node"]["suggestedBoxes"];
    assert_eq!(seen["suggestsBoxes"], json!(boxes.is_array()), "null says that suggestions are off: {seen}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_was_damaged_is_named() {
    let app = App::start().await;
    let (people, case) = app.gathered(&TRIO).await;
    people[1].deposit_file(&case, &picture(40, 30)).await;
    let found = upkeep::verify(&app.hub).await.unwrap();
    assert_eq!((found.files, found.damages), (2, Vec::new()));
    let (vault, names) = (app.dir.path().join("vault"), app.vault());
    let segment = vault.join(&names[0]).join("000000");
    let mut bytes = std::fs::read(&segment).unwrap();
    bytes[99] ^= 1;
    std::fs::write(&segment, bytes).unwrap();
    std::fs::remove_file(vault.join(&names[1]).join("000000")).unwrap();
    let stray = "blob_00000000000000000000000000";
    std::fs::create_dir(vault.join(stray)).unwrap();
    let damages = upkeep::verify(&app.hub).await.unwrap().damages;
    for (damage, name) in damages.iter().zip([&names[0], &names[1], stray]) {
        assert!(damage.contains(name), "{damages:?}");
    }
    assert_eq!(damages.len(), 3, "{damages:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_that_fails_loses_nothing_and_says_so() {
    let app = App::start().await;
    let (people, _) = app.gathered(&TRIO).await;
    let (ann, file) = (&people[1], picture(800, 700));
    let (url, _) = ann.stage(file.len()).await;
    ann.put(&url, 0, &file[..MIB]).await;
    // Where the directory should be there is something else, as when a disk went away.
    let (vault, aside) = (app.dir.path().join("vault"), app.dir.path().join("aside"));
    std::fs::rename(&vault, &aside).unwrap();
    std::fs::write(&vault, "").unwrap();
    let failed = ann.put(&url, MIB, &file[MIB..]).await;
    assert_eq!(failed.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(code(&failed.json().await.unwrap()), "STORAGE_UNAVAILABLE");
    std::fs::remove_file(&vault).unwrap();
    std::fs::rename(&aside, &vault).unwrap();
    assert_eq!(ann.offset(&url).await, MIB);
    assert_eq!(ann.put(&url, MIB, &file[MIB..]).await.status(), StatusCode::NO_CONTENT);
}
