//! Files and black boxes from pages, without scripts and as our scripts send them.

use reqwest::{StatusCode, header};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::browser::{Browser, Seen};
use crate::support::{App, file::picture, person::Person};

/// A member with a case: her browser, and the case's number and id.
async fn member(app: &App) -> (Browser<'_>, String, String) {
    let (people, case) = app.gathered(&["olga@example.org", "ann@example.org"]).await;
    let number = people[0].ask("query($c: ID!) { case(id: $c) { number } }", json!({ "c": case })).await;
    let mut ann = Browser::open(app);
    ann.sign_in("ann@example.org").await;
    (ann, number["case"]["number"].as_str().unwrap().to_owned(), case)
}

/// Sends a form of a page with a file, as a browser does.
async fn send(
    browser: &mut Browser<'_>,
    page: &Seen,
    pairs: &[(&str, &str)],
    name: &str,
    bytes: Vec<u8>,
) -> Seen {
    let given = pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
    let texts: Vec<_> = page.hidden("deposit-evidence").into_iter().chain(given).collect();
    browser.post_parts(&page.path, &texts, ("uploadId", name, &bytes)).await
}

const PIECE: [(&str, &str); 2] = [("kind", "ERROR_SCREEN"), ("title", "兑换失败")];

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_sent_blackened_and_confirmed_without_scripts() {
    let app = App::start().await;
    let (mut ann, number, _) = member(&app).await;
    let page = ann.get(&format!("/cases/{number}/evidence/new")).await;
    let shown = send(&mut ann, &page, &PIECE, "shot.png", picture(1_400, 900)).await;
    assert_eq!(shown.status, StatusCode::OK, "{}", shown.html);
    assert!(shown.path.starts_with(&format!("/cases/{number}/evidence/evd_")), "{}", shown.path);
    shown.says("文件已收到").says("data-width=\"1400\"").says("还没有方框");
    let bare = shown.path.split('?').next().unwrap().rsplit('/').next().unwrap().to_owned();
    let whole = ann.fetch(&format!("/evidence/{bare}/pages/0")).await;
    assert_eq!(whole.headers()[header::CONTENT_TYPE], "image/png");
    let drawn = image::load_from_memory(&whole.bytes().await.unwrap()).unwrap();
    assert_eq!((drawn.width(), drawn.height()), (1_400, 900));

    let typed = [
        ("boxes.0.page", "0"),
        ("boxes.0.x", "10"),
        ("boxes.0.y", "20"),
        ("boxes.0.width", "300"),
        ("boxes.0.height", "40"),
    ];
    let once = ann.submit(&shown, "redact-evidence", &typed).await;
    once.says("涂黑已更新").says("value=\"page=0&amp;x=10&amp;y=20&amp;width=300&amp;height=40\" checked");
    let ticked = [
        ("boxes", "page=0&x=10&y=20&width=300&height=40"),
        ("boxes.1.page", "0"),
        ("boxes.1.x", "400"),
        ("boxes.1.y", "20"),
        ("boxes.1.width", "50"),
        ("boxes.1.height", "40"),
    ];
    let twice = ann.submit(&once, "redact-evidence", &ticked).await;
    twice.says("x=10&amp;").says("x=400&amp;");
    let copy = ann.fetch(&format!("/evidence/{bare}/copy")).await.bytes().await.unwrap();
    let copy = image::load_from_memory(&copy).unwrap().to_rgb8();
    assert_eq!((copy.get_pixel(15, 25).0, copy.get_pixel(420, 30).0), ([0; 3], [0; 3]));
    assert_ne!(copy.get_pixel(500, 500).0, [0; 3]);
    let outside = [("boxes", "page=7&x=10&y=20&width=300&height=40")];
    let refused = ann.submit(&twice, "redact-evidence", &outside).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    refused.says("不在页面之内");

    let done = ann.submit(&twice, "confirm-evidence", &[]).await;
    assert_eq!(done.path, format!("/cases/{number}/mine"));
    ann.get(&format!("/cases/{number}/evidence")).await.says("兑换失败");
    let mut olga = Browser::open(&app);
    olga.sign_in("olga@example.org").await;
    assert_eq!(olga.fetch(&format!("/evidence/{bare}/copy")).await.status(), StatusCode::OK);
    assert_eq!(olga.fetch(&format!("/evidence/{bare}/pages/0")).await.status(), StatusCode::NOT_FOUND);
    olga.get(&format!("/cases/{number}/evidence/{bare}")).await.says("兑换失败").hides("data-redact");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_cannot_be_taken_is_refused_at_its_field_and_nothing_typed_is_lost() {
    let app = App::start().await;
    let (mut ann, number, _) = member(&app).await;
    let page = ann.get(&format!("/cases/{number}/evidence/new")).await;
    for (name, bytes, why) in [
        ("shot.png", b"\x89PNG\r\n\x1a\n and no more".to_vec(), "文件不完整"),
        ("empty.png", vec![], "文件是空的"),
        ("", vec![], "这一项必须填写"),
    ] {
        let refused = send(&mut ann, &page, &PIECE, name, bytes).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        refused.says(why).says("value=\"兑换失败\"");
    }
    let forged: Vec<_> = PIECE.into_iter().chain([("_token", "AAAA")]).collect();
    let mut forged_page = ann.get(&page.path).await;
    forged_page.html = forged_page.html.replace("name=\"_token\"", "name=\"_other\"");
    let stale = send(&mut ann, &forged_page, &forged, "shot.png", picture(40, 30)).await;
    assert_eq!(stale.status, StatusCode::FORBIDDEN);
    stale.says("你填的内容都还在");
}

/// A picture of exactly so many bytes.
fn picture_of(length: usize) -> Vec<u8> {
    let mut file = picture(300, 300);
    let end = file.len() - 12;
    let padding = vec![b'x'; length - file.len() - 12];
    let named = [b"prVt".as_slice(), &padding].concat();
    let mut chunk = u32::try_from(padding.len()).unwrap().to_be_bytes().to_vec();
    chunk.extend_from_slice(&named);
    chunk.extend_from_slice(&crc32fast::hash(&named).to_be_bytes());
    file.splice(end..end, chunk);
    file
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_kept_to_the_byte_wherever_its_segments_end() {
    let app = App::start().await;
    let (mut ann, number, _) = member(&app).await;
    let person = Person::sign_in(&app, "ann@example.org").await;
    for length in [1 << 20, (1 << 20) + 1, (2 << 20) - 1] {
        let page = ann.get(&format!("/cases/{number}/evidence/new")).await;
        let bytes = picture_of(length);
        assert_eq!(bytes.len(), length);
        let hash = hex::encode(Sha256::digest(&bytes));
        let shown = send(&mut ann, &page, &PIECE, "shot.png", bytes).await;
        let id = shown.path.rsplit('/').next().unwrap();
        let asked = "query($e: ID!) { node(id: $e) { ... on Evidence { size originalSha256 } } }";
        let kept = person.ask(asked, json!({ "e": id })).await;
        assert_eq!(kept["node"], json!({ "size": length, "originalSha256": hash }), "{}", shown.html);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn our_script_announces_a_file_sends_it_in_pieces_and_hands_it_in() {
    let app = App::start().await;
    let (mut ann, number, case) = member(&app).await;
    let page = ann.get(&format!("/cases/{number}/evidence/new")).await;
    let token = page.hidden("deposit-evidence").into_iter().find(|(name, _)| name == "_token").unwrap().1;
    let bytes = picture(900, 700);
    let pairs = |form: &str, more: &[(&str, &str)]| -> Vec<(String, String)> {
        let all = [("_do", form), ("_token", token.as_str())].into_iter().chain(more.iter().copied());
        all.map(|(name, text)| (name.to_owned(), text.to_owned())).collect()
    };
    let staged =
        ann.script(&page.path, &pairs("stage-upload", &[("length", &bytes.len().to_string())])).await;
    let id = staged["done"]["upload"]["id"].as_str().unwrap().to_owned();
    let half = bytes.len() / 2;
    for (offset, piece) in [(0, &bytes[..half]), (half, &bytes[half..])] {
        let url = format!("{}/uploads/{id}", app.url);
        let known = ann.send(ann.http().head(&url)).await;
        let known: usize = known.headers()["upload-offset"].to_str().unwrap().parse().unwrap();
        assert!(known <= offset);
        let rest = [&bytes[known..offset], piece].concat();
        let put = ann.http().put(&url).header("upload-offset", known).body(rest);
        assert!(ann.send(put).await.status().is_success());
    }
    let shown = ann
        .post(
            &page.path,
            &pairs("deposit-evidence", &[("caseId", &case), ("uploadId", &id), PIECE[0], PIECE[1]]),
        )
        .await;
    shown.says("文件已收到");
    let refused = ann.script(&page.path, &pairs("stage-upload", &[("length", "0")])).await;
    assert_eq!(refused["errors"][0]["field"], Value::from("length"));
    let stale = ann.script(&page.path, &[("_do".to_owned(), "stage-upload".to_owned())]).await;
    assert!(stale["errors"][0]["why"].as_str().unwrap().contains("你填的内容都还在"), "{stale}");
}
